// What walk-ins buy, learnt while the days go by: a forecast says what to expect, sales say how far it was wrong, and
// neither is believed more than it has earned. Without a forecast the first stock of a shelf stands for one.
import type { Snapshot } from "./snapshot.ts";

export interface Learned {
  /** Units a day as expected at first, by item and node. */
  expected: Float64Array[];
  /** Units walk-ins have asked for since; an item nobody expects or asks for shares one empty row. */
  seen: Int32Array[];
  nothing: Int32Array;
  from: number;
  /** When rates are worked out anew. */
  next: number;
}

/** Of a first stock, what is sold by the day shelves are filled again, where nobody says better. */
const SOLD_OF_STOCK = .7;
const FIRST_LOOK = .01;
const LONGEST_WAIT = .25;
/** Units expected before all rates together are believed to be wrong. */
const STEADY = 20;
const ROUNDS = 2;

/** From the snapshot's forecast, or its stock where it has none; its rates are this module's from now on. */
export function learnFrom(snapshot: Snapshot, { now, untilDay }: { now: number; untilDay: number }): Learned {
  const days = Math.max(1, untilDay - now);
  const nobody = new Float64Array(snapshot.nodes.length), nothing = new Int32Array(snapshot.nodes.length);
  const isForecast = snapshot.rate.some((row) => row !== undefined);
  const expected = snapshot.skus.map((_, sku) => {
    if (isForecast) return snapshot.rate[sku]?.slice() ?? nobody;
    if (snapshot.stock[sku] === snapshot.columns.empty) return nobody;
    return Float64Array.from(snapshot.nodes, ({ kind }, node) => {
      return kind === "store" ? SOLD_OF_STOCK * snapshot.stock[sku]![node]! / days : 0;
    });
  });
  snapshot.rate = expected.map((row) => row === nobody ? undefined : row.slice());
  const seen = expected.map((row) => row === nobody ? nothing : new Int32Array(row.length));
  return { expected, seen, nothing, from: now, next: now + FIRST_LOOK };
}

export function sawWalkIn(learned: Learned, sku: number, node: number, units: number): void {
  if (learned.seen[sku] === learned.nothing) learned.seen[sku] = new Int32Array(learned.nothing.length);
  learned.seen[sku]![node]! += units;
}

/** Works the snapshot's rates out anew when it is time: often at first, four times a day later. */
export function refreshRates(learned: Learned, snapshot: Snapshot, now: number): void {
  if (now < learned.next) return;
  const days = now - learned.from;
  learned.next = now + Math.min(LONGEST_WAIT, days);
  snapshot.version++;
  const { bySku, byNode } = factors(learned, days);
  const e = (sku: number, node: number) => learned.expected[sku]![node]! * days * bySku[sku]! * byNode[node]!;
  const strength = strengthOf(learned, e);
  learned.seen.forEach((row, sku) => {
    if (row === learned.nothing) return;
    const rates = snapshot.rate[sku] ??= new Float64Array(row.length);
    for (let node = 0; node < row.length; node++) {
      const expected = e(sku, node), seen = row[node]!;
      if (expected === 0 && seen === 0) continue;
      // A gamma belief of this strength around what is expected, met by what was seen (Poisson).
      rates[node] = expected === 0
        ? seen / (1 + days)
        : expected * (strength + seen) / (strength + expected) / days;
    }
  });
}

/** How far items, and nodes, sell more or less than expected. */
function factors({ expected, seen }: Learned, days: number) {
  const nodes = expected[0]?.length ?? 0;
  const bySku = new Float64Array(expected.length).fill(1), byNode = new Float64Array(nodes).fill(1);
  const total = { seen: 0, expected: 0 };
  seen.forEach((row, sku) =>
    row.forEach((units, node) => {
      total.seen += units;
      total.expected += expected[sku]![node]! * days;
    })
  );
  byNode.fill((STEADY + total.seen) / (STEADY + total.expected));
  for (let round = 0; round < ROUNDS; round++) {
    const sums = {
      sku: [new Float64Array(bySku.length), new Float64Array(bySku.length)],
      node: [new Float64Array(nodes), new Float64Array(nodes)],
    };
    const isSku = round % 2 === 0;
    seen.forEach((row, sku) => {
      for (let node = 0; node < nodes; node++) {
        const at = isSku ? sku : node, [e, s] = isSku ? sums.sku : sums.node;
        e![at]! += expected[sku]![node]! * days * bySku[sku]! * byNode[node]!;
        s![at]! += row[node]!;
      }
    });
    correct(isSku ? bySku : byNode, ...(isSku ? sums.sku : sums.node) as [Float64Array, Float64Array]);
  }
  return { bySku, byNode };
}

/** Moves each factor towards what was seen, as far as they differ from each other more than chance would have it. */
function correct(factor: Float64Array, expected: Float64Array, seen: Float64Array): void {
  let over = 0, square = 0;
  expected.forEach((e, i) => {
    over += (seen[i]! - e) ** 2 - e;
    square += e * e;
  });
  if (over <= 0 || square === 0) return;
  const strength = square / over;
  factor.forEach((_, i) => {
    factor[i]! *= (strength + seen[i]!) / (strength + expected[i]!);
  });
}

/** How much a single shelf's expectation is worth, in units seen: the more sales agree with it, the more. */
function strengthOf({ seen }: Learned, e: (sku: number, node: number) => number): number {
  let over = 0, square = 0;
  seen.forEach((row, sku) => {
    for (let node = 0; node < row.length; node++) {
      const expected = e(sku, node);
      over += (row[node]! - expected) ** 2 - expected;
      square += expected * expected;
    }
  });
  return over <= 0 ? 1e9 : square / over;
}
