// Which boxes goods are packed in, as a suggestion: the associate sees the goods and may do otherwise. It is a heuristic.
// Volumes are added up and not laid out in space, so a box counts as full before it is.
import type { Box, PackLine, Sides, SuggestedBox } from "./types.ts";

/** How much of a box is filled with goods of several sizes; the rest is air and paper. */
const FILL_PERCENT = 80;
/** Goods nobody has measured: a quarter of the weight of water. */
const USUAL_CUBIC_MM_PER_GRAM = 4_000;

/** Units of one line, as boxes see them. */
interface Kind {
  lineNo: number;
  quantity: number;
  weightGrams: number;
  sides: Sides;
}

interface Bin {
  box: Box;
  kinds: Kind[];
}

/**
 * The fewest, smallest boxes that hold these units: one box when one is enough; else first fit decreasing, the largest
 * units first, each into the first box with room, else into a new one of the largest sort, and every box is changed for
 * the smallest that holds what is in it. What fits into no box goes in its own packaging, one unit a parcel.
 */
export function suggestBoxes(lines: PackLine[], boxes: Box[]): SuggestedBox[] {
  const bySize = boxes.toSorted((a, b) => volume(a.sidesMm) - volume(b.sidesMm) || (a.id < b.id ? -1 : 1));
  const kinds = lines.filter((line) => line.quantity > 0).map(kindOf).sort(largestFirst);
  const boxable = kinds.filter((kind) => bySize.some((box) => holdsOne(box, kind)));
  const loose = kinds.filter((kind) => !boxable.includes(kind)).flatMap(inOwnPackaging);

  const single = boxable.length === 0 ? undefined : bySize.find((box) => holds(box, boxable));
  const bins = single ? [{ box: single, kinds: boxable }] : firstFit(boxable, bySize);
  return [...bins.map((bin) => suggestionOf(smallest(bin, bySize))), ...loose];
}

/** Whether a unit alone goes into a box, turned as it must be. */
export function fits(sides: Sides, box: Box): boolean {
  const unit = ascending(sides), inside = ascending(box.sidesMm);
  return unit.every((side, i) => side <= inside[i]!);
}

export function volume([a, b, c]: Sides): number {
  return a * b * c;
}

/** Its sides as measured, else a cube of the usual density. */
export function sidesOf({ sidesMm, weightGrams }: Pick<PackLine, "sidesMm" | "weightGrams">): Sides {
  if (sidesMm) return sidesMm;
  const side = Math.ceil(Math.cbrt(weightGrams * USUAL_CUBIC_MM_PER_GRAM));
  return [side, side, side];
}

function firstFit(kinds: Kind[], bySize: Box[]): Bin[] {
  const bins: Bin[] = [];
  for (const kind of kinds) {
    let left = kind.quantity;
    for (const bin of bins) {
      const units = Math.min(left, room(bin, kind));
      if (units > 0) bin.kinds.push({ ...kind, quantity: units });
      left -= units;
      if (left === 0) break;
    }
    while (left > 0) {
      const bin: Bin = { box: bySize.findLast((box) => holdsOne(box, kind))!, kinds: [] };
      const units = Math.min(left, room(bin, kind));
      bin.kinds.push({ ...kind, quantity: units });
      bins.push(bin);
      left -= units;
    }
  }
  return bins;
}

/** How many more units of a kind a box takes. A unit that fits may have a box to itself, however full it makes it. */
function room({ box, kinds }: Bin, kind: Kind): number {
  if (!fits(kind.sides, box)) return 0;
  const free = volume(box.sidesMm) * FILL_PERCENT / 100 - total(kinds, (each) => volume(each.sides));
  const spare = box.maxGrams - total(kinds, (each) => each.weightGrams);
  const units = Math.floor(Math.min(free / volume(kind.sides), spare / kind.weightGrams));
  return kinds.length === 0 && holdsOne(box, kind) ? Math.max(1, units) : Math.max(0, units);
}

function holdsOne(box: Box, kind: Kind): boolean {
  return fits(kind.sides, box) && kind.weightGrams <= box.maxGrams;
}

function holds(box: Box, kinds: Kind[]): boolean {
  const bin: Bin = { box, kinds: [] };
  for (const kind of kinds) {
    if (room(bin, kind) < kind.quantity) return false;
    bin.kinds.push(kind);
  }
  return true;
}

function smallest(bin: Bin, bySize: Box[]): Bin {
  return { ...bin, box: bySize.find((box) => holds(box, bin.kinds)) ?? bin.box };
}

function suggestionOf({ box, kinds }: Bin): SuggestedBox {
  const goods = total(kinds, (kind) => kind.weightGrams);
  return { boxId: box.id, lines: kinds.map(lineOf), weightGrams: goods + box.tareGrams };
}

function inOwnPackaging(kind: Kind): SuggestedBox[] {
  return Array.from({ length: kind.quantity }, () => ({
    boxId: null,
    lines: [{ lineNo: kind.lineNo, quantity: 1 }],
    weightGrams: kind.weightGrams,
  }));
}

function lineOf({ lineNo, quantity }: Kind) {
  return { lineNo, quantity };
}

function kindOf({ lineNo, quantity, ...unit }: PackLine): Kind {
  return { lineNo, quantity, weightGrams: unit.weightGrams, sides: sidesOf(unit) };
}

function largestFirst(a: Kind, b: Kind): number {
  return volume(b.sides) - volume(a.sides) || b.weightGrams - a.weightGrams || a.lineNo - b.lineNo;
}

function total(kinds: Kind[], of: (kind: Kind) => number): number {
  return kinds.reduce((sum, kind) => sum + of(kind) * kind.quantity, 0);
}

function ascending(sides: Sides): Sides {
  return sides.toSorted((a, b) => a - b) as Sides;
}
