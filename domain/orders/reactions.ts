// What an order does when one of its nodes reports: each runs once an event, in a transaction of its own.
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { listFulfillments, triedNodes } from "../fulfillment/mod.ts";
import { kept } from "../fulfillment/steps_decide.ts";
import type { Fulfillment } from "../fulfillment/types.ts";
import type { Shortage } from "../inventory/types.ts";
import { oweRefund } from "../payments/mod.ts";
import { shopperLabel, stateOf } from "./decide.ts";
import { sourceDelivery } from "./sourcing.ts";
import * as store from "./store.ts";

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
 * them, and for a pickup, whose place only the shopper can change, the units are cancelled and their price is owed.
 */
export async function rerouteShort(
  tx: Sql,
  event: UnitsEvent,
  now: Date,
) {
  const order = await mustLock(tx, event.orderId);
  const lines = await store.findLines(tx, order.id);
  const line = lines.find((each) => each.lineNo === event.lineNo)!;
  const units = Math.min(event.quantity, unassigned(line, await listFulfillments(tx, order.id)));
  if (units === 0) return;

  const rerouted = await reroute(tx, order, line, units, now);
  const told = { orderId: order.id, lineNo: line.lineNo };
  if (rerouted > 0) {
    await record(tx, {
      kind: "line_rerouted",
      topic: `order:${order.id}`,
      payload: { ...told, units: rerouted },
      now,
    });
  }
  const lost = units - rerouted;
  if (lost === 0) return;

  await giveUp(tx, order, { ...event, quantity: lost }, "not_available", now);
  await record(tx, {
    kind: "line_unfillable",
    topic: `order:${order.id}`,
    payload: { ...told, units: lost },
    now,
  });
}

/** Cancels units of a line and notes what is owed for them. */
async function giveUp(
  tx: Sql,
  order: store.Order,
  event: UnitsEvent,
  reason: "not_available" | "not_collected" | "refused",
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
  await settleState(tx, order, now);
}

/** Gives units to other nodes, as many as they have; answers how many. */
async function reroute(
  tx: Sql,
  order: store.Order,
  line: RoutedLine,
  units: number,
  now: Date,
): Promise<number> {
  const shopper = await store.findShopper(tx, order.id);
  if (order.method !== "delivery" || !shopper?.shipTo) return 0;
  const tried = await triedNodes(tx, order.id, line.lineNo);
  const { lineNo, sku, weightGrams, unitPriceMinor } = line;
  for (let quantity = units; quantity > 0;) {
    const wanted = { shipTo: shopper.shipTo, lines: [{ lineNo, sku, quantity, weightGrams }], tried };
    const sourced = await sourceDelivery(
      tx,
      { ...order, shopperLabel: shopperLabel(shopper.name), unitPrices: new Map([[lineNo, unitPriceMinor]]) },
      wanted,
      now,
    );
    if (!isRefusal(sourced)) return quantity;
    const [shortage] = (sourced.detail.shortages ?? []) as Shortage[];
    quantity = Math.min(quantity - 1, shortage?.available ?? 0);
  }
  return 0;
}

type RoutedLine = Pick<store.OrderLine, "lineNo" | "sku" | "unitPriceMinor"> & { weightGrams: number };

/** Units of a line that no node has: neither being worked on nor already delivered, nor given up. */
function unassigned(line: store.OrderLine, fulfillments: Fulfillment[]): number {
  const given = fulfillments.flatMap((each) =>
    each.lines.filter(({ lineNo }) => lineNo === line.lineNo).map((part) => kept(each, part))
  ).reduce((sum, units) => sum + units, 0);
  return line.quantity - line.cancelled - given;
}

async function settleState(tx: Sql, order: store.Order, now: Date) {
  const started = order.state !== "confirmed";
  const state = stateOf(await store.findLines(tx, order.id), started);
  if (state === order.state) return;
  const reason = state === "cancelled" ? "not_available" : null;
  await store.saveState(tx, order.id, state, reason, now);
  const about = { topic: `order:${order.id}`, now };
  if (state === "completed") {
    await record(tx, { kind: "order_completed", payload: { orderId: order.id }, ...about });
  }
  if (state === "cancelled") {
    await record(tx, { kind: "order_cancelled", payload: { orderId: order.id, reason }, ...about });
  }
}

async function mustLock(tx: Sql, orderId: string) {
  const order = await store.lockOrder(tx, orderId);
  if (!order) throw new Error(`No order ${orderId} under a fulfillment`);
  return order;
}
