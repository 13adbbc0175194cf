import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { listFulfillments } from "../../domain/fulfillment/mod.ts";
import { placeOrder } from "../../domain/orders/mod.ts";
import { startAisle } from "../support/aisle.ts";
import { openBrowser, openPage, scan } from "../support/browser.ts";
import { freshDatabase } from "../support/postgres.ts";
import { agreed, delivery, hire, items, openShop, pickup, stockUp } from "../support/shop.ts";
import { until } from "../support/until.ts";

Deno.test({
  name:
    "loaded once, a phone starts without a network, opens screens it never showed, and changes its language",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, url: databaseUrl, drop } = await freshDatabase("first_load");
    await openShop(db);
    await stockUp(db, "soho", { mug: 9, lamp: 9 });
    const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
    const { id } = agreed(await placeOrder(db, "web", delivery({ lamp: 1 })));
    const [parcel] = await listFulfillments(db, id);
    for (let i = 0; i < 2; i++) agreed(await placeOrder(db, "web", pickup("soho", { mug: 1 })));
    const aisle = await startAisle({ databaseUrl });
    const browser = await openBrowser();
    try {
      const { page, context, errors } = await openPage(browser);
      await page.goto(`${aisle.url}/sign-in?place=node:soho&person=${personId}`);
      await page.locator("input[name=pin]").fill("123456");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/work");
      const says = (text: string | RegExp) =>
        page.getByText(text).filter({ visible: true }).first().waitFor();
      await until("the worker keeps the page and the whole build", () => keepsAll(page));

      await context.setOffline(true);
      await page.reload();
      await says("No connection – your work is kept on this phone");
      await page.getByText(parcel!.orderNumber).click();
      await page.getByRole("button", { name: "Start picking" }).click();
      await scan(page, items.find(({ sku }) => sku === "lamp")!.gtin);
      await says("Take for box 1");

      await page.getByRole("button", { name: "This phone" }).click();
      await page.getByLabel("Español").click();
      await page.getByRole("heading", { name: "Este teléfono" }).waitFor();
      await page.goto(`${aisle.url}/work`);
      await page.getByRole("button", { name: "Recoger varios" }).click();
      await page.getByRole("heading", { name: "¿Qué pedidos en un recorrido?" }).waitFor();
      assert.equal(await page.locator("html").getAttribute("lang"), "es");
      assert.deepEqual(
        errors.filter((error) => !/ERR_INTERNET_DISCONNECTED|Failed to fetch/.test(error)),
        [],
      );
    } finally {
      await browser.close();
      await aisle.stop();
      await drop();
    }
  },
});

/** Whether the phone has this page, and every file that the worker knows of the build. */
function keepsAll(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const [, list] = (await (await fetch("/sw.js")).text()).match(/^self\.buildFiles=(\[[^\]]*\])/)!;
    const addresses = ["/work", ...JSON.parse(list!) as string[]];
    const kept = await Promise.all(addresses.map((address) => caches.match(address, { ignoreVary: true })));
    return kept.every(Boolean);
  });
}
