// The ways others choose nodes, priced by the same rules: what the solver is compared with.
import type { Router } from "../../domain/routing/solver/job.ts";
import { itemsOf, jobOf } from "../../domain/routing/solver/job.ts";
import { packageOf, totalled } from "../../domain/routing/solver/plan.ts";
import { milesTo } from "../../domain/routing/solver/explain.ts";
import { zoneOf } from "../../domain/routing/solver/scan.ts";
import { shapeOf } from "../../domain/routing/solver/shape.ts";
import { solve } from "../../domain/routing/solver/solve.ts";
import type { Ask, RoutePlan, Units } from "../../domain/routing/solver/types.ts";

export type Policy = (router: Router, ask: Ask) => RoutePlan;

/** The least of all plans, by the router's prices. */
export const optimal: Policy = solve;

/** The nearest node that has everything; where none has, the nearest with the most of what is left, again and again. */
export const nearestComplete: Policy = (router, ask) => {
  const near = byMiles(router, ask);
  const wanted = unitsOf(ask);
  const complete = near.find((node) => hasAll(router, node, wanted));
  return planOf(router, ask, complete === undefined ? greedily(router, near, wanted) : [[complete, wanted]]);
};

/**
 * Rules as stores run them: the nearest store within 150 miles that has everything and one more of each, any store that
 * has, then any that has everything at all, a depot that has, and else what the nearest have.
 */
export const storeFirstRules: Policy = (router, ask) => {
  const near = byMiles(router, ask), wanted = unitsOf(ask);
  const { nodes } = router.snapshot;
  const stores = near.filter((node) => nodes[node]!.kind === "store");
  const spare = wanted.map(({ sku, units }) => ({ sku, units: units + 1 }));
  const complete = stores.find((node) => milesTo(router, ask, node) <= 150 && hasAll(router, node, spare)) ??
    stores.find((node) => hasAll(router, node, spare)) ??
    stores.find((node) => hasAll(router, node, wanted)) ??
    near.find((node) => hasAll(router, node, wanted));
  return planOf(router, ask, complete === undefined ? inTurn(router, near, wanted) : [[complete, wanted]]);
};

function unitsOf({ lines }: Ask): Units[] {
  return lines.map(({ sku, quantity }) => ({ sku, units: quantity }));
}

function byMiles(router: Router, ask: Ask): number[] {
  const { load, columns, nodes } = router.snapshot;
  return nodes.map((_, node) => node)
    .filter((node) => columns.capacity[node]! < 0 || load[node]! < columns.capacity[node]!)
    .map((node) => ({ node, miles: milesTo(router, ask, node) }))
    .sort((a, b) => a.miles - b.miles || a.node - b.node).map(({ node }) => node);
}

function hasAll({ snapshot }: Router, node: number, wanted: Units[]): boolean {
  return wanted.every(({ sku, units }) => snapshot.stock[sku]![node]! >= units);
}

function taken({ snapshot }: Router, node: number, wanted: Units[]): Units[] {
  return wanted.map(({ sku, units }) => ({
    sku,
    units: Math.min(units, Math.max(0, snapshot.stock[sku]![node]!)),
  }))
    .filter(({ units }) => units > 0);
}

function without(wanted: Units[], gone: Units[]): Units[] {
  return wanted.map(({ sku, units }) => {
    return { sku, units: units - (gone.find((each) => each.sku === sku)?.units ?? 0) };
  }).filter(({ units }) => units > 0);
}

const count = (all: Units[]) => all.reduce((sum, { units }) => sum + units, 0);

function greedily(router: Router, near: number[], wanted: Units[]): [number, Units[]][] {
  const made: [number, Units[]][] = [];
  for (let left = wanted; left.length > 0;) {
    const most = near.filter((node) => made.every(([used]) => used !== node))
      .map((node) => ({ node, units: taken(router, node, left) }))
      .reduce((best, each) => count(each.units) > count(best.units) ? each : best, {
        node: -1,
        units: [] as Units[],
      });
    if (most.units.length === 0) break;
    made.push([most.node, most.units]);
    left = without(left, most.units);
  }
  return made;
}

function inTurn(router: Router, near: number[], wanted: Units[]): [number, Units[]][] {
  const made: [number, Units[]][] = [];
  let left = wanted;
  for (const node of near) {
    const units = taken(router, node, left);
    if (units.length === 0) continue;
    made.push([node, units]);
    left = without(left, units);
  }
  return made;
}

function planOf(router: Router, ask: Ask, chosen: [number, Units[]][]): RoutePlan {
  const job = jobOf(router, ask, itemsOf([]), shapeOf([])!);
  const packages = chosen.map(([node, units]) => packageOf(router, ask, node, zoneOf(job, node), units));
  const left = chosen.reduce((all, [, units]) => without(all, units), unitsOf(ask));
  return totalled(router, packages, left, false);
}
