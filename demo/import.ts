// Takes in a folder of real files: ZIPs, stores, items, tax, carrier zones; then puts stock and people in place.
import { join } from "node:path";
import type { Db } from "../lib/db.ts";
import type { Options, Taken } from "./import_intake.ts";
import { staffStores } from "./import_people.ts";
import { importProducts, type Popularity, readWeights } from "./import_products.ts";
import { findSource, type Source } from "./import_source.ts";
import { stockStores } from "./import_stock.ts";
import { type ImportedStore, importStores } from "./import_stores.ts";
import { importCarrierZones, importTaxRates, importZips } from "./import_zips.ts";

/** Who is told how far it is. */
export interface Reporter {
  onProgress(label: string, done: number, total: number): void;
  onTaken(taken: Taken): void;
  onMissing(file: string): void;
  onAdded(label: string, added: number): void;
}

interface Run {
  db: Db;
  folder: string;
  rejectsDir: string;
  reporter: Reporter;
}

/**
 * Takes in everything the folder has; a file that is missing is said to be and the rest goes on. Running it again changes
 * only what changed in the files. Answers what became of each file.
 */
export async function importFolder(
  db: Db,
  folder: string,
  { dataDir, url, reporter }: { dataDir: string; url: string; reporter: Reporter },
): Promise<Taken[]> {
  const run = { db, folder, rejectsDir: join(dataDir, "imports"), reporter };
  const zips = await part(run, "zips", "zips.csv", (source, options) => importZips(db, source, options));
  const stores = await part(run, "stores", "stores-derived.csv", (source, options) => {
    return importStores(db, source, options);
  });
  const weights = await part(run, "products", "est-weight-dims.csv", readWeights);
  const products = await part(run, "products", "products.csv", (source, options) => {
    return importProducts(db, source, { ...options, weights: weights?.weights });
  });
  const tax = await part(
    run,
    "tax",
    "zip_rates.csv",
    (source, options) => importTaxRates(db, source, options),
  );
  const zones = await part(run, "zones", "zip3_zone_pairs.csv", (source, options) => {
    return importCarrierZones(db, source, options);
  });
  if (stores && products) await addStock(run, stores.stores, products.popularity);
  if (stores) reporter.onAdded("people", await staffStores(db, { dataDir, url }, stores.stores));
  await db.run`analyze`;
  return [zips, stores, weights, products, tax, zones].filter((taken) => taken !== undefined);
}

async function part<Result extends Taken>(
  { folder, rejectsDir, reporter }: Run,
  subfolder: string,
  name: string,
  take: (source: Source, options: Options) => Promise<Result>,
): Promise<Result | undefined> {
  const source = await findSource(folder, subfolder, name);
  if (!source) {
    reporter.onMissing(`${subfolder}/${name}`);
    return undefined;
  }
  const onProgress = (done: number, total: number) => reporter.onProgress(name, done, total);
  const taken = await take(source, { rejectsDir, onProgress });
  reporter.onTaken(taken);
  return taken;
}

async function addStock({ db, reporter }: Run, stores: ImportedStore[], popularity: Popularity) {
  const added = await stockStores(db, stores, popularity, (done, total) => {
    reporter.onProgress("stock", done, total);
  });
  reporter.onAdded("stock rows", added);
}
