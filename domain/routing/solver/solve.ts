import { choose } from "./choose.ts";
import { type Item, itemsOf, jobOf, type Router } from "./job.ts";
import { solveLarge } from "./large.ts";
import { planOf } from "./plan.ts";
import { shapeOf } from "./shape.ts";
import type { Ask, Micros, RoutePlan } from "./types.ts";

/**
 * Which nodes ship an order, so that what is paid and weighed is least. A pure function of what the router holds: no
 * clock, no chance, and the same plan whatever order nodes were given in. Exact up to ten units and for all larger
 * orders of few items; beyond it says so. Ties: fewer packages, then the nearer zone, then the lower node id.
 */
export function solve(router: Router, ask: Ask): RoutePlan {
  if (ask.mode === "fastest") return fastest(router, { ...ask, mode: "cheapest" });
  return solveItems(router, ask, itemsOf(ask.mode === "one_box" ? asOneBox(ask) : ask.lines));
}

/** Everything is one thing that a node has or has not. */
export function asOneBox({ lines }: Ask) {
  return lines.map((line) => ({ ...line, group: "all" }));
}

function solveItems(router: Router, ask: Ask, items: Item[]): RoutePlan {
  const shape = shapeOf(items.map(({ quantity }) => quantity));
  if (!shape) return solveLarge(router, ask, items);
  const job = jobOf(router, ask, items, shape);
  return planOf(job, choose(job));
}

/** The earliest day on which everything can be there that would be sent at all; of those plans the cheapest. */
function fastest(router: Router, ask: Ask): RoutePlan {
  const { snapshot: { columns }, tariff } = router;
  const unhurried = solve(router, ask);
  const days = columns.readyDays.flatMap((ready) =>
    tariff.services.flatMap((service) => service.days.map((day) => ready + day))
  );
  const lost = lostWith(router, unhurried);
  for (const arriveBy of [0, ...new Set(days)].sort((a, b) => a - b)) {
    const plan = solve(router, { ...ask, arriveBy });
    if (lostWith(router, plan) <= lost) return plan;
  }
  return unhurried;
}

function lostWith({ snapshot: { skus }, tariff }: Router, { unfilled }: RoutePlan): Micros {
  return unfilled.reduce(
    (sum, { sku, units }) => sum + (skus[sku]!.margin + tariff.unfilledPenalty) * units,
    0,
  );
}
