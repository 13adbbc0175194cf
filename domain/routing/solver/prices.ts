import { chanceOfAtLeast } from "./poisson.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Micros } from "./types.ts";

/** What is weighed besides what is paid. Each is off while it is not there. */
export interface Prices {
  /** Which set of prices this is: it stands in every decision. */
  version?: string;
  /** Sales to walk-ins that a unit taken now will probably cost, until this day, when shelves are filled again. */
  stockout?: { untilDay: number };
  /** Where no forecast speaks: a unit costs more the more of its node's first stock is used. */
  depletion?: { first: Int32Array[]; share: number };
  /** Pickers not finding what the book says is there. */
  reject?: Rejections;
  /** At full load, for a package; it grows with the square of the load. */
  congestion?: Micros;
  /** What a package at a node, or a unit of an item there, is worth to later orders: never below 0. */
  duals?: { node?: Float64Array; unit?: (Float64Array | undefined)[] };
}

/** How often picks failed, by node and by what the book said: 1, 2, or 3 and more. */
export interface Rejections {
  picks: Float64Array;
  failed: Float64Array;
  /** What sourcing a unit again costs. */
  reroute: Micros;
}

export const BUCKETS = 3;
/** The house's experience before a node has its own: as if so many picks had failed at this rate. */
const PRIOR = { picks: 20, rate: [0.12, 0.06, 0.02] };

/**
 * The lost margin of walk-in sales less the markdown spared, of taking the last of `left` units:
 * π = margin · P(D ≥ left) − markdown · P(D ≤ left − 1), D the walk-in units until the shelf is filled.
 */
export function stockoutPrice(
  prices: Prices,
  snapshot: Snapshot,
  sku: number,
  node: number,
  left: number,
  at: number,
): Micros {
  const rate = prices.stockout && snapshot.rate[sku];
  if (!rate) return prices.depletion ? depletionPrice(prices.depletion, snapshot, sku, node, left) : 0;
  const perDay = rate[node]!;
  const { margin, markdown } = snapshot.skus[sku]!;
  if (perDay === 0 && markdown === 0) return 0;
  const wanted = chanceOfAtLeast(left, perDay * Math.max(0, prices.stockout!.untilDay - at));
  return Math.round(margin * wanted - markdown * (1 - wanted));
}

/**
 * V (e^u − 1) / (e − 1), u the share of the first stock used: the price of an online primal-dual rule, which needs no
 * forecast (Andrews, Farias, Khojandi, Yan 2019).
 */
function depletionPrice(
  { first, share }: { first: Int32Array[]; share: number },
  snapshot: Snapshot,
  sku: number,
  node: number,
  left: number,
): Micros {
  if (snapshot.nodes[node]!.kind === "dc") return 0;
  const used = 1 - (left - 1) / Math.max(1, first[sku]![node]!, left);
  return Math.round(snapshot.skus[sku]!.margin * share * Math.expm1(used) / Math.expm1(1));
}

/** The chance that the pick fails, smoothed by Beta, times what it costs to source the unit again. */
export function rejectPrice({ picks, failed, reroute }: Rejections, node: number, left: number): Micros {
  const bucket = Math.min(left, BUCKETS) - 1;
  const cell = node * BUCKETS + bucket;
  const chance = (failed[cell]! + PRIOR.picks * PRIOR.rate[bucket]!) / (picks[cell]! + PRIOR.picks);
  return Math.round(chance * reroute);
}

/** κ (load / capacity)² for one more package. */
export function congestionPrice(prices: Prices, snapshot: Snapshot, node: number): Micros {
  const capacity = snapshot.columns.capacity[node]!;
  if (!prices.congestion || capacity <= 0) return 0;
  return Math.round(prices.congestion * (snapshot.load[node]! / capacity) ** 2);
}

/** What later orders would give for this unit. */
export function dualPrice({ duals }: Prices, sku: number, node: number): Micros {
  return Math.round(duals?.unit?.[sku]?.[node] ?? 0);
}

/** Everything weighed for the last of `left` units of an item at a node. */
export function unitPrice(
  prices: Prices,
  snapshot: Snapshot,
  sku: number,
  node: number,
  left: number,
  at: number,
): Micros {
  let price = stockoutPrice(prices, snapshot, sku, node, left, at);
  if (prices.reject) price += rejectPrice(prices.reject, node, left);
  if (prices.duals) price += dualPrice(prices, sku, node);
  return price;
}

/** The least a unit can be priced at anywhere: a bound, not a price. Duals and refusals are never below nothing. */
export function leastUnitPrice({ stockout }: Prices, snapshot: Snapshot, sku: number): Micros {
  return stockout ? -snapshot.skus[sku]!.markdown : 0;
}
