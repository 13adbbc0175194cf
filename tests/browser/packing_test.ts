import assert from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { signIn, startAisle } from "../support/aisle.ts";
import { openBrowser, openPage, PHONE, scan, violationsOf } from "../support/browser.ts";
import { readPdf, scanPdf } from "../support/pdf.ts";
import { freshDatabase } from "../support/postgres.ts";
import { channelKey, delivery, hire, items, openShop, stockUp, violations } from "../support/shop.ts";
import { until } from "../support/until.ts";

const [mug, lamp] = ["mug", "lamp"].map((sku) => items.find((item) => item.sku === sku)!.gtin.slice(1));
const pictures = Deno.env.get("AISLE_SCREENSHOTS");

Deno.test({
  name: "a delivery is packed into two boxes without a network, labelled with one, shipped and signed for",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, url: databaseUrl, drop } = await freshDatabase("packing");
    await openShop(db);
    await stockUp(db, "soho", { mug: 5, lamp: 5 });
    const key = await channelKey(db);
    const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
    const aisle = await startAisle({ databaseUrl });
    const browser = await openBrowser();
    try {
      const { body: order } = await aisle.call("POST", "/api/v1/orders", delivery({ mug: 2, lamp: 1 }), {
        key,
      });
      const [{ id }] = order.fulfillments;
      const { page, context, errors } = await openPage(browser);
      await page.goto(`${aisle.url}/sign-in?place=node:soho&person=${personId}`);
      await page.locator("input[name=pin]").fill("123456");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/work");
      const cookie = await signIn(aisle, { personId, place: "node:soho" });
      const says = (text: string | RegExp) =>
        page.getByText(text).filter({ visible: true }).first().waitFor();
      const press = (button: string | RegExp) => page.getByRole("button", { name: button }).click();

      await page.goto(`${aisle.url}/work/${id}`);
      await press("Start picking");
      for (const [i, gtin] of [mug!, mug!, lamp!].entries()) {
        await scan(page, gtin);
        if (i < 2) await says(`${i + 1} of 3`);
      }
      await says("Take for box 1");
      await says("Everything left goes in.");
      await looksRight(page, "packing");

      // The stockroom has no signal: everything but the labels goes on.
      await context.setOffline(true);
      await says("No connection – your work is kept on this phone");
      await page.getByLabel("Take another box").selectOption("s");
      await scan(page, "2999999999991");
      await page.getByRole("alert").filter({ hasText: "Not in this order" }).waitFor();
      await scan(page, mug!);
      await says("2 units left");
      await scan(page, mug!);
      await says("1 unit left");
      await scan(page, mug!);
      await page.getByRole("alert").filter({ hasText: "All of these are in boxes" }).waitFor();
      await looksRight(page, "packing-box");
      await press("Close box");
      await says("Box 1 · S");
      await says("0.93 kg");
      await says("Take for box 2");
      await scan(page, lamp!);
      await says("That was the last");
      await press("Take one Blue lamp out");
      await says("Take for box 2");
      await press("Put one Blue lamp in by hand");
      await page.getByLabel("Weight of the box in grams").fill("1310");
      await press("Close box");
      await says("Labels need a connection");
      await says("1.31 kg");
      await looksRight(page, "labels-offline");
      assert.equal((await db.many`select from parcel`).length, 0, "the server has heard nothing yet");

      await context.setOffline(false);
      await until("the phone has sent it all", async () => {
        return (await db.many`select from operation where type = 'pack'`).length > 0;
      });
      await press(/^Buy 2 labels · \$1\d\.\d\d$/);
      await says(/^129900/);
      await page.getByRole("link", { name: "Print PDF" }).nth(1).waitFor();
      await looksRight(page, "labels");
      const tracking = (await db.many<{ tracking: string }>`select tracking from label order by parcel_no`)
        .map((label) => label.tracking);
      for (const [i, sscc] of tracking.entries()) await prints(aisle.url, { cookie, id, no: i + 1, sscc });

      await press("Shipped");
      await page.getByRole("heading", { name: "Shipped" }).waitFor();
      const shopper = await openPage(browser);
      await shopper.page.goto(order.shopperUrl);
      for (const sscc of tracking) {
        await until("the shopper sees each parcel's number", async () => {
          return await shopper.page.getByText(sscc).count() > 0;
        });
      }
      assert.deepEqual(await violationsOf(shopper.page), []);

      await page.goto(`${aisle.url}/work`);
      await page.getByRole("link", { name: "Carrier manifests" }).click();
      await says("Ground carrier");
      await looksRight(page, "manifest");
      await press("Close the manifest");
      const paper = await page.getByRole("link", { name: /Ground carrier · 2 parcels/ }).getAttribute("href");
      const manifest = readPdf(await fetched(aisle.url + paper, cookie));
      for (const sscc of tracking) assert.ok(manifest.texts.includes(sscc));

      assert.deepEqual(await violations(db), []);
      // Offline, the browser itself says that nothing can be loaded.
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

/** The label, on paper and for a thermal printer, carries the parcel's number as a scanner reads it. */
async function prints(
  url: string,
  { cookie, id, no, sscc }: { cookie: string; id: string; no: number; sscc: string },
) {
  const at = `${url}/work/fulfillments/${id}/parcels/${no}`;
  const label = readPdf(await fetched(`${at}/label.pdf`, cookie));
  assert.ok(label.texts.includes("Maya Reyes"));
  assert.deepEqual(await scanPdf(label), [`(00)${sscc}`]);
  const thermal = new TextDecoder().decode(await fetched(`${at}/label.zpl`, cookie));
  assert.equal(thermal.match(/\^FD>;>800(\d{18})\^FS/)?.[1], sscc);
}

async function fetched(url: string, cookie: string): Promise<Uint8Array> {
  const answer = await fetch(url, { headers: { cookie } });
  assert.equal(answer.status, 200, url);
  return await answer.bytes();
}

/** Nothing that axe objects to, and nothing scrolls sideways, also on the narrowest phone. */
async function looksRight(page: Page, name: string) {
  assert.deepEqual(await violationsOf(page), [], name);
  await page.setViewportSize({ width: 320, height: 700 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${name} scrolls ${over} px sideways`);
  await page.setViewportSize(PHONE);
  if (!pictures) return;
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`), fullPage: true });
  }
}
