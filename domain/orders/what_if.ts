// What if this node had it? The plan through a node, beside the best one, by the stock of now: nothing is changed.
import type { Sql } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { listFulfillments, triedNodes } from "../fulfillment/mod.ts";
import { kept } from "../fulfillment/steps_decide.ts";
import type { Fulfillment } from "../fulfillment/types.ts";
import { decideDelivery, lookAround } from "../routing/mod.ts";
import { unassigned } from "./rerouting.ts";
import * as store from "./store.ts";
import type { WhatIf } from "./types.ts";

/**
 * The best plan for what of an order has not left yet, and the best one in which a node takes part. What the order holds
 * is counted as if it lay free where it is, and nodes that gave some of it back are not asked, unless it is that one.
 */
export async function whatIf(
  sql: Sql,
  { orderId, nodeId }: { orderId: string; nodeId: string },
  now = new Date(),
) {
  const order = await store.findOrder(sql, orderId);
  const shipTo = order && (await store.findShopper(sql, orderId))?.shipTo;
  if (!order || !shipTo || order.method !== "delivery") return refuse("not_found", { orderId });
  const [all, parts] = await Promise.all([store.findLines(sql, orderId), listFulfillments(sql, orderId)]);
  const lines = all.map((line) => ({ ...line, quantity: openUnits(line, parts) }))
    .filter(({ quantity }) => quantity > 0);
  if (lines.length === 0) return refuse("nothing_to_source", { orderId });
  const { channelId, service } = order;
  const skus = [...new Set(lines.map(({ sku }) => sku))];
  const around = await lookAround(sql, { place: shipTo, skus, channelId }, now);
  if (isRefusal(around)) return around;
  const own = ownUnits(all, parts);
  around.left.giveBack(own);
  const holding = new Set(own.map((each) => each.nodeId));
  const gaveBack = (await Promise.all(lines.map(({ lineNo }) => triedNodes(sql, orderId, lineNo)))).flat()
    .filter((id) => !holding.has(id) && id !== nodeId);
  const wanted = {
    ...{ service, channelId, lines, tried: [...new Set(gaveBack)] },
    freed: new Map([...holding].map((id) => [id, 1])),
  };
  const best = await decideDelivery(sql, around, wanted, now);
  const forced = await decideDelivery(sql, around, { ...wanted, through: nodeId }, now);
  const takesPart = forced.packages.some((made) => made.nodeId === nodeId);
  const answer: WhatIf = {
    nodeId,
    best,
    forced: takesPart ? forced : null,
    reason: [...best.considered, ...forced.considered].find((each) => each.nodeId === nodeId)?.reason ?? null,
    moreMinor: takesPart ? forced.scoreMinor - best.scoreMinor : null,
  };
  return answer;
}

/** Units of a line that are still somebody's to send, or nobody's. */
function openUnits(line: store.OrderLine, parts: Fulfillment[]): number {
  const open = parts.reduce((sum, part) => sum + openAt(part, line.lineNo), 0);
  return open + Math.max(0, unassigned(line, parts));
}

function openAt(part: Fulfillment, lineNo: number): number {
  if (part.state === "to_put_back") return 0;
  return part.lines.filter((each) => each.lineNo === lineNo)
    .reduce((sum, each) => sum + kept(part, each) - each.handed, 0);
}

/** What nodes keep reserved for the order. */
function ownUnits(lines: store.OrderLine[], parts: Fulfillment[]) {
  return parts.flatMap((part) =>
    lines.map(({ lineNo, sku }) => ({ nodeId: part.nodeId, sku, units: openAt(part, lineNo) }))
  ).filter(({ units }) => units > 0);
}
