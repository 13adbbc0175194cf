import { contentsOf, type Job } from "./job.ts";
import { isOpen } from "./node.ts";
import { type Choice, chooseOnce, costAt, type Rules, shelfOf } from "./once.ts";
import { closure, partitions, partsOf, type Tables } from "./partition.ts";
import { findCheapest, zoneOf } from "./scan.ts";

/** The cheapest plan for an order of any shape that can be looked at whole. */
export function choose(job: Job): Choice {
  const choice = job.ask.through === undefined ? freely(job) : through(job, job.ask.through);
  return isRough(job) ? { ...choice, exact: false } : choice;
}

/** Items that share stock are priced each as if it were alone there: near enough, but not proved. */
function isRough({ clashes, router: { prices } }: Job): boolean {
  return clashes && (prices.stockout ?? prices.depletion ?? prices.reject) !== undefined;
}

function freely(job: Job): Choice {
  const { router: { scratch }, shape } = job;
  const rules = rulesOf(job);
  findCheapest(job);
  bar(job, rules);
  const tables = tablesOf(job);
  const { out, total } = leastOut(job, tables, rules);
  const packages = partsOf(tables, shape.size - 1 - out)
    .map((part) => ({ node: scratch.node[part]!, zone: scratch.zone[part]!, part }));
  const asked = new Set(packages.map(({ node }) => node));
  return asked.size === packages.length
    ? { packages, out, total, exact: true }
    : chooseOnce(job, tables, rules);
}

function tablesOf(job: Job): Tables {
  const { ask, opened } = job;
  // Where no package may be added, what is already open may take more in as many goes as it likes.
  const more = ask.maxPackages === undefined ? Infinity : ask.maxPackages - opened.size;
  return partitions(job, more <= 0 ? Infinity : more);
}

/** What is left out, should it be better so: each unit costs its margin and the penalty. */
function leastOut({ router: { scratch }, shape }: Job, tables: Tables, { mayLeave }: Rules) {
  const { least, packages } = tables.at(tables.limit);
  const whole = shape.size - 1;
  let out = whole, total = scratch.leaveOut[whole]!;
  for (let part = 0; part < whole; part++) {
    const cost = scratch.leaveOut[part]! + least[whole - part]!;
    if (cost > total || !mayLeave(part)) continue;
    // A tie is for filling more, then for fewer packages; the first found fills the most.
    if (cost === total && out !== whole && packages[whole - part]! >= packages[whole - out]!) continue;
    out = part;
    total = cost;
  }
  return { out, total };
}

/**
 * A plan in which this node has a part: what if? Every such part, the most promising first, the rest sourced from the
 * others. A node that can take nothing is left out of the plan.
 */
function through(job: Job, node: number): Choice {
  const { router: { scratch }, ask, shape } = job;
  const maxPackages = ask.maxPackages === undefined ? undefined : ask.maxPackages - 1;
  const barred = new Set([...(ask.barred ?? []), node]);
  const others: Job = { ...job, ask: { ...ask, barred, maxPackages } };
  if (!isOpen(job, node)) return freely(others);

  const rules = rulesOf(job);
  const shelf = shelfOf(job, node, zoneOf(job, node));
  findCheapest(others);
  bar(others, rules);
  const tables = tablesOf(others), bound = closure(others), whole = shape.size - 1;
  const own = Array.from({ length: shape.size }, (_, part) => ({ part, cost: costAt(job, shelf, part) }))
    .filter(({ part, cost }) => part > 0 && cost < Infinity && rules.mayShip(part))
    .map(({ part, cost }) => ({ part, cost, least: cost + bound[whole - part]! }))
    .sort((a, b) => a.least - b.least || a.part - b.part);

  let best: Choice = { packages: [], out: whole, total: Infinity, exact: true };
  for (const { part, cost, least } of own) {
    if (least >= best.total) break;
    const rest = maxPackages === 0
      ? leaveOut(job, whole - part)
      : chooseOnce(others, tables, rules, whole - part);
    if (!rules.mayLeave(rest.out) || cost + rest.total >= best.total) continue;
    best = {
      ...rest,
      packages: [{ node, zone: shelf.zone, part }, ...rest.packages],
      total: cost + rest.total,
    };
  }
  return best.total === Infinity ? { ...best, total: scratch.leaveOut[whole]! } : best;
}

function leaveOut({ router: { scratch } }: Job, out: number): Choice {
  return { packages: [], out, total: scratch.leaveOut[out]!, exact: true };
}

/** Makes parts that may not be a package impossible. */
function bar({ router: { scratch }, shape, ask }: Job, rules: Rules): void {
  if (ask.minShipmentValue === undefined) return;
  for (let part = 1; part < shape.size; part++) if (!rules.mayShip(part)) scratch.cost[part] = Infinity;
}

/** Which parts may be a package, and which may stay out, when each has to be worth something. */
function rulesOf(job: Job): Rules {
  const { ask: { minShipmentValue }, shape, router: { snapshot } } = job;
  if (minShipmentValue === undefined) return { mayShip: () => true, mayLeave: () => true };
  const whole = shape.size - 1;
  const worth = (part: number) =>
    contentsOf(job, part).reduce((sum, { sku, units }) => sum + snapshot.skus[sku]!.price * units, 0);
  const isEnough = (part: number) => part === whole || worth(part) >= minShipmentValue;
  return { mayShip: isEnough, mayLeave: (part) => part === 0 || isEnough(part) };
}
