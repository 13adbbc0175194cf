// The ways an order can be taken apart. An item wanted q times is a digit from 0 to q, an order a number of such
// digits, and every part of it a smaller one: S − T is what is left of S without T. Counting instead of numbering
// units is exact for quantities, and much smaller: ten of one item are 11 states, not 1,024.

/** What depends only on the quantities; kept for the next order like it. */
export interface Shape {
  quantities: readonly number[];
  /** How many parts there are, the empty one and the whole included: Π (q + 1). */
  size: number;
  /** What one unit of an item counts. */
  stride: readonly number[];
  /** The last item of each part, what one unit of it counts, and where that unit's price stands. */
  top: Uint8Array;
  topStride: Int32Array;
  topUnit: Int32Array;
  /** Where an item's unit prices begin. */
  unitFrom: readonly number[];
  units: number;
  /** The parts of each part, rising, from `partsFrom[S]` to `partsFrom[S + 1]`; those with its last item come last. */
  parts: Uint16Array;
  partsFrom: Int32Array;
  withTopFrom: Int32Array;
}

/** Pairs of a part and a part of it, up to which every plan is looked at: ten units, each of another item, are 59,049. */
const EXACT_PAIRS = 60_000;
export const MAX_SIZE = 1_024;
const KEPT = 256;
const shapes = new Map<string, Shape>();

/** The shape of these quantities; undefined when there are too many ways to look at. */
export function shapeOf(quantities: readonly number[]): Shape | undefined {
  if (!isSmall(quantities)) return undefined;
  const key = quantities.join();
  const known = shapes.get(key);
  if (known) return known;
  if (shapes.size >= KEPT) shapes.clear();
  const shape = makeShape(quantities);
  shapes.set(key, shape);
  return shape;
}

export function isSmall(quantities: readonly number[]): boolean {
  let pairs = 1;
  for (const quantity of quantities) pairs *= (quantity + 1) * (quantity + 2) / 2;
  return pairs <= EXACT_PAIRS;
}

/** How many of an item a part has. */
export function countIn(shape: Shape, part: number, item: number): number {
  return Math.floor(part / shape.stride[item]!) % (shape.quantities[item]! + 1);
}

/** Whether every item of a part is in another at least as often. */
export function isWithin(shape: Shape, part: number, whole: number): boolean {
  for (let item = 0; item < shape.quantities.length; item++) {
    if (countIn(shape, part, item) > countIn(shape, whole, item)) return false;
  }
  return true;
}

function makeShape(quantities: readonly number[]): Shape {
  const stride: number[] = [], unitFrom: number[] = [];
  let size = 1, units = 0;
  for (const quantity of quantities) {
    stride.push(size);
    unitFrom.push(units);
    size *= quantity + 1;
    units += quantity;
  }
  const shape: Shape = {
    quantities,
    size,
    stride,
    unitFrom,
    units,
    top: new Uint8Array(size),
    topStride: new Int32Array(size),
    topUnit: new Int32Array(size),
    parts: new Uint16Array(quantities.reduce((pairs, q) => pairs * (q + 1) * (q + 2) / 2, 1)),
    partsFrom: new Int32Array(size + 1),
    withTopFrom: new Int32Array(size),
  };
  let next = 0;
  for (let whole = 0; whole < size; whole++) {
    markTop(shape, whole);
    shape.partsFrom[whole] = next;
    next = listParts(shape, whole, next);
  }
  shape.partsFrom[size] = next;
  return shape;
}

function markTop(shape: Shape, whole: number): void {
  let top = 0;
  while (top + 1 < shape.stride.length && shape.stride[top + 1]! <= whole) top++;
  shape.top[whole] = top;
  shape.topStride[whole] = shape.stride[top] ?? 1;
  shape.topUnit[whole] = (shape.unitFrom[top] ?? 0) + countIn(shape, whole, top) - 1;
}

function listParts(shape: Shape, whole: number, from: number): number {
  const most = shape.quantities.map((_, item) => countIn(shape, whole, item));
  const digits = most.map(() => 0);
  let part = 0, next = from;
  shape.withTopFrom[whole] = -1;
  while (true) {
    if (shape.withTopFrom[whole] === -1 && part >= shape.topStride[whole]!) shape.withTopFrom[whole] = next;
    shape.parts[next++] = part;
    let item = 0;
    while (item < digits.length && digits[item] === most[item]) {
      part -= digits[item]! * shape.stride[item]!;
      digits[item] = 0;
      item++;
    }
    if (item === digits.length) break;
    digits[item]!++;
    part += shape.stride[item]!;
  }
  if (shape.withTopFrom[whole] === -1) shape.withTopFrom[whole] = next;
  return next;
}
