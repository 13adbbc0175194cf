import { uuidv7 } from "uuidv7";
import { attempt, type Sql } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { openFulfillments } from "../fulfillment/mod.ts";
import { allocate, allocateHold } from "../inventory/mod.ts";
import { afterOpenMinutes, offers } from "../places/decide.ts";
import { findNodes, knownNode } from "../places/mod.ts";
import type { Node } from "../places/types.ts";
import { planDelivery, recordDecision, transitDays } from "../routing/mod.ts";
import type { Plan } from "../routing/types.ts";
import type { SourcedLine } from "./mod.ts";
import type { Order } from "./store.ts";
import type { PlaceOrder } from "./types.ts";

/** Open minutes a store has to get a pickup ready, and a node to get a parcel on its way. */
export const READY_MINUTES = 120;
export const SHIP_MINUTES = 240;
const DAY = 86_400_000;

/** Plans lost to others buying the same units meanwhile, before we say there is no stock. Each loss is somebody's gain. */
const PLAN_ATTEMPTS = 10;

export type Sourced = Pick<Order, "id" | "channelId" | "number" | "method" | "service" | "placedAt"> & {
  shopperLabel: string;
};

/** Gives every line of a new order to a node: the one the shopper chose, or those routing chooses. */
export function source(tx: Sql, order: Sourced, placed: PlaceOrder, lines: SourcedLine[], now: Date) {
  return placed.method === "delivery"
    ? sourceDelivery(tx, order, { shipTo: placed.shipTo, lines, tried: [] }, now)
    : sourcePickup(tx, order, placed, lines, now);
}

async function sourcePickup(
  tx: Sql,
  order: Sourced,
  placed: Exclude<PlaceOrder, { method: "delivery" }>,
  lines: SourcedLine[],
  now: Date,
) {
  const node = await knownNode(tx, placed.nodeId);
  if (isRefusal(node)) return node;
  if (!offers(node, placed.method)) {
    return refuse("service_not_offered", { nodeId: node.id, service: placed.method });
  }

  const promisedBy = readyBy(node, now);
  const fulfillment = { ...fulfillmentOf(order, node.id, lines), dueBy: promisedBy, promisedBy };
  const allocation = { nodeId: node.id, fulfillmentId: fulfillment.id, lines };
  const promised = placed.reservationId
    ? await allocateHold(
      tx,
      { orderId: order.id, channelId: order.channelId, holdId: placed.reservationId, allocation },
      now,
    )
    : await allocate(tx, ownerOf(order), [allocation], now);
  if (isRefusal(promised)) return promised;
  await openFulfillments(tx, [fulfillment]);
  return { nodeIds: [node.id] };
}

/** Plans, then promises. A plan that loses its units to somebody else is undone and made anew from what is left. */
export async function sourceDelivery(
  tx: Sql,
  order: Sourced,
  wanted: { shipTo: { country: string; postalCode: string }; lines: SourcedLine[]; tried: string[] },
  now: Date,
) {
  for (let tries = 1;; tries++) {
    const plan = await planDelivery(tx, { ...wanted, service: order.service });
    if (isRefusal(plan)) return plan;
    const promised = await attempt(tx, () => promise(tx, order, plan, now));
    if (!isRefusal(promised) || tries === PLAN_ATTEMPTS) return promised;
  }
}

async function promise(tx: Sql, order: Sourced, plan: Plan, now: Date) {
  const nodes = new Map(
    (await findNodes(tx, plan.packages.map((part) => part.nodeId))).map((node) => [node.id, node]),
  );
  const fulfillments = plan.packages.map((part) => {
    const dueBy = shipBy(nodes.get(part.nodeId)!, now);
    const promisedBy = new Date(dueBy.getTime() + transitDays(order.service, part.zone) * DAY);
    return { ...fulfillmentOf(order, part.nodeId, part.lines), dueBy, promisedBy };
  });
  const allocations = fulfillments.map(({ nodeId, id, lines }) => ({ nodeId, fulfillmentId: id, lines }));
  const promised = await allocate(tx, ownerOf(order), allocations, now);
  if (isRefusal(promised)) return promised;
  await openFulfillments(tx, fulfillments);
  await recordDecision(tx, order.id, plan, now);
  return { nodeIds: plan.packages.map((part) => part.nodeId) };
}

/** When a pickup placed now is ready: two hours of the store's own opening time, else tomorrow at this time. */
export function readyBy(node: Pick<Node, "openingHours" | "timeZone">, now: Date): Date {
  return afterOpenMinutes(node, READY_MINUTES, now) ?? new Date(now.getTime() + DAY);
}

/** When a parcel ordered now is on its way: four hours of the node's own opening time, else in two days. */
export function shipBy(node: Pick<Node, "openingHours" | "timeZone">, now: Date): Date {
  return afterOpenMinutes(node, SHIP_MINUTES, now) ?? new Date(now.getTime() + 2 * DAY);
}

function ownerOf(order: Sourced) {
  return { orderId: order.id, channelId: order.channelId };
}

function fulfillmentOf(
  order: Sourced,
  nodeId: string,
  lines: { lineNo: number; sku: string; quantity: number }[],
) {
  const { id: orderId, number: orderNumber, shopperLabel, method, placedAt } = order;
  return { id: uuidv7(), nodeId, orderId, orderNumber, shopperLabel, method, placedAt, lines };
}
