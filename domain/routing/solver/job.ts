import { leastUnitPrice, type Prices } from "./prices.ts";
import { MAX_SIZE, type Shape } from "./shape.ts";
import { onSphere, type Snapshot } from "./snapshot.ts";
import { billedPounds, type Tariff } from "./tariff.ts";
import type { Ask, Line, Units } from "./types.ts";

/** Everything orders are sourced from, and the paper the solver does its sums on. */
export interface Router {
  snapshot: Snapshot;
  tariff: Tariff;
  prices: Prices;
  scratch: Scratch;
}

/** What goes together: units of one item, or a group as a whole. */
export interface Item {
  needs: readonly Units[];
  quantity: number;
}

/** Columns used again for every order, so that sourcing one leaves nothing to be collected. */
interface Scratch {
  /** By zone: the nodes that have something of what is wanted, by index. */
  rings: Int32Array[];
  inRing: Int32Array;
  /** By part: its billed pounds, and what it costs to leave it out. */
  pounds: Int32Array;
  leaveOut: Float64Array;
  /** The least its goods can cost anywhere, shipping and fee aside. */
  floor: Float64Array;
  /** Of the cheapest node for each part. */
  cost: Float64Array;
  node: Int32Array;
  zone: Uint8Array;
  /** What the units of a part cost at the node looked at. */
  goods: Float64Array;
  /** By unit in rising order of its item's copies: what it costs there. */
  unit: Float64Array;
}

/** An order on the solver's desk. */
export interface Job {
  router: Router;
  ask: Ask;
  items: readonly Item[];
  shape: Shape;
  /** Two items need the same stock, so that what a node has of each does not say what it has of both. */
  clashes: boolean;
  /** What packages already made weigh, by node: what is added to them asks for no new package. */
  opened: ReadonlyMap<number, number>;
  /** Shipping by kind of node (zone and days until ready) and part; made when first needed. */
  rows: Map<number, Float64Array>;
  weights: Float64Array;
  to: { x: number; y: number; z: number };
}

export function routerOf(snapshot: Snapshot, tariff: Tariff, prices: Prices): Router {
  const nodes = snapshot.nodes.length;
  return {
    snapshot,
    tariff,
    prices,
    scratch: {
      rings: Array.from({ length: tariff.zones }, () => new Int32Array(nodes)),
      inRing: new Int32Array(tariff.zones),
      pounds: new Int32Array(MAX_SIZE),
      leaveOut: new Float64Array(MAX_SIZE),
      floor: new Float64Array(MAX_SIZE),
      cost: new Float64Array(MAX_SIZE),
      node: new Int32Array(MAX_SIZE),
      zone: new Uint8Array(MAX_SIZE),
      goods: new Float64Array(MAX_SIZE),
      unit: new Float64Array(MAX_SIZE),
    },
  };
}

/** An order's lines as items: the loose ones by what they are of, each group as one. */
export function itemsOf(lines: readonly Line[]): Item[] {
  const loose = new Map<number, number>();
  const groups = new Map<string, Map<number, number>>();
  for (const { sku, quantity, group } of lines) {
    let counts = loose;
    if (group !== undefined) {
      counts = groups.get(group) ?? new Map();
      groups.set(group, counts);
    }
    counts.set(sku, (counts.get(sku) ?? 0) + quantity);
  }
  return [
    ...[...loose].map(([sku, quantity]) => ({ needs: [{ sku, units: 1 }], quantity })),
    ...[...groups.values()].map((counts) => {
      return { needs: [...counts].map(([sku, units]) => ({ sku, units })), quantity: 1 };
    }),
  ];
}

export function jobOf(
  router: Router,
  ask: Ask,
  items: readonly Item[],
  shape: Shape,
  opened: ReadonlyMap<number, number> = new Map(),
): Job {
  const { skus, columns: { minPick } } = router.snapshot;
  const { pounds, leaveOut, floor } = router.scratch;
  const weights = new Float64Array(shape.size);
  const each = items.map(({ needs }) => ({
    weight: sum(needs, ({ sku, units }) => skus[sku]!.weight * units),
    lost: sum(needs, ({ sku, units }) => (skus[sku]!.margin + router.tariff.unfilledPenalty) * units),
    least: sum(
      needs,
      ({ sku, units }) => (minPick + leastUnitPrice(router.prices, router.snapshot, sku)) * units,
    ),
  }));
  pounds[0] = leaveOut[0] = floor[0] = 0;
  for (let part = 1; part < shape.size; part++) {
    const rest = part - shape.topStride[part]!;
    const { weight, lost, least } = each[shape.top[part]!]!;
    weights[part] = weights[rest]! + weight;
    leaveOut[part] = leaveOut[rest]! + lost;
    floor[part] = floor[rest]! + least;
    pounds[part] = billedPounds(weights[part]!);
  }
  const needed = items.flatMap(({ needs }) => needs.map(({ sku }) => sku));
  const clashes = new Set(needed).size < needed.length;
  return { router, ask, items, shape, clashes, opened, rows: new Map(), weights, to: onSphere(ask.to) };
}

/** What a part is of. */
export function contentsOf(items: readonly Item[], counts: readonly number[]): Units[] {
  const units = new Map<number, number>();
  items.forEach(({ needs }, i) => {
    if (counts[i] === 0) return;
    for (const need of needs) units.set(need.sku, (units.get(need.sku) ?? 0) + need.units * counts[i]!);
  });
  return [...units].map(([sku, count]) => ({ sku, units: count }));
}

function sum<T>(all: readonly T[], of: (each: T) => number): number {
  return all.reduce((total, each) => total + of(each), 0);
}
