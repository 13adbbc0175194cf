// Orders keeps what a shopper asked for and where it stands. The promise to the shopper, the stock behind it and the work
// it makes for a node commit together, and every unit of a line ends fulfilled, cancelled with money back, or open.
import { uuidv7 } from "uuidv7";
import { type Sql, transact } from "../../lib/db.ts";
import { canonical } from "../../lib/canonical.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { type Keys, sha256, signId } from "../../lib/tokens.ts";
import type { Actor } from "../access/types.ts";
import { knownItemsAndComponents } from "../catalog/mod.ts";
import { record } from "../events.ts";
import { cancelFulfillments, listFulfillments } from "../fulfillment/mod.ts";
import { trackingOf } from "../fulfillment/packing_decide.ts";
import type { Fulfillment } from "../fulfillment/types.ts";
import { keepAuthorization, oweRefund } from "../payments/mod.ts";
import { orderNumber, shopperLabel, stateOf, takeApart, totalOf } from "./decide.ts";
import { source } from "./sourcing.ts";
import * as store from "./store.ts";
import { leaveAll as endWaiting } from "./waiting_store.ts";
import type { CancelOrder, OrderView, PlaceOrder } from "./types.ts";

export { answerAvailability } from "./availability.ts";
export { dryRun } from "./dry_run.ts";
export { readOrderPage } from "./page.ts";
export { refundPutBack, refundRefused, rerouteShort, settleFulfillment, startOrder } from "./reactions.ts";
export { answerSubstitute, expireSubstitutes } from "./substitutes.ts";
export { checkOrders } from "./invariants.ts";
export { leaveNode, rebroker } from "./rebrokering.ts";
export { brokerWaiting, giveUpWait, readQueues, settleWaits, tryAgain } from "./waiting.ts";
export { listOrders, readSourcing } from "./why.ts";
export { whatIf } from "./what_if.ts";

/**
 * Places an order: promise, reservation and fulfillments in one transaction. The same channel order id again answers
 * the same order, `isNew` false; with another body it is refused.
 */
export async function placeOrder(sql: Sql, channelId: string, order: PlaceOrder, now = new Date()) {
  const total = totalOf(order);
  if (isRefusal(total)) return total;
  const { id, number } = await nameOrder(channelId, order.channelOrderId);
  const bodyHash = sha256(canonical(order));

  return await transact(sql, async (tx) => {
    const service = order.service ?? "standard" as const;
    const { channelOrderId, method } = order;
    const placed = {
      ...{ id, number, channelId, channelOrderId, bodyHash, method, service },
      ...{ ...total, state: "confirmed" as const, placedAt: now },
    };
    if (!await store.insertOrder(tx, placed)) return await replay(tx, id, bodyHash);

    const lines = await saveDetails(tx, id, order);
    if (isRefusal(lines)) return lines;
    const sourced = await source(
      tx,
      {
        ...placed,
        shopperLabel: shopperLabel(order.shopper.name),
        collector: order.collector,
        unitPrices: new Map(lines.map((line) => [line.lineNo, line.unitPriceMinor])),
      },
      order,
      lines,
      now,
    );
    if (isRefusal(sourced)) return sourced;
    if (order.payment) await authorize(tx, id, order.payment, now);

    await record(tx, {
      ...{ kind: "order_placed", topic: `order:${id}`, payload: { orderId: id }, now },
      actor: { kind: "channel", channelId },
    });
    return { id, isNew: true };
  });
}

/** Cancels what an order still waits for, gives its stock back and notes the money owed. Refused once work has begun. */
export function cancelOrder(
  sql: Sql,
  by: { actor: Actor; channelId: string | null },
  id: string,
  { reason }: CancelOrder,
  now = new Date(),
) {
  return transact(sql, async (tx) => {
    const order = await store.lockOrder(tx, id);
    if (!order || (by.channelId !== null && order.channelId !== by.channelId)) {
      return refuse("not_found", { id });
    }
    if (order.state === "cancelled") return { id };
    if (order.state === "completed") return refuse("too_late_to_cancel", { state: order.state });

    const cancelled = await cancelFulfillments(tx, id, by.actor, now);
    if (isRefusal(cancelled)) return cancelled;
    await endWaiting(tx, id, now);
    const causeId = uuidv7();
    for (const line of await store.cancelOpenUnits(tx, id)) {
      const amountMinor = line.quantity * line.unitPriceMinor;
      const due = {
        orderId: id,
        causeId,
        ...line,
        amountMinor,
        currency: order.currency,
        reason: "cancelled",
      };
      await oweRefund(tx, due, now);
    }
    await store.saveState(tx, id, stateOf(await store.findLines(tx, id), false), reason, now);
    await record(tx, {
      ...{ kind: "order_cancelled", topic: `order:${id}`, payload: { orderId: id, reason }, now },
      actor: { ...by.actor },
    });
    return { id };
  });
}

/** An order in the shape of the public API; a channel sees its own orders only. */
export async function readOrder(
  sql: Sql,
  asked: { id: string; channelId: string | null },
  links: { keys: Keys; publicUrl: string },
) {
  const order = await store.findOrder(sql, asked.id);
  if (!order || (asked.channelId !== null && order.channelId !== asked.channelId)) {
    return refuse("not_found", { id: asked.id });
  }
  const fulfillments = await listFulfillments(sql, order.id);
  const kits = kitsByLine(await store.findLines(sql, order.id));
  const view: OrderView = {
    id: order.id,
    number: order.number,
    state: order.state,
    method: order.method,
    shopperUrl: `${links.publicUrl}/order/${await signId(links.keys, "order", order.id)}`,
    fulfillments: fulfillments.map((each) => partView(each, kits)),
  };
  return view;
}

function partView(fulfillment: Fulfillment, kits: ReturnType<typeof kitsByLine>) {
  const { id, nodeId, method, state, promisedBy, lines } = fulfillment;
  const tracking = trackingOf(fulfillment);
  return {
    ...{ id, nodeId, method, state, promisedBy: promisedBy.toISOString() },
    ...(tracking.length > 0 ? { tracking } : {}),
    lines: lines.map(({ lineNo, sku, quantity, picked, shorted }) => (
      { sku, quantity, picked, shorted, ...kits.get(lineNo) }
    )),
  };
}

/** For every line that is a kit's component, which kit. */
function kitsByLine(lines: store.OrderLine[]) {
  return new Map(
    lines.flatMap(({ lineNo, kitSku: sku, kitLineNo: line }) =>
      sku === null || line === null ? [] : [[lineNo, { kit: { sku, line } }] as const]
    ),
  );
}

/**
 * The id is the hash of channel and channel order id: one order can only ever be one row, on whichever shard, with no
 * unique index across shards. (UUID version 8, RFC 9562.)
 */
async function nameOrder(channelId: string, channelOrderId: string) {
  const text = new TextEncoder().encode(`${channelId}\n${channelOrderId}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  const bytes = digest.slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const id = bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { id, number: orderNumber(digest.slice(16)) };
}

async function replay(tx: Sql, id: string, bodyHash: string) {
  const order = await store.findOrder(tx, id);
  if (order?.bodyHash !== bodyHash) return refuse("channel_order_id_reused", { id });
  return { id, isNew: false };
}

async function saveDetails(tx: Sql, orderId: string, order: PlaceOrder) {
  const items = await knownItemsAndComponents(tx, order.lines.map((line) => line.sku));
  if (isRefusal(items)) return items;
  const { name, email, phone = null } = order.shopper;
  const shipTo = order.method === "delivery" ? order.shipTo : null;
  const placed = order.lines.map(({ sku, quantity, unitPrice }) => (
    { sku, quantity, unitPriceMinor: unitPrice.amount }
  ));
  const lines = takeApart(placed, items);
  await store.insertDetails(tx, orderId, { name, email, phone, shipTo }, lines);
  return lines;
}

function authorize(tx: Sql, orderId: string, payment: NonNullable<PlaceOrder["payment"]>, now: Date) {
  const { provider, reference, amount: { amount: amountMinor, currency } } = payment;
  return keepAuthorization(tx, { orderId, provider, reference, amountMinor, currency }, now);
}
