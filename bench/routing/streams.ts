// Rows C, D, I, J and K: whole days of orders and walk-ins, by the solver and by others, on the same events.
import { seeded } from "../../demo/random.ts";
import { findDuals } from "../../domain/routing/solver/duals.ts";
import { routerOf } from "../../domain/routing/solver/job.ts";
import type { Prices } from "../../domain/routing/solver/prices.ts";
import { rounded } from "../support/figures.ts";
import { nearestComplete, optimal, storeFirstRules } from "./rivals.ts";
import { giniOfUse, type Outcome, runDays, unavoidable, walkInsByCell } from "./run.ts";
import { normal } from "./chance.ts";
import { type Design, snapshotAt, type World, worldOf } from "./world.ts";

export function pricesFor({ design }: World): Prices {
  return { stockout: { untilDay: design.days } };
}

/** Row C: what the solver saves of what others pay; D: how far it is above what nobody can go below. */
export function compare(design: Design, seed: number, rounds: number) {
  const world = worldOf(design, seed);
  const nearest = runDays(world, nearestComplete);
  const rules = runDays(world, storeFirstRules);
  const unpriced = runDays(world, optimal);
  const priced = runDays(world, optimal, pricesFor(world));
  const bound = rounds > 0 ? lowerBound(world, priced.cost, rounds) : undefined;
  return {
    seed,
    dollars: inDollars({ nearest, rules, unpriced, priced }),
    walkInsLost: Object.fromEntries(
      Object.entries({ nearest, rules, unpriced, priced }).map((
        [name, run],
      ) => [name, Math.round(run.walkInsLost / 1e6)]),
    ),
    saved: {
      nearest: saving(priced, nearest),
      rules: saving(priced, rules),
      unpriced: saving(priced, unpriced),
    },
    aboveBound: bound && rounded(100 * (priced.cost - bound) / bound, 2),
    broken: [nearest, rules, unpriced, priced].reduce((sum, run) => sum + run.broken, 0),
    inexact: priced.inexact,
    unfilled: [nearest, rules, unpriced, priced].map((run) => run.unfilled),
  };
}

/** Per cent. */
export function saving(run: Outcome, other: Outcome): number {
  return rounded(100 * (1 - run.cost / other.cost), 2);
}

function inDollars(runs: Record<string, Outcome>) {
  return Object.fromEntries(Object.entries(runs).map(([name, { cost }]) => [name, Math.round(cost / 1e6)]));
}

/** Nobody who knows every order and every walk-in in advance can do it for less. */
export function lowerBound(world: World, reachable: number, rounds: number): number {
  const asks = world.happenings.flatMap((each) => each.kind === "order" ? [each.ask] : []);
  const walkIns = walkInsByCell(world.happenings, world.stock);
  const router = routerOf(snapshotAt(world), world.tariff, {});
  const spared = unavoidable(world);
  // To begin with, what walk-ins will take anyhow is worth their margin.
  const unit = walkIns.map((row, sku) => {
    const { margin } = world.skus[sku]!;
    return Float64Array.from(
      row,
      (wanted, node) => wanted >= world.stock[sku]![node]! ? Math.round(.9 * margin) : 0,
    );
  });
  const node = Array.from({ length: world.design.days }, () => new Float64Array(world.nodes.length));
  return findDuals(router, { asks, walkIns }, { rounds, reachable: reachable + spared, from: { unit, node } })
    .bound - spared;
}

/** Row J: what evening out the load costs. */
export function congestion(design: Design, seed: number) {
  const world = worldOf(design, seed);
  const free = runDays(world, optimal, pricesFor(world));
  const even = runDays(world, optimal, { ...pricesFor(world), congestion: 2_000_000 });
  const gini = [free, even].map(({ byNode }) => giniOfUse(world, byNode));
  return {
    seed,
    gini: gini.map((each) => rounded(each, 4)),
    giniPercent: rounded(100 * (gini[1]! / gini[0]! - 1), 2),
    costPercent: rounded(100 * (even.cost / free.cost - 1), 2),
  };
}

/**
 * Row K: forecasts that are wrong by a factor e^N(0, σ) for every item and store, and none at all; each as it is, and as
 * the router corrects it by what it sees walk-ins ask for.
 */
export function wrongForecasts(design: Design, seed: number) {
  const world = worldOf(design, seed);
  const nearest = runDays(world, nearestComplete), unpriced = runDays(world, optimal);
  const one = (forecast: Float64Array[], learns: boolean) => {
    const run = runDays(world, optimal, pricesFor(world), { forecast, learns });
    return { ofNearest: saving(run, nearest), ofUnpriced: saving(run, unpriced) };
  };
  const both = (forecast: Float64Array[]) => ({
    asItIs: one(forecast, false),
    corrected: one(forecast, true),
  });
  return {
    seed,
    right: both(world.rate),
    "error 0.6": both(distorted(world, .6, seed)),
    "error 1.0": both(distorted(world, 1, seed)),
    none: one([], true),
  };
}

export function distorted({ rate }: World, sigma: number, seed: number): Float64Array[] {
  const random = seeded(`forecast ${sigma} ${seed}`);
  return rate.map((row) => row.map((perDay) => perDay === 0 ? 0 : perDay * Math.exp(sigma * normal(random))));
}

/** Row I: asked again, and with the nodes in another order, every plan is the same; nothing is promised twice. */
export function repeated(design: Design, seed: number) {
  const world = worldOf(design, seed);
  const prices = { ...pricesFor(world), congestion: 500_000 };
  const first = runDays(world, optimal, prices), again = runDays(world, optimal, prices);
  const turned = runDays(turnedRound(world), optimal, prices);
  const text = (run: Outcome) => run.plans.map((plan) => JSON.stringify(plan));
  const one = text(first), two = text(again), three = text(turned);
  return {
    seed,
    orders: first.plans.length,
    broken: first.broken + again.broken + turned.broken,
    differentAgain: one.filter((plan, i) => plan !== two[i]).length,
    differentTurned: one.filter((plan, i) => plan !== three[i]).length,
  };
}

/** The same places, told in the opposite order; their ids, by which the solver knows them, stay. */
function turnedRound(world: World): World {
  return { ...world, nodes: world.nodes.toReversed() };
}
