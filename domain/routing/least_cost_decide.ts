// Sourcing at least cost: a rule's nodes and an order's lines put to the solver, and its plan told in ids and lines.
import { mayTake, shipCapacity } from "./rules_decide.ts";
import type { Rule, Weights } from "./rules_types.ts";
import { explain, whatIf } from "./solver/explain.ts";
import { type Router, routerOf } from "./solver/job.ts";
import { packageOf, weighed as sumOfPrices } from "./solver/plan.ts";
import { BUCKETS, type Prices } from "./solver/prices.ts";
import { setRate, setStock, type Snapshot, snapshotOf } from "./solver/snapshot.ts";
import { tariffOf } from "./solver/tariff.ts";
import type { Ask, PlannedPackage, RoutePlan } from "./solver/types.ts";
import { costsOf, HANDLING, PROMISE_DAYS } from "./costs_decide.ts";
import type { Brokerage, BrokerLine, BrokerNode, Considered, Package, PlanSummary } from "./types.ts";

export interface Costed {
  packages: Package[];
  exact: boolean;
  runnerUp: PlanSummary | null;
  nearest: PlanSummary | null;
  considered: Considered[];
}

/** An order on the solver's desk: what it is asked, and by whom. Money is in minor units throughout. */
interface Desk {
  asked: Brokerage;
  router: Router;
  ask: Ask;
  nodes: readonly BrokerNode[];
}

/** The cheapest plan a rule allows, or nothing where it may not take a part and nobody has all. */
export function costPlan(
  asked: Brokerage,
  rule: Rule,
  nodes: readonly BrokerNode[],
  lines: readonly BrokerLine[],
): Costed {
  const desk = deskOf(asked, rule, nodes, lines);
  const { router, ask } = desk;
  const { plan: best, ...why } = explain(router, ask);
  const forced = asked.through === undefined ? undefined : router.snapshot.nodeAt.get(asked.through);
  const plan = asked.through === undefined
    ? best
    : forced === undefined
    ? undefined
    : whatIf(router, ask, forced);
  const isTaken = plan && (rule.assign.isPartial || plan.unfilled.length === 0);
  return {
    packages: isTaken ? packagesOf(desk, plan.packages, lines) : [],
    exact: best.exact,
    runnerUp: summaryOf(desk, why.runnerUp, lines),
    nearest: summaryOf(desk, why.nearest, lines),
    considered: why.considered.map(({ node, miles, reason, dearerBy }) => ({
      nodeId: router.snapshot.nodes[node]!.id,
      miles: tenths(miles),
      reason: reason === "barred" ? "tried" : reason,
      ...(dearerBy === undefined ? {} : { byMinor: dearerBy }),
    })),
  };
}

/** What packages cost that were chosen in another way. */
export function pricePackages(
  asked: Brokerage,
  rule: Rule,
  nodes: readonly BrokerNode[],
  lines: readonly BrokerLine[],
  parts: readonly { nodeId: string; contents: { sku: string; units: number }[] }[],
): Package[] {
  const desk = deskOf(asked, rule, nodes, lines);
  const { router, ask } = desk;
  const { nodeAt, skuAt } = router.snapshot;
  const made = parts.map(({ nodeId, contents }) => {
    const node = nodeAt.get(nodeId)!;
    const units = contents.map((each) => ({ sku: skuAt.get(each.sku)!, units: each.units }));
    return packageOf(router, ask, node, ask.zones![node]!, units);
  });
  return packagesOf(desk, made, lines);
}

function deskOf(
  asked: Brokerage,
  rule: Rule,
  nodes: readonly BrokerNode[],
  lines: readonly BrokerLine[],
): Desk {
  const { order, rules: { weights } } = asked;
  const snapshot = snapshotFor(rule, nodes, lines, weights);
  const byId = nodes.toSorted((a, b) => a.id < b.id ? -1 : 1);
  const router = routerOf(snapshot, tariffOf(costsOf(order.service, weights)), pricesOf(weights, byId));
  const { maxPackages, leastPackageMinor, keepsKitsTogether } = rule.assign;
  const ask: Ask = {
    at: 0,
    to: order.to,
    zones: Uint8Array.from(byId, ({ zone }) => zone - 1),
    promiseDays: PROMISE_DAYS[order.service],
    lines: lines.map(({ sku, quantity, kitLineNo }) => ({
      sku: snapshot.skuAt.get(sku)!,
      quantity,
      ...(keepsKitsTogether && kitLineNo !== null ? { group: `kit ${kitLineNo}` } : {}),
    })),
    maxPackages: maxPackages ?? undefined,
    minShipmentValue: leastPackageMinor || undefined,
  };
  return { asked, router, ask, nodes: byId };
}

const MILLIONTHS = 1_000_000;
const GRAMS_PER_POUND = 453.592;

function snapshotFor(
  rule: Rule,
  nodes: readonly BrokerNode[],
  lines: readonly BrokerLine[],
  weights: Weights,
): Snapshot {
  const items = [...new Map(lines.map((line) => [line.sku, line])).values()];
  const snapshot = snapshotOf(
    nodes.map((node) => ({
      ...{ id: node.id, lat: node.lat, lon: node.lon, readyDays: node.readyDays, pickup: false },
      kind: node.kind === "store" ? "store" : "dc",
      ...{ packCost: HANDLING.pack, pickCost: HANDLING.pick, capacityPerDay: capacityOf(rule, node) },
    })),
    items.map(({ sku: id, weightGrams, unitPriceMinor: price }) => ({
      ...{ id, price, markdown: 0, margin: Math.round(price * weights.marginPercent / 100) },
      weight: Math.round(weightGrams / GRAMS_PER_POUND * MILLIONTHS),
    })),
  );
  for (const node of nodes) {
    const at = snapshot.nodeAt.get(node.id)!;
    snapshot.load[at] = node.load;
    items.forEach(({ sku }, item) => {
      const units = mayTake(rule, node.stock.get(sku) ?? 0);
      if (units > 0) setStock(snapshot, item, at, units);
      // Only stores sell to walk-ins: what a depot has is there to be sent.
      const rate = node.kind === "store" ? node.rates.get(sku) : undefined;
      if (rate !== undefined) setRate(snapshot, item, at, rate);
    });
  }
  return snapshot;
}

/** A day that is not kept to is never full, only dear. */
function capacityOf(rule: Rule, node: BrokerNode): number | null {
  const most = shipCapacity(rule, node);
  if (most === Infinity) return null;
  return rule.capacity.isHard ? most : Math.max(most, node.load + 1);
}

function pricesOf(weights: Weights, byId: readonly BrokerNode[]): Prices {
  const picks = new Float64Array(byId.length * BUCKETS);
  const failed = new Float64Array(byId.length * BUCKETS);
  byId.forEach((node, at) =>
    node.picks.forEach((bucket, i) => {
      picks[at * BUCKETS + i] = bucket.asked;
      failed[at * BUCKETS + i] = bucket.failed;
    })
  );
  return {
    stockout: weights.stockoutDays === null ? undefined : { untilDay: weights.stockoutDays },
    reject: weights.rejectMinor === null ? undefined : { picks, failed, reroute: weights.rejectMinor },
    congestion: weights.congestionMinor ?? undefined,
  };
}

/** Units given back their lines: of an item that several lines are of, the first lines first. */
function packagesOf(desk: Desk, made: readonly PlannedPackage[], lines: readonly BrokerLine[]): Package[] {
  const open = lines.map((line) => ({ ...line }));
  return made.map((planned) => {
    const contents = planned.contents.flatMap(({ sku, units }) => {
      const { id } = desk.router.snapshot.skus[sku]!;
      return open.filter((line) => line.sku === id).flatMap((line) => {
        const quantity = Math.min(line.quantity, units);
        line.quantity -= quantity;
        units -= quantity;
        const left = desk.nodes[planned.node]!.stock.get(id) ?? 0;
        return quantity > 0 ? [{ lineNo: line.lineNo, sku: id, quantity, left }] : [];
      });
    });
    return { ...priced(desk, planned), service: desk.asked.order.service, lines: contents };
  });
}

function summaryOf(
  desk: Desk,
  plan: RoutePlan | undefined,
  lines: readonly BrokerLine[],
): PlanSummary | null {
  if (!plan || plan.packages.length === 0 || plan.unfilled.length > 0) return null;
  const packages = packagesOf(desk, plan.packages, lines).map(({ service: _, ...made }) => made);
  const totalMinor = packages.reduce((sum, { cost }) => sum + cost.total, 0);
  return {
    packages,
    totalMinor,
    scoreMinor: packages.reduce((sum, { weighed }) => sum + weighed.total, totalMinor),
  };
}

function priced({ nodes }: Desk, { node, zone, cost, prices }: PlannedPackage) {
  const total = cost.ship + cost.pack + cost.pick + cost.packaging + cost.split + cost.late;
  return {
    nodeId: nodes[node]!.id,
    miles: tenths(nodes[node]!.miles),
    zone: zone + 1,
    cost: { ...cost, total },
    weighed: { ...prices, total: sumOfPrices(prices) },
  };
}

function tenths(miles: number): number {
  return Math.round(miles * 10) / 10;
}
