// Why here? The plan cent by cent, what else there was, and for every node why it was not asked.
import { asOneBox, solve } from "./solve.ts";
import { itemsOf, type Job, jobOf, type Router } from "./job.ts";
import { haveAt } from "./node.ts";
import { zoneOf } from "./scan.ts";
import { shapeOf } from "./shape.ts";
import { packageOf, paid, weighed } from "./plan.ts";
import { onSphere } from "./snapshot.ts";
import { cheapestService } from "./ship.ts";
import type { Ask, Micros, PlannedPackage, RoutePlan } from "./types.ts";

export type Reason =
  | "chosen"
  /** It refused the order before, or is closed. */
  | "barred"
  | "no_stock"
  /** Its packages of the day have reached its capacity. */
  | "at_capacity"
  /** No service from there arrives in time. */
  | "too_late"
  /** It has too little to take the part that the cheapest node took. */
  | "incomplete"
  /** The same goods from there cost more. */
  | "dearer";

export interface Considered {
  node: number;
  miles: number;
  reason: Reason;
  /** Where it is dearer: by how much, for the package it would take the place of. */
  dearerBy?: Micros;
  /** What that package would cost there, part by part. */
  instead?: PlannedPackage;
}

export interface Explanation {
  /** Which state of stock and of prices was decided on. */
  snapshotVersion: number;
  pricesVersion: string | null;
  plan: RoutePlan;
  /** The best plan without the node of the most goods; undefined when nothing was sent. */
  runnerUp?: RoutePlan;
  singleNode?: RoutePlan;
  /** All from the nearest node that has all. */
  nearest?: RoutePlan;
  considered: Considered[];
}

export function explain(router: Router, ask: Ask): Explanation {
  const plan = solve(router, ask);
  const main = mainPackage(plan);
  const without = main && new Set([...(ask.barred ?? []), main.node]);
  const oneBox = solve(router, { ...ask, mode: "one_box" });
  const asOne = jobOf(router, ask, itemsOf(asOneBox(ask)), shapeOf([1])!);
  const considered = router.snapshot.nodes.map((_, node) => consider(asOne, plan, node));
  return {
    snapshotVersion: router.snapshot.version,
    pricesVersion: router.prices.version ?? null,
    plan,
    runnerUp: without && solve(router, { ...ask, barred: without }),
    singleNode: oneBox.packages.length === 1 ? oneBox : undefined,
    nearest: nearestComplete(asOne, considered),
    considered,
  };
}

/** The best plan in which a node takes part; undefined when it cannot. */
export function whatIf(router: Router, ask: Ask, node: number): RoutePlan | undefined {
  const plan = solve(router, { ...ask, through: node });
  return plan.packages.some((made) => made.node === node) ? plan : undefined;
}

/** Great-circle miles from a node. */
export function milesTo({ snapshot: { columns } }: Router, { to }: Ask, node: number): number {
  const point = onSphere(to);
  const chord = Math.hypot(
    columns.x[node]! - point.x,
    columns.y[node]! - point.y,
    columns.z[node]! - point.z,
  );
  return 2 * 3958.8 * Math.asin(Math.min(1, chord / 2));
}

/** The package of the most units, the first of several. */
export function mainPackage({ packages }: RoutePlan): PlannedPackage | undefined {
  const units = ({ contents }: PlannedPackage) => contents.reduce((sum, each) => sum + each.units, 0);
  return packages.reduce<PlannedPackage | undefined>(
    (main, each) => main && units(main) >= units(each) ? main : each,
    undefined,
  );
}

function consider(job: Job, plan: RoutePlan, node: number): Considered {
  const { router, ask } = job;
  const { columns, load, stock } = router.snapshot;
  const zone = zoneOf(job, node);
  const because = (reason: Reason, more = {}) => ({
    node,
    miles: milesTo(router, ask, node),
    reason,
    ...more,
  });
  if (plan.packages.some((made) => made.node === node)) return because("chosen");
  if (ask.barred?.has(node)) return because("barred");
  if (!ask.lines.some(({ sku }) => stock[sku]![node]! > 0)) return because("no_stock");
  if (columns.capacity[node]! >= 0 && load[node]! >= columns.capacity[node]!) return because("at_capacity");
  const service = cheapestService(job, zone, columns.readyDays[columns.ready[node]!]!, 1);
  if (!service && node !== ask.pickupNode) return because("too_late");
  const replaced = mainPackage(plan);
  const has = replaced?.contents.every(({ sku, units }) => stock[sku]![node]! >= units);
  if (!replaced || !has) return because("incomplete");
  const instead = packageOf(router, ask, node, zone, replaced.contents);
  return because("dearer", { dearerBy: scoreOf(instead) - scoreOf(replaced), instead });
}

function scoreOf({ cost, prices }: PlannedPackage): Micros {
  return paid(cost) + weighed(prices);
}

const CANNOT: Reason[] = ["barred", "no_stock", "at_capacity", "too_late"];

function nearestComplete(job: Job, considered: Considered[]): RoutePlan | undefined {
  const { router, ask } = job;
  const nearest = considered.toSorted((a, b) => a.miles - b.miles || a.node - b.node)
    .find(({ node, reason }) => !CANNOT.includes(reason) && haveAt(job, node) === 1);
  if (!nearest) return undefined;
  const others = considered.map(({ node }) => node).filter((node) => node !== nearest.node);
  return solve(router, { ...ask, mode: "one_box", barred: new Set(others) });
}
