import { refuse } from "../../lib/refusal.ts";
import { totals } from "../inventory/decide.ts";
import type {
  Candidate,
  Package,
  PackageCost,
  PassedOver,
  Plan,
  ShipLine,
  ShippingService,
} from "./types.ts";

/** Distinct items up to which every split is tried. */
const EXACT_LINES = 8;

/** Minor units by carrier zone 1–9: the first pound, then each further one; and days on the road. */
const RATES: Record<ShippingService, { base: number[]; perPound: number[]; days: number[] }> = {
  standard: {
    base: [760, 790, 830, 890, 960, 1030, 1100, 1180, 1480],
    perPound: [32, 36, 44, 56, 68, 80, 92, 104, 150],
    days: [1, 2, 2, 3, 4, 4, 5, 5, 7],
  },
  expedited: {
    base: [1450, 1560, 1720, 1980, 2240, 2490, 2760, 2990, 3900],
    perPound: [80, 95, 120, 150, 180, 210, 240, 270, 380],
    days: [1, 1, 2, 2, 2, 2, 2, 2, 3],
  },
};
const HANDLING = { pack: 130, pick: 80, packaging: 90, split: 150 };
const GRAMS_PER_POUND = 453.592;

/** Carrier zone by great-circle miles, where the carrier's own chart has no entry for the two ZIP3 areas. */
export function zoneByMiles(miles: number): number {
  const limits = [50, 150, 300, 600, 1000, 1400, 1800];
  const index = limits.findIndex((limit) => miles <= limit);
  return index === -1 ? 8 : index + 1;
}

/** Days a package is on the road. */
export function transitDays(service: ShippingService, zone: number): number {
  return RATES[service].days[zone - 1] ?? 7;
}

/**
 * Chooses who ships what: the nearest node that has every line, else the split that costs least in all. Ties go to the
 * lower cost, then the lower node id, so the same stock and order always give the same plan. Refuses with each item
 * that all nodes together have too little of.
 */
export function planShipment(lines: ShipLine[], service: ShippingService, candidates: Candidate[]) {
  const short = networkShortages(lines, candidates);
  if (short.length > 0) return refuse("insufficient_stock", { shortages: short });

  const nearest = candidates.toSorted((a, b) => a.miles - b.miles || (a.nodeId < b.nodeId ? -1 : 1));
  const wanted = [...totals(lines)];
  const complete = nearest.find((node) => canShip(node, wanted));
  if (complete) return planOf([packageOf(complete, lines, service, 1)], nearest, lines, true);

  const split = cheapestSplit(lines, service, nearest) ?? greedySplit(lines, service, nearest);
  return planOf(split.packages, nearest, lines, split.exact);
}

function networkShortages(lines: ShipLine[], candidates: Candidate[]) {
  return [...totals(lines)]
    .map(([sku, requested]) => {
      const available = candidates.reduce((sum, node) => sum + (node.available.get(sku) ?? 0), 0);
      return { sku, requested, available };
    })
    .filter((line) => line.requested > line.available);
}

function canShip(node: Candidate, wanted: [string, number][]): boolean {
  return wanted.every(([sku, quantity]) => (node.available.get(sku) ?? 0) >= quantity);
}

function packageOf(node: Candidate, lines: ShipLine[], service: ShippingService, position: number): Package {
  const kept = lines.map(({ lineNo, sku, quantity }) => ({ lineNo, sku, quantity }));
  return {
    nodeId: node.nodeId,
    miles: Math.round(node.miles * 10) / 10,
    zone: node.zone,
    lines: kept,
    cost: packageCost(lines, service, node.zone, position),
  };
}

/** Base and per-pound rate of the zone, handling by package and unit, and a penalty for every package after the first. */
export function packageCost(
  lines: ShipLine[],
  service: ShippingService,
  zone: number,
  position = 1,
): PackageCost {
  const grams = lines.reduce((sum, line) => sum + line.weightGrams * line.quantity, 0);
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  const pounds = Math.max(1, Math.ceil(grams / GRAMS_PER_POUND));
  const rate = RATES[service];
  const ship = rate.base[zone - 1]! + rate.perPound[zone - 1]! * (pounds - 1);
  const { pack, packaging } = HANDLING;
  const pick = HANDLING.pick * units;
  const split = position > 1 ? HANDLING.split : 0;
  return { ship, pack, pick, packaging, split, total: ship + pack + pick + packaging + split };
}

/**
 * Every way to part whole lines among nodes, by dynamic programming over sets of lines: the cheapest node for each set,
 * then the cheapest partition into such sets. All lines of one item move together, so that no node is asked twice for
 * the same units. Undefined when some item is nowhere in the full quantity, or there are too many items to try.
 */
function cheapestSplit(lines: ShipLine[], service: ShippingService, nodes: Candidate[]) {
  const items = [...totals(lines).keys()].map((sku) => lines.filter((line) => line.sku === sku));
  if (items.length > EXACT_LINES) return undefined;
  const sets = 1 << items.length;
  const linesOf = (set: number) => items.filter((_, i) => set & (1 << i)).flat();

  const cheapest: (Package | undefined)[] = new Array(sets);
  for (let set = 1; set < sets; set++) cheapest[set] = cheapestNode(linesOf(set), service, nodes);

  const best: ({ cost: number; set: number } | undefined)[] = [{ cost: 0, set: 0 }];
  for (let whole = 1; whole < sets; whole++) {
    for (let set = whole; set > 0; set = (set - 1) & whole) {
      const part = cheapest[set], rest = best[whole ^ set];
      if (!part || !rest) continue;
      // Every package is priced with the split penalty: one and the same for all partitions but for their count.
      const cost = part.cost.total + HANDLING.split + rest.cost;
      if (cost < (best[whole]?.cost ?? Infinity)) best[whole] = { cost, set };
    }
  }
  if (!best[sets - 1]) return undefined;

  const packages: Package[] = [];
  for (let left = sets - 1; left > 0; left ^= best[left]!.set) packages.push(cheapest[best[left]!.set]!);
  return { packages: packages.map((part, i) => i === 0 ? part : withSplitPenalty(part)), exact: true };
}

function cheapestNode(lines: ShipLine[], service: ShippingService, nodes: Candidate[]): Package | undefined {
  let best: Package | undefined;
  const wanted = [...totals(lines)];
  // From one zone every node costs the same, so the nearest that has them all stands for the others.
  const zones = new Set<number>();
  for (const node of nodes) {
    if (zones.has(node.zone)) continue;
    if (!canShip(node, wanted)) continue;
    zones.add(node.zone);
    const made = packageOf(node, lines, service, 1);
    if (!best || made.cost.total < best.cost.total) best = made;
  }
  return best;
}

function withSplitPenalty(part: Package): Package {
  const split = HANDLING.split;
  return { ...part, cost: { ...part.cost, split, total: part.cost.total - part.cost.split + split } };
}

/** For orders too large, or items too thinly spread, to try every split: the node with most of what is left, again and again. */
function greedySplit(lines: ShipLine[], service: ShippingService, nodes: Candidate[]) {
  const packages: Package[] = [];
  let left = lines;
  const unused = [...nodes];
  while (left.length > 0) {
    const ranked = unused.map((node) => ({ node, taken: take(left, node) }))
      .sort((a, b) => units(b.taken) - units(a.taken));
    const best = ranked[0];
    if (!best || best.taken.length === 0) throw new Error("No node has what the network has");
    packages.push(packageOf(best.node, best.taken, service, packages.length + 1));
    unused.splice(unused.indexOf(best.node), 1);
    left = minus(left, best.taken);
  }
  return { packages, exact: false };
}

function take(lines: ShipLine[], node: Candidate): ShipLine[] {
  const free = new Map(node.available);
  return lines.flatMap((line) => {
    const quantity = Math.min(line.quantity, free.get(line.sku) ?? 0);
    free.set(line.sku, (free.get(line.sku) ?? 0) - quantity);
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
}

function minus(lines: ShipLine[], taken: ShipLine[]): ShipLine[] {
  return lines.flatMap((line) => {
    const quantity = line.quantity - (taken.find((t) => t.lineNo === line.lineNo)?.quantity ?? 0);
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
}

function units(lines: ShipLine[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

const PASSED_OVER_KEPT = 20;

function planOf(packages: Package[], nearest: Candidate[], lines: ShipLine[], exact: boolean): Plan {
  const wanted = [...totals(lines)];
  const chosen = new Set(packages.map((part) => part.nodeId));
  const passedOver = nearest.filter((node) => !chosen.has(node.nodeId)).slice(0, PASSED_OVER_KEPT)
    .map((node): PassedOver => {
      const reason = !canShip(node, wanted) && packages.length === 1
        ? "incomplete"
        : packages.length === 1
        ? "farther"
        : "costlier";
      return { nodeId: node.nodeId, reason };
    });
  return {
    packages,
    totalMinor: packages.reduce((sum, part) => sum + part.cost.total, 0),
    exact,
    passedOver,
  };
}
