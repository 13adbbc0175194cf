// Orders not yet released, sourced once more with what is known now: each gives back what it holds, is solved anew and
// takes the new plan if that is enough better. Never worse, never endless, and a pickup stays at its store.
import type { Router } from "./job.ts";
import { packageOf, totalled } from "./plan.ts";
import { release, reserve, setStock } from "./snapshot.ts";
import { solve } from "./solve.ts";
import type { Ask, Micros, RoutePlan } from "./types.ts";

export interface OpenOrder {
  ask: Ask;
  plan: RoutePlan;
  /** Nodes that refused it or could not find its goods: they are not asked again. */
  tried: Set<number>;
  /** How often it has moved. */
  hops: number;
  /** Day from which its nodes may begin: it no longer moves in the last half hour before. */
  releasedAt: number;
}

export interface Rebrokered {
  moved: number;
  saved: Micros;
  passes: number;
}

const PASSES = 3;
export const MAX_HOPS = 3;
const HALF_HOUR = 1 / 48;
/** A move has to save so much, and this share of what the order costs: the work of moving is not free. */
const WORTH = { least: 750_000, share: .05 };

/** So much that what was promised is sent from wherever it is. */
const BROKEN_PROMISE = 1_000_000_000;

/** Up to three passes over all open orders, the hardest first, until one changes nothing. */
export function rebroker(router: Router, orders: readonly OpenOrder[], now: number): Rebrokered {
  const result: Rebrokered = { moved: 0, saved: 0, passes: 0 };
  const mayMove = orders.filter((order) => order.hops < MAX_HOPS && order.releasedAt - now > HALF_HOUR);
  const hardestFirst = mayMove.toSorted((a, b) => hardship(b) - hardship(a));
  for (let pass = 0; pass < PASSES; pass++) {
    let moved = 0;
    for (const order of hardestFirst) {
      const saved = reconsider(router, order, now);
      if (saved === 0) continue;
      moved++;
      result.saved += saved;
    }
    result.passes++;
    result.moved += moved;
    if (moved === 0) break;
  }
  return result;
}

/** Split and late orders have most to gain. */
function hardship({ plan }: OpenOrder): number {
  const late = plan.packages.reduce((sum, { cost }) => sum + cost.late, 0);
  return plan.packages.length * 1e7 + late + plan.cost / 1e3;
}

function reconsider(router: Router, order: OpenOrder, now: number): Micros {
  if (order.hops >= MAX_HOPS) return 0;
  const { snapshot } = router;
  const ask: Ask = { ...order.ask, at: now, barred: order.tried };
  release(snapshot, order.plan);
  // What it holds is priced as of now as well, or a risen price would look like a saving.
  const kept = repriced(router, ask, order.plan);
  const found = solve(router, ask);
  const saved = kept.score - found.score;
  const isWorth = saved >= Math.max(WORTH.least, WORTH.share * kept.score) && isAtItsStore(order, found) &&
    left(found) <= left(kept);
  if (isWorth) {
    order.plan = found;
    order.hops++;
  }
  reserve(snapshot, order.plan);
  return isWorth ? saved : 0;
}

/** Units left out. What is promised once is not taken back to save money. */
function left({ unfilled }: RoutePlan): number {
  return unfilled.reduce((sum, { units }) => sum + units, 0);
}

/** A shopper who comes to the store does not want what she could take along sent there later. */
function isAtItsStore({ ask, plan }: OpenOrder, found: RoutePlan): boolean {
  if (ask.pickupNode === undefined) return true;
  const there = ({ packages }: RoutePlan) =>
    packages.filter(({ node }) => node === ask.pickupNode)
      .reduce((sum, { contents }) => sum + contents.reduce((all, { units }) => all + units, 0), 0);
  return there(found) >= there(plan);
}

function repriced(router: Router, ask: Ask, plan: RoutePlan): RoutePlan {
  const packages = plan.packages.map(({ node, zone, contents }) =>
    packageOf(router, ask, node, zone, contents)
  );
  return totalled(router, packages, plan.unfilled, plan.exact);
}

/**
 * A node has not found units an order was promised there: the order gives all of it back, does not ask there again, and
 * is sourced anew whatever that costs. With its hops used up, or goods nobody has, a person decides.
 */
export function rehome(
  router: Router,
  order: OpenOrder,
  { node, sku, units }: { node: number; sku: number; units: number },
  now: number,
): "rehomed" | "escalated" {
  const { snapshot } = router;
  release(snapshot, order.plan);
  setStock(snapshot, sku, node, Math.max(0, snapshot.stock[sku]![node]! - units));
  order.tried.add(node);
  order.hops++;
  const keen = { ...router, tariff: { ...router.tariff, unfilledPenalty: BROKEN_PROMISE } };
  const plan = solve(keen, { ...order.ask, at: now, barred: order.tried });
  order.plan = totalled(router, plan.packages, plan.unfilled, plan.exact);
  reserve(snapshot, order.plan);
  return order.hops > MAX_HOPS || order.plan.unfilled.length > 0 ? "escalated" : "rehomed";
}
