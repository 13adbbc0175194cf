import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { placeOrder } from "../../domain/orders/mod.ts";
import { findRefundsDue } from "../../domain/payments/mod.ts";
import type { Db } from "../../lib/db.ts";
import { startAisle } from "../support/aisle.ts";
import { everythingKept } from "../support/everything.ts";
import { openBrowser, openPage, violationsOf } from "../support/browser.ts";
import { freshDatabase } from "../support/postgres.ts";
import { publishQueue, shortPick } from "../support/queues.ts";
import { runReactions } from "../support/reactions.ts";
import { agreed, delivery, hire, openShop, stockUp, violations } from "../support/shop.ts";

/** Stores all over the country, each with a lamp; Soho has its last one, and sells one a day. */
async function wideNetwork(db: Db) {
  await openShop(db);
  await db.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours,
                      services)
    select 's' || i, 'store', 'Store ' || i, 'west', '1 Main Street', 'Town ' || i, 'KS', postal_code,
           33 + i % 12 + i / 90.0, -118 + (i * 7) % 38 + i / 120.0, time_zone, opening_hours, services
      from node, generate_series(1, 60) as i
     where node.id = 'albany'`;
  for (let i = 1; i <= 60; i++) await stockUp(db, `s${i}`, i % 9 === 0 ? { mug: 1 } : { lamp: 4, mug: 4 });
  await stockUp(db, "soho", { lamp: 1, kettle: 1 });
  await stockUp(db, "albany", { lamp: 5 });
  await stockUp(db, "hoboken", { rug: 1 });
  await db
    .run`insert into forecast (node_id, sku, units_per_day, learnt_at) values ('soho', 'lamp', 1, now())`;
}

Deno.test({
  name: "a manager reads why Albany sends it, tries Soho out, and settles what waits",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, url: databaseUrl, drop } = await freshDatabase("sourcing");
    await wideNetwork(db);
    await publishQueue(db);
    const rita = await hire(db, { name: "Rita M.", role: "regional_manager", regionId: "east" });
    const { id: orderId } = agreed(await placeOrder(db, "web", delivery({ rug: 1, lamp: 1 })));
    const { id: plain } = agreed(await placeOrder(db, "web", delivery({ lamp: 1 })));
    const { number } = await db.one<{ number: string }>`select number from orders where id = ${plain}`;
    const aisle = await startAisle({ databaseUrl, worker: false });
    const browser = await openBrowser();
    try {
      const { page, errors } = await openPage(browser, { viewport: { width: 390, height: 844 } });
      await page.goto(`${aisle.url}/sign-in?place=region:east&person=${rita}`);
      await page.locator("input[name=pin]").fill("123456");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/region$/);
      await page.getByRole("link", { name: "Orders and why" }).click();
      await page.getByRole("searchbox").fill(number.toLowerCase());
      await page.getByRole("button", { name: "Find" }).click();
      await page.waitForURL(`**/orders/${number}`);
      await page.getByText(/^Albany rather than Soho \(nearer\): Soho has 1 left and expects to sell it/)
        .waitFor();
      await look(page, "order");

      const before = await everythingKept(db, ["session"]);
      await page.getByRole("searchbox").fill("soho");
      await page.getByRole("button", { name: "Find" }).click();
      await page.getByRole("heading", { name: "Would cost more 1" }).waitFor();
      await page.getByRole("link", { name: "What if Soho had it?" }).click();
      await page.getByText(/^With Soho it would cost \$7\.87 more$/).waitFor();
      await look(page, "what if");
      assert.deepEqual(await everythingKept(db, ["session"]), before);
      await page.goto(`${aisle.url}/orders/${await numberOf(db, orderId)}`);
      await look(page, "split");

      // The only kettle there is was not found.
      const { id: kettle } = agreed(await placeOrder(db, "web", delivery({ kettle: 1 })));
      await shortPick(db, kettle);
      await runReactions(db);
      await page.goto(`${aisle.url}/region`);
      await page.getByRole("link", { name: "What waits" }).click();
      await page.getByRole("link", { name: await numberOf(db, kettle) }).waitFor();
      await look(page, "queues");
      await page.getByRole("checkbox").check();
      await page.getByRole("button", { name: "Give up" }).click();
      await page.getByRole("heading", { name: "Give up 1 unit?" }).waitFor();
      assert.deepEqual(await findRefundsDue(db, kettle), []);
      await look(page, "giving up");
      const line = await page.locator("input[name=line]").inputValue();
      await page.getByRole("button", { name: "Give up and pay back" }).click();
      await page.getByText("1 line, 1 unit given up and to be paid back.").waitFor();
      // The same form once more.
      const form = { act: "give_up_now", line };
      const again = await page.request.post(`${aisle.url}/queues`, { form, headers: { origin: aisle.url } });
      assert.match(await again.text(), /Nothing was given up\. 1 line did not wait any more\./);
      assert.deepEqual((await findRefundsDue(db, kettle)).map(({ amountMinor }) => amountMinor), [2_700]);
      assert.deepEqual(errors, []);
      assert.deepEqual(await violations(db), []);
    } finally {
      await browser.close();
      await aisle.stop();
      await drop();
    }
  },
});

async function numberOf(db: Db, orderId: string) {
  return (await db.one<{ number: string }>`select number from orders where id = ${orderId}`).number;
}

/** Without a fault; in both sizes and both themes, for whoever wants to see them. */
async function look(page: Page, name: string) {
  assert.deepEqual(await violationsOf(page, "all"), [], name);
  const shots = Deno.env.get("AISLE_SCREENSHOTS");
  if (!shots) return;
  for (const [width, height] of [[390, 844], [1280, 800]] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${shots}/${name} ${width} ${colorScheme}.png`, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 390, height: 844 });
}
