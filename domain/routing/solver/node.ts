import type { Item, Job } from "./job.ts";
import { congestionPrice, unitPrice } from "./prices.ts";
import { addedRow, counterRow, shipRow } from "./ship.ts";
import { countIn } from "./shape.ts";
import type { Micros } from "./types.ts";

/** Whether a node may be asked at all: not refused before, and with room in its day. */
export function isOpen({ router: { snapshot }, ask, opened }: Job, node: number): boolean {
  if (ask.barred?.has(node)) return false;
  const capacity = snapshot.columns.capacity[node]!;
  return capacity < 0 || snapshot.load[node]! < capacity || opened.has(node);
}

/** The largest part of an order a node has, each item looked at by itself. */
export function haveAt(job: Job, node: number): number {
  let have = 0;
  for (let i = 0; i < job.items.length; i++) {
    have += copiesAt(job, job.items[i]!, node) * job.shape.stride[i]!;
  }
  return have;
}

function copiesAt({ router: { snapshot } }: Job, { needs, quantity }: Item, node: number): number {
  let copies = quantity;
  for (let i = 0; i < needs.length; i++) {
    const { sku, units } = needs[i]!;
    const left = snapshot.stock[sku]![node]!;
    if (left < copies * units) copies = left <= 0 ? 0 : Math.floor(left / units);
  }
  return copies;
}

/** Where items share stock: whether a node has all of a part at once. */
export function hasTogether(
  { router: { snapshot }, items, shape }: Job,
  node: number,
  part: number,
): boolean {
  const wanted = new Map<number, number>();
  items.forEach(({ needs }, item) => {
    const copies = countIn(shape, part, item);
    for (const { sku, units } of needs) wanted.set(sku, (wanted.get(sku) ?? 0) + units * copies);
  });
  return [...wanted].every(([sku, units]) => snapshot.stock[sku]![node]! >= units);
}

/** What a package costs before anything is in it: packing it, and its place in the store's day. */
export function packageFee(job: Job, node: number): Micros {
  const { router: { snapshot, tariff, prices }, ask, opened } = job;
  if (opened.has(node)) return 0;
  let fee = snapshot.columns.pack[node]!;
  if (node !== ask.pickupNode) fee += tariff.packaging + tariff.splitPenalty;
  if (prices.congestion) fee += congestionPrice(prices, snapshot, node);
  if (prices.duals?.node) fee += Math.round(prices.duals.node[node]!);
  return fee;
}

/** What each part costs to ship from a node. */
export function rowOf(job: Job, node: number, zone: number): Float64Array {
  if (node === job.ask.pickupNode) return counterRow(job);
  const weight = job.opened.get(node);
  if (weight !== undefined) return addedRow(job, node, zone, weight);
  return shipRow(job, zone, job.router.snapshot.columns.ready[node]!);
}

/** Writes what each copy of each item costs at a node that has so much of them, picking and prices. */
export function priceUnits(job: Job, node: number, have: number, into: Float64Array): void {
  const { router: { snapshot, prices }, ask, items, shape } = job;
  const pick = snapshot.columns.pick[node]!;
  for (let item = 0; item < items.length; item++) {
    const { needs } = items[item]!;
    const copies = countIn(shape, have, item);
    for (let copy = 0; copy < copies; copy++) {
      let cost = 0;
      for (let i = 0; i < needs.length; i++) {
        const { sku, units } = needs[i]!;
        const left = snapshot.stock[sku]![node]! - copy * units;
        cost += pick * units;
        for (let unit = 0; unit < units; unit++) {
          cost += unitPrice(prices, snapshot, sku, node, left - unit, ask.at);
        }
      }
      into[shape.unitFrom[item]! + copy] = cost;
    }
  }
}
