// How walks are planned by rules of thumb, to compare with the shortest: their lengths in metres, from the counter and back.
import type { Spot } from "../../domain/fulfillment/floor_decide.ts";

/** Every aisle with something to take is walked through; out of the last of an odd number one comes back the same way. */
export function sShape(spots: readonly Spot[], depth: number): number {
  const aisles = aislesOf(spots);
  const [last] = aisles.slice(-1);
  if (!last) return 0;
  const isOdd = aisles.length % 2 === 1;
  return 2 * last.x + depth * (aisles.length - (isOdd ? 1 : 0)) + (isOdd ? 2 * last.ys.at(-1)! : 0);
}

/** The first and the last aisle are walked through; the others entered from either end, up to the widest gap. */
export function largestGap(spots: readonly Spot[], depth: number): number {
  const aisles = aislesOf(spots);
  const [last] = aisles.slice(-1);
  if (!last) return 0;
  if (aisles.length === 1) return 2 * (last.x + last.ys.at(-1)!);
  const between = aisles.slice(1, -1).map(({ ys }) => {
    const edges = [0, ...ys, depth];
    return 2 * (depth - Math.max(...edges.slice(1).map((y, i) => y - edges[i]!)));
  });
  return 2 * last.x + 2 * depth + between.reduce((total, metres) => total + metres, 0);
}

function aislesOf(spots: readonly Spot[]) {
  return [...Map.groupBy(spots, ({ x }) => x)].sort(([a], [b]) => a - b)
    .map(([x, here]) => ({ x, ys: here.map(({ y }) => y).sort((a, b) => a - b) }));
}
