import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { loadDemo } from "../../demo/load.ts";
import { startAisle } from "../support/aisle.ts";
import { DESK, openBrowser, openPage, scan } from "../support/browser.ts";
import { freshDatabase } from "../support/postgres.ts";
import { newBrowser, pushService } from "../support/push_service.ts";
import { until } from "../support/until.ts";

const wasm = fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: Deno.readFileSync(wasm).buffer as ArrayBuffer } });

type Demo = Awaited<ReturnType<typeof loadDemo>>;

Deno.test({
  name:
    "one order: from a channel to the associate's phone, to the shopper's hands, with the manager watching",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const { db, url: databaseUrl, drop } = await freshDatabase("walk");
    const dataDir = await Deno.makeTempDir({ prefix: "aisle-walk-" });
    const demo = await loadDemo(db, { dataDir, url: "http://localhost" }, () => {});
    const aisle = await startAisle({ databaseUrl });
    const browser = await openBrowser();
    await using service = pushService(() => new Response(null, { status: 201 }));
    const key = demo.channelKey;
    // What failed first is what to look at: no step after it runs.
    const step = async (name: string, walk: () => Promise<void>) => assert.ok(await t.step(name, walk), name);
    try {
      const [found, missing] = await wellStocked(aisle.call, key);
      const { page: associate, errors: associateErrors } = await openPage(browser);
      const { page: shopper, context: shopperContext, errors: shopperErrors } = await openPage(browser);
      const { page: manager, errors: managerErrors } = await openPage(browser, { viewport: DESK });

      await step("the associate and the manager sign in with their PINs", async () => {
        await signIn(associate, aisle.url, person(demo, "associate", "soho"));
        await associate.waitForURL("**/work");
        await signIn(manager, aisle.url, person(demo, "regional_manager", null));
        await manager.waitForURL("**/region");
      });

      const load = loadOf(manager, "SoHo");
      await until("the board shows SoHo without work", async () => (await load()).startsWith("0"));

      const placed = await aisle.call("POST", "/api/v1/orders", {
        channelOrderId: "WALK-1",
        method: "pickup",
        nodeId: "soho",
        shopper: { name: "Maya Reyes", email: "maya@example.com" },
        lines: [line(found!.sku, 2), line(missing!.sku, 1)],
      }, { key });
      assert.equal(placed.status, 201);
      const { number, shopperUrl } = placed.body;

      await step(
        "the order is on the associate's list and the manager's board without a reload",
        async () => {
          await associate.getByText(number).waitFor();
          await until("the board counts it", async () => (await load()).startsWith("1"));
        },
      );

      const reader = newBrowser();
      await step("the shopper follows the order and asks to be told", async () => {
        await shopperContext.grantPermissions(["notifications"], { origin: aisle.url });
        await shopper.goto(shopperUrl);
        await shopper.getByRole("heading", { level: 1 }).waitFor();
        const { endpoint, p256dh, auth } = reader.subscribe(service.url);
        const status = await shopper.evaluate(async ([path, body]) => {
          const headers = { "content-type": "application/json" };
          return (await fetch(path!, { method: "POST", headers, body })).status;
        }, [
          new URL(shopperUrl).pathname + "/subscription",
          JSON.stringify({ endpoint, keys: { p256dh, auth } }),
        ]);
        assert.equal(status, 201);
      });

      await step(
        "the associate picks two, hears no for a wrong item, and cannot find the third",
        async () => {
          await associate.getByText(number).click();
          await associate.getByRole("button", { name: "Start picking" }).click();
          await scan(associate, await barcodeOf(db, found!.sku));
          await associate.getByText("1 of 3", { exact: true }).waitFor();
          await scan(associate, "2999999999991");
          await associate.getByRole("alert").filter({ hasText: /not in this order|not known|unknown/i })
            .waitFor();
          await scan(associate, await barcodeOf(db, found!.sku));
          await associate.getByText("2 of 3", { exact: true }).waitFor();
          await associate.getByRole("button", { name: "Can’t find it" }).click();
          await associate.getByText("Not on the shelf").click();
          await associate.getByRole("button", { name: /Mark 1 unit missing/ }).click();
        },
      );

      await step("it is staged, and the shopper is told by an encrypted push and on the page", async () => {
        await associate.getByText("Scan or type the pickup bin").waitFor();
        await scan(associate, "P-12");
        await associate.getByRole("heading", { name: "Ready for pickup" }).waitFor();
        // Two pushes, in whichever order: the missing item, and that the rest is ready.
        await until("both pushes arrive", () => service.got.length >= 2);
        const pushes = service.got.map(({ body }) => JSON.parse(reader.read(body)));
        assert.deepEqual(pushes.map((push) => push.title).sort(), [
          "Ready at SoHo",
          "Something could not be found",
        ]);
        const ready = pushes.find((push) => push.title === "Ready at SoHo");
        assert.equal(ready.url, shopperUrl);
        assert.match(
          ready.body,
          /^Maya, order .* is waiting for you\. We keep it until \w+day \d+:\d\d [AP]M\.$/,
        );
        await shopper.getByText(/ready for pickup|ready at/i).first().waitFor();
        await shopper.getByText(/goes? back to you|refund/i).first().waitFor();
        assert.deepEqual(await shownNotification(shopper, aisle.url, ready), ["Ready at SoHo"]);
      });

      await step(
        "the pass on the shopper's screen opens the order, and one tap hands it over",
        async () => {
          const pass = await readQrOf(shopper);
          await associate.getByRole("button", { name: "Back to list" }).click();
          await scan(associate, pass);
          await associate.getByText("Pass is genuine").waitFor();
          await associate.getByRole("button", { name: "Hand over" }).click();
          await associate.getByText(/handed over/i).first().waitFor();
        },
      );

      await step("stock, ledger, order and board say the same", async () => {
        const orderIs = async () =>
          (await aisle.call("GET", `/api/v1/orders/${placed.body.id}`, undefined, { key })).body;
        await until("the order is complete", async () => (await orderIs()).state === "completed");
        const after = await stockOf(aisle.call, key, found!.sku);
        assert.deepEqual([after.onHand, after.reserved], [found!.onHand - 2, found!.reserved]);
        const gone = await stockOf(aisle.call, key, missing!.sku);
        assert.deepEqual([gone.onHand, gone.reserved], [missing!.reserved, missing!.reserved]);
        const invariants = await aisle.call("GET", "/api/v1/invariants", undefined, { key });
        assert.deepEqual(invariants.body.violations, []);
        await until("the board is clear again", async () => (await load()).startsWith("0"));
        await shopper.getByText(/picked up|collected|enjoy/i).first().waitFor();
      });
      assert.deepEqual([associateErrors, shopperErrors, managerErrors], [[], [], []]);
    } finally {
      await browser.close();
      await aisle.stop();
      await drop();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});

type Call = Awaited<ReturnType<typeof startAisle>>["call"];
type Stock = { sku: string; onHand: number; reserved: number; availableToPromise: number };

async function wellStocked(call: Call, key: string): Promise<Stock[]> {
  const { body } = await call("GET", "/api/v1/stock?nodeId=soho", undefined, { key });
  return (body.stock as Stock[]).filter((stock) => stock.availableToPromise >= 3).slice(0, 2);
}

async function stockOf(call: Call, key: string, sku: string): Promise<Stock> {
  return (await call("GET", `/api/v1/stock?nodeId=soho&sku=${sku}`, undefined, { key })).body.stock[0];
}

function line(sku: string, quantity: number) {
  return { sku, quantity, unitPrice: { amount: 1200, currency: "USD" } };
}

function person(demo: Demo, role: string, nodeId: string | null) {
  const found = demo.people.find((each) =>
    each.role === role && (nodeId === null ? each.regionId : each.nodeId === nodeId)
  );
  assert.ok(found, `there is a ${role}`);
  return found;
}

async function signIn(page: Page, url: string, who: Demo["people"][number]) {
  const place = who.nodeId ? `node:${who.nodeId}` : `region:${who.regionId}`;
  await page.goto(`${url}/sign-in?place=${encodeURIComponent(place)}`);
  await page.getByRole("link", { name: who.name }).click();
  await page.locator("input[name=pin]").fill(who.pin);
  await page.keyboard.press("Enter");
}

/** How the board speaks of one store's backlog: the text of its meter. */
function loadOf(manager: Page, store: string) {
  const row = manager.getByRole("row").filter({ hasText: store }).first();
  return async () => (await row.getByRole("cell").nth(1).innerText()).trim();
}

async function barcodeOf(db: Awaited<ReturnType<typeof freshDatabase>>["db"], sku: string): Promise<string> {
  const { gtin } = await db.one<{ gtin: string }>`select min(gtin) as gtin from barcode where sku = ${sku}`;
  return gtin.slice(1);
}

/** Gives the decrypted message to the browser's own service worker, as its push service would, and reads what it shows. */
async function shownNotification(page: Page, origin: string, message: unknown): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((found) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
      if (own) found(own.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  await page.evaluate(() =>
    navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready)
  );
  const registrationId = await registered;
  await session.send("ServiceWorker.deliverPushMessage", {
    origin,
    registrationId,
    data: JSON.stringify(message),
  });
  const titles = () =>
    page.evaluate(async () =>
      (await (await navigator.serviceWorker.ready).getNotifications()).map((each) => each.title)
    );
  await until("the notification is shown", async () => (await titles()).length > 0);
  return await titles();
}

/** Reads the QR code from the screen, as a camera would. */
async function readQrOf(page: Page): Promise<string> {
  const picture = await page.getByRole("img", { name: "Pickup pass" }).screenshot();
  const [code] = await readBarcodes(new Blob([picture as BlobPart]), { formats: ["QRCode"] });
  assert.ok(code?.text, "the QR code can be read from the screen");
  return code.text;
}
