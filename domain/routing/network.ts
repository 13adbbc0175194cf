// What routing weighs besides stock: places, carriers' zones, load, forecasts and failed picks. All of it may be a moment
// old, for none of it is promised by: the reservation that follows a plan is what makes it true.
import { homeOf, type Sql } from "../../lib/db.ts";
import { weighedFor } from "../../lib/cached.ts";
import { afterOpenMinutes, everOpens } from "../places/decide.ts";
import { HOUSE_RULES } from "./rules_decide.ts";
import * as store from "./store.ts";
import { zoneByMiles } from "./costs_decide.ts";

const DAY = 86_400_000;
/** Open minutes a node takes to get a package on its way. */
export const SHIP_MINUTES = 240;

export const sites = weighedFor(5_000, store.findSites);

export const loads = weighedFor(
  2_000,
  async (sql) => new Map((await store.findLoads(sql)).map(({ nodeId, packages }) => [nodeId, packages])),
);

/** Work that this process has just given to nodes: it need not wait to be counted. */
export async function noteLoad(sql: Sql, nodeIds: string[]): Promise<void> {
  const load = await loads(sql);
  for (const nodeId of nodeIds) load.set(nodeId, (load.get(nodeId) ?? 0) + 1);
}

export const rulesInForce = weighedFor(
  2_000,
  async (sql) => await store.findRulesInForce(sql) ?? { version: 0, rules: HOUSE_RULES },
);

/** By node, how often picks failed: by what the book had said, 1, 2, or 3 units and more. */
export const rejections = weighedFor(60_000, async (sql) => {
  const byNode = new Map<string, { asked: number; failed: number }[]>();
  for (const { nodeId, bucket, asked, failed } of await store.findRejections(sql)) {
    const buckets = byNode.get(nodeId) ?? [1, 2, 3].map(() => ({ asked: 0, failed: 0 }));
    buckets[bucket - 1] = { asked, failed };
    byNode.set(nodeId, buckets);
  }
  return byNode;
});

/** How many keys are kept of what is read key by key, and for how long. */
const KEPT = { keys: 4_000, ms: 600_000 };

/** What is read by key, seldom changes and is only weighed: kept by this process, the oldest forgotten first. */
function keptByKey<Value>(
  read: (sql: Sql, keys: string[]) => Promise<ReadonlyMap<string, Value>>,
  empty: Value,
) {
  const homes = new WeakMap<object, Map<string, { value: Value; until: number }>>();
  return async (sql: Sql, keys: string[], now = performance.now()): Promise<ReadonlyMap<string, Value>> => {
    const kept = homes.get(homeOf(sql)) ?? new Map<string, { value: Value; until: number }>();
    homes.set(homeOf(sql), kept);
    const missing = keys.filter((key) => (kept.get(key)?.until ?? 0) <= now);
    if (missing.length > 0) {
      const found = await read(sql, missing);
      for (const key of missing) {
        kept.delete(key);
        kept.set(key, { value: found.get(key) ?? empty, until: now + KEPT.ms });
      }
      for (const key of kept.keys()) {
        if (kept.size <= KEPT.keys) break;
        kept.delete(key);
      }
    }
    return new Map(keys.map((key) => [key, kept.get(key)?.value ?? empty]));
  };
}

/** Walk-in units a day, by item and node. */
export const forecasts = keptByKey<ReadonlyMap<string, number>>(async (sql, skus) => {
  const bySku = Map.groupBy(await store.findForecasts(sql, skus), ({ sku }) => sku);
  return new Map(
    [...bySku].map(([sku, rows]) => [sku, new Map(rows.map((row) => [row.nodeId, row.unitsPerDay]))]),
  );
}, new Map());

const charts = keptByKey<ReadonlyMap<string, number>>(async (sql, zip3s) => {
  const read = zip3s.map(async (zip3) => {
    const rows = await store.findZones(sql, zip3);
    return [zip3, new Map(rows.map((row) => [row.originZip3, row.zone]))] as const;
  });
  return new Map(await Promise.all(read));
}, new Map());

/** The carrier's zone from places to a postal code: by its own chart, else by the miles between them. */
export async function zonesTo(sql: Sql, postalCode: string) {
  const zip3 = postalCode.slice(0, 3);
  const chart = (await charts(sql, [zip3])).get(zip3)!;
  return (from: { postalCode: string; miles: number }) =>
    chart.get(from.postalCode.slice(0, 3)) ?? zoneByMiles(from.miles);
}

const readyDaysKept = new Map<string, number>();
const QUARTER_HOUR = 900_000;

/** Whole days until a package that is ordered now leaves a node: behind those it has, and by its opening hours. */
export function readyDays(site: store.Site, load: number, now: Date): number {
  return openDays(site, now) + Math.floor(load / Math.max(1, site.capacityPerDay));
}

function openDays(site: store.Site, now: Date): number {
  const key = `${site.id} ${Math.floor(now.getTime() / QUARTER_HOUR)}`;
  const known = readyDaysKept.get(key);
  if (known !== undefined) return known;
  const leaves = everOpens(site)
    ? afterOpenMinutes(site, SHIP_MINUTES, now)
    : new Date(now.getTime() + 2 * DAY);
  const days = leaves ? Math.floor((leaves.getTime() - now.getTime()) / DAY) : 14;
  if (readyDaysKept.size > 20_000) readyDaysKept.clear();
  readyDaysKept.set(key, days);
  return days;
}

/** Packages a node's day has room for: a store that has just opened comes to that by and by. */
export function capacityNow({ capacityPerDay, liveSince }: store.Site, rampDays: number, now: Date): number {
  if (!liveSince || rampDays === 0) return capacityPerDay;
  const share = (now.getTime() - liveSince.getTime()) / (rampDays * DAY);
  return Math.ceil(capacityPerDay * Math.min(1, Math.max(0.1, share)));
}
