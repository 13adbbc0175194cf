// What the till sells is in the customer's hand: it is sold, whatever the book says, and the book gives way.
import type { Sql } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { componentsOf } from "../catalog/mod.ts";
import { record } from "../events.ts";
import { lockShelves } from "./acts.ts";
import { planSale, totals } from "./decide.ts";
import { findDisplaceable } from "./moves_store.ts";
import { closePart } from "./promises.ts";
import { move, type Reservation } from "./store.ts";
import type { Movement, SaleView } from "./types.ts";

/** Units an order lost to a sale; the work on them is to be told. */
export interface Displaced {
  fulfillmentId: string;
  lineNo: number;
  sku: string;
  quantity: number;
}

/**
 * Sells units over the counter. Where the book says they are promised, the newest promises there are displaced: of carts
 * first, then of orders. Work is locked before stock, so promises of work the caller has not `locked` are not touched:
 * the refusal `work_in_the_way` says which to lock, and all is to be done again. After `isLast` the book finds them.
 */
export async function sellUnits(
  tx: Sql,
  sale: { nodeId: string; lines: { sku: string; quantity: number }[] },
  work: { locked: string[]; isLast: boolean },
  now: Date,
) {
  const { nodeId } = sale;
  const sums = totals(await componentsOf(tx, sale.lines));
  const shelves = await lockShelves(tx, nodeId, sums.keys());
  if (isRefusal(shelves)) return shelves;
  const isFree = ({ fulfillmentId }: Reservation) =>
    fulfillmentId === null || work.locked.includes(fulfillmentId);

  const plans = [];
  for (const shelf of shelves) {
    const { sku } = shelf;
    const sold = sums.get(sku)!;
    const inTheWay = shelf.reserved - Math.max(0, shelf.onHand - sold);
    const found = inTheWay <= 0
      ? []
      : await findDisplaceable(tx, { nodeId, sku, locked: work.locked, atMost: inTheWay }, now);
    const promises = work.isLast ? found.filter(isFree) : found;
    plans.push({ sku, sold, ...planSale(sold, shelf, promises) });
  }
  const losing = plans.flatMap((plan) => plan.displaced.map(({ promise }) => promise));
  if (!losing.every(isFree)) {
    const fulfillmentIds = [...new Set(losing.flatMap((row) => row.fulfillmentId ?? []))];
    return refuse("work_in_the_way", { fulfillmentIds });
  }

  const displaced: Displaced[] = [];
  for (const plan of plans) displaced.push(...await sell(tx, nodeId, plan, now));
  const lines: SaleView["lines"] = plans.map(({ sku, sold, found, displaced }) => (
    { sku, sold, found, displaced: displaced.reduce((sum, { units }) => sum + units, 0) }
  ));
  return { lines, displaced };
}

interface Plan {
  sku: string;
  sold: number;
  found: number;
  displaced: { promise: Reservation; units: number }[];
}

/** Found before it is sold, and given up before it is gone: at no moment is more promised than there is. */
async function sell(tx: Sql, nodeId: string, { sku, sold, found, displaced }: Plan, now: Date) {
  const moved = (dOnHand: number, reason: Movement["reason"]) =>
    move(tx, nodeId, [{ sku, dOnHand, dReserved: 0, reason }], now);
  if (found > 0) await moved(found, "found");
  for (const { promise, units } of displaced) {
    // A hold that has run out was nobody's any more.
    const ranOut = promise.expiresAt !== null && promise.expiresAt <= now;
    await closePart(tx, promise, units, ranOut ? "expired" : "displaced", { now });
    if (promise.holdId === null || promise.fulfillmentId !== null || ranOut) continue;
    await record(tx, {
      ...{ kind: "hold_displaced", topic: `node:${nodeId}`, now },
      payload: { nodeId, holdId: promise.holdId, sku, quantity: units },
    });
  }
  await moved(-sold, "sold");
  return displaced.flatMap(({ promise: { fulfillmentId, lineNo }, units }): Displaced[] =>
    fulfillmentId === null ? [] : [{ fulfillmentId, lineNo, sku, quantity: units }]
  );
}
