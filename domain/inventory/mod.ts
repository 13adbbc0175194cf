// Inventory keeps what is where and to whom it is promised: no unit is ever promised twice, and every change of a
// count is a movement. Rows are always locked stock first, in SKU order, node after node.
import { uuidv7 } from "uuidv7";
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { record } from "../events.ts";
import { shelfCorrection } from "./decide.ts";
import { type Allocation, close, type Exit, reserve } from "./promises.ts";
import * as store from "./store.ts";
import type { CountStock, Movement, ShortReason } from "./types.ts";

export { availableToPromise } from "./decide.ts";
export { allocateHold, expireHolds, makeReservation, releaseReservation } from "./holds.ts";
export { findStockRows } from "./store.ts";
export { checkInventory } from "./invariants.ts";

/**
 * Promises stock to an order at one node or several: all of it, or a refusal that names each shortage and changes
 * nothing. The caller's transaction is the promise's transaction.
 */
export async function allocate(tx: Sql, orderId: string, allocations: Allocation[], now: Date) {
  for (const { nodeId, fulfillmentId, lines } of byNode(allocations)) {
    const made = { nodeId, orderId, fulfillmentId, state: "allocated" as const, lines };
    const reserved = await reserve(tx, made, now);
    if (isRefusal(reserved)) return reserved;
  }
}

/** Says that every unit still promised to a fulfillment is off the shelf. */
export async function confirmPicked(tx: Sql, nodeId: string, fulfillmentId: string) {
  await store.markPicked(tx, nodeId, fulfillmentId);
}

/** A short pick: the promise of the missing units ends here, and the book is put right by what the shelf showed. */
export async function shortPicked(
  tx: Sql,
  short: {
    nodeId: string;
    fulfillmentId: string;
    lineNo: number;
    sku: string;
    quantity: number;
    reason: ShortReason;
    operationId: string;
  },
  now: Date,
) {
  const { nodeId, fulfillmentId, sku, operationId } = short;
  const [stock] = await store.lockStock(tx, nodeId, [sku]);
  if (!stock) throw new Error(`No stock of ${sku} at ${nodeId} under a fulfillment`);
  const promised = await store.lockPromised(tx, nodeId, fulfillmentId);
  await releaseUnits(
    tx,
    promised.filter((row) => row.lineNo === short.lineNo),
    { ...short, operationId },
    now,
  );
  const correction = shelfCorrection(short, { ...stock, reserved: stock.reserved - short.quantity });
  if (correction.dOnHand !== 0) await store.move(tx, nodeId, [{ ...correction, operationId }], now);
}

/** The goods have left the building: what was promised to the fulfillment is fulfilled and no longer on hand. */
export async function fulfil(tx: Sql, nodeId: string, fulfillmentId: string, operationId: string, now: Date) {
  await closePromised(tx, nodeId, fulfillmentId, "fulfilled", { now, operationId });
}

/** Gives back what is still promised to a fulfillment. */
export async function releasePromised(tx: Sql, nodeId: string, fulfillmentId: string, now: Date) {
  await closePromised(tx, nodeId, fulfillmentId, "released", { now });
}

/** When it was counted, and by whom. */
interface Counting {
  now?: Date;
  actor?: Actor;
}

/** Sets on hand to what was counted. Refused whole when any count is below what is promised there. */
export function countStock(sql: Sql, count: CountStock, { now = new Date(), actor }: Counting = {}) {
  return transact(sql, async (tx) => {
    const changed = [];
    for (const [nodeId, counts] of groupByNode(count.counts)) {
      const skus = [...counts.keys()].sort();
      await store.ensureStock(tx, nodeId, skus);
      const stock = await store.lockStock(tx, nodeId, skus);
      const below = stock.filter((row) => counts.get(row.sku)! < row.reserved);
      if (below.length > 0) {
        const lines = below.map(({ sku, reserved }) => ({ nodeId, sku, counted: counts.get(sku), reserved }));
        return refuse("count_below_reserved", { lines });
      }
      const differing = stock.filter((row) => counts.get(row.sku) !== row.onHand);
      const movements = differing.map((row): Movement => ({
        sku: row.sku,
        dOnHand: counts.get(row.sku)! - row.onHand,
        dReserved: 0,
        reason: "counted",
      }));
      if (movements.length > 0) await store.move(tx, nodeId, movements, now);
      const payload = { counts: Object.fromEntries(counts) };
      await record(tx, {
        kind: "stock_counted",
        topic: `node:${nodeId}`,
        payload,
        now,
        actor: actor && { ...actor },
      });
      changed.push(
        ...differing.map((row) => ({ nodeId, sku: row.sku, from: row.onHand, to: counts.get(row.sku)! })),
      );
    }
    return { changed };
  });
}

async function closePromised(
  tx: Sql,
  nodeId: string,
  fulfillmentId: string,
  exit: Exit,
  how: { now: Date; operationId?: string },
) {
  const skus = (await store.skusPromised(tx, nodeId, fulfillmentId)).map((row) => row.sku).sort();
  await store.lockStock(tx, nodeId, skus);
  const rows = await store.lockPromised(tx, nodeId, fulfillmentId);
  await close(tx, nodeId, rows, exit, how);
}

async function releaseUnits(
  tx: Sql,
  rows: store.Reservation[],
  short: { nodeId: string; quantity: number; operationId: string },
  now: Date,
) {
  let left = short.quantity;
  for (const row of rows) {
    if (left === 0) break;
    if (row.quantity <= left) {
      await close(tx, short.nodeId, [row], "released", { now, operationId: short.operationId });
      left -= row.quantity;
      continue;
    }
    const id = uuidv7();
    await store.splitOff(
      tx,
      { nodeId: short.nodeId, id: row.id, quantity: left, as: id, state: "released" },
      now,
    );
    const released = {
      sku: row.sku,
      dOnHand: 0,
      dReserved: -left,
      reason: "released" as const,
      reservationId: id,
    };
    await store.move(tx, short.nodeId, [{ ...released, operationId: short.operationId }], now);
    left = 0;
  }
  if (left > 0) throw new Error(`A short pick of ${left} units more than were promised`);
}

function byNode(allocations: Allocation[]): Allocation[] {
  return allocations.toSorted((a, b) => a.nodeId < b.nodeId ? -1 : 1);
}

function groupByNode(counts: CountStock["counts"]) {
  const nodes = new Map<string, Map<string, number>>();
  for (const { nodeId, sku, counted } of counts) {
    nodes.set(nodeId, (nodes.get(nodeId) ?? new Map()).set(sku, counted));
  }
  return [...nodes].sort(([a], [b]) => a < b ? -1 : 1);
}
