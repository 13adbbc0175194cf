// The demo retailer as a channel and its people see it.
import { demoItems, demoNodes, demoStock } from "../../demo/load.ts";
import { oneOf, type Random } from "../../demo/random.ts";
import { countStock } from "../../domain/inventory/mod.ts";
import type { PlaceOrder } from "../../domain/orders/types.ts";
import type { Node } from "../../domain/places/types.ts";
import type { Db } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import type { House } from "./house.ts";

/** A place of the demo retailer and what it sells. */
export interface Stocked {
  node: Node;
  skus: string[];
}

export function stockedNodes(): Stocked[] {
  const items = demoItems();
  return demoNodes().map((node) => ({ node, skus: demoStock(node, items).map(({ sku }) => sku) }));
}

export function stores(nodes: Stocked[]): Stocked[] {
  return nodes.filter(({ node }) => node.kind === "store");
}

/** Counts so many units of everything everywhere, so that no order is refused for want of stock. */
export async function fillShelves(db: Db, nodes: Stocked[], units: number): Promise<void> {
  const counts = nodes.flatMap(({ node, skus }) =>
    skus.map((sku) => ({ nodeId: node.id, sku, counted: units }))
  );
  const counted = await countStock(db, { counts });
  if (isRefusal(counted)) throw new Error(`The shelves could not be filled: ${counted.kind}`);
}

let orders = 0;

/** A pickup order: one unit of each of so many items of a store. */
export function pickupAt({ node, skus }: Stocked, lines: number, random: Random): PlaceOrder {
  return { ...ordered(drawn(skus, lines, random)), method: "pickup", nodeId: node.id };
}

/** A delivery order to the town of a place, for items of that place's range. */
export function deliveryNear({ node, skus }: Stocked, lines: number, random: Random): PlaceOrder {
  const { city, state, postalCode } = node;
  const shipTo = { line1: "5 Spring Street", city, state, postalCode, country: "US" as const };
  return { ...ordered(drawn(skus, lines, random)), method: "delivery", shipTo };
}

export function ordered(skus: string[]) {
  return {
    channelOrderId: `B-${++orders}`,
    shopper: { name: "Maya Reyes", email: "maya@example.com" },
    lines: skus.map((sku) => ({ sku, quantity: 1, unitPrice: { amount: 1900, currency: "USD" as const } })),
  };
}

function drawn(skus: string[], count: number, random: Random): string[] {
  const chosen = new Set<string>();
  while (chosen.size < count) chosen.add(oneOf(random, skus));
  return [...chosen];
}

/** Places an order over HTTP, as a channel does. */
export function place({ aisle, demo }: House, order: PlaceOrder) {
  return aisle.call("POST", "/api/v1/orders", order, { key: demo.channelKey });
}

/** Signs somebody in with the PIN the demo gave them; answers the cookie their browser would keep. */
export async function signIn({ aisle, demo }: House, at: { nodeId?: string; regionId?: string }) {
  const person = demo.people.findLast((one) =>
    at.nodeId ? one.nodeId === at.nodeId : one.regionId === at.regionId
  );
  if (!person) throw new Error(`Nobody works at ${at.nodeId ?? at.regionId}`);
  const body = new URLSearchParams({
    place: at.nodeId ? `node:${at.nodeId}` : `region:${at.regionId}`,
    personId: person.personId,
    pin: person.pin,
  });
  const answer = await fetch(`${aisle.url}/sign-in`, {
    method: "POST",
    body,
    headers: { origin: aisle.url },
    redirect: "manual",
  });
  await answer.body?.cancel();
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (answer.status !== 303 || !cookie) throw new Error(`Signing in answered ${answer.status}`);
  return cookie;
}

/** Every invariant, checked by Aisle itself: what was checked and how often each was broken. */
export async function checkInvariants({ aisle, demo }: House) {
  const { status, body } = await aisle.call("GET", "/api/v1/invariants", undefined, { key: demo.channelKey });
  if (status !== 200) throw new Error(`The invariants answered ${status}`);
  return {
    checked: body.checked as { name: string; rows: number }[],
    violations: body.violations as unknown[],
  };
}
