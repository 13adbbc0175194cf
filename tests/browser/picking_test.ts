import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { cancelOrder } from "../../domain/orders/mod.ts";
import type { Db } from "../../lib/db.ts";
import { startAisle } from "../support/aisle.ts";
import { openBrowser, openPage, scan, violationsOf } from "../support/browser.ts";
import { partOf, place } from "../support/floor.ts";
import { freshDatabase } from "../support/postgres.ts";
import {
  agreed,
  delivery,
  hire,
  items,
  openShop,
  pickup,
  stockOf,
  stockUp,
  violations,
} from "../support/shop.ts";
import { until } from "../support/until.ts";
import { openWire } from "../support/wire.ts";

const [mug, lamp, rug, kettle] = items.map(({ gtin }) => gtin.slice(1)) as [string, string, string, string];

Deno.test({
  name: "two pickers and their phones: one order for both, three in one walk, and what goes wrong on the way",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const { db, url: databaseUrl, drop } = await freshDatabase("picking");
    await openShop(db);
    await stockUp(db, "soho", { mug: 30, lamp: 30, rug: 30 });
    await db.run`
      update stock set location = case sku when 'lamp' then 'A4-2' when 'mug' then 'A4-12' else 'A12-1' end`;
    const ana = await hire(db, { name: "Ana", role: "associate", nodeId: "soho" });
    const ben = await hire(db, { name: "Ben", role: "associate", nodeId: "soho" });
    const aisle = await startAisle({ databaseUrl });
    const wire = openWire(aisle.url);
    const browser = await openBrowser();
    // What failed first is what to look at: no step after it runs.
    const step = async (name: string, walk: () => Promise<void>) => assert.ok(await t.step(name, walk), name);
    try {
      const anas = await openPhone(browser, wire.url, ana);
      const bens = await openPhone(browser, aisle.url, ben);
      const mend = async () => {
        wire.mend();
        await anas.page.evaluate(() => dispatchEvent(new Event("online")));
        await anas.says("All saved");
      };

      await step("both take an order at once: the second hears whose it is, and joins", async () => {
        const order = await placed(db, pickup("soho", { mug: 2 }));
        for (const phone of [anas, bens]) await phone.open(order.number);
        wire.cut();
        await anas.press("Start picking");
        await anas.counts("0 of 2");
        await bens.press("Start picking");
        await until("Ben has it", async () => (await partOf(db, order)).pickerId === ben);
        wire.mend();
        await anas.page.evaluate(() => dispatchEvent(new Event("online")));
        await anas.says("“Start picking” did not count");
        await anas.says("Ben is picking this order");
        await anas.press("I have seen this");
        await anas.press("Join");
        await scan(anas.page, mug);
        await bens.says("1 of 2");
        await scan(bens.page, mug);
        for (const phone of [anas, bens]) await phone.says("Everything was found.");
        await scan(bens.page, "P-1");
        await bens.press("Back to list");
        await anas.toList();
      });

      await step("three units of one order are three scans and one tap", async () => {
        const order = await placed(db, pickup("soho", { mug: 3 }));
        const row = anas.page.getByRole("link", { name: order.number });
        await row.waitFor();
        await anas.countTaps();
        await row.click();
        for (const done of ["1 of 3", "2 of 3"]) {
          await scan(anas.page, mug);
          await anas.counts(done);
        }
        await scan(anas.page, mug);
        await anas.says("Everything was found.");
        assert.equal(await anas.taps(), 1);
        // Each heard as well: two notes say yes.
        await until("it was heard", async () => await anas.notes() === 6);
        await until("it is picked", async () => (await partOf(db, order)).state === "picked");
        await anas.toList();
      });

      await step(
        "without a network three orders are picked in one walk, each scan says its tote",
        async () => {
          const orders = [
            await placed(db, pickup("soho", { mug: 1, lamp: 1 })),
            await placed(db, pickup("soho", { mug: 2 })),
            await placed(db, delivery({ rug: 1 })),
          ];
          for (const { number } of orders) await anas.page.getByRole("link", { name: number }).waitFor();
          const first = anas.page.getByRole("link", { name: orders[0]!.number });
          await anas.press("Delivery");
          await first.waitFor({ state: "hidden" });
          assert.equal(await anas.page.locator("button[aria-pressed=true]").innerText(), "Delivery");
          await anas.press("All");
          await first.waitFor();
          await anas.isKept();
          wire.cut();
          await anas.countTaps();
          await anas.press("Pick several");
          await anas.press("Totes for 3 orders");
          await scan(anas.page, "TOTE:11");
          await until(
            "the first has its tote",
            async () => await anas.page.locator("input").first().inputValue() === "11",
          );
          await anas.press("Start the walk");
          assert.equal(await anas.taps(), 3);
          assert.deepEqual(await anas.faults(), []);

          await anas.isAt("A4-2");
          await scan(anas.page, lamp);
          await anas.hears("Into 11");
          await scan(anas.page, mug);
          await anas.hears("Into 11");
          await anas.isAt("A4-12");
          await scan(anas.page, mug);
          await anas.hears("Into T2");

          await scan(anas.page, kettle);
          await anas.page.getByRole("alert").getByText("Not in this walk").waitFor();
          await anas.page.locator(".flash-no").waitFor();
          await anas.counts("3 of 5");

          await anas.press(/^Undo/);
          await anas.counts("2 of 5");
          await anas.page.reload();
          await anas.says("3 orders in this walk");
          await anas.counts("2 of 5");
          await anas.says("No connection");
          for (const _ of ["first", "second"]) {
            await scan(anas.page, mug);
            await anas.hears("Into T2");
          }
          await anas.isAt("A12-1");
          await scan(anas.page, rug);
          // In turn: the two that are collected into bins, the one that is shipped into its box.
          await anas.says("Scan or type the pickup bin");
          await scan(anas.page, "P-2");
          await anas.press(/^Next: T2/);
          await scan(anas.page, "P-3");
          await anas.press(/^Next: T3/);
          await anas.page.getByRole("heading", { name: orders[2]!.number }).waitFor();
          const untouched = await Promise.all(orders.map((order) => partOf(db, order)));
          assert.deepEqual(untouched.map(({ state }) => state), ["open", "open", "open"]);
          await mend();
          const after = await Promise.all(orders.map((order) => partOf(db, order)));
          assert.deepEqual(after.map(({ state, bin, batch }) => [state, bin, batch?.tote]), [
            ["staged", "P-2", "11"],
            ["staged", "P-3", "T2"],
            ["picked", null, "T3"],
          ]);
          await anas.toList();
        },
      );

      await step("sorted after the walk: scans fill the cart, then say each unit's tote", async () => {
        const orders = [
          await placed(db, pickup("soho", { mug: 1 })),
          await placed(db, pickup("soho", { mug: 1, rug: 1 })),
        ];
        for (const { number } of orders) await bens.page.getByRole("link", { name: number }).waitFor();
        await bens.press("Pick several");
        await bens.press("Totes for 2 orders");
        await bens.page.getByText("After the walk").click();
        await bens.press("Start the walk");
        for (const [code, done] of [[mug, "1 of 3"], [mug, "2 of 3"]] as const) {
          await scan(bens.page, code);
          await bens.counts(done);
        }
        await scan(bens.page, rug);
        await bens.says("Sort the cart into the totes");
        for (const [code, tote] of [[mug, "T1"], [rug, "T2"]] as const) {
          await scan(bens.page, code);
          await bens.hears(`Into ${tote}`);
        }
        await scan(bens.page, rug);
        await bens.page.getByRole("alert").getByText("All of these are sorted").waitFor();
        await scan(bens.page, mug);
        await bens.says("Scan or type the pickup bin");
        await until("all is sorted", async () => {
          const parts = await Promise.all(orders.map((order) => partOf(db, order)));
          return parts.every(({ lines }) => lines.every(({ sorted, picked }) => sorted === picked));
        });
        await bens.toList();
      });

      await step("one is missing: three taps with the reason, and the book hears of it", async () => {
        const order = await placed(db, pickup("soho", { lamp: 2 }));
        const [onHand, reserved] = await stockOf(db, "soho", "lamp");
        await anas.open(order.number);
        await scan(anas.page, lamp);
        await anas.counts("1 of 2");
        await anas.countTaps();
        await anas.press("Can’t find it");
        await anas.page.getByText("Damaged").click();
        await anas.press("Mark 1 unit missing");
        await anas.says("1 unit missing. The rest goes on.");
        assert.equal(await anas.taps(), 3);
        await until("it is picked", async () => (await partOf(db, order)).state === "picked");
        assert.deepEqual(await stockOf(db, "soho", "lamp"), [onHand - 1, reserved - 1]);
        await anas.toList();
      });

      await step(
        "an item nobody finds is given up in every open order by one act, but not in Ben's",
        async () => {
          const orders = [
            await placed(db, pickup("soho", { rug: 1 })),
            await placed(db, pickup("soho", { rug: 2, mug: 1 })),
            await placed(db, pickup("soho", { rug: 1 })),
          ];
          await bens.open(orders[2]!.number);
          await bens.press("Start picking");
          await anas.open(orders[0]!.number);
          await anas.press("Start picking");
          await until("Ben has his", async () => (await partOf(db, orders[2]!)).pickerId === ben);
          await anas.press("Can’t find it");
          await anas.page.getByText("Give it up in every open order (2)").click();
          await anas.page.getByText("Not on the shelf").click();
          await anas.press("Give up in 2 orders");
          await anas.says("Nothing was found");
          await until(
            "the server has both",
            async () => (await partOf(db, orders[1]!)).lines.some(({ shorted }) => shorted === 2),
          );
          const after = await Promise.all(orders.map((order) => partOf(db, order)));
          assert.deepEqual(
            after.map(({ state, lines }) => [state, lines.find(({ sku }) => sku === "rug")!.shorted]),
            [
              ["cancelled", 1],
              ["open", 2],
              ["picking", 0],
            ],
          );
          await anas.press("Back to list");
          await bens.press("More");
          await bens.press("Give it back to the list");
          await until("it is anybody's", async () => (await partOf(db, orders[2]!)).state === "open");
        },
      );

      await step(
        "what was picked for a cancelled order goes back unit by unit, without a network",
        async () => {
          const order = await placed(db, pickup("soho", { mug: 2 }));
          await anas.open(order.number);
          for (const done of ["1 of 2", "Everything was found."]) {
            await scan(anas.page, mug);
            await anas.says(done);
          }
          await anas.says("All saved");
          const [onHand, reserved] = await stockOf(db, "soho", "mug");
          agreed(
            await cancelOrder(db, { actor: { kind: "anyone" }, channelId: null }, order.id, {
              reason: "changed their mind",
            }),
          );
          await anas.says("The order was cancelled");
          await anas.counts("0 of 2");
          assert.deepEqual(await anas.faults(), []);
          wire.cut();
          await scan(anas.page, lamp);
          await anas.page.getByRole("alert").getByText("Not of this order").waitFor();
          await scan(anas.page, mug);
          await anas.counts("1 of 2");
          await scan(anas.page, mug);
          await anas.page.getByRole("heading", { name: "All back on the shelf" }).waitFor();
          await mend();
          assert.equal((await partOf(db, order)).state, "cancelled");
          assert.deepEqual(await stockOf(db, "soho", "mug"), [onHand, reserved - 2]);
        },
      );
      assert.deepEqual(await violations(db), []);
      assert.deepEqual(bens.errors, []);
    } finally {
      wire.cut();
      await browser.close();
      await aisle.stop();
      await drop();
    }
  },
});

async function placed(db: Db, order: Parameters<typeof place>[1]) {
  const made = await place(db, order);
  return { ...made, number: (await partOf(db, made)).orderNumber };
}

/** A phone in somebody's hand, and what they see and do. */
async function openPhone(browser: Browser, url: string, personId: string) {
  const { page, errors } = await openPage(browser);
  await page.addInitScript(() => {
    const counted = Object.assign(globalThis, { taps: 0, notes: 0 });
    addEventListener("pointerdown", () => counted.taps++, true);
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
      counted.notes++;
      start.call(this, when);
    };
  });
  await signIn(page, url, personId);
  return {
    page,
    errors,
    says: (text: string) => page.getByText(text).filter({ visible: true }).first().waitFor(),
    /** How far the order or the walk is, as it stands on the screen. */
    counts: (done: string) => page.getByRole("article").getByText(done, { exact: true }).first().waitFor(),
    /** The answer to a scan, in words and over the whole screen. */
    hears: (title: string) => page.locator(".flash-yes").getByText(title, { exact: true }).waitFor(),
    isAt: (shelf: string) =>
      until(
        `the walk is at ${shelf}`,
        async () => await page.locator("section[aria-labelledby=find-now] > p").first().innerText() === shelf,
      ),
    press: (name: string | RegExp) =>
      page.getByRole("button", { name, exact: typeof name === "string" }).click(),
    open: async (number: string) => {
      await page.getByRole("link", { name: number }).click();
      await page.getByRole("heading", { name: number }).waitFor();
    },
    toList: () => page.getByRole("button", { name: "Orders", exact: true }).click(),
    countTaps: () => page.evaluate(() => void Object.assign(globalThis, { taps: 0, notes: 0 })),
    taps: () => page.evaluate(() => (globalThis as unknown as { taps: number }).taps),
    notes: () => page.evaluate(() => (globalThis as unknown as { notes: number }).notes),
    faults: () => violationsOf(page),
    /** All that the next start needs without a network is on the phone. */
    isKept: () =>
      until(
        "the page is kept",
        () =>
          page.evaluate(async () =>
            navigator.serviceWorker.controller !== null &&
            await caches.match("/work", { ignoreVary: true }) !== undefined
          ),
      ),
  };
}

async function signIn(page: Page, url: string, personId: string) {
  await page.goto(`${url}/sign-in?place=${encodeURIComponent("node:soho")}&person=${personId}`);
  await page.locator("input[name=pin]").fill("123456");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/work");
  await page.getByText("All saved").waitFor();
}
