import { MAX_SIZE } from "./shape.ts";

/** The paper the solver does its sums on, used again for every order so that none leaves anything to be collected. */
export interface Scratch {
  /** Counted up with every order: what was written for another is not read. */
  order: number;
  /** By zone: the nodes that have something of what is wanted, by index. */
  rings: Int32Array[];
  inRing: Int32Array;
  /** By part: its units, what it weighs, its billed pounds, what it costs to leave it out. */
  count: Int32Array;
  weights: Float64Array;
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
  closure: Float64Array;
  /** For at most so many packages: the least by part. */
  layers: Partition[];
  /** Shipping by part, a row for each kind of node (zone and days until ready) of the order. */
  rows: Float64Array[];
  rowsUsed: number;
  rowOf: Int32Array;
  rowOrder: Float64Array;
}

/** For every part: the least it ships for in at most so many packages, and the package to begin with. */
export interface Partition {
  least: Float64Array;
  packages: Uint8Array;
  zone: Uint8Array;
  first: Uint16Array;
}

let kept: { nodes: number; zones: number; kinds: number; scratch: Scratch } | undefined;

/**
 * The one paper of this process, a larger one where it is too small: an order is sourced in one go, so that no two are
 * ever written on it at once, and a plan holds nothing of it.
 */
export function scratchFor(nodes: number, zones: number, kinds: number): Scratch {
  if (kept && kept.nodes >= nodes && kept.zones >= zones && kept.kinds >= kinds) return kept.scratch;
  const size = {
    nodes: Math.max(nodes, kept?.nodes ?? 0),
    zones: Math.max(zones, kept?.zones ?? 0),
    kinds: Math.max(kinds, kept?.kinds ?? 0),
  };
  kept = { ...size, scratch: newScratch(size.nodes, size.zones, size.kinds) };
  return kept.scratch;
}

function newScratch(nodes: number, zones: number, kinds: number): Scratch {
  const numbers = () => new Float64Array(MAX_SIZE);
  return {
    order: 0,
    rings: Array.from({ length: zones }, () => new Int32Array(nodes)),
    inRing: new Int32Array(zones),
    count: new Int32Array(MAX_SIZE),
    weights: numbers(),
    pounds: new Int32Array(MAX_SIZE),
    leaveOut: numbers(),
    floor: numbers(),
    cost: numbers(),
    node: new Int32Array(MAX_SIZE),
    zone: new Uint8Array(MAX_SIZE),
    goods: numbers(),
    unit: numbers(),
    closure: numbers(),
    layers: [],
    rows: [],
    rowsUsed: 0,
    rowOf: new Int32Array(kinds),
    rowOrder: new Float64Array(kinds),
  };
}

/** The table for so many packages, emptied. */
export function layerAt({ layers }: Scratch, packages: number, size: number): Partition {
  const layer = layers[packages] ??= {
    least: new Float64Array(MAX_SIZE),
    packages: new Uint8Array(MAX_SIZE),
    zone: new Uint8Array(MAX_SIZE),
    first: new Uint16Array(MAX_SIZE),
  };
  layer.least.fill(Infinity, 0, size);
  layer.least[0] = layer.packages[0] = layer.zone[0] = 0;
  return layer;
}

/** A row for so many parts that nothing of this order has been written to. */
export function nextRow(scratch: Scratch, size: number): Float64Array {
  const known = scratch.rows[scratch.rowsUsed];
  const row = known && known.length >= size ? known : new Float64Array(Math.max(64, size));
  scratch.rows[scratch.rowsUsed++] = row;
  return row;
}
