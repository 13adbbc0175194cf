// How a promise to an order begins, and how every promise ends: a row and the movement that belongs to it, in one step.
import { uuidv7 } from "uuidv7";
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import type { OrderDemand } from "./kit_lines.ts";
import { promiseUnits } from "./moves_store.ts";
import { reserve } from "./reserving.ts";
import * as store from "./store.ts";

/** What an order takes from one node. */
export interface Allocation {
  nodeId: string;
  fulfillmentId: string;
  lines: OrderDemand[];
}

/**
 * Promises stock to an order at one node or several: all of it, or a refusal that names each shortage and changes
 * nothing. The caller's transaction is the promise's transaction.
 */
export async function allocate(
  tx: Sql,
  order: { orderId: string; channelId: string },
  allocations: Allocation[],
  now: Date,
) {
  const lines = allocations.flatMap(({ nodeId, fulfillmentId, lines }) =>
    lines.map(({ lineNo, sku, quantity }) => ({ id: uuidv7(), nodeId, fulfillmentId, lineNo, sku, quantity }))
  );
  const reserved = await reserve(tx, { ...order, holdId: null, expiresAt: null, lines }, now);
  if (isRefusal(reserved)) return reserved;
}

/** The ends a promise comes to. */
export type Exit = "fulfilled" | "released" | "expired" | "displaced";

interface How {
  now: Date;
  operationId?: string;
}

/**
 * Ends promises whose stock rows are locked, each with its one movement. What was promised from goods on their way was
 * never reserved on the shelf: the inbound has its units back instead.
 */
export async function close(tx: Sql, nodeId: string, rows: store.Reservation[], exit: Exit, how: How) {
  if (rows.length === 0) return;
  await store.closeReservations(tx, nodeId, rows.map((row) => row.id), exit, how.now);
  const awaiting = rows.flatMap(({ inboundId, sku, quantity }) =>
    inboundId === null ? [] : [{ inboundId, sku, units: -quantity }]
  );
  if (awaiting.length > 0) await promiseUnits(tx, nodeId, awaiting);
  const movements = rows.filter((row) => row.inboundId === null).map((row) => ({
    sku: row.sku,
    dOnHand: exit === "fulfilled" ? -row.quantity : 0,
    dReserved: -row.quantity,
    reason: exit,
    reservationId: row.id,
    operationId: how.operationId,
  }));
  if (movements.length > 0) await store.move(tx, nodeId, movements, how.now);
}

/** Ends a part of a promise: it is split off as a row of its own, so that each row has one exit. */
export async function closePart(tx: Sql, row: store.Reservation, quantity: number, exit: Exit, how: How) {
  if (quantity === row.quantity) return await close(tx, row.nodeId, [row], exit, how);
  const part = { ...row, id: uuidv7(), quantity };
  await store.splitOff(tx, row, part);
  await close(tx, row.nodeId, [part], exit, how);
}

/** Ends so many units of these promises, the first first. There must be that many. */
export async function closeUnits(tx: Sql, rows: store.Reservation[], units: number, exit: Exit, how: How) {
  let left = units;
  for (const row of rows) {
    if (left === 0) return;
    const part = Math.min(left, row.quantity);
    await closePart(tx, row, part, exit, how);
    left -= part;
  }
  if (left > 0) throw new Error(`An end of ${left} units more than were promised`);
}
