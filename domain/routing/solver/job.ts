import { leastUnitPrice, type Prices } from "./prices.ts";
import { type Scratch, scratchFor } from "./scratch.ts";
import { countIn, type Shape } from "./shape.ts";
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
  to: { x: number; y: number; z: number };
}

export function routerOf(snapshot: Snapshot, tariff: Tariff, prices: Prices): Router {
  const kinds = tariff.zones * snapshot.columns.readyDays.length;
  return { snapshot, tariff, prices, scratch: scratchFor(snapshot.nodes.length, tariff.zones, kinds) };
}

/** An order's lines as items: the loose ones by what they are of, each group as one. */
export function itemsOf(lines: readonly Line[]): Item[] {
  const items: Item[] = [];
  const groups = new Map<string, Units[]>();
  for (const { sku, quantity, group } of lines) {
    if (group !== undefined) {
      const needs = groups.get(group) ?? [];
      groups.set(group, needs);
      addUnits(needs, sku, quantity);
      continue;
    }
    const known = items.find(({ needs }) => needs[0]!.sku === sku);
    if (known) known.quantity += quantity;
    else items.push({ needs: [{ sku, units: 1 }], quantity });
  }
  for (const needs of groups.values()) items.push({ needs, quantity: 1 });
  return items;
}

/** Adds units of an item to others, in place. */
export function addUnits(all: Units[], sku: number, units: number): void {
  const known = all.find((each) => each.sku === sku);
  if (known) known.units += units;
  else all.push({ sku, units });
}

const NOTHING_OPEN: ReadonlyMap<number, number> = new Map();

export function jobOf(
  router: Router,
  ask: Ask,
  items: readonly Item[],
  shape: Shape,
  opened = NOTHING_OPEN,
): Job {
  const { snapshot: { skus, columns: { minPick } }, scratch } = router;
  const { count, pounds, weights, leaveOut, floor } = scratch;
  pounds[0] =
    weights[0] =
    leaveOut[0] =
    floor[0] =
      0;
  for (let part = 1; part < shape.size; part++) {
    const rest = part - shape.topStride[part]!;
    const { needs } = items[shape.top[part]!]!;
    let units = count[rest]!, weight = weights[rest]!, lost = leaveOut[rest]!, least = floor[rest]!;
    for (let i = 0; i < needs.length; i++) {
      const { sku, units: each } = needs[i]!;
      units += each;
      weight += skus[sku]!.weight * each;
      lost += (skus[sku]!.margin + router.tariff.unfilledPenalty) * each;
      least += (minPick + leastUnitPrice(router.prices, router.snapshot, sku)) * each;
    }
    count[part] = units;
    weights[part] = weight;
    leaveOut[part] = lost;
    floor[part] = least;
    pounds[part] = billedPounds(weight);
  }
  scratch.order++;
  scratch.rowsUsed = 0;
  return { router, ask, items, shape, clashes: clash(items), opened, to: onSphere(ask.to) };
}

function clash(items: readonly Item[]): boolean {
  if (items.length === 1) return false;
  const needed = items.flatMap(({ needs }) => needs.map(({ sku }) => sku));
  return new Set(needed).size < needed.length;
}

/** What a part is of. */
export function contentsOf({ items, shape }: Pick<Job, "items" | "shape">, part: number): Units[] {
  const contents: Units[] = [];
  for (let item = 0; item < items.length; item++) {
    const copies = countIn(shape, part, item);
    if (copies === 0) continue;
    for (const { sku, units } of items[item]!.needs) addUnits(contents, sku, units * copies);
  }
  return contents;
}
