// Several orders in one walk, read off the orders themselves: each carries its batch and its tote, so that a phone that was
// killed goes on where it stood, and so does another one.
import { names, readScan } from "../domain/catalog/decide.ts";
import { picks, toSort } from "../domain/fulfillment/pick_decide.ts";
import { toPick } from "../domain/fulfillment/steps_decide.ts";
import type { Fulfillment, FulfillmentLine, PickBatch } from "../domain/fulfillment/types.ts";
import { byDue } from "./sections.ts";

/** More than this nobody carries. */
export const MOST_ORDERS = 12;

export interface Batch {
  id: string;
  mode: PickBatch["mode"];
  /** Through the store, or at the cart with what was brought from there. */
  phase: "walk" | "sort";
  orders: Fulfillment[];
}

/** What one order has of an item. */
export interface Share {
  order: Fulfillment;
  line: FulfillmentLine;
  /** Units still to do in this phase. */
  left: number;
}

/** One item at its shelf, for however many orders. */
export interface BatchItem {
  key: string;
  sku: string;
  name: string;
  location: string;
  quantity: number;
  done: number;
  left: number;
  shares: Share[];
}

/** The orders that share a walk, the most urgent first. */
export function ordersOf(fulfillments: Fulfillment[], batchId: string): Fulfillment[] {
  return fulfillments.filter(({ batch }) => batch?.id === batchId).sort(byDue);
}

/** The walk this order is part of, as long as it is not over. */
export function batchOf(
  fulfillments: Fulfillment[],
  order: Fulfillment,
  personId: string,
): Batch | undefined {
  const isIn = order.state === "picked" || picks(order, personId);
  if (!order.batch || !isIn) return undefined;
  const { id, mode } = order.batch;
  const all = ordersOf(fulfillments, id);
  const orders = all.filter((each) => isHere(each, personId));
  if (orders.some((each) => picks(each, personId) && each.lines.some((line) => toPick(line) > 0))) {
    return { id, mode, phase: "walk", orders };
  }
  // Nobody sorts a cart that is still on its way with somebody.
  const isOnItsWay = all.some(({ state, pickerId }) => state === "picking" && pickerId !== null);
  const isUnsorted = orders.some((each) => each.lines.some((line) => toSort(each, line) > 0));
  return isUnsorted && !isOnItsWay ? { id, mode, phase: "sort", orders } : undefined;
}

/** In this person's walk, or waiting with it to be sorted. */
function isHere(order: Fulfillment, personId: string): boolean {
  return order.state === "picked" || picks(order, personId) ||
    (order.state === "picking" && order.pickerId === null);
}

/** The order of a walk to go on with: first what is still to be picked, then what is picked and stands about. */
export function nextOf(fulfillments: Fulfillment[], batchId: string, personId: string) {
  const orders = ordersOf(fulfillments, batchId);
  return orders.find((each) => picks(each, personId)) ??
    orders.find(({ state }) => state === "picked" || state === "packed");
}

/** The items of a walk; at the cart, what is still in it. */
export function itemsOf({ orders, phase }: Batch): BatchItem[] {
  const items = new Map<string, BatchItem>();
  for (const order of orders) {
    for (const line of order.lines) {
      const [done, of, left] = countsOf(order, line, phase);
      if (of === 0) continue;
      const key = [line.location, line.sku].join();
      const { sku, name, location } = line;
      const item = items.get(key) ?? { key, sku, name, location, quantity: 0, done: 0, left: 0, shares: [] };
      item.quantity += of;
      item.done += done;
      item.left += left;
      item.shares.push({ order, line, left });
      items.set(key, item);
    }
  }
  return [...items.values()];
}

function countsOf(order: Fulfillment, line: FulfillmentLine, phase: Batch["phase"]) {
  return phase === "walk"
    ? [line.picked, line.quantity, toPick(line)] as const
    : [line.sorted, line.picked, toSort(order, line)] as const;
}

/** Whom a scanned unit is for: the most urgent order that still needs one, else any that carries the item. */
export function shareOfScan(batch: Batch, scanned: string): Share | undefined {
  const scan = readScan(scanned);
  const shares = itemsOf(batch).flatMap((item) => item.shares).filter(({ line }) => names(scan, line));
  return shares.find(({ left }) => left > 0) ?? shares[0];
}

/** Who goes without when units are missing: the orders that can wait the longest. */
export function goWithout({ shares }: BatchItem, units: number): { share: Share; quantity: number }[] {
  let missing = units;
  return shares.toReversed().flatMap((share) => {
    const quantity = Math.min(share.left, missing);
    missing -= quantity;
    return quantity > 0 ? [{ share, quantity }] : [];
  });
}

/** The orders nobody has begun, the most urgent first. */
export function choosable(fulfillments: Fulfillment[]): Fulfillment[] {
  return fulfillments.filter(({ state }) => state === "open").sort(byDue);
}

/** The chosen ones nobody else has begun meanwhile, the most urgent first. */
export function stillOpen(fulfillments: Fulfillment[], ids: string[]): string[] {
  return choosable(fulfillments).map(({ id }) => id).filter((id) => ids.includes(id));
}

/** "T1", "T2" …: names for totes that carry none. */
export function suggestedTotes(ids: string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id, i) => [id, ["T", i + 1].join("")]));
}

/** A tote's name in one spelling; nothing where an item or too much was read. */
export function toteOf(text: string): string | undefined {
  const scan = readScan(text);
  if (scan.kind === "tote") return scan.label;
  const tote = text.trim().toUpperCase();
  return scan.kind === "gtin" || tote === "" || tote.length > 32 ? undefined : tote;
}
