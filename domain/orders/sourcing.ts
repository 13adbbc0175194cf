import { uuidv7 } from "uuidv7";
import { attempt, type Sql } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { announceWork, openFulfillments, readQueues } from "../fulfillment/mod.ts";
import { totals } from "../inventory/decide.ts";
import { allocate, allocateHold } from "../inventory/mod.ts";
import { everOpens, promiseReady } from "../places/decide.ts";
import { findNodes, offeringNode } from "../places/mod.ts";
import type { Due, Working } from "../places/types.ts";
import { lookAround, noteLoad, planDelivery, recordDecision, transitDays } from "../routing/mod.ts";
import type { Decision, Occasion } from "../routing/types.ts";
import type { Order } from "./store.ts";
import type { PlaceOrder, SourcedLine } from "./types.ts";

/** Open minutes a store has to get a pickup ready, and a node to get a parcel on its way. */
export const READY_MINUTES = 120;
export const SHIP_MINUTES = 240;
const DAY = 86_400_000;

/** Plans lost to others buying the same units meanwhile, before we say there is no stock. Each loss is somebody's gain. */
export const PLAN_ATTEMPTS = 10;

export type Sourced = Pick<Order, "id" | "channelId" | "number" | "method" | "service" | "placedAt"> & {
  shopperLabel: string;
  collector?: string;
  unitPrices: ReadonlyMap<number, number>;
};

/**
 * Gives every line of a new order to a node: the one the shopper chose, or those routing chooses. The components of a kit
 * may come from several nodes; to keep them together is routing's to learn.
 */
export function source(tx: Sql, order: Sourced, placed: PlaceOrder, lines: SourcedLine[], now: Date) {
  return placed.method === "delivery"
    ? sourceDelivery(tx, order, { shipTo: placed.shipTo, lines, tried: [], occasion: "placed" }, now)
    : sourcePickup(tx, order, placed, lines, now);
}

async function sourcePickup(
  tx: Sql,
  order: Sourced,
  placed: Exclude<PlaceOrder, { method: "delivery" }>,
  lines: SourcedLine[],
  now: Date,
) {
  const node = await offeringNode(tx, placed.nodeId, placed.method, now);
  if (isRefusal(node)) return node;
  const fulfillment = fulfillmentOf(order, node.id, lines);
  const allocation = { nodeId: node.id, fulfillmentId: fulfillment.id, lines };
  const promised = placed.reservationId
    ? await allocateHold(
      tx,
      { orderId: order.id, channelId: order.channelId, holdId: placed.reservationId, allocation },
      now,
    )
    : await allocate(tx, ownerOf(order), [allocation], now);
  if (isRefusal(promised)) return promised;

  const queues = await lockQueues(tx, [node.id], now);
  const promisedBy = readyBy(node, queues.get(node.id), now);
  if (!promisedBy) return noRoom(node.id, placed.method);
  await openFulfillments(tx, [{ ...fulfillment, dueBy: promisedBy, promisedBy }]);
  await noteLoad(tx, [node.id]);
}

/**
 * Plans, then promises. A plan that loses its units to somebody else is undone and made anew from what is left; one whose
 * node has no room for more work, from the others.
 */
export async function sourceDelivery(
  tx: Sql,
  order: Sourced,
  wanted: {
    shipTo: { country: string; postalCode: string };
    lines: Omit<SourcedLine, "kitSku">[];
    tried: string[];
    occasion: Occasion;
    queue?: string;
    actor?: Actor;
  },
  now: Date,
) {
  const tried = [...wanted.tried];
  const { channelId, service } = order;
  const skus = [...totals(wanted.lines).keys()];
  for (let tries = 1;; tries++) {
    // Looked at anew each time: what was there is what somebody else was quicker to take.
    const around = await lookAround(tx, { place: wanted.shipTo, skus, channelId }, now);
    if (isRefusal(around)) return around;
    const plan = await planDelivery(tx, around, {
      service,
      channelId,
      lines: wanted.lines,
      tried,
      queue: wanted.queue,
    }, now);
    if (isRefusal(plan)) return plan;
    const promised = await attempt(tx, () => promise(tx, order, { ...wanted, plan }, now));
    if (!isRefusal(promised) || tries === PLAN_ATTEMPTS) return promised;
    if (promised.kind === "service_not_offered") tried.push(promised.detail.nodeId as string);
  }
}

/** Makes a plan true: its units promised, its nodes given their parts. Answers when the last of it is there. */
export async function promise(
  tx: Sql,
  order: Sourced,
  { plan, occasion, actor }: { plan: Decision; occasion: Occasion; actor?: Actor },
  now: Date,
) {
  const nodes = new Map(
    (await findNodes(tx, plan.packages.map((part) => part.nodeId))).map((node) => [node.id, node]),
  );
  const parts = plan.packages.map((part) => ({ part, made: fulfillmentOf(order, part.nodeId, part.lines) }));
  const allocations = parts.map(({ made: { nodeId, id, lines } }) => ({ nodeId, fulfillmentId: id, lines }));
  const promised = await allocate(tx, ownerOf(order), allocations, now);
  if (isRefusal(promised)) return promised;

  const queues = await lockQueues(tx, [...nodes.keys()], now);
  const fulfillments = [];
  for (const { part, made } of parts) {
    const dueBy = shipBy(nodes.get(part.nodeId)!, queues.get(part.nodeId), now);
    if (!dueBy) return noRoom(part.nodeId, "ship");
    fulfillments.push({ ...made, dueBy, promisedBy: arrivalOf(dueBy, order.service, part.zone) });
  }
  await openFulfillments(tx, fulfillments);
  await noteLoad(tx, fulfillments.map(({ nodeId }) => nodeId));
  await recordDecision(tx, { orderId: order.id, decision: plan, occasion, actor }, now);
  return { promisedBy: new Date(Math.max(...fulfillments.map((made) => made.promisedBy.getTime()))) };
}

/**
 * What nodes have promised already. Whoever promises more at one of them waits from here on, for a node's cursor moves
 * once at a time: so two orders at once never get one last place in an hour.
 */
async function lockQueues(tx: Sql, nodeIds: string[], now: Date) {
  await announceWork(tx, nodeIds);
  return await readQueues(tx, nodeIds, now);
}

function noRoom(nodeId: string, service: string) {
  return refuse("service_not_offered", { nodeId, service, reason: "no room within two weeks" });
}

/** When a pickup placed now is ready: two hours of the store's own opening time, or when the store next has room. */
export function readyBy(node: Working, queue: readonly Due[] | undefined, now: Date): Date | undefined {
  return everOpens(node)
    ? promiseReady(node, READY_MINUTES, queue ?? [], now)
    : new Date(now.getTime() + DAY);
}

/** When a parcel ordered now is on its way: four hours of the node's own opening time, or when it next has room. */
export function shipBy(node: Working, queue: readonly Due[] | undefined, now: Date): Date | undefined {
  return everOpens(node)
    ? promiseReady(node, SHIP_MINUTES, queue ?? [], now)
    : new Date(now.getTime() + 2 * DAY);
}

/** When a parcel that leaves by then is there. */
export function arrivalOf(dueBy: Date, service: Order["service"], zone: number): Date {
  return new Date(dueBy.getTime() + transitDays(service, zone) * DAY);
}

function ownerOf(order: Sourced) {
  return { orderId: order.id, channelId: order.channelId };
}

function fulfillmentOf(
  order: Sourced,
  nodeId: string,
  lines: { lineNo: number; sku: string; quantity: number }[],
) {
  const { id: orderId, number: orderNumber, shopperLabel, collector, method, placedAt } = order;
  const priced = lines.map((line) => ({ ...line, unitPriceMinor: order.unitPrices.get(line.lineNo) ?? 0 }));
  return {
    ...{ id: uuidv7(), nodeId, orderId, orderNumber, shopperLabel, collector, method, placedAt },
    lines: priced,
  };
}
