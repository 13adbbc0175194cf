// What an order does when one of its nodes reports: each runs once an event, in a transaction of its own.
import type { Sql } from "../../lib/db.ts";
import { record } from "../events.ts";
import { listFulfillments } from "../fulfillment/mod.ts";
import { giveUp, mustLock, settleState } from "./giving_up.ts";
import { reroute, unassigned } from "./rerouting.ts";
import * as store from "./store.ts";
import { letWait, waitingUnits } from "./waiting.ts";

interface FulfillmentEvent {
  id: string;
  orderId: string;
  fulfillmentId: string;
}

type UnitsEvent = FulfillmentEvent & { lineNo: number; quantity: number };

/** Work has begun: the order can no longer be cancelled as a whole. */
export async function startOrder(tx: Sql, event: FulfillmentEvent, now: Date) {
  const order = await store.lockOrder(tx, event.orderId);
  if (order?.state === "confirmed") await store.saveState(tx, order.id, "in_fulfillment", null, now);
}

/** Goods have left: their lines are fulfilled, and the order is complete when none is open. */
export async function settleFulfillment(tx: Sql, event: FulfillmentEvent, now: Date) {
  const order = await mustLock(tx, event.orderId);
  // Counted anew from every part, so that a handover that was undone is taken off again.
  const handed = (await listFulfillments(tx, order.id)).flatMap((each) => each.lines)
    .map(({ lineNo, handed: quantity }) => ({ lineNo, quantity }));
  await store.setFulfilled(tx, order.id, handed);
  await settleState(tx, order, now);
}

/** Nobody came for them, so their price goes back. */
export async function refundRefused(tx: Sql, event: UnitsEvent, now: Date) {
  await giveUp(tx, await mustLock(tx, event.orderId), event, "not_collected", now);
}

/** What the shopper did not want at the counter is paid back once it is on its shelf: until then they may think again. */
export async function refundPutBack(tx: Sql, event: UnitsEvent, now: Date) {
  const order = await mustLock(tx, event.orderId);
  const part = (await listFulfillments(tx, order.id)).find((each) => each.id === event.fulfillmentId);
  if (part?.ending === "refused") await giveUp(tx, order, event, "refused", now);
}

/**
 * A node could not find units. A delivery asks the other nodes, never one that already had the line; where nobody has
 * them they wait, if the rules say so. Otherwise, and for a pickup, whose place only the shopper can change, the units are
 * cancelled and their price is owed.
 */
export async function rerouteShort(tx: Sql, event: UnitsEvent, now: Date) {
  const order = await mustLock(tx, event.orderId);
  const { id: orderId } = order;
  const { lineNo } = event;
  const line = (await store.findLines(tx, orderId)).find((each) => each.lineNo === lineNo)!;
  const open = unassigned(line, await listFulfillments(tx, orderId)) -
    await waitingUnits(tx, orderId, lineNo);
  const units = Math.min(event.quantity, open);
  if (units <= 0) return;

  const rerouted = await reroute(tx, order, { line, units, occasion: "rerouted" }, now);
  const about = { topic: `order:${orderId}`, now };
  if (rerouted.units > 0) {
    const payload = { orderId, lineNo, units: rerouted.units };
    await record(tx, { kind: "line_rerouted", payload, ...about });
  }
  const lost = units - rerouted.units;
  if (lost === 0) return;

  const why = rerouted.isExhausted ? "tried_everywhere" as const : "nobody_has_it" as const;
  if (order.method === "delivery" && await letWait(tx, { orderId, lineNo, units: lost, why }, now)) return;
  await giveUp(tx, order, { ...event, quantity: lost }, "not_available", now);
  await record(tx, { kind: "line_unfillable", payload: { orderId, lineNo, units: lost }, ...about });
}
