// Which orders to take in one walk, before anybody has chosen.
import { metresSaved, nextBatch } from "../domain/fulfillment/batches_decide.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import { choosable } from "./batch.ts";

/** What one associate carries without a trolley; whoever has one adds more. */
const limits = { orders: 4, totes: 6, unitsPerTote: 20 };
/** Of so many, the most urgent, it is found in an instant on a slow phone. */
const MOST_LOOKED_AT = 24;

/** The most urgent order, and those that lie on its way and make none late. */
export function suggestedIds(fulfillments: Fulfillment[], now: Date): string[] {
  const orders = choosable(fulfillments).slice(0, MOST_LOOKED_AT);
  return nextBatch(orders, { limits, now })?.orders.map(({ id }) => id) ?? [];
}

/** By how many metres, to ten, one walk for these is shorter than one for each; shops are not built to the metre. */
export function shorterBy(fulfillments: Fulfillment[], ids: string[]): number {
  return Math.round(metresSaved(fulfillments.filter(({ id }) => ids.includes(id))) / 10) * 10;
}
