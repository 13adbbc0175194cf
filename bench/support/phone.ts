// An associate's phone of the demo retailer, in a real browser, and the orders that wait for it.
import type { Page } from "playwright-core";
import { placeOrder } from "../../domain/orders/mod.ts";
import { isRefusal } from "../../lib/refusal.ts";
import type { House } from "./house.ts";
import type { Stocked } from "./shop.ts";

/** Signs the first associate of a node in; answers who that is. */
export async function signInOn(page: Page, { db, demo, aisle }: House, nodeId: string) {
  const person = demo.people.find((each) => each.nodeId === nodeId && each.role === "associate")!;
  const { personId } = await db.one<{ personId: string }>`
    select person.id as person_id
      from person
      join person_role on person_role.person_id = person.id
     where person.name = ${person.name} and person_role.node_id = ${nodeId}`;
  await page.goto(`${aisle.url}/sign-in?place=${encodeURIComponent(`node:${nodeId}`)}&person=${personId}`);
  await page.locator("input[name=pin]").fill(person.pin);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/work");
  return { personId, nodeId, name: person.name };
}

let placed = 0;

/** Places pickup orders at a node, of so many lines with so many units each. */
export async function placeOrders(
  { db }: House,
  { node, skus }: Stocked,
  { orders, lines, units }: { orders: number; lines: number; units: number },
) {
  for (let i = 0; i < orders; i++) {
    const order = await placeOrder(db, "web", {
      ...{ channelOrderId: `P-${++placed}`, method: "pickup", nodeId: node.id },
      shopper: { name: "Maya Reyes", email: "maya@example.com" },
      lines: skus.slice(i % 50, (i % 50) + lines).map((sku) => ({
        sku,
        quantity: units,
        unitPrice: { amount: 1900, currency: "USD" },
      })),
    });
    if (isRefusal(order)) throw new Error(`An order was refused: ${order.kind}`);
  }
}
