import { contentsOf, type Job, type Router } from "./job.ts";
import type { Choice } from "./once.ts";
import { congestionPrice, dualPrice, rejectPrice, stockoutPrice } from "./prices.ts";
import { cheapestService } from "./ship.ts";
import { billedPounds } from "./tariff.ts";
import type { Ask, Micros, PackageCost, PackagePrices, PlannedPackage, RoutePlan, Units } from "./types.ts";

/** What was chosen, with every package's costs by part. */
export function planOf(job: Job, { packages, out, exact }: Choice): RoutePlan {
  const { router, ask } = job;
  const made = packages.map(({ node, zone, part }) =>
    packageOf(router, ask, node, zone, contentsOf(job, part))
  );
  return totalled(router, made, contentsOf(job, out), exact);
}

/** Packages in the order of their nodes, and what they and the units left out come to. */
export function totalled(
  router: Router,
  packages: PlannedPackage[],
  unfilled: Units[],
  exact: boolean,
): RoutePlan {
  const { snapshot: { skus }, tariff } = router;
  const lost = sum(unfilled, ({ sku, units }) => (skus[sku]!.margin + tariff.unfilledPenalty) * units);
  const cost = lost + sum(packages, ({ cost }) => paid(cost));
  return {
    packages: packages.toSorted((a, b) => a.node - b.node),
    unfilled,
    cost,
    score: cost + sum(packages, ({ prices }) => weighed(prices)),
    exact,
  };
}

/** A package of a node, cent by cent: by the stock and load of now. */
export function packageOf(
  router: Router,
  ask: Ask,
  node: number,
  zone: number,
  contents: Units[],
): PlannedPackage {
  const { snapshot, tariff } = router;
  const { columns } = snapshot;
  const pounds = billedPounds(sum(contents, ({ sku, units }) => snapshot.skus[sku]!.weight * units));
  const isCounter = node === ask.pickupNode;
  const carried = isCounter
    ? { service: -1, ship: 0, late: 0 }
    : cheapestService({ router, ask }, zone, columns.readyDays[columns.ready[node]!]!, pounds);
  if (!carried) throw new Error("No service arrives in time");
  const cost: PackageCost = {
    ship: carried.ship,
    pack: columns.pack[node]!,
    pick: columns.pick[node]! * sum(contents, ({ units }) => units),
    packaging: isCounter ? 0 : tariff.packaging,
    split: isCounter ? 0 : tariff.splitPenalty,
    late: carried.late,
  };
  return {
    node,
    zone,
    service: carried.service,
    contents,
    cost,
    prices: pricesOf(router, ask, node, contents),
  };
}

function pricesOf({ snapshot, prices }: Router, ask: Ask, node: number, contents: Units[]): PackagePrices {
  const weighed: PackagePrices = {
    stockout: 0,
    reject: 0,
    congestion: congestionPrice(prices, snapshot, node),
    dual: Math.round(prices.duals?.node?.[node] ?? 0),
  };
  for (const { sku, units } of contents) {
    const have = snapshot.stock[sku]![node]!;
    for (let left = have; left > have - units; left--) {
      weighed.stockout += stockoutPrice(prices, snapshot, sku, node, left, ask.at);
      weighed.reject += prices.reject ? rejectPrice(prices.reject, node, left) : 0;
      weighed.dual += dualPrice(prices, sku, node);
    }
  }
  return weighed;
}

export function paid(cost: PackageCost): Micros {
  return cost.ship + cost.pack + cost.pick + cost.packaging + cost.split + cost.late;
}

export function weighed(prices: PackagePrices): Micros {
  return prices.stockout + prices.reject + prices.congestion + prices.dual;
}

function sum<T>(all: readonly T[], of: (each: T) => number): number {
  return all.reduce((total, each) => total + of(each), 0);
}
