// For every part of an order the one node that ships exactly that part for the least: best[T]. Nodes are visited zone
// by zone outward, and the visit ends where no farther node could change anything.
import type { Job } from "./job.ts";
import { hasTogether, haveAt, isOpen, packageFee, priceUnits, rowOf } from "./node.ts";
import { closure } from "./partition.ts";
import { leastShip } from "./ship.ts";

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
  const { router: { snapshot, scratch: { rings, inRing } }, ask, items, opened } = job;
  inRing.fill(0);
  // No room for another package: only what is open may take more.
  if (ask.maxPackages !== undefined && opened.size >= ask.maxPackages) return;
  const rows = items.map(({ needs }) => snapshot.stock[needs[0]!.sku]!);
  const first = rows[0]!, nodes = snapshot.nodes.length;
  for (let node = 0; node < nodes; node++) {
    let any = first[node]! > 0;
    for (let i = 1; i < rows.length && !any; i++) any = rows[i]![node]! > 0;
    if (!any || !isOpen(job, node) || opened.has(node)) continue;
    const zone = zoneOf(job, node);
    rings[zone]![inRing[zone]!++] = node;
  }
}

export function zoneOf(
  { router: { snapshot: { columns }, tariff: { reach } }, ask, to }: Job,
  node: number,
): number {
  if (ask.zones !== undefined) return ask.zones[node]!;
  const x = columns.x[node]! - to.x, y = columns.y[node]! - to.y, z = columns.z[node]! - to.z;
  const chord = x * x + y * y + z * z;
  let zone = 0;
  while (zone < reach.length && chord > reach[zone]!) zone++;
  return zone;
}

function visit(job: Job, node: number, zone: number): void {
  const { router: { scratch }, shape: { parts, partsFrom, topStride, topUnit } } = job;
  const have = haveAt(job, node);
  if (have === 0) return;
  const fee = packageFee(job, node), ship = rowOf(job, node, zone);
  const from = partsFrom[have]! + 1, end = partsFrom[have + 1]!;
  if (!mightHelp(job, node, fee, ship, from, end)) return;
  const { unit, goods, cost } = scratch;
  priceUnits(job, node, have, unit);
  goods[0] = fee;
  for (let i = from; i < end; i++) {
    const part = parts[i]!;
    const here = goods[part] = goods[part - topStride[part]!]! + unit[topUnit[part]!]!;
    const total = here + ship[part]!;
    if (total >= cost[part]! || (job.clashes && !hasTogether(job, node, part))) continue;
    cost[part] = total;
    scratch.node[part] = node;
    scratch.zone[part] = zone;
  }
}

/** Whether a node could be cheapest for any part if nothing weighed on its stock: most could not, and need no prices. */
function mightHelp(
  job: Job,
  node: number,
  fee: number,
  ship: Float64Array,
  from: number,
  end: number,
): boolean {
  const { router: { snapshot: { columns }, scratch: { cost, floor, count } }, shape: { parts } } = job;
  const pick = columns.pick[node]! - columns.minPick;
  for (let i = from; i < end; i++) {
    const part = parts[i]!;
    if (fee + ship[part]! + floor[part]! + pick * count[part]! < cost[part]!) return true;
  }
  return false;
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
