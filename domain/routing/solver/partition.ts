// Which parts to ship together, each from its cheapest node: least[S] = min over parts T of S that hold S's last item
// of cost[T] + least[S − T]. A plan that asks one node twice is only a bound; `once.ts` settles those.
import type { Job } from "./job.ts";
import { layerAt, type Partition } from "./scratch.ts";
import type { Shape } from "./shape.ts";

/** Tables by the number of packages still allowed; one alone when nothing limits it. */
export interface Tables {
  at(packagesLeft: number): Partition;
  limit: number;
}

/** What packages there may be: their least costs by part, and of which node in which zone. */
interface Cheapest {
  cost: Float64Array;
  node: Int32Array;
  zone: Uint8Array;
}

/** The router's tables for this order; they hold until it makes them again. */
export function partitions({ router: { scratch }, shape }: Job, maxPackages = Infinity): Tables {
  if (maxPackages >= shape.units) {
    const whole = layerAt(scratch, 0, shape.size);
    for (let part = 1; part < shape.size; part++) settle(shape, scratch, part, whole, whole);
    return { at: () => whole, limit: shape.units };
  }
  const layers = [layerAt(scratch, 0, shape.size)];
  for (let packages = 1; packages <= maxPackages; packages++) {
    const layer = layerAt(scratch, packages, shape.size);
    for (let part = 1; part < shape.size; part++) settle(shape, scratch, part, layer, layers[packages - 1]!);
    layers.push(layer);
  }
  return { at: (left) => layers[left]!, limit: maxPackages };
}

function settle(shape: Shape, cheapest: Cheapest, whole: number, into: Partition, rest: Partition): void {
  const { parts } = shape;
  const end = shape.partsFrom[whole + 1]!;
  let least = Infinity, first = 0;
  for (let i = shape.withTopFrom[whole]!; i < end; i++) {
    const part = parts[i]!;
    const cost = cheapest.cost[part]! + rest.least[whole - part]!;
    if (cost > least || cost === Infinity) continue;
    if (cost === least && !isBetterTie(cheapest, rest, whole, part, first)) continue;
    least = cost;
    first = part;
  }
  into.least[whole] = least;
  if (first === 0) return;
  into.first[whole] = first;
  into.packages[whole] = 1 + rest.packages[whole - first]!;
  into.zone[whole] = Math.max(cheapest.zone[first]!, rest.zone[whole - first]!);
}

/** Of two beginnings that cost the same: fewer packages, then the nearer farthest zone, then the lower node. */
function isBetterTie(
  cheapest: Cheapest,
  rest: Partition,
  whole: number,
  part: number,
  than: number,
): boolean {
  const packages = rest.packages[whole - part]! - rest.packages[whole - than]!;
  if (packages !== 0) return packages < 0;
  const zone = Math.max(cheapest.zone[part]!, rest.zone[whole - part]!) -
    Math.max(cheapest.zone[than]!, rest.zone[whole - than]!);
  if (zone !== 0) return zone < 0;
  return cheapest.node[part]! < cheapest.node[than]!;
}

/** The least every part costs with what is known so far, several packages and leaving out allowed. */
export function closure({ router: { scratch }, shape }: Job): Float64Array {
  const { parts } = shape;
  const least = scratch.closure;
  least[0] = 0;
  for (let whole = 1; whole < shape.size; whole++) {
    let best = scratch.leaveOut[whole]!;
    const end = shape.partsFrom[whole + 1]!;
    for (let i = shape.withTopFrom[whole]!; i < end; i++) {
      const part = parts[i]!;
      const cost = Math.min(scratch.cost[part]!, scratch.leaveOut[part]!) + least[whole - part]!;
      if (cost < best) best = cost;
    }
    least[whole] = best;
  }
  return least;
}

/** The parts a partition is made of. */
export function partsOf(tables: Tables, whole: number): number[] {
  const found: number[] = [];
  for (let left = whole, packages = tables.limit; left > 0; packages--) {
    const part = tables.at(packages).first[left]!;
    found.push(part);
    left -= part;
  }
  return found;
}
