// Why an order is sourced as it is: every decision that was made for it, with what people need to read them.
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { listFulfillments } from "../fulfillment/mod.ts";
import { kept } from "../fulfillment/steps_decide.ts";
import { findNodes, pointOf } from "../places/mod.ts";
import { findDecisions, rulesOfVersion } from "../routing/mod.ts";
import type { Decision } from "../routing/types.ts";
import * as store from "./store.ts";
import { findWaitsOf } from "./waiting_store.ts";
import type { OrderSourcing } from "./types.ts";

/** The newest deliveries a region has to do with. */
export function listOrders(sql: Sql, regionId: string, limit: number) {
  return store.findOrdersSeen(sql, { regionId, number: null, limit });
}

/**
 * An order by its number, with every decision about who ships it; undefined where it has no part in the region and none of
 * it waits.
 */
export async function readSourcing(
  sql: Sql,
  { number, regionId }: { number: string; regionId: string },
): Promise<OrderSourcing | undefined> {
  const [order] = await store.findOrdersSeen(sql, { regionId, number, limit: 1 });
  const shipTo = order && (await store.findShopper(sql, order.id))?.shipTo;
  if (!order || !shipTo) return undefined;
  const [lines, parts, waits, decisions, point] = await Promise.all([
    store.findLines(sql, order.id),
    listFulfillments(sql, order.id),
    findWaitsOf(sql, order.id),
    findDecisions(sql, order.id),
    pointOf(sql, shipTo),
  ]);
  const rules = new Map<number, Awaited<ReturnType<typeof rulesOfVersion>>>();
  for (const version of new Set(decisions.map(({ decision }) => decision.rulesVersion))) {
    rules.set(version, await rulesOfVersion(sql, version));
  }
  const { id, service, state, currency, totalMinor, placedAt, channelId } = order;
  return {
    ...{ id, number, service, state, currency, totalMinor, placedAt, channelId },
    to: {
      postalCode: shipTo.postalCode,
      city: shipTo.city,
      state: shipTo.state,
      point: isRefusal(point) ? null : point,
    },
    lines: lines.map(({ lineNo, sku, name, quantity, fulfilled, cancelled }) => (
      { lineNo, sku, name, quantity, fulfilled, cancelled }
    )),
    parts: parts.map((part) => ({
      nodeId: part.nodeId,
      state: part.state,
      units: part.lines.reduce((sum, line) => sum + kept(part, line), 0),
    })),
    waits,
    decisions: decisions.map(({ decision, occasion, at, actor }) => ({
      ...{ decision, occasion, at, by: actor?.name ?? null },
      ruleNames: namesOf(decision, rules.get(decision.rulesVersion)!),
    })),
    nodes: await nodesIn(sql, decisions.map(({ decision }) => decision), parts.map(({ nodeId }) => nodeId)),
  };
}

function namesOf({ ruleIds }: Decision, { groups }: Awaited<ReturnType<typeof rulesOfVersion>>): string[] {
  const rules = groups.flatMap((group) => group.routings).flatMap((routing) => routing.rules);
  return ruleIds.map((id) => rules.find((rule) => rule.id === id)?.name ?? id);
}

async function nodesIn(sql: Sql, decisions: Decision[], nodeIds: string[]) {
  const named = decisions.flatMap((each) => [
    ...[...each.packages, ...each.considered, ...each.runnerUp?.packages ?? []],
    ...each.nearest?.packages ?? [],
  ]).map(({ nodeId }) => nodeId);
  const nodes = await findNodes(sql, [...new Set([...named, ...nodeIds])]);
  return Object.fromEntries(
    nodes.map(({ id, name, city, state, lat, lon }) => [id, { name, city, state, lat, lon }]),
  );
}
