import { z } from "zod";
import { type Db, json, type Sql, transact } from "../lib/db.ts";
import { isRefusal, type Refusal } from "../lib/refusal.ts";
import { text } from "../lib/shapes.ts";
import { decimal, gtinOf } from "./import_cells.ts";
import { type Options, takeIn, type Taken } from "./import_intake.ts";
import type { Source } from "./import_source.ts";
import { countChanges } from "./import_store.ts";

/** How much each item is wanted, by SKU: how many people say they own it. */
export type Popularity = ReadonlyMap<string, number>;

interface CatalogItem {
  sku: string;
  name: string;
  category: string;
  priceMinor: number;
  /** Undefined when nobody gave one: an item that is there keeps what it has. */
  weightGrams: number | undefined;
  /** As it is packed; undefined when nobody measured it. */
  sidesMm: [number, number, number] | undefined;
  gtins: string[];
  ownedBy: number;
}

// For a new item whose weight nobody gave.
const USUAL_WEIGHT_GRAMS = 500;

const Sku = text(64);

const columns = {
  sku: Sku,
  name: text(200),
  theme: text(80),
  UPC: text(14, 0),
  EAN: text(14, 0),
  USD: z.string().regex(/^\d{1,6}(\.\d{1,2})?$/, { error: "is not a price" }),
  ownedBy: z.string().regex(/^\d{0,9}$/, { error: "is not a count" }).transform(Number),
};
type Row = z.infer<z.ZodObject<typeof columns>>;

/** Items with their barcodes. Two items that share a barcode keep it both. */
export async function importProducts(
  db: Db,
  source: Source,
  options: Options & { weights?: Weights },
): Promise<Taken & { popularity: Popularity }> {
  const popularity = new Map<string, number>();
  const taken = await takeIn(source, {
    columns,
    decide: (row) => itemOf(row, options.weights),
    key: ({ sku }) => `item ${sku}`,
    save(batch) {
      for (const { sku, ownedBy } of batch) popularity.set(sku, ownedBy);
      return transact(db, (tx) => upsertItems(tx, batch));
    },
  }, options);
  return { ...taken, popularity };
}

/** The item a row describes, or why it cannot be one: a price, or a barcode that is none. */
export function itemOf(
  row: Row,
  weights?: Weights,
): CatalogItem | Refusal<"unusable_row"> {
  const upc = gtinOf("UPC", row.UPC);
  if (isRefusal(upc)) return upc;
  const ean = gtinOf("EAN", row.EAN);
  if (isRefusal(ean)) return ean;
  return {
    sku: row.sku,
    name: row.name,
    category: row.theme,
    priceMinor: Math.round(Number(row.USD) * 100),
    weightGrams: weights?.get(row.sku)?.grams,
    sidesMm: weights?.get(row.sku)?.sidesMm,
    gtins: [...new Set([...upc, ...ean])],
    ownedBy: row.ownedBy,
  };
}

/** What a unit weighs as it is packed, and how large it is where the file says so. */
type Weights = ReadonlyMap<string, { grams: number; sidesMm: [number, number, number] | undefined }>;

/** Weights and sides by SKU, for the items that are taken in next. Nothing is stored. */
export async function readWeights(source: Source, options: Options): Promise<Taken & { weights: Weights }> {
  const weights = new Map<string, { grams: number; sidesMm: [number, number, number] | undefined }>();
  const side = decimal(0.1, 2_000).optional();
  const taken = await takeIn(source, {
    columns: {
      sku: Sku,
      est_weight_kg: decimal(0.001, 1_000),
      est_len_cm: side,
      est_wid_cm: side,
      est_hgt_cm: side,
    },
    decide: ({ sku, est_weight_kg, est_len_cm, est_wid_cm, est_hgt_cm }) => ({
      sku,
      grams: Math.round(est_weight_kg * 1_000),
      sidesMm: millimetres(est_len_cm, est_wid_cm, est_hgt_cm),
    }),
    key: ({ sku }) => `item ${sku}`,
    save(batch) {
      for (const { sku, ...packed } of batch) weights.set(sku, packed);
      return Promise.resolve({ new: 0, changed: 0 });
    },
  }, options);
  return { ...taken, weights };
}

/** All three or none: two sides make no box. */
function millimetres(...cm: (number | undefined)[]): [number, number, number] | undefined {
  const [length, width, height] = cm.map((side) => side && Math.round(side * 10));
  return length && width && height ? [length, width, height] : undefined;
}

/** An item counts as changed also when only its barcodes did. */
async function upsertItems(tx: Sql, items: CatalogItem[]): Promise<{ new: number; changed: number }> {
  const given = items.map(({ gtins: _, ownedBy: __, ...item }) => item);
  const written = await tx.many<{ sku: string; isNew: boolean }>`
    insert into item (sku, name, category, price_minor, weight_grams, length_mm, width_mm, height_mm)
    select given.sku, given.name, given.category, "priceMinor",
           coalesce("weightGrams", existing.weight_grams, ${USUAL_WEIGHT_GRAMS}),
           coalesce(("sidesMm" ->> 0)::int, length_mm), coalesce(("sidesMm" ->> 1)::int, width_mm),
           coalesce(("sidesMm" ->> 2)::int, height_mm)
      from jsonb_to_recordset(${json(given)}::jsonb) as given (
             sku text, name text, category text, "priceMinor" bigint, "weightGrams" integer, "sidesMm" jsonb)
      left join item as existing on existing.sku = given.sku
        on conflict (sku) do update
       set name = excluded.name, category = excluded.category, price_minor = excluded.price_minor,
           weight_grams = excluded.weight_grams, length_mm = excluded.length_mm, width_mm = excluded.width_mm,
           height_mm = excluded.height_mm
     where (item.name, item.category, item.price_minor, item.weight_grams, item.length_mm, item.width_mm, item.height_mm)
           is distinct from (excluded.name, excluded.category, excluded.price_minor, excluded.weight_grams,
                             excluded.length_mm, excluded.width_mm, excluded.height_mm)
    returning item.sku, xmax = 0 as is_new`;
  const counted = await countChanges(Promise.resolve(written));
  const touched = new Set(written.map(({ sku }) => sku));
  const relabelled = (await replaceBarcodes(tx, items)).filter((sku) => !touched.has(sku));
  return { new: counted.new, changed: counted.changed + relabelled.length };
}

/** Gives the items exactly these barcodes. Returns the SKUs whose barcodes are not what they were. */
async function replaceBarcodes(tx: Sql, items: CatalogItem[]): Promise<string[]> {
  const barcodes = items.flatMap(({ sku, gtins }) => gtins.map((gtin) => ({ sku, gtin })));
  const removed = await tx.many<{ sku: string }>`
    delete from barcode
     where sku = any(${items.map(({ sku }) => sku)})
       and (gtin, sku) not in (
             select gtin, sku from jsonb_to_recordset(${
    json(barcodes)
  }::jsonb) as given (gtin text, sku text))
    returning sku`;
  const added = await tx.many<{ sku: string }>`
    insert into barcode (gtin, sku)
    select gtin, sku from jsonb_to_recordset(${json(barcodes)}::jsonb) as given (gtin text, sku text)
        on conflict (gtin, sku) do nothing
    returning sku`;
  return [...new Set([...removed, ...added].map(({ sku }) => sku))];
}
