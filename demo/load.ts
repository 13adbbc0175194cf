// The built-in demo retailer: an invented chain that is there after the first start, from no file.
import { type Db, json, type Sql, transact } from "../lib/db.ts";
import { saveRules } from "../domain/inventory/mod.ts";
import type { Node } from "../domain/places/types.ts";
import { isRefusal } from "../lib/refusal.ts";
import { channelState, newChannelKey, setChannelKey } from "./channel.ts";
import { type KnownPerson, readDemoFile, writeDemoFile } from "./demo_file.ts";
import { savePeople, withNewPins, withoutHash } from "./people.ts";
import { usPostalCodes } from "./postal_codes.ts";
import { demoBins, demoCounterItems, demoCounterStock, zoneOf } from "./retailer_counter.ts";
import { type DemoItem, demoItems, type DemoKit, demoKits } from "./retailer_items.ts";
import { demoPeople } from "./retailer_people.ts";
import { demoRules } from "./retailer_rules.ts";
import { demoNodes, demoRegions } from "./retailer_places.ts";
import { demoStock } from "./retailer_stock.ts";
import { batches, receiveStock } from "./stock.ts";

export { demoItems, demoNodes, demoPeople, demoRegions, demoStock };

interface Settings {
  dataDir: string;
  /** Where the web server answers: written to demo.json for whoever wants to call it. */
  url: string;
}

export interface Demo {
  people: KnownPerson[];
  channelKey: string;
  /** Whether this call put the retailer in place. */
  loaded: boolean;
}

type OnProgress = (done: number, total: number, label: string) => void;
type Step = (rows: number, label: string) => void;

// "Load the demo" as an advisory lock: two starts at once load it once.
const LOCK = 7_241_501;

/**
 * Puts the demo retailer in place, once. A database that has it answers from demo.json; when that is lost, or belongs to
 * another database, the web channel gets a new key and the people new PINs. A database with a retailer of its own is
 * left alone: no people, no key.
 */
export async function loadDemo(
  db: Db,
  settings: Settings,
  onProgress: OnProgress = () => {},
): Promise<Demo> {
  const remembered = await recall(db, settings);
  if (remembered) return remembered;

  const data = demoData();
  const step = stepsOf(data, onProgress);
  const people = await withNewPins(demoPeople(), () => step(1, "People"));
  return await transact(db, async (tx) => {
    await tx.run`select pg_advisory_xact_lock(${LOCK})`;
    const meanwhile = await recall(tx, settings);
    if (meanwhile) return meanwhile;
    const loaded = await demoState(tx) === "empty";
    if (loaded) await insertAll(tx, data, step);
    await savePeople(tx, people);
    const demo = { url: settings.url, channelKey: newChannelKey(), people: people.map(withoutHash) };
    await setChannelKey(tx, demo.channelKey);
    // Before the commit: a file without its database is made anew, a database without its file loses its keys.
    await writeDemoFile(settings.dataDir, demo);
    return { people: demo.people, channelKey: demo.channelKey, loaded };
  });
}

/** What there is to say about a database that needs nothing; undefined when something must be put in place. */
async function recall(sql: Sql, { dataDir, url }: Settings): Promise<Demo | undefined> {
  const state = await demoState(sql);
  if (state === "empty") return undefined;
  const file = await readDemoFile(dataDir);
  if (file && await channelState(sql, file.channelKey) === "known") {
    if (file.url !== url) await writeDemoFile(dataDir, { ...file, url });
    return { people: file.people, channelKey: file.channelKey, loaded: false };
  }
  return state === "foreign" ? { people: [], channelKey: "", loaded: false } : undefined;
}

async function demoState(sql: Sql): Promise<"empty" | "loaded" | "foreign"> {
  const first = demoNodes()[0]?.id;
  const { any, ours } = await sql.one<{ any: boolean; ours: boolean }>`
    select exists (select from node) as any,
           exists (select from node where id = ${first}) as ours`;
  if (ours) return "loaded";
  return any ? "foreign" : "empty";
}

function demoData() {
  const usual = demoItems();
  const nodes = demoNodes();
  const stock = nodes.flatMap((node) => [...demoStock(node, usual), ...demoCounterStock(node)]);
  const items = [
    ...usual.map((item) => ({ ...item, zone: zoneOf(item), minAge: null as number | null })),
    ...demoCounterItems(),
  ];
  const bins = nodes.flatMap(demoBins);
  const postalCodes = usPostalCodes();
  return { regions: demoRegions(), nodes, bins, items, kits: demoKits(usual), stock, postalCodes };
}
type DemoData = ReturnType<typeof demoData>;

function stepsOf(data: DemoData, onProgress: OnProgress): Step {
  const total = data.nodes.length + data.items.length + data.stock.length + data.postalCodes.length +
    demoPeople().length;
  let done = 0;
  return (rows, label) => onProgress(done += rows, total, label);
}

async function insertAll(tx: Sql, data: DemoData, step: Step) {
  const { regions, nodes, bins, items, kits, stock, postalCodes } = data;
  await insertPlaces(tx, regions, nodes);
  await insertBins(tx, bins);
  step(nodes.length, "Stores");
  await insertItems(tx, items);
  await insertKits(tx, kits);
  step(items.length, "Items");
  for (const batch of batches(postalCodes)) {
    await insertPostalCodes(tx, batch);
    step(batch.length, "ZIPs");
  }
  const now = new Date();
  const saved = await saveRules(tx, { kind: "anyone" }, { version: 0, rules: demoRules() }, now);
  if (isRefusal(saved)) throw new Error(`The demo's rules were refused: ${saved.kind}`);
  for (const batch of batches(stock)) {
    await receiveStock(tx, batch, now);
    step(batch.length, "Stock");
  }
  // The planner would otherwise take the tables for empty until autovacuum has looked at them.
  await tx.run`analyze node, item, barcode, postal_code, stock, movement`;
}

async function insertPlaces(tx: Sql, regions: { id: string; name: string }[], nodes: Node[]) {
  await tx.run`
    insert into region (id, name)
    select id, name from jsonb_to_recordset(${json(regions)}::jsonb) as given (id text, name text)
        on conflict (id) do nothing`;
  await tx.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone,
                      opening_hours, services, capacity_per_day, hold_hours)
    select id, kind, name, "regionId", address, city, state, "postalCode", lat, lon, "timeZone", "openingHours",
           array(select jsonb_array_elements_text(services)), "capacityPerDay", "holdHours"
      from jsonb_to_recordset(${json(nodes)}::jsonb) as given (
             id text, kind text, name text, "regionId" text, address text, city text, state text,
             "postalCode" text, lat double precision, lon double precision, "timeZone" text,
             "openingHours" jsonb, services jsonb, "capacityPerDay" integer, "holdHours" integer)`;
}

function insertBins(tx: Sql, bins: DemoData["bins"]) {
  return tx.run`
    insert into bin (node_id, label, zone, capacity)
    select "nodeId", label, zone, capacity
      from jsonb_to_recordset(${json(bins)}::jsonb) as given (
             "nodeId" text, label text, zone text, capacity integer)`;
}

async function insertItems(tx: Sql, items: Omit<DemoItem, "popularity" | "sidesMm">[]) {
  await tx.run`
    insert into item (sku, name, category, price_minor, currency, weight_grams, length_mm, width_mm, height_mm, zone,
                      min_age)
    select sku, name, category, "priceMinor", currency, "weightGrams", ("sidesMm" ->> 0)::int,
           ("sidesMm" ->> 1)::int, ("sidesMm" ->> 2)::int, coalesce(zone, 'ambient'), "minAge"
      from jsonb_to_recordset(${json(items)}::jsonb) as given (
             sku text, name text, category text, "priceMinor" bigint, currency text, "weightGrams" integer,
             "sidesMm" jsonb, zone text, "minAge" integer)`;
  const barcodes = items.flatMap(({ sku, gtins }) => gtins.map((gtin) => ({ gtin, sku })));
  await tx.run`
    insert into barcode (gtin, sku)
    select gtin, sku from jsonb_to_recordset(${json(barcodes)}::jsonb) as given (gtin text, sku text)`;
}

async function insertKits(tx: Sql, kits: DemoKit[]) {
  await insertItems(tx, kits.map((kit) => ({ ...kit, gtins: [] })));
  const components = kits.flatMap(({ sku: kit, components }) => components.map((each) => ({ kit, ...each })));
  await tx.run`
    insert into kit_component (kit_sku, sku, quantity)
    select kit, sku, quantity
      from jsonb_to_recordset(${json(components)}::jsonb) as given (kit text, sku text, quantity integer)`;
}

async function insertPostalCodes(tx: Sql, places: { postalCode: string }[]) {
  await tx.run`
    insert into postal_code (country, postal_code, lat, lon, city, state)
    select 'US', "postalCode", lat, lon, city, state
      from jsonb_to_recordset(${json(places)}::jsonb) as given (
             "postalCode" text, lat double precision, lon double precision, city text, state text)
        on conflict (country, postal_code) do nothing`;
}
