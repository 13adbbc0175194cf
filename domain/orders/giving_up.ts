// How an order comes to its end: units that nobody will bring are paid back, and its state follows from its lines.
import type { Sql } from "../../lib/db.ts";
import { record } from "../events.ts";
import { oweRefund } from "../payments/mod.ts";
import { stateOf } from "./decide.ts";
import * as store from "./store.ts";

type GivenUp = "not_available" | "not_collected" | "refused";

/** Cancels units of a line and notes what is owed for them. */
export async function giveUp(
  tx: Sql,
  order: store.Order,
  event: { id: string; lineNo: number; quantity: number },
  reason: GivenUp,
  now: Date,
) {
  const { id: causeId, lineNo } = event;
  const line = (await store.findLines(tx, order.id)).find((each) => each.lineNo === lineNo)!;
  // The whole order may have been cancelled before we heard of this.
  const quantity = Math.min(event.quantity, line.quantity - line.fulfilled - line.cancelled);
  if (quantity === 0) return;
  await store.addCancelled(tx, order.id, lineNo, quantity);
  const amountMinor = quantity * line.unitPriceMinor;
  const owed = { orderId: order.id, lineNo, quantity, amountMinor, currency: order.currency };
  await oweRefund(tx, { ...owed, causeId, reason }, now);
  await settleState(tx, order, now, reason);
}

/** The state that an order's lines say, and the events of its end. */
export async function settleState(
  tx: Sql,
  order: store.Order,
  now: Date,
  why: GivenUp = "not_available",
) {
  const started = order.state !== "confirmed";
  const state = stateOf(await store.findLines(tx, order.id), started);
  if (state === order.state) return;
  const reason = state === "cancelled" ? why : null;
  await store.saveState(tx, order.id, state, reason, now);
  const about = { topic: `order:${order.id}`, now };
  if (state === "completed") {
    await record(tx, { kind: "order_completed", payload: { orderId: order.id }, ...about });
  }
  if (state === "cancelled") {
    await record(tx, { kind: "order_cancelled", payload: { orderId: order.id, reason }, ...about });
  }
}

/** The order under a fulfillment, locked. */
export async function mustLock(tx: Sql, orderId: string) {
  const order = await store.lockOrder(tx, orderId);
  if (!order) throw new Error(`No order ${orderId} under a fulfillment`);
  return order;
}
