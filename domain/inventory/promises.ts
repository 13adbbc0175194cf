// How a promise begins and ends: a row, and the movement that belongs to it, in one step.
import { uuidv7 } from "uuidv7";
import type { Sql } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import { shortages, totals } from "./decide.ts";
import * as store from "./store.ts";
import type { Demand, MovementReason } from "./types.ts";

/** What an order takes from one node. */
export interface Allocation {
  nodeId: string;
  fulfillmentId: string;
  lines: Demand[];
}

type Making = Omit<store.NewReservation, "lines"> & { lines: Demand[] };

/** Locks the rows, refuses with every shortage, or reserves all. */
export async function reserve(tx: Sql, made: Making, now: Date) {
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

/** The ends a promise comes to. */
export type Exit = "fulfilled" | "released" | "expired";

/** Ends promises whose stock rows are locked, each with its one movement. */
export async function close(
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
