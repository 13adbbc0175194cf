import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { listFulfillments } from "../../domain/fulfillment/mod.ts";
import { placeOrder } from "../../domain/orders/mod.ts";
import type { Db } from "../../lib/db.ts";
import { startAisle } from "../support/aisle.ts";
import { openBrowser, openPage, PHONE, violationsOf } from "../support/browser.ts";
import { fakeCamera, type Label } from "../support/fake_camera.ts";
import { freshDatabase } from "../support/postgres.ts";
import { agreed, hire, items, openShop, pickup, stockUp } from "../support/shop.ts";
import { until } from "../support/until.ts";

const gtin = (sku: string) => items.find((item) => item.sku === sku)!.gtin;
const LAMP_UPC = "036000291452";

const labels = {
  mug: { bcid: "ean13", text: gtin("mug").slice(1) },
  lamp: { bcid: "upca", text: LAMP_UPC },
  rug: { bcid: "code128", text: "rug" },
  kettle: { bcid: "qrcode", text: `https://kettles.example/01/${gtin("kettle")}/21/K-7` },
  secondMug: { bcid: "gs1datamatrix", text: `(01)${gtin("mug")}(17)281231(10)B42` },
  stranger: { bcid: "ean13", text: "4006381333931" },
  advertisement: { bcid: "qrcode", text: "https://kettles.example/win-a-kettle" },
} satisfies Record<string, Label>;

Deno.test({
  name: "an order is picked by the camera alone: every label once, a wrong one never, also with no network",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const { db, url: databaseUrl, drop } = await freshDatabase("camera");
    await openShop(db);
    await db.run`insert into barcode (gtin, sku) values (${LAMP_UPC.padStart(14, "0")}, 'lamp')`;
    await stockUp(db, "soho", { mug: 9, lamp: 9, rug: 9, kettle: 9 });
    const ana = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
    const { id } = agreed(
      await placeOrder(db, "web", pickup("soho", { mug: 2, lamp: 1, rug: 1, kettle: 1 })),
    );
    const [order] = await listFulfillments(db, id);
    const aisle = await startAisle({ databaseUrl });
    await using camera = await fakeCamera();
    const browser = await openBrowser(camera.arguments);
    const step = async (name: string, walk: () => Promise<void>) => assert.ok(await t.step(name, walk), name);
    try {
      await step("without a camera, or without its reader, it says what to do instead", async () => {
        // A worker would have the reader already.
        const { page, context } = await openPage(browser, { serviceWorkers: "block" });
        await signIn(page, aisle.url, ana);
        await openCamera(page);
        await page.getByRole("alert").getByText("The camera is not allowed here").waitFor();
        await seen(page, "denied");
        await context.grantPermissions(["camera"], { origin: aisle.url });
        await context.route("**/scanner.wasm*", (route) => route.abort());
        await page.getByRole("button", { name: "Try again" }).click();
        await page.getByRole("alert").getByText("The barcode reader did not load").waitFor();
        await context.unroute("**/scanner.wasm*");
        await page.getByRole("button", { name: "Try again" }).click();
        await page.getByText("Hold a barcode in view").waitFor();
        await context.close();
      });

      const { page, context, errors } = await openPage(browser);
      await context.grantPermissions(["camera"], { origin: aisle.url });
      const picked = (words: string) => page.getByText(words, { exact: true }).waitFor();
      await signIn(page, aisle.url, ana);
      await page.goto(`${aisle.url}/work/${order!.id}`);
      await openCamera(page);

      await step("an EAN-13 begins the pick and counts one, however long it is held", async () => {
        await camera.hold(labels.mug);
        await picked("1 of 5");
        await cameraRuns(page, 1.5);
        await picked("1 of 5");
      });

      await step("a UPC-A, a Code 128 and a QR code count one each", async () => {
        await camera.hold(labels.lamp);
        await picked("2 of 5");
        await camera.hold(labels.rug);
        await picked("3 of 5");
        await camera.hold(labels.kettle);
        await picked("4 of 5");
      });

      await step(
        "an item that is not in the order is refused in colour and words, and nothing is counted",
        async () => {
          await camera.hold(labels.stranger);
          const alert = page.getByRole("alert").filter({ hasText: "Not in this order" });
          await alert.waitFor();
          await picked("4 of 5");
          await seen(page, "wrong");
          await page.getByText("All saved").waitFor();
          assert.deepEqual(await unitsPicked(db, order!.id), { kettle: 1, lamp: 1, mug: 1, rug: 1 });
          await page.getByRole("button", { name: "Dismiss" }).click();
        },
      );

      await step("a link that names no item is passed over in silence", async () => {
        await camera.hold(labels.advertisement);
        await cameraRuns(page, 1);
        assert.equal((await page.getByRole("alert").allInnerTexts()).join(""), "");
        await picked("4 of 5");
      });

      await step("closed, the camera is let go, and the store has each scan once", async () => {
        await page.getByRole("button", { name: "Close the camera" }).click();
        assert.equal(await page.locator("video").count(), 0);
        assert.deepEqual(await unitsPicked(db, order!.id), { kettle: 1, lamp: 1, mug: 1, rug: 1 });
        const scans = await db.many<{ count: number }>`
          select count(*)::int as count from operation where type = 'confirm_pick'`;
        assert.deepEqual(scans, [{ count: 4 }]);
      });

      await step("opened again with no network, the camera reads a GS1 DataMatrix", async () => {
        await camera.lower();
        await until("the reader is on the phone", () =>
          page.evaluate(async () => {
            const paths = ["/scanner.js", "/scanner.wasm"];
            const kept = await Promise.all(paths.map((path) => caches.match(path, { ignoreSearch: true })));
            return kept.every(Boolean);
          }));
        await context.setOffline(true);
        await openCamera(page);
        await page.getByText("Hold a barcode in view").waitFor();
        await camera.hold(labels.secondMug);
        await page.getByText("Everything was found.").waitFor();
      });
      assert.deepEqual(errors.filter((error) => !/ERR_INTERNET_DISCONNECTED/.test(error)), []);
    } finally {
      await browser.close();
      await aisle.stop();
      await drop();
    }
  },
});

async function signIn(page: Page, url: string, personId: string) {
  await page.goto(`${url}/sign-in?place=node%3Asoho&person=${personId}`);
  await page.locator("input[name=pin]").fill("123456");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/work");
}

/** Presses the button once the page has come to life. */
async function openCamera(page: Page) {
  const button = page.getByRole("button", { name: "Scan with the camera" });
  await until("the button answers", async () => {
    if (await button.getAttribute("aria-pressed") === "true") return true;
    await button.click();
    return false;
  });
}

/** Waits until the camera has shown that many seconds more. */
async function cameraRuns(page: Page, seconds: number) {
  const from = await page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime);
  const isOver = (until: number) => (document.querySelector("video")?.currentTime ?? 0) >= until;
  await page.waitForFunction(isOver, from + seconds);
}

/** The screen as it is now has no fault of accessibility, nor is it wider than the phone. */
async function seen(page: Page, name: string) {
  const shots = Deno.env.get("AISLE_SCREENSHOTS");
  if (shots) await page.screenshot({ path: `${shots}/camera ${name}.png` });
  // Tall enough for the whole screen: a row half behind the bar at the bottom is no fault.
  for (const width of [320, PHONE.width]) {
    await page.setViewportSize({ width, height: 1_400 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, name);
  }
  assert.deepEqual(await violationsOf(page), [], name);
  await page.setViewportSize(PHONE);
}

async function unitsPicked(db: Db, fulfillmentId: string): Promise<Record<string, number>> {
  const lines = await db.many<{ sku: string; picked: number }>`
    select sku, picked from fulfillment_line where fulfillment_id = ${fulfillmentId} order by sku`;
  return Object.fromEntries(lines.map(({ sku, picked }) => [sku, picked]));
}
