// Routing chooses the place each order is fulfilled from and keeps why: what every package costs, and who was passed
// over for what. It reads stock without locks; the reservation that follows is what makes a plan true.
import { uuidv7 } from "uuidv7";
import { isDb, type Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { totals } from "../inventory/decide.ts";
import { findLeft, findLeftElsewhere } from "../inventory/mod.ts";
import { milesBetween, offers } from "../places/decide.ts";
import { counters, findSwitches, pointOf, sites } from "../places/mod.ts";
import type { Point, Switch } from "../places/types.ts";
import { planShipment, zoneByMiles } from "./decide.ts";
import { findZones, insertDecision } from "./store.ts";
import type { Candidate, Plan, ShipLine, ShippingService } from "./types.ts";

export { transitDays } from "./decide.ts";

interface Destination {
  country: string;
  postalCode: string;
}

/**
 * How many nodes are asked at first, and then. The plan takes the nearest that has every line, so farther ones matter
 * only when none of the nearer has; and where none was even close to it, everybody is asked at once.
 */
const ASKED = [24, 96];

/** What a question is asked of: the places from the nearest on, what is turned off there, and what they have left. */
export interface Around {
  place: Destination;
  sites: Site[];
  switches: Switch[];
  left: ReturnType<typeof shelvesOf>;
}

type Site = Awaited<ReturnType<typeof sites>>[number] & { miles: number };

/** Looks around a postal code for these items, as far as a channel may promise them. */
export async function lookAround(
  sql: Sql,
  { place, skus, channelId }: { place: Destination; skus: string[]; channelId: string },
  now: Date,
) {
  const [point, switches, all] = isDb(sql)
    ? await Promise.all([pointOf(sql, place), findSwitches(sql, now), sites(sql)])
    : [await pointOf(sql, place), await findSwitches(sql, now), await sites(sql)];
  if (isRefusal(point)) return point;
  // By miles, then by id: the same order for whoever asks.
  const byMiles = all.map((site) => ({ ...site, miles: milesBetween(site, point) }))
    .sort((a, b) => a.miles - b.miles || (a.id < b.id ? -1 : 1));
  const around: Around = { place, sites: byMiles, switches, left: shelvesOf(sql, { skus, channelId }) };
  return around;
}

/**
 * Plans which nodes ship these lines, leaving out those already tried and those that do not ship now; a refusal names
 * what is short.
 */
export async function planDelivery(
  sql: Sql,
  around: Around,
  wanted: { service: ShippingService; lines: ShipLine[]; tried: string[] },
  now: Date,
) {
  const { service, lines, tried } = wanted;
  const wantedItems = [...totals(lines)];
  const ships = (site: Site) => !tried.includes(site.id) && offers(site, "ship", around.switches, now);
  for (const asked of ASKED) {
    const near = nearest(around.sites, asked, ships);
    if (near.length < asked) break;
    const stock = await around.left.at(near.map(({ id }) => id));
    const missing = Math.min(...near.map(({ id }) => missingItems(stock.get(id), wantedItems)));
    if (missing === 0) {
      return planShipment(lines, service, await candidatesOf(sql, near, stock, around.place));
    }
    if (missing > 1) break;
  }
  const stock = await around.left.everywhere();
  const open = nearest(around.sites, Infinity, ships);
  return planShipment(lines, service, await candidatesOf(sql, open, stock, around.place));
}

/** The carrier's zone from a place to a postal code: by its own chart, else by the miles between them. */
export async function zoneTo(sql: Sql, from: Point & { postalCode: string }, to: Destination) {
  const [charted] = await findZones(sql, [from.postalCode.slice(0, 3)], to.postalCode.slice(0, 3));
  if (charted) return charted.zone;
  const point = await pointOf(sql, to);
  return isRefusal(point) ? point : zoneByMiles(milesBetween(from, point));
}

/** Keeps a decision beside its order: the answer to "why here?". */
export function recordDecision(tx: Sql, orderId: string, plan: Plan, now: Date) {
  return insertDecision(tx, { orderId, id: uuidv7(), plan, at: now });
}

/** The nearest stores that hand over now, with what each can promise of the items looked for. */
export async function nearbyStores(sql: Sql, around: Around, limit: number, now: Date) {
  const open = nearest(around.sites, limit, (site) => offers(site, "pickup", around.switches, now));
  const stock = await around.left.at(open.map(({ id }) => id));
  const stores = await counters(sql);
  return open.flatMap(({ id, miles }) => {
    const store = stores.get(id);
    return store ? [{ ...store, miles, stock: stock.get(id) ?? new Map<string, number>() }] : [];
  });
}

/** The first so many that will do; the others are not even looked at. */
function nearest(sites: Site[], count: number, willDo: (site: Site) => boolean): Site[] {
  const found: Site[] = [];
  for (const site of sites) {
    if (found.length === count) break;
    if (willDo(site)) found.push(site);
  }
  return found;
}

/** Of these sites those that have anything of what is wanted, each with the carrier's zone from there. */
async function candidatesOf(
  sql: Sql,
  sites: Site[],
  stock: Stocks,
  { postalCode }: Destination,
): Promise<Candidate[]> {
  const having = sites.filter(({ id }) => stock.has(id));
  const origins = [...new Set(having.map((site) => site.postalCode.slice(0, 3)))];
  const zones = new Map(
    (await findZones(sql, origins, postalCode.slice(0, 3))).map((row) => [row.originZip3, row.zone]),
  );
  return having.map(({ id: nodeId, miles, postalCode }) => ({
    nodeId,
    miles,
    zone: zones.get(postalCode.slice(0, 3)) ?? zoneByMiles(miles),
    available: stock.get(nodeId)!,
  }));
}

type Stocks = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What nodes have left of these items for a channel: each is read once, however often it is asked for. */
function shelvesOf(sql: Sql, { skus, channelId }: { skus: string[]; channelId: string }) {
  const stock = new Map<string, Map<string, number>>();
  const read = new Set<string>();
  function keep(rows: { nodeId: string; sku: string; units: number }[]) {
    for (const { nodeId, sku, units } of rows) {
      const shelves = stock.get(nodeId);
      if (shelves) shelves.set(sku, units);
      else stock.set(nodeId, new Map([[sku, units]]));
    }
    return stock as Stocks;
  }
  return {
    async at(nodeIds: string[]) {
      const unread = nodeIds.filter((id) => !read.has(id));
      if (unread.length === 0) return stock as Stocks;
      for (const id of unread) read.add(id);
      return keep(await findLeft(sql, { skus, nodeIds: unread, channelId }));
    },
    async everywhere() {
      return keep(await findLeftElsewhere(sql, { skus, besides: [...read], channelId }));
    },
  };
}

/** Of how many items a node has too little. */
function missingItems(stock: ReadonlyMap<string, number> | undefined, wanted: [string, number][]): number {
  return wanted.filter(([sku, quantity]) => (stock?.get(sku) ?? 0) < quantity).length;
}
