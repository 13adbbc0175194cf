import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { knownItemsAndComponents } from "../catalog/mod.ts";
import type { CatalogItem } from "../catalog/types.ts";
import { readQueues } from "../fulfillment/mod.ts";
import { totals } from "../inventory/decide.ts";
import { findNodes } from "../places/mod.ts";
import { type Around, lookAround, nearbyStores, planDelivery } from "../routing/mod.ts";
import { takeApart } from "./decide.ts";
import { arrivalOf, PLAN_ATTEMPTS, readyBy, shipBy } from "./sourcing.ts";
import type { AskAvailability, SourcedLine } from "./types.ts";

const DEFAULT_LIMIT = 10;

type Items = ReadonlyMap<string, CatalogItem>;

/**
 * What can be promised for a channel's cart near a postal code: at each store's counter, and to the door. Decided by what
 * an order placed now is decided by, so that the answer is the promise.
 */
export async function answerAvailability(
  sql: Sql,
  channelId: string,
  asked: AskAvailability,
  now = new Date(),
) {
  const items = await knownItemsAndComponents(sql, asked.lines.map((line) => line.sku));
  if (isRefusal(items)) return items;
  // Nobody has said what the channel asks for them: what they are listed for decides.
  const listed = asked.lines.map((line) => ({ ...line, unitPriceMinor: items.get(line.sku)!.priceMinor }));
  const lines = takeApart(listed, items);
  const skus = [...totals(lines).keys()];
  const around = await lookAround(sql, { place: asked.near, skus, channelId }, now);
  if (isRefusal(around)) return around;
  // One after the other: what the plan has read of the nearest nodes, the stores need not read again.
  const delivery = await deliveryPromise(sql, around, { channelId, lines }, now);
  return { pickup: await pickupPromises(sql, around, asked, { items, lines }, now), delivery };
}

async function pickupPromises(
  sql: Sql,
  around: Around,
  { lines: cart, limit = DEFAULT_LIMIT }: AskAvailability,
  { items, lines }: { items: Items; lines: SourcedLine[] },
  now: Date,
) {
  const wanted = totals(lines);
  const stores = await nearbyStores(sql, around, limit, now);
  const complete = new Set(stores.filter((store) => hasAll(store.stock, wanted)));
  const queues = await readQueues(sql, [...complete].map(({ id }) => id), now);
  return stores.flatMap((store) => {
    const isComplete = complete.has(store);
    const ready = isComplete ? readyBy(store, queues.get(store.id), now) : null;
    // No room for it within two weeks: as good as a store that does not hand over.
    if (ready === undefined) return [];
    return [{
      nodeId: store.id,
      name: store.name,
      miles: Math.round(store.miles * 10) / 10,
      readyBy: ready && ready.toISOString(),
      complete: isComplete,
      lines: [...totals(cart).keys()].map((sku) => ({
        sku,
        availableToPromise: availableOf(items.get(sku)!, store.stock),
      })),
    }];
  });
}

/** Components that several lines share are taken together. */
function hasAll(stock: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): boolean {
  return [...wanted].every(([sku, quantity]) => (stock.get(sku) ?? 0) >= quantity);
}

/** Of a kit as many as its scarcest component allows. */
function availableOf({ sku, components }: CatalogItem, stock: ReadonlyMap<string, number>): number {
  const parts = components ?? [{ sku, quantity: 1 }];
  return Math.min(...parts.map((part) => Math.floor((stock.get(part.sku) ?? 0) / part.quantity)));
}

/** The plan an order would be given now, passing over nodes that have no room, and when its last parcel is there. */
async function deliveryPromise(
  sql: Sql,
  around: Around,
  { channelId, lines }: { channelId: string; lines: SourcedLine[] },
  now: Date,
) {
  const tried: string[] = [];
  for (let tries = 1; tries <= PLAN_ATTEMPTS; tries++) {
    const plan = await planDelivery(sql, around, { service: "standard", channelId, lines, tried }, now);
    if (isRefusal(plan)) break;
    const nodeIds = plan.packages.map((part) => part.nodeId);
    const [found, queues] = await Promise.all([findNodes(sql, nodeIds), readQueues(sql, nodeIds, now)]);
    const nodes = new Map(found.map((node) => [node.id, node]));
    const parcels = plan.packages.map(({ nodeId, zone }) => {
      return { nodeId, zone, dueBy: shipBy(nodes.get(nodeId)!, queues.get(nodeId), now) };
    });
    const arrivals = parcels.flatMap(({ dueBy, zone }) => dueBy ? [arrivalOf(dueBy, "standard", zone)] : []);
    if (arrivals.length === parcels.length) {
      const last = Math.max(...arrivals.map((arrival) => arrival.getTime()));
      return { complete: true, promisedBy: new Date(last).toISOString() };
    }
    tried.push(...parcels.filter(({ dueBy }) => !dueBy).map(({ nodeId }) => nodeId));
  }
  return { complete: false, promisedBy: null };
}
