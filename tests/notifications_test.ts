import assert from "node:assert/strict";
import { subscribe } from "../domain/notifications/mod.ts";
import { Subscribe } from "../domain/notifications/types.ts";
import { placeOrder } from "../domain/orders/mod.ts";
import { refuse } from "../lib/refusal.ts";
import { freshDatabase } from "./support/postgres.ts";
import { agreed, openShop, pickup, stockUp } from "./support/shop.ts";

Deno.test({
  name: "ten browsers may follow an order; an eleventh may not, and one of the ten may come again",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, drop } = await freshDatabase("notifications");
    try {
      await openShop(db);
      await stockUp(db, "soho", { mug: 1 });
      const { id: orderId } = agreed(await placeOrder(db, "web", pickup("soho", { mug: 1 })));
      const follow = (browser: number, auth = "AA") => {
        const subscription = { endpoint: `https://push.example/${browser}`, keys: { p256dh: "BA", auth } };
        return subscribe(db, { orderId, subscription, allowLoopback: false });
      };
      for (let browser = 0; browser < 10; browser++) assert.equal(await follow(browser), undefined);
      assert.deepEqual(await follow(10), refuse("too_many_subscriptions", { limit: 10 }));
      assert.equal(await follow(3, "AB"), undefined);
      const kept = await db.many<{ endpoint: string; auth: string }>`
        select endpoint, auth from push_subscription order by endpoint`;
      assert.deepEqual(
        kept.map(({ endpoint, auth }) => `${endpoint.at(-1)} ${auth}`),
        Array.from({ length: 10 }, (_, browser) => `${browser} ${browser === 3 ? "AB" : "AA"}`),
      );
    } finally {
      await drop();
    }
  },
});

Deno.test("what no database could keep is no subscription", () => {
  const good = { endpoint: "https://push.example/a", keys: { p256dh: "BA", auth: "AA" } };
  const accepts = (more: Record<string, unknown>) => Subscribe.safeParse({ ...good, ...more }).success;
  for (const expirationTime of [undefined, null, 1_800_000_000_000]) assert.ok(accepts({ expirationTime }));
  for (const endpoint of ["", "push", "https://push.example/\0", "https://push.example/\ud800"]) {
    assert.equal(accepts({ endpoint }), false, JSON.stringify(endpoint));
  }
  for (const expirationTime of [-1, 0.5, 1e300, NaN, Infinity, "1"]) {
    assert.equal(accepts({ expirationTime }), false, `${expirationTime}`);
  }
});
