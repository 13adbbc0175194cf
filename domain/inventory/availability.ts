// What there is, where it is promised to, what is on its way, and how much of it all may be promised: here and now, and
// at any later time.
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { kits, knownItems } from "../catalog/mod.ts";
import { findSwitches, knownGroup, offersAnything, sites } from "../places/mod.ts";
import * as store from "./availability_store.ts";
import { availableOverTime, type From, kitOverTime, placesWith, together, unitsAt } from "./decide.ts";
import type { Arrival, AskAtp, Buckets } from "./types.ts";

/** The most shelves one question is answered for. */
const MOST_ROWS = 10_000;

/** Stock in all its parts, as the asking channel may promise it; nobody's thresholds for whoever is no channel. */
export async function readStock(
  sql: Sql,
  asked: { nodeId?: string; sku?: string; channelId: string | null },
) {
  const rows = await store.findBuckets(sql, asked, MOST_ROWS);
  const arrivals = await store.findArrivals(sql, {
    skus: asked.sku === undefined ? null : [asked.sku],
    nodeIds: asked.nodeId === undefined ? null : [asked.nodeId],
  });
  const byShelf = Map.groupBy(arrivals, shelfOf);
  return rows.map((row) => stockView(row, byShelf.get(shelfOf(row)) ?? []));
}

function stockView(row: Buckets, arrivals: Arrival[]) {
  const { held, allocated, picked, staged, ...stock } = row;
  const left = row.onHand - row.reserved - row.safetyStock - row.threshold;
  const coming = (kind: Arrival["kind"]) => {
    const expected = arrivals.filter((arrival) => arrival.kind === kind)
      .map(({ expectedAt, units }) => ({ at: expectedAt, units }));
    return { units: expected.reduce((sum, { units }) => sum + units, 0), expected };
  };
  return {
    ...stock,
    reservedAs: { held, allocated, picked, staged },
    inTransit: coming("transfer"),
    onOrder: coming("purchase_order"),
    availableToPromise: Math.max(0, left),
  };
}

/**
 * How much of an item can be promised now, and from when on how much more: at a node, at the nodes of a group, or in the
 * whole network. Nodes that offer nothing now count for nothing in a group or the network; of a kit each node has as many
 * as its scarcest component allows.
 */
export async function answerAtp(sql: Sql, channelId: string | null, asked: AskAtp, now = new Date()) {
  const items = await knownItems(sql, [asked.sku]);
  if (isRefusal(items)) return items;
  const nodeIds = await nodesAsked(sql, asked, now);
  if (isRefusal(nodeIds)) return nodeIds;
  const places = await courses(sql, { sku: asked.sku, nodeIds, channelId }, now);
  const [units, nodes] = [together(places), placesWith(places)];
  const times = [...units, ...nodes].map(({ at }) => at.getTime());
  const steps = [...new Set([now.getTime(), ...times])].sort((a, b) => a - b).map((time) => new Date(time))
    .filter((at) => at <= now || asked.by === undefined || at <= new Date(asked.by))
    .map((at) => ({ at, availableToPromise: unitsAt(units, at), nodes: unitsAt(nodes, at) }));
  const { at: _, ...today } = steps[0]!;
  return { sku: asked.sku, ...today, steps };
}

async function nodesAsked(sql: Sql, { nodeId, groupId }: AskAtp, now: Date) {
  if (nodeId !== undefined) return [nodeId];
  const group = groupId === undefined ? undefined : await knownGroup(sql, groupId);
  if (isRefusal(group)) return group;
  const switches = await findSwitches(sql, now);
  const open = (await sites(sql)).filter((node) => offersAnything(node, switches, now)).map(({ id }) => id);
  return group ? open.filter((id) => group.nodeIds.includes(id)) : open;
}

/** What each node can promise of an item, over time. */
async function courses(
  sql: Sql,
  { sku, nodeIds, channelId }: { sku: string; nodeIds: string[]; channelId: string | null },
  now: Date,
): Promise<From[][]> {
  const components = (await kits(sql)).get(sku) ?? [{ sku, quantity: 1 }];
  const wanted = { skus: components.map((component) => component.sku), nodeIds };
  const shelves = new Map(
    (await store.findShelves(sql, { ...wanted, channelId })).map((row) => [shelfOf(row), row.units]),
  );
  const arrivals = await store.findArrivals(sql, wanted);
  const coming = Map.groupBy(arrivals, shelfOf);
  return nodeIds.map((nodeId) =>
    kitOverTime(components.map((component) => {
      const shelf = shelfOf({ nodeId, sku: component.sku });
      const steps = availableOverTime(shelves.get(shelf) ?? 0, coming.get(shelf) ?? [], now);
      return { quantity: component.quantity, steps };
    }))
  );
}

/** Says that what was picked for a fulfillment waits for its shopper in a bin. */
export async function confirmStaged(tx: Sql, nodeId: string, fulfillmentId: string, now: Date) {
  await store.markStaged(tx, nodeId, fulfillmentId, now);
}

// No SKU or node id holds a line break.
function shelfOf({ nodeId, sku }: { nodeId: string; sku: string }): string {
  return `${nodeId}\n${sku}`;
}
