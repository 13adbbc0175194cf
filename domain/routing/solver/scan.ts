// For every part of an order the one node that ships exactly that part for the least: best[T]. Nodes are visited zone
// by zone outward, and the visit ends where no farther node could change anything.
import type { Job } from "./job.ts";
import { hasTogether, haveAt, isOpen, packageFee, priceUnits, rowOf } from "./node.ts";
import { closure } from "./partition.ts";
import { leastShip } from "./ship.ts";
import { zoneAt } from "./tariff.ts";

/** Fills the router's `cost`, `node` and `zone` by part; an impossible part costs Infinity. */
export function findCheapest(job: Job): void {
  const { router: { scratch, tariff }, shape, opened } = job;
  scratch.cost.fill(Infinity, 0, shape.size);
  fillRings(job);
  for (const node of opened.keys()) if (isOpen(job, node)) visit(job, node, zoneOf(job, node));
  for (let zone = 0; zone < tariff.zones; zone++) {
    const count = scratch.inRing[zone]!;
    if (count === 0) continue;
    if (isDecided(job, zone)) break;
    const ring = scratch.rings[zone]!;
    for (let i = 0; i < count; i++) visit(job, ring[i]!, zone);
  }
}

/** Sorts the nodes that have anything of what is wanted, and may be asked, by their zone. */
export function fillRings(job: Job): void {
  const { router: { snapshot, scratch }, ask, items, opened } = job;
  scratch.inRing.fill(0);
  // No room for another package: only what is open may take more.
  if (ask.maxPackages !== undefined && opened.size >= ask.maxPackages) return;
  const rows = items.map(({ needs }) => snapshot.stock[needs[0]!.sku]!);
  const nodes = snapshot.nodes.length;
  for (let node = 0; node < nodes; node++) {
    let any = false;
    for (let i = 0; i < rows.length && !any; i++) any = rows[i]![node]! > 0;
    if (!any || opened.has(node) || !isOpen(job, node)) continue;
    const zone = zoneOf(job, node);
    scratch.rings[zone]![scratch.inRing[zone]!++] = node;
  }
}

export function zoneOf({ router: { snapshot: { columns }, tariff }, ask, to }: Job, node: number): number {
  if (ask.zones) return ask.zones[node]!;
  const x = columns.x[node]! - to.x, y = columns.y[node]! - to.y, z = columns.z[node]! - to.z;
  return zoneAt(tariff, x * x + y * y + z * z);
}

function visit(job: Job, node: number, zone: number): void {
  const { router: { scratch }, shape } = job;
  const have = haveAt(job, node);
  if (have === 0) return;
  const fee = packageFee(job, node), ship = rowOf(job, node, zone);
  if (shape.size === 2 && fee + ship[1]! + scratch.floor[1]! >= scratch.cost[1]!) return;
  const { unit, goods, cost } = scratch;
  priceUnits(job, node, have, unit);
  const { parts, topStride, topUnit } = shape;
  const end = shape.partsFrom[have + 1]!;
  goods[0] = fee;
  for (let i = shape.partsFrom[have]! + 1; i < end; i++) {
    const part = parts[i]!;
    const here = goods[part] = goods[part - topStride[part]!]! + unit[topUnit[part]!]!;
    const total = here + ship[part]!;
    if (total >= cost[part]! || (job.clashes && !hasTogether(job, node, part))) continue;
    cost[part] = total;
    scratch.node[part] = node;
    scratch.zone[part] = zone;
  }
}

/**
 * Whether no node from this zone outward can better any part: the least one could ask for it is no less than the best
 * found, or more than the same goods cost in several packages or left out.
 */
function isDecided(job: Job, zone: number): boolean {
  const { router: { scratch, tariff, snapshot }, shape, ask } = job;
  if (ask.pickupNode !== undefined && zone <= zoneOf(job, ask.pickupNode)) return false;
  const fee = snapshot.columns.minPack + tariff.packaging + tariff.splitPenalty;
  const limited = ask.maxPackages !== undefined || ask.minShipmentValue !== undefined ||
    ask.through !== undefined;
  const otherwise = limited ? scratch.cost : closure(job);
  for (let part = 1; part < shape.size; part++) {
    const least = fee + leastShip(job, zone, part) + scratch.floor[part]!;
    if (least < scratch.cost[part]! && least <= otherwise[part]!) return false;
  }
  return true;
}
