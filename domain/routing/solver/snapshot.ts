import type { NodeFacts, RoutePlan, SkuFacts } from "./types.ts";

/**
 * What the solver reads: stock, forecast and load as columns, one row an item. It is kept, not rebuilt: a reservation,
 * a release or a sale changes it in place and counts its version up. One owner writes.
 */
export interface Snapshot {
  version: number;
  /** By id, so that a node's index is also its place in every tie. */
  nodes: readonly NodeFacts[];
  skus: readonly SkuFacts[];
  nodeAt: ReadonlyMap<string, number>;
  skuAt: ReadonlyMap<string, number>;
  /** Units left, `stock[sku][node]`; an item nobody has shares one empty row. */
  stock: Int32Array[];
  /** Walk-in units a day, `rate[sku][node]`; undefined where there is no forecast. */
  rate: (Float64Array | undefined)[];
  /** Packages of the day by node. */
  load: Int32Array;
  day: number;
  columns: Columns;
}

/** The nodes' facts as the inner loop reads them. */
interface Columns {
  /** The place on the unit sphere. */
  x: Float64Array;
  y: Float64Array;
  z: Float64Array;
  pack: Float64Array;
  pick: Float64Array;
  /** Packages a day; −1 without a limit. */
  capacity: Int32Array;
  /** Index into `readyDays`. */
  ready: Int32Array;
  readyDays: number[];
  minPack: number;
  minPick: number;
  /** The row of every item nobody has ever had. */
  empty: Int32Array;
}

export function snapshotOf(nodes: readonly NodeFacts[], skus: readonly SkuFacts[]): Snapshot {
  const sorted = nodes.toSorted((a, b) => a.id < b.id ? -1 : 1);
  const columns = columnsOf(sorted);
  return {
    version: 0,
    nodes: sorted,
    skus,
    nodeAt: new Map(sorted.map(({ id }, i) => [id, i])),
    skuAt: new Map(skus.map(({ id }, i) => [id, i])),
    stock: skus.map(() => columns.empty),
    rate: skus.map(() => undefined),
    load: new Int32Array(nodes.length),
    day: 0,
    columns,
  };
}

function columnsOf(nodes: readonly NodeFacts[]): Columns {
  const readyDays = [...new Set(nodes.map((node) => node.readyDays))].sort((a, b) => a - b);
  const points = nodes.map(onSphere);
  return {
    x: Float64Array.from(points, (point) => point.x),
    y: Float64Array.from(points, (point) => point.y),
    z: Float64Array.from(points, (point) => point.z),
    pack: Float64Array.from(nodes, (node) => node.packCost),
    pick: Float64Array.from(nodes, (node) => node.pickCost),
    capacity: Int32Array.from(nodes, (node) => node.capacityPerDay ?? -1),
    ready: Int32Array.from(nodes, (node) => readyDays.indexOf(node.readyDays)),
    readyDays,
    minPack: Math.min(...nodes.map((node) => node.packCost)),
    minPick: Math.min(...nodes.map((node) => node.pickCost)),
    empty: new Int32Array(nodes.length),
  };
}

/** A point of the earth on the unit sphere, where distance needs no trigonometry. */
export function onSphere({ lat, lon }: { lat: number; lon: number }) {
  const rad = Math.PI / 180;
  const ring = Math.cos(lat * rad);
  return { x: ring * Math.cos(lon * rad), y: ring * Math.sin(lon * rad), z: Math.sin(lat * rad) };
}

export function setStock(snapshot: Snapshot, sku: number, node: number, units: number): void {
  ownRow(snapshot, sku)[node] = units;
  snapshot.version++;
}

export function setRate(snapshot: Snapshot, sku: number, node: number, unitsPerDay: number): void {
  const row = snapshot.rate[sku] ??= new Float64Array(snapshot.nodes.length);
  row[node] = unitsPerDay;
  snapshot.version++;
}

/** From another whole day on nobody has any load. */
export function startDay(snapshot: Snapshot, day: number): void {
  if (day === snapshot.day) return;
  snapshot.day = day;
  snapshot.load.fill(0);
  snapshot.version++;
}

/** Takes a plan's units from their nodes, and a place in each node's day. */
export function reserve(snapshot: Snapshot, plan: RoutePlan): void {
  move(snapshot, plan, -1);
}

/** Gives back what `reserve` took. */
export function release(snapshot: Snapshot, plan: RoutePlan): void {
  move(snapshot, plan, 1);
}

/** A walk-in takes what is left, up to so many; says how many those were. */
export function sellWalkIn(snapshot: Snapshot, sku: number, node: number, quantity: number): number {
  const row = snapshot.stock[sku]!;
  const sold = Math.min(quantity, Math.max(0, row[node]!));
  if (sold === 0) return 0;
  row[node]! -= sold;
  snapshot.version++;
  return sold;
}

function move(snapshot: Snapshot, plan: RoutePlan, sign: 1 | -1): void {
  for (const { node, contents } of plan.packages) {
    snapshot.load[node]! -= sign;
    for (const { sku, units } of contents) snapshot.stock[sku]![node]! += sign * units;
  }
  snapshot.version++;
}

/** The item's own row: until somebody has some of it, all items share an empty one. */
function ownRow(snapshot: Snapshot, sku: number): Int32Array {
  const row = snapshot.stock[sku]!;
  if (snapshot.columns.empty !== row) return row;
  return snapshot.stock[sku] = new Int32Array(snapshot.nodes.length);
}
