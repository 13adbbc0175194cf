// A phone that had no network for three days: what its person sees meanwhile, and what becomes of their work.
import assert from "node:assert/strict";
import { listWork } from "../../domain/fulfillment/mod.ts";
import { placeOrder } from "../../domain/orders/mod.ts";
import { startAisle } from "../support/aisle.ts";
import { openBrowser, openPage, scan } from "../support/browser.ts";
import { daysOfPicking } from "../support/offline_days.ts";
import { freshDatabase } from "../support/postgres.ts";
import { keepOnPhone } from "../support/queue_script.ts";
import { agreed, hire, items, openShop, pickup, stockUp, violations } from "../support/shop.ts";
import { until } from "../support/until.ts";

const ORDERS = 20;

Deno.test({
  name:
    "three days without a network: the phone works on what it has, also after a reload, and all of it arrives once",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, url: databaseUrl, drop } = await freshDatabase("days");
    const aisle = await startAisle({ databaseUrl });
    const browser = await openBrowser();
    try {
      await openShop(db);
      await stockUp(db, "soho", { mug: 500, lamp: 500 });
      const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
      for (let i = 0; i < ORDERS; i++) {
        agreed(await placeOrder(db, "web", pickup("soho", { mug: 12, lamp: 12 })));
      }
      const [mine, ...others] = await listWork(db, "soho");

      const { page, context } = await openPage(browser);
      await page.goto(`${aisle.url}/sign-in?place=${encodeURIComponent("node:soho")}&person=${personId}`);
      await page.locator("input[name=pin]").fill("123456");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/work");
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
      await page.goto(`${aisle.url}/work/${mine!.id}`);
      await page.getByRole("button", { name: "Start picking" }).click();
      await scan(page, items[0]!.gtin);
      await page.getByText("1 of 24", { exact: true }).waitFor();
      await until(
        "the first scan is sent",
        async () =>
          (await listWork(db, "soho")).some(({ lines }) => lines.some(({ picked }) => picked === 1)),
      );
      await page.getByText("All saved").waitFor();

      await context.setOffline(true);
      await scan(page, items[0]!.gtin);
      await page.getByText("2 of 24", { exact: true }).waitFor();
      await page.reload();
      // What was sent, and what was not, are both still there.
      await page.getByText("2 of 24", { exact: true }).waitFor();

      const from = new Date(Date.now() - 72 * 3_600_000);
      const done = daysOfPicking(others, 72, from);
      await keepOnPhone(page, { personId, nodeId: "soho", name: "Ana P." }, done);
      await page.reload();
      await page.getByText(`${done.length + 1} waiting to send`).or(page.getByText("No connection")).first()
        .waitFor();
      await context.setOffline(false);
      await page.evaluate(() => dispatchEvent(new Event("online")));
      await until("everything is sent", async () => {
        const { sent } = await db.one<{ sent: number }>`select count(*)::int as sent from operation`;
        return sent === done.length + 3;
      });
      const outcomes = await db
        .many`select outcome, count(*)::int as operations from operation group by outcome`;
      assert.deepEqual(outcomes, [{ outcome: "applied", operations: done.length + 3 }]);
      const work = await listWork(db, "soho");
      assert.deepEqual(
        work.filter(({ id }) => id !== mine!.id).map((
          { state, lines },
        ) => [state, lines.map((line) => line.picked)]),
        Array(ORDERS - 1).fill(["picked", [12, 12]]),
      );
      assert.deepEqual(await violations(db), []);
      await page.getByText("All saved").waitFor();
    } finally {
      await browser.close();
      await aisle.stop();
      await drop();
    }
  },
});
