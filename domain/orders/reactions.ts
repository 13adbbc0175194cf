// What an order does when one of its nodes reports: each runs once an event, in a transaction of its own.
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { listFulfillments, triedNodes } from "../fulfillment/mod.ts";
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

/** Work has begun: the order can no longer be cancelled as a whole. */
export async function startOrder(tx: Sql, event: FulfillmentEvent, now: Date) {
  const order = await store.lockOrder(tx, event.orderId);
  if (order?.state === "confirmed") await store.saveState(tx, order.id, "in_fulfillment", null, now);
}

/** Goods have left: their lines are fulfilled, and the order is complete when none is open. */
export async function settleFulfillment(tx: Sql, event: FulfillmentEvent, now: Date) {
  const order = await mustLock(tx, event.orderId);
  const fulfillment = (await listFulfillments(tx, order.id)).find((each) => each.id === event.fulfillmentId);
  if (!fulfillment) throw new Error(`No fulfillment ${event.fulfillmentId} of order ${order.id}`);
  const done = fulfillment.lines.map(({ lineNo, picked }) => ({ lineNo, quantity: picked }));
  await store.addFulfilled(tx, order.id, done);
  await settleState(tx, order, now);
}

/**
 * A node could not find units. A delivery asks the other nodes, never one that already had the line; where nobody has
 * them, and for a pickup, whose place only the shopper can change, the units are cancelled and their price is owed.
 */
export async function rerouteShort(
  tx: Sql,
  event: FulfillmentEvent & { lineNo: number; quantity: number },
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

  await store.addCancelled(tx, order.id, line.lineNo, lost);
  const amountMinor = lost * line.unitPriceMinor;
  const owed = {
    orderId: order.id,
    lineNo: line.lineNo,
    quantity: lost,
    amountMinor,
    currency: order.currency,
  };
  await oweRefund(tx, { ...owed, causeId: event.id, reason: "not_available" }, now);
  await record(tx, {
    kind: "line_unfillable",
    topic: `order:${order.id}`,
    payload: { ...told, units: lost },
    now,
  });
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
  const { lineNo, sku, weightGrams } = line;
  for (let quantity = units; quantity > 0;) {
    const wanted = { shipTo: shopper.shipTo, lines: [{ lineNo, sku, quantity, weightGrams }], tried };
    const sourced = await sourceDelivery(
      tx,
      { ...order, shopperLabel: shopperLabel(shopper.name) },
      wanted,
      now,
    );
    if (!isRefusal(sourced)) return quantity;
    const [shortage] = (sourced.detail.shortages ?? []) as Shortage[];
    quantity = Math.min(quantity - 1, shortage?.available ?? 0);
  }
  return 0;
}

type RoutedLine = Pick<store.OrderLine, "lineNo" | "sku"> & { weightGrams: number };

/** Units of a line that no node has: neither being worked on nor already delivered, nor given up. */
function unassigned(line: store.OrderLine, fulfillments: Fulfillment[]): number {
  const given = fulfillments.filter((each) => each.state !== "cancelled").flatMap((each) => each.lines)
    .filter((each) => each.lineNo === line.lineNo)
    .reduce((sum, each) => sum + each.quantity - each.shorted, 0);
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
