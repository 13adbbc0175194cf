// Inventory keeps what is where and to whom it is promised: no unit is ever promised twice, and every change of a
// count is a movement. Rows are always locked stock first, in SKU order, node after node.
import { uuidv7 } from "uuidv7";
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { knownItems } from "../catalog/mod.ts";
import { record } from "../events.ts";
import { knownNode } from "../places/mod.ts";
import { shelfCorrection, shortages, totals } from "./decide.ts";
import * as store from "./store.ts";
import type { CountStock, Demand, MakeReservation, Movement, MovementReason, ShortReason } from "./types.ts";

export { availableToPromise } from "./decide.ts";
export { findStockRows } from "./store.ts";
export { checkInventory } from "./invariants.ts";

/** A cart's hold, and the channel whose cart it is. */
export interface Hold {
  holdId: string;
  channelId: string;
}

/** What an order takes from one node. */
export interface Allocation {
  nodeId: string;
  fulfillmentId: string;
  lines: Demand[];
}

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

/** Holds stock for a cart, for so many minutes; all lines or none. */
export function makeReservation(
  sql: Sql,
  channelId: string,
  wanted: MakeReservation,
  now = new Date(),
  holdId = uuidv7(),
) {
  return transact(sql, async (tx) => {
    const node = await knownNode(tx, wanted.nodeId);
    if (isRefusal(node)) return node;
    const items = await knownItems(tx, wanted.lines.map((line) => line.sku));
    if (isRefusal(items)) return items;
    const expiresAt = new Date(now.getTime() + wanted.holdMinutes * 60_000);
    const lines = wanted.lines.map((line, i) => ({ ...line, lineNo: i + 1 }));
    const made = { nodeId: wanted.nodeId, holdId, channelId, state: "held" as const, expiresAt, lines };
    const reserved = await reserve(tx, made, now);
    if (isRefusal(reserved)) return reserved;
    return { id: holdId, nodeId: wanted.nodeId, state: "held" as const, expiresAt, lines: wanted.lines };
  });
}

/** Gives a cart's hold back; another channel's is not there. */
export function releaseReservation(sql: Sql, hold: Hold, now = new Date()) {
  return transact(sql, async (tx) => {
    const held = await lockOpenHold(tx, hold, now);
    if (isRefusal(held)) return held;
    await close(tx, held.nodeId, held.rows, "released", { now });
  });
}

/** Makes a cart's hold the order's own. The lines must be those that were held. */
export async function allocateHold(
  tx: Sql,
  order: Hold & { orderId: string; allocation: Allocation },
  now: Date,
) {
  const { nodeId, fulfillmentId, lines } = order.allocation;
  const held = await lockOpenHold(tx, order, now);
  if (isRefusal(held)) return held;
  const taken = held.nodeId === nodeId ? matchLines(held.rows, lines) : undefined;
  if (!taken) return refuse("reservation_differs");
  await store.allocateHeld(tx, { nodeId, orderId: order.orderId, fulfillmentId, lines: taken });
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

/** Ends cart holds that have run out, node by node, in batches that skip whatever somebody is using. */
export async function expireHolds(sql: Sql, now = new Date(), batch = 500) {
  let expired = 0;
  for (const { nodeId } of await store.nodesWithExpired(sql, now)) {
    expired += await transact(sql, async (tx) => {
      const skus = (await store.expiredSkus(tx, nodeId, now, batch)).map((row) => row.sku).sort();
      await store.lockStock(tx, nodeId, skus);
      const rows = await store.lockExpired(tx, nodeId, skus, now);
      await close(tx, nodeId, rows, "expired", { now });
      return rows.length;
    });
  }
  return expired;
}

type Making = Omit<store.NewReservation, "lines"> & { lines: Demand[] };

async function reserve(tx: Sql, made: Making, now: Date) {
  const stock = await store.lockStock(tx, made.nodeId, [...totals(made.lines).keys()]);
  const short = shortages(made.lines, stock);
  if (short.length > 0) return refuse("insufficient_stock", { nodeId: made.nodeId, shortages: short });
  const lines = made.lines.map((line) => ({ ...line, id: uuidv7() }));
  await store.insertReservations(tx, { ...made, lines }, now);
  const reason: MovementReason = made.state;
  const movements = lines.map((line) => ({
    sku: line.sku,
    dOnHand: 0,
    dReserved: line.quantity,
    reason,
    reservationId: line.id,
  }));
  await store.move(tx, made.nodeId, movements, now);
}

async function lockOpenHold(tx: Sql, { holdId, channelId }: Hold, now: Date) {
  const rows = await store.findHold(tx, { holdId, channelId });
  const nodeId = rows[0]?.nodeId;
  if (nodeId === undefined) return refuse("not_found", { reservationId: holdId });
  await store.lockStock(tx, nodeId, [...totals(rows).keys()]);
  const open = await store.lockHold(tx, nodeId, holdId);
  const ranOut = open.some((row) => row.expiresAt !== null && row.expiresAt <= now);
  if (open.length < rows.length || ranOut) return refuse("reservation_closed", { reservationId: holdId });
  return { nodeId, rows: open };
}

/** Gives each line asked for the held line of its item and quantity; undefined when they are not the same lines. */
function matchLines(held: store.Reservation[], asked: Demand[]) {
  const left = [...held];
  const matched = asked.flatMap(({ lineNo, sku, quantity }) => {
    const at = left.findIndex((row) => row.sku === sku && row.quantity === quantity);
    return at === -1 ? [] : left.splice(at, 1).map(({ id }) => ({ id, lineNo }));
  });
  return left.length === 0 && matched.length === asked.length ? matched : undefined;
}

type Exit = "fulfilled" | "released" | "expired";

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

async function close(
  tx: Sql,
  nodeId: string,
  rows: store.Reservation[],
  exit: Exit,
  how: { now: Date; operationId?: string },
) {
  if (rows.length === 0) return;
  await store.closeReservations(tx, nodeId, rows.map((row) => row.id), exit, how.now);
  const movements = rows.map((row) => ({
    sku: row.sku,
    dOnHand: exit === "fulfilled" ? -row.quantity : 0,
    dReserved: -row.quantity,
    reason: exit,
    reservationId: row.id,
    operationId: how.operationId,
  }));
  await store.move(tx, nodeId, movements, how.now);
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
