import { type Router, routerOf } from "../../domain/routing/solver/job.ts";
import { learnFrom, refreshRates, sawWalkIn } from "../../domain/routing/solver/learn.ts";
import { paid } from "../../domain/routing/solver/plan.ts";
import type { Prices } from "../../domain/routing/solver/prices.ts";
import { reserve, sellWalkIn, startDay } from "../../domain/routing/solver/snapshot.ts";
import type { Ask, Micros, RoutePlan } from "../../domain/routing/solver/types.ts";
import type { Policy } from "./rivals.ts";
import { snapshotAt, type World } from "./world.ts";

export interface Outcome {
  /** What orders cost, and the margin of the sales that walk-ins went without because of them; micro-dollars. */
  cost: Micros;
  orders: Micros;
  walkInsLost: Micros;
  packages: number;
  unfilled: number;
  late: Micros;
  /** Packages by node, of all days. */
  byNode: number[];
  broken: number;
  inexact: number;
  plans: RoutePlan[];
}

/** A world's days by one way of choosing: each order is answered before what comes next is known. */
export function runDays(
  world: World,
  policy: Policy,
  prices: Prices = {},
  { forecast, learns = false }: { forecast?: Float64Array[]; learns?: boolean } = {},
): Outcome {
  const router = routerOf(snapshotAt(world, forecast), world.tariff, prices);
  const { snapshot } = router;
  const byNode = world.nodes.map(() => 0);
  const outcome: Outcome = {
    ...{ cost: 0, orders: 0, walkInsLost: -unavoidable(world), packages: 0, unfilled: 0, late: 0, broken: 0 },
    ...{ byNode, inexact: 0, plans: [] },
  };
  const learned = learns ? learnFrom(snapshot, { now: 0, untilDay: world.design.days }) : undefined;
  for (const happening of world.happenings) {
    startDay(snapshot, Math.floor(happening.t));
    if (learned) refreshRates(learned, snapshot, happening.t);
    if (happening.kind === "walk_in") {
      const { sku, node } = happening;
      if (learned) sawWalkIn(learned, sku, node, 1);
      if (sellWalkIn(snapshot, sku, node, 1) === 0) outcome.walkInsLost += world.skus[sku]!.margin;
      continue;
    }
    const plan = policy(router, happening.ask);
    reserve(snapshot, plan);
    count(outcome, router, happening.ask, plan);
  }
  outcome.cost = outcome.orders + outcome.walkInsLost;
  return outcome;
}

function count(outcome: Outcome, { snapshot, tariff }: Router, ask: Ask, plan: RoutePlan): void {
  const { columns, stock, load } = snapshot;
  outcome.orders += plan.cost;
  outcome.packages += plan.packages.length;
  outcome.unfilled += plan.unfilled.reduce((sum, { units }) => sum + units, 0);
  if (!plan.exact) outcome.inexact++;
  let parts = plan.unfilled.reduce((sum, { sku, units }) => {
    return sum + units * (snapshot.skus[sku]!.margin + tariff.unfilledPenalty);
  }, 0);
  for (const { node, contents, cost } of plan.packages) {
    outcome.byNode[node]!++;
    outcome.late += cost.late;
    parts += paid(cost);
    if (contents.some(({ sku }) => stock[sku]![node]! < 0)) outcome.broken++;
    if (columns.capacity[node]! >= 0 && load[node]! > columns.capacity[node]!) outcome.broken++;
    if (node === ask.pickupNode && cost.ship > 0) outcome.broken++;
  }
  if (parts !== plan.cost) outcome.broken++;
  outcome.plans.push(plan);
}

/** What walk-ins would go without had there been no order at all: nobody's doing, and in no cost here. */
export function unavoidable({ happenings, stock, skus }: World): Micros {
  const wanted = walkInsByCell(happenings, stock);
  return wanted.reduce((total, row, sku) => {
    return total +
      row.reduce((sum, units, node) => sum + Math.max(0, units - stock[sku]![node]!), 0) * skus[sku]!.margin;
  }, 0);
}

export function walkInsByCell(happenings: World["happenings"], stock: Int32Array[]): Int32Array[] {
  const wanted = stock.map((row) => new Int32Array(row.length));
  for (const each of happenings) if (each.kind === "walk_in") wanted[each.sku]![each.node]!++;
  return wanted;
}

/** How unevenly packages fall on what nodes can do: 0 when all are equally busy (Gini of load by capacity). */
export function giniOfUse(world: World, byNode: number[]): number {
  const use = byNode.flatMap((packages, node) => {
    const { kind, capacityPerDay } = world.nodes[node]!;
    return kind === "store" && capacityPerDay ? [packages / (capacityPerDay * world.design.days)] : [];
  }).sort((a, b) => a - b);
  const total = use.reduce((sum, each) => sum + each, 0);
  const ranked = use.reduce((sum, each, i) => sum + (i + 1) * each, 0);
  return 2 * ranked / (use.length * total) - (use.length + 1) / use.length;
}
