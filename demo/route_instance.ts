// Answers an instance's orders one after the other, each before the next event is looked at.
import type { InstanceEvent, InstanceOrder } from "../domain/routing/instance_types.ts";
import { type Router, routerOf } from "../domain/routing/solver/job.ts";
import { type Learned, learnFrom, refreshRates, sawWalkIn } from "../domain/routing/solver/learn.ts";
import type { Prices } from "../domain/routing/solver/prices.ts";
import { reserve, sellWalkIn, startDay } from "../domain/routing/solver/snapshot.ts";
import { solve } from "../domain/routing/solver/solve.ts";
import type { Ask, RoutePlan, Units } from "../domain/routing/solver/types.ts";
import { badLine, EVENTS, type Instance, parseEvent, readEvents } from "./instance.ts";

/** What events happen to. */
export interface Day {
  router: Router;
  learned: Learned;
}

/** Routed by what walk-ins will probably want, of a forecast or of what is seen, and by the instance's congestion. */
export function begin({ snapshot, tariff, horizonDays: untilDay, congestion }: Instance): Day {
  const prices: Prices = { stockout: { untilDay }, congestion };
  return { router: routerOf(snapshot, tariff, prices), learned: learnFrom(snapshot, { now: 0, untilDay }) };
}

/** One line for every order, those of the events that came together at once. */
export async function* answers(folder: string, instance: Instance): AsyncGenerator<string> {
  const day = begin(instance), { router } = day;
  const seen = new Set<string>();
  let now = 0;
  for await (const lines of readEvents(folder)) {
    const said: string[] = [];
    try {
      for (const each of lines) {
        const event = parseEvent(each);
        const wrong = event.t < now
          ? "this is earlier than the line before."
          : whatIsWrong(router, seen, event);
        if (wrong) throw badLine(EVENTS, each.line, wrong);
        now = event.t;
        const plan = happen(day, event);
        if (plan && event.type === "order") said.push(answerOf(router, event, plan));
      }
    } finally {
      if (said.length > 0) yield said.join("\n") + "\n";
    }
  }
}

/** What names a node or an item that there is not, or an order that came before. */
function whatIsWrong({ snapshot }: Router, seen: Set<string>, event: InstanceEvent): string | undefined {
  const { nodeAt, skuAt } = snapshot;
  const node = event.type === "order" ? event.pickupNode : event.node;
  const skus = event.type === "order" ? event.lines.map(({ sku }) => sku) : [event.sku];
  const unknown = skus.find((sku) => !skuAt.has(sku));
  if (unknown !== undefined) return `there is no item ${unknown}.`;
  if (node != null && !nodeAt.has(node)) return `there is no node ${node}.`;
  if (event.type !== "order") return undefined;
  if (node != null && !snapshot.nodes[nodeAt.get(node)!]!.pickup) return `${node} hands nothing over.`;
  if (seen.has(event.id)) return `${event.id} is there twice.`;
  seen.add(event.id);
}

/** An event as it changes the stock: an order is routed and its units reserved, a walk-in takes what is left. */
export function happen({ router, learned }: Day, event: InstanceEvent): RoutePlan | undefined {
  const { snapshot } = router;
  startDay(snapshot, Math.floor(event.t));
  refreshRates(learned, snapshot, event.t);
  if (event.type === "walk_in") {
    const sku = snapshot.skuAt.get(event.sku)!, node = snapshot.nodeAt.get(event.node)!;
    sawWalkIn(learned, sku, node, event.quantity);
    sellWalkIn(snapshot, sku, node, event.quantity);
    return undefined;
  }
  const plan = solve(router, askOf(router, event));
  reserve(snapshot, plan);
  return plan;
}

export function askOf({ snapshot }: Router, order: InstanceOrder): Ask {
  const pickupNode = order.pickupNode == null ? undefined : snapshot.nodeAt.get(order.pickupNode)!;
  return {
    at: order.t,
    to: pickupNode === undefined ? order : snapshot.nodes[pickupNode]!,
    promiseDays: order.promiseDays,
    pickupNode,
    lines: order.lines.map(({ sku, quantity }) => ({ sku: snapshot.skuAt.get(sku)!, quantity })),
  };
}

/** The answer's line, in dollars: the score is what is paid, and lost with what is left out. */
export function answerOf({ snapshot, tariff }: Router, order: { id: string }, plan: RoutePlan): string {
  const lines = (units: Units[]) =>
    units.map(({ sku, units }) => ({ sku: snapshot.skus[sku]!.id, quantity: units }));
  return JSON.stringify({
    order: order.id,
    packages: plan.packages.map(({ node, service, contents, cost }) => ({
      node: snapshot.nodes[node]!.id,
      service: tariff.services[service]?.name ?? null,
      lines: lines(contents),
      cost: Object.fromEntries(Object.entries(cost).map(([part, value]) => [part, value / 1_000_000])),
    })),
    unfilled: lines(plan.unfilled),
    score: plan.cost / 1_000_000,
    exact: plan.exact,
  });
}
