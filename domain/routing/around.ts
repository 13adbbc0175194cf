// What an order is sourced from: the places around its shopper from the nearest on, and what they have left.
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { findLeft, findLeftElsewhere } from "../inventory/mod.ts";
import { milesBetween, offers } from "../places/decide.ts";
import { counters, findSwitches, pointOf } from "../places/mod.ts";
import type { Point, Switch } from "../places/types.ts";
import { sites } from "./network.ts";
import type { Site } from "./store.ts";

export interface Destination {
  country: string;
  postalCode: string;
}

/** What a question is asked of: the places from the nearest on, what is turned off there, and what they have left. */
export interface Around {
  place: Destination;
  point: Point;
  sites: (Site & { miles: number })[];
  switches: Switch[];
  left: ReturnType<typeof shelvesOf>;
}

/** Looks around a postal code for these items, as far as a channel may promise them. */
export async function lookAround(
  sql: Sql,
  { place, skus, channelId }: { place: Destination; skus: string[]; channelId: string },
  now: Date,
) {
  const [point, switches, all] = await Promise.all([pointOf(sql, place), findSwitches(sql, now), sites(sql)]);
  if (isRefusal(point)) return point;
  // By miles, then by id: the same order for whoever asks.
  const byMiles = all.map((site) => ({ ...site, miles: milesBetween(site, point) }))
    .sort((a, b) => a.miles - b.miles || (a.id < b.id ? -1 : 1));
  const around: Around = {
    place,
    point,
    sites: byMiles,
    switches,
    left: shelvesOf(sql, { skus, channelId }),
  };
  return around;
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
function nearest<Place>(places: Place[], count: number, willDo: (place: Place) => boolean): Place[] {
  const found: Place[] = [];
  for (const place of places) {
    if (found.length === count) break;
    if (willDo(place)) found.push(place);
  }
  return found;
}

export type Stocks = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What nodes have left of these items for a channel: each is read once, however often it is asked for. */
function shelvesOf(sql: Sql, { skus, channelId }: { skus: string[]; channelId: string }) {
  const stock = new Map<string, Map<string, number>>();
  const read = new Set<string>();
  const givenBack: { nodeId: string; sku: string; units: number }[] = [];
  let hasReadAll = false;
  function keep(rows: { nodeId: string; sku: string; units: number }[], isNew: (nodeId: string) => boolean) {
    for (const { nodeId, sku, units } of [...rows, ...givenBack.filter((each) => isNew(each.nodeId))]) {
      const shelves = stock.get(nodeId) ?? new Map<string, number>();
      stock.set(nodeId, shelves.set(sku, (shelves.get(sku) ?? 0) + units));
    }
    return stock as Stocks;
  }
  return {
    /** Counts units as left that an order would give back, were it sourced anew. Before anything is read. */
    giveBack(units: typeof givenBack) {
      givenBack.push(...units);
    },
    async at(nodeIds: string[]) {
      const unread = hasReadAll ? [] : nodeIds.filter((id) => !read.has(id));
      if (unread.length === 0) return stock as Stocks;
      for (const id of unread) read.add(id);
      return keep(await findLeft(sql, { skus, nodeIds: unread, channelId }), (id) => unread.includes(id));
    },
    async everywhere() {
      if (hasReadAll) return stock as Stocks;
      hasReadAll = true;
      return keep(
        await findLeftElsewhere(sql, { skus, besides: [...read], channelId }),
        (id) => !read.has(id),
      );
    },
  };
}
