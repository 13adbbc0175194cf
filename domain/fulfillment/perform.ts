// One act of an associate: decided on the locked fulfillment, saved with its effect on stock, recorded.
import type { Sql } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import type { Person } from "../access/types.ts";
import { record } from "../events.ts";
import { knownItems } from "../catalog/mod.ts";
import { closingAfter } from "../places/decide.ts";
import { findNode } from "../places/mod.ts";
import { findEveryBox, keepParcels, markShipped } from "../shipping/mod.ts";
import { decide } from "./decide.ts";
import { moveStock } from "./effects.ts";
import { happenings } from "./happenings.ts";
import { keepHandover, undoHandover } from "./handovers.ts";
import { takeWord } from "./overrides.ts";
import * as store from "./store.ts";
import { announceWork, withLines } from "./work.ts";
import type { Operation } from "./operation_types.ts";
import type { Floor, Fulfillment } from "./types.ts";

export interface Act {
  nodeId: string;
  deviceId: string;
  person: Person;
  operation: Operation;
}

/** Carries out what an associate did. Its proof has been checked before, see `checkProof`. */
export async function perform(tx: Sql, act: Act, now: Date) {
  const { nodeId, person, operation } = act;
  const row = await store.lockFulfillment(tx, nodeId, operation.body.fulfillmentId);
  if (!row) return refuse("not_found", { fulfillmentId: operation.body.fulfillmentId });
  const before = await withLines(tx, row);

  const decided = decide(before, operation, person, await floorFor(tx, nodeId, operation));
  if (isRefusal(decided)) return decided;
  const word = await takeWord(tx, act, operation, now);
  if (isRefusal(word)) return word;
  // The device's clock orders its own acts; whether a pick was abandoned is seen by ours.
  const after = await withHold(tx, before, { ...decided, touchedAt: now }, now);

  await save(tx, before, after, { operationId: operation.id, now });
  await keepHandover(tx, act, { before, word }, now);
  await undoHandover(tx, operation, before, now);
  await record(tx, ...happenings({ before, after, operation, person }));
  await announceWork(tx, [nodeId]);
  return after;
}

/** Several acts of one person on one fulfillment, none of which moves goods off a shelf or out of the house. */
export interface Acts {
  nodeId: string;
  person: Person;
  operations: Operation[];
}

/** Acts that touch no stock row, so that many of them can be held in one transaction without making others wait. */
const shelfFree: ReadonlySet<Operation["type"]> = new Set([
  ...["start_pick", "join_pick", "confirm_pick", "sort_units"] as const,
]);

/** Whether an operation may be carried out together with others by `performAll`. */
export function isShelfFree({ type }: Operation): boolean {
  return shelfFree.has(type);
}

/**
 * Carries out several acts as `perform` does one: each decided on what the one before left, saved once. Answers the
 * fulfillment after each, or its refusal, which changes nothing.
 */
export async function performAll(tx: Sql, { nodeId, person, operations }: Acts, now: Date) {
  const { fulfillmentId } = operations[0]!.body;
  const row = await store.lockFulfillment(tx, nodeId, fulfillmentId);
  if (!row) return operations.map(() => refuse("not_found", { fulfillmentId }));
  const before = await withLines(tx, row);
  let current = before;
  const told = [];
  const decided = [];
  for (const operation of operations) {
    const after = decide(current, operation, person);
    decided.push(after);
    if (isRefusal(after)) continue;
    told.push(...happenings({ before: current, after, operation, person }));
    current = { ...after, touchedAt: now };
  }
  if (current === before) return decided;
  await save(tx, before, current, { now });
  await record(tx, ...told);
  await announceWork(tx, [nodeId]);
  return decided;
}

/** Saves a fulfillment and the lines that changed, and moves the stock that goes with them. */
export async function save(
  tx: Sql,
  before: Fulfillment,
  after: Fulfillment,
  how: { operationId?: string; now: Date },
) {
  const changed = after.lines.filter((line) => !before.lines.includes(line));
  if (changed.length > 0) await store.saveLines(tx, after, changed);
  await store.saveFulfillment(tx, after, how.now);
  const shipment = { nodeId: after.nodeId, fulfillmentId: after.id };
  const { orderId, promisedBy } = after;
  await keepParcels(
    tx,
    { ...shipment, orderId, promisedBy },
    { before: before.parcels, after: after.parcels },
    how.now,
  );
  if (before.state !== "shipped" && after.state === "shipped") await markShipped(tx, shipment, how.now);
  await moveStock(tx, before, after, how);
}

/** What the rules must know of the store beside the order. Only packing looks at the boxes, only staging at the bins; the lock keeps two from taking the last place of one. */
async function floorFor(tx: Sql, nodeId: string, operation: Operation): Promise<Floor> {
  if (operation.type === "propose_substitute") {
    const item = await knownItems(tx, [operation.body.sku]);
    const known = isRefusal(item) ? undefined : item.get(operation.body.sku);
    const isSold = known && known.components === null;
    return {
      bins: [],
      substitute: isSold ? { sku: known.sku, name: known.name, priceMinor: known.priceMinor } : undefined,
    };
  }
  if (operation.type === "pack_units") return { bins: [], boxes: await findEveryBox(tx) };
  if (operation.type !== "stage") return { bins: [] };
  await store.lockBins(tx, nodeId);
  return { bins: await store.findBins(tx, nodeId) };
}

/** From being staged on the goods wait for the shopper, as long as the node holds them. */
async function withHold(sql: Sql, before: Fulfillment, after: Fulfillment, now: Date): Promise<Fulfillment> {
  if (after.state !== "staged" || after.holdUntil) return after;
  const node = await findNode(sql, after.nodeId);
  if (!node) throw new Error(`No node ${before.nodeId} under a fulfillment`);
  return { ...after, holdUntil: closingAfter(node, new Date(now.getTime() + node.holdHours * 3_600_000)) };
}
