import type { Demand, Movement, Shortage, ShortReason, Stock } from "./types.ts";

/** Available to promise: on hand − reserved − safety stock, never below nothing. */
export function availableToPromise(stock: Pick<Stock, "onHand" | "reserved" | "safetyStock">): number {
  return Math.max(0, stock.onHand - stock.reserved - stock.safetyStock);
}

/** Every item there is too little of, all lines of the same item taken together. */
export function shortages(demand: Demand[], stock: Stock[]): Shortage[] {
  const available = new Map(stock.map((row) => [row.sku, availableToPromise(row)]));
  return [...totals(demand)]
    .map(([sku, requested]) => ({ sku, requested, available: available.get(sku) ?? 0 }))
    .filter((line) => line.requested > line.available);
}

/** Units asked for by SKU, in SKU order: the order rows are locked in. */
export function totals(demand: { sku: string; quantity: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of demand) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return new Map([...sums].sort(([a], [b]) => a < b ? -1 : 1));
}

/**
 * What a short pick says about the shelf. Damaged or mismatched units are gone, as many as were missing. Not found
 * means the associate saw the shelf empty: everything that nobody else was promised is gone too, so that no further
 * order is sent to look for it.
 */
export function shelfCorrection(
  short: { sku: string; quantity: number; reason: ShortReason },
  stock: Pick<Stock, "onHand" | "reserved">,
): Movement {
  const unpromised = stock.onHand - stock.reserved;
  const gone = short.reason === "not_found" ? unpromised : Math.min(short.quantity, unpromised);
  return { sku: short.sku, dOnHand: -gone, dReserved: 0, reason: short.reason };
}
