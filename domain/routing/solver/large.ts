// Orders with more ways to be parted than can be looked at: sourced piece by piece, the most valuable items first, each
// piece exactly and beside the packages that the pieces before it made. What comes out is said not to be proved.
import { choose } from "./choose.ts";
import { addUnits, contentsOf, type Item, itemsOf, jobOf, type Router } from "./job.ts";
import { packageOf, totalled } from "./plan.ts";
import { zoneOf } from "./scan.ts";
import { isSmall, shapeOf } from "./shape.ts";
import type { Ask, Micros, RoutePlan, Units } from "./types.ts";

export function solveLarge(router: Router, ask: Ask, items: Item[]): RoutePlan {
  const inPieces = solveInPieces(router, ask, items);
  const inOneBox = solveInOneBox(router, ask);
  return isAllowed(router, ask, inPieces) && inPieces.score < inOneBox.score ? inPieces : inOneBox;
}

/** The node that has everything, or nothing at all: allowed whatever an order asks of its packages. */
function solveInOneBox(router: Router, ask: Ask): RoutePlan {
  const items = itemsOf(ask.lines.map((line) => ({ ...line, group: "all" })));
  const job = jobOf(router, ask, items, shapeOf([1])!);
  const { packages, out } = choose(job);
  const everything = contentsOf(job, 1);
  const made = packages.map(({ node, zone }) => packageOf(router, ask, node, zone, everything));
  return totalled(router, made, out === 0 ? [] : everything, false);
}

function solveInPieces(router: Router, ask: Ask, items: Item[]): RoutePlan {
  const { snapshot } = router;
  const packed = new Map<number, Map<number, number>>();
  const left: Units[] = [];
  const free: Ask = { ...ask, minShipmentValue: undefined };
  for (const piece of piecesOf(router, items)) {
    const job = jobOf(
      router,
      free,
      piece,
      shapeOf(piece.map(({ quantity }) => quantity))!,
      weightsOf(router, packed),
    );
    const choice = choose(job);
    for (const { node, part } of choice.packages) pack(router, packed, node, contentsOf(job, part));
    for (const { sku, units } of contentsOf(job, choice.out)) addUnits(left, sku, units);
  }
  // Until here what was packed was taken from the shelves, so that the next piece did not count on it again.
  for (const [node, contents] of packed) {
    for (const [sku, units] of contents) snapshot.stock[sku]![node]! += units;
  }
  const job = jobOf(router, ask, [], shapeOf([])!);
  const made = [...packed].map(([node, contents]) => {
    const units = [...contents].map(([sku, units]) => ({ sku, units }));
    return packageOf(router, ask, node, zoneOf(job, node), units);
  });
  return totalled(router, made, left, false);
}

/** Runs of items small enough to be looked at whole, the most valuable first; a long line is cut. */
function piecesOf({ snapshot }: Router, items: Item[]): Item[][] {
  const value = ({ needs }: Item) =>
    needs.reduce((sum, { sku, units }) => sum + snapshot.skus[sku]!.price * units, 0);
  const pieces: Item[][] = [[]];
  for (const item of items.toSorted((a, b) => value(b) - value(a)).flatMap(cut)) {
    const piece = pieces.at(-1)!;
    if (isPiece([...piece, item])) piece.push(item);
    else pieces.push([item]);
  }
  return pieces;
}

/** Smaller than what is looked at whole elsewhere: a large order is many pieces. */
function isPiece(items: Item[]): boolean {
  const quantities = items.map(({ quantity }) => quantity);
  return items.length <= 8 && isSmall(quantities);
}

const LONGEST = 100;

function cut(item: Item): Item[] {
  const times = Math.ceil(item.quantity / LONGEST);
  return Array.from({ length: times }, (_, i) => {
    return { ...item, quantity: Math.min(LONGEST, item.quantity - i * LONGEST) };
  });
}

function pack(
  { snapshot }: Router,
  packed: Map<number, Map<number, number>>,
  node: number,
  contents: Units[],
): void {
  const here = packed.get(node) ?? new Map<number, number>();
  packed.set(node, here);
  for (const { sku, units } of contents) {
    here.set(sku, (here.get(sku) ?? 0) + units);
    snapshot.stock[sku]![node]! -= units;
  }
}

function weightsOf({ snapshot }: Router, packed: Map<number, Map<number, number>>): Map<number, Micros> {
  return new Map([...packed].map(([node, contents]) => {
    return [node, [...contents].reduce((sum, [sku, units]) => sum + snapshot.skus[sku]!.weight * units, 0)];
  }));
}

function isAllowed(
  { snapshot: { skus } }: Router,
  { minShipmentValue, maxPackages }: Ask,
  plan: RoutePlan,
): boolean {
  if (plan.packages.length > (maxPackages ?? Infinity)) return false;
  if (minShipmentValue === undefined) return true;
  const worth = (contents: Units[]) =>
    contents.reduce((sum, { sku, units }) => sum + skus[sku]!.price * units, 0);
  const parts = plan.packages.map(({ contents }) => worth(contents));
  const whole = parts.length === 1 && plan.unfilled.length === 0;
  const isEnough = parts.every((value) => value >= minShipmentValue);
  return whole || (isEnough && (plan.unfilled.length === 0 || worth(plan.unfilled) >= minShipmentValue));
}
