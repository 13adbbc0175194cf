// Units that a node gave back find another: never one that had them before, and not for ever.
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { triedNodes } from "../fulfillment/mod.ts";
import { kept } from "../fulfillment/steps_decide.ts";
import type { Fulfillment } from "../fulfillment/types.ts";
import type { Shortage } from "../inventory/types.ts";
import type { Occasion } from "../routing/types.ts";
import { shopperLabel } from "./decide.ts";
import { sourceDelivery } from "./sourcing.ts";
import * as store from "./store.ts";

/** Nodes that may have a line in vain, until a person decides. */
export const HOPS = 5;

/**
 * Gives units of a line to other nodes, as many as they have; answers how many, and whether too many have tried already
 * for anybody else to be asked. A person who asks decides that one more may try.
 */
export async function reroute(
  tx: Sql,
  order: store.Order,
  { line, units, occasion, queue, actor }: {
    line: RoutedLine;
    units: number;
    occasion: Occasion;
    queue?: string;
    actor?: Actor;
  },
  now: Date,
): Promise<{ units: number; isExhausted: boolean }> {
  const shopper = await store.findShopper(tx, order.id);
  if (order.method !== "delivery" || !shopper?.shipTo) return { units: 0, isExhausted: false };
  const tried = await triedNodes(tx, order.id, line.lineNo);
  if (tried.length >= HOPS && !actor) return { units: 0, isExhausted: true };
  const { lineNo, unitPriceMinor } = line;
  const unitPrices = new Map([[lineNo, unitPriceMinor]]);
  const sourced = { ...order, shopperLabel: shopperLabel(shopper.name), unitPrices };
  for (let quantity = units; quantity > 0;) {
    const wanted = { shipTo: shopper.shipTo, lines: [{ ...line, quantity }], tried, occasion, queue, actor };
    const made = await sourceDelivery(tx, sourced, wanted, now);
    if (!isRefusal(made)) return { units: quantity, isExhausted: false };
    const [shortage] = (made.detail.shortages ?? []) as Shortage[];
    quantity = Math.min(quantity - 1, shortage?.available ?? 0);
  }
  return { units: 0, isExhausted: false };
}

type RoutedLine =
  & Pick<store.OrderLine, "lineNo" | "sku" | "unitPriceMinor" | "kitLineNo">
  & { weightGrams: number };

/** Units of a line that no node has: neither being worked on nor already delivered, nor given up. */
export function unassigned(line: store.OrderLine, fulfillments: Fulfillment[]): number {
  const given = fulfillments.flatMap((each) =>
    each.lines.filter(({ lineNo }) => lineNo === line.lineNo).map((part) => kept(each, part))
  ).reduce((sum, units) => sum + units, 0);
  return line.quantity - line.cancelled - given;
}
