import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type RunningAisle, startAisle } from "../support/aisle.ts";
import { openBrowser, openPage, violationsOf } from "../support/browser.ts";
import { hands, pickAndStage, place } from "../support/floor.ts";
import { freshDatabase } from "../support/postgres.ts";
import { channelKey, hire, openShop, pickup, stockUp, violations } from "../support/shop.ts";
import { until } from "../support/until.ts";
import { openWire } from "../support/wire.ts";

const PIN = "123456";
const SECONDS = 1_000;
const HOURS = 3_600 * SECONDS;

Deno.test({
  name: "one phone, two people: tiles and PINs, with and without a network, and no step of either is lost",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const { db, url: databaseUrl, drop } = await freshDatabase("people");
    await openShop(db);
    await stockUp(db, "soho", { mug: 20 });
    const key = await channelKey(db);
    for (const name of ["Ana P.", "Ben T."]) await hire(db, { name, role: "associate", nodeId: "soho" });
    const cleo = await hire(db, { name: "Cleo M.", role: "store_manager", nodeId: "soho" });
    const aisle = await startAisle({ databaseUrl, worker: false });
    const wire = openWire(aisle.url);
    const browser = await openBrowser();
    // What failed first is what to look at: no step after it runs.
    const step = async (name: string, walk: () => Promise<void>) => assert.ok(await t.step(name, walk), name);
    const faults: string[] = [];
    try {
      const [first, second] = [await order(aisle, key), await order(aisle, key)];
      const ready = await place(db, pickup("soho", { mug: 1 }));
      await pickAndStage(hands(db, ready.fulfillmentId), "mug", 1);
      const { page, context } = await openPage(browser);
      await context.addInitScript(clockThatCanBeSet);
      const shoot = async (name: string) => {
        faults.push(...(await violationsOf(page)).map((fault) => `${name}: ${fault}`));
        const folder = Deno.env.get("AISLE_SCREENSHOTS");
        if (folder) await page.screenshot({ path: `${folder}/people ${name}.png` });
      };
      const picker = async ({ id }: Order) =>
        (await db.one<{ name: string | null }>`select picker_name as name from fulfillment where id = ${id}`)
          .name;
      // Both: the one the worker cannot get around, and the one that tells the page.
      const goOffline = async () => {
        wire.cut();
        await context.setOffline(true);
      };
      const goOnline = async () => {
        wire.mend();
        await context.setOffline(false);
      };
      const waiting = () => page.locator("#phone-waiting span").innerText();

      await step("the manager enrols the phone from its own sheet", async () => {
        await page.goto(`${wire.url}/sign-in?place=node%3Asoho&person=${cleo}`);
        await page.locator("input[name=pin]").fill(PIN);
        await page.keyboard.press("Enter");
        // A button that is seen before its script is there does nothing.
        await page.locator("#work[aria-busy=false]").waitFor();
        await page.getByRole("button", { name: "Cleo M." }).click();
        await page.getByRole("link", { name: "Enrol this phone" }).click();
        await page.getByLabel("Name of this phone").fill("Phone 3");
        await shoot("devices");
        await page.getByRole("button", { name: "Enrol this phone" }).click();
        await page.getByText("This phone is “Phone 3”").waitFor();
        await page.getByRole("link", { name: "Back" }).click();
        await page.getByText(first.number).waitFor();
      });

      await step("it passes from hand to hand by tile and PIN", async () => {
        await handTo(page, "Cleo M.", "Ben T.");
        await press(page, PIN);
        await inHandOf(page, "Ben T.");
        await handTo(page, "Ben T.", "Cleo M.");
        await press(page, PIN);
        await inHandOf(page, "Cleo M.");
        await handTo(page, "Cleo M.", "Ana P.");
        await shoot("pin");
        await page.keyboard.type("000000");
        await page.getByText("That PIN is not right").waitFor();
        await press(page, PIN);
        await inHandOf(page, "Ana P.");
        await kept(page, 3);
      });

      await step("with no network both work on, each in their own name", async () => {
        await goOffline();
        await start(page, first);
        await page.getByRole("button", { name: "Orders" }).click();
        await handTo(page, "Ana P.", "Cleo M.");
        await page.getByText("Cleo M.").first().waitFor();
        await page.getByRole("button", { name: "Somebody else" }).click();
        await shoot("tiles");
        await page.getByText("1 step of Ana P. waits to be sent").waitFor();
        await page.getByRole("button", { name: "Ben T." }).click();
        await page.locator("#lock").getByRole("heading", { name: "Ben T." }).waitFor();
        await page.keyboard.type("111111");
        await page.getByText("4 more tries, then you have to wait.").waitFor();
        await press(page, PIN);
        await inHandOf(page, "Ben T.");
        await start(page, second);
        await openSheet(page);
        await page.getByText("Unlocked without a network").waitFor();
        assert.equal(await waiting(), "2");
        for (const words of [`Order ${first.number} · Ana P.`, `Order ${second.number} · Ben T.`]) {
          await page.getByText(words).waitFor();
        }
        await shoot("sheet");
        const [file] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("button", { name: "Save as a file" }).click(),
        ]);
        const saved = JSON.parse(await Deno.readTextFile((await file.path())!));
        assert.deepEqual(
          saved.map(({ type, by }: { type: string; by: { name: string } }) => [type, by.name]),
          [
            ["start_pick", "Ana P."],
            ["start_pick", "Ben T."],
          ],
        );
      });

      await step(
        "locked, and started again without a network, it is still locked, and a PIN opens it",
        async () => {
          await page.getByRole("button", { name: "Lock now" }).click();
          await page.locator("#lock[open]").waitFor();
          await page.goto(`${wire.url}/work`);
          await page.getByRole("heading", { name: "Ben T." }).waitFor();
          await press(page, PIN);
          await inHandOf(page, "Ben T.");
        },
      );

      await step(
        "without a network a manager lets an order go on this phone, which keeps no PIN of it",
        async () => {
          await page.locator("details", { hasText: "Ready" }).locator("summary").first().click();
          await page.locator(`#row-${ready.fulfillmentId}`).click();
          await page.getByRole("button", { name: "Manager lets it go" }).click();
          await page.getByLabel("Why without proof").fill("phone broken");
          await shoot("manager");
          for (const [pin, said] of [["111111", "That PIN is not right"], [PIN, "Handed over"]] as const) {
            await page.getByLabel("The manager’s own PIN").fill(pin);
            await page.getByRole("button", { name: "Let it go without proof" }).click();
            await page.getByText(said).filter({ visible: true }).first().waitFor();
          }
          const kept = await queued(page);
          assert.match(kept, /"approval"/);
          assert.ok(!kept.includes(`"${PIN}"`), "the PIN is nowhere on the phone");
          await page.getByRole("button", { name: "Back to list" }).click();
        },
      );

      await step("the network is back: both steps arrive, each from whoever did it", async () => {
        assert.deepEqual([await picker(first), await picker(second)], [null, null]);
        await goOnline();
        await until(
          "both orders are picked",
          async () => await picker(first) !== null && await picker(second) !== null,
        );
        assert.deepEqual([await picker(first), await picker(second)], ["Ana P.", "Ben T."]);
        await page.getByText("All saved").waitFor();
        const handovers = await db.many`
          select proof, manager.name as manager, person.name as by
            from handover
            join person as manager on manager.id = manager_id
            join person on person.id = person_id`;
        assert.deepEqual(handovers, [{ proof: "approval", manager: "Cleo M.", by: "Ben T." }]);
      });

      await step("nobody touches it: it locks, and opens where it was left", async () => {
        await handTo(page, "Ben T.", "Ana P.");
        await press(page, PIN);
        await inHandOf(page, "Ana P.");
        await page.getByText(first.number).click();
        await page.getByRole("heading", { name: first.number }).waitFor();
        await page.evaluate((ahead) => globalThis.setAhead(ahead), 290 * SECONDS);
        await page.getByRole("button", { name: /by hand/ }).waitFor();
        assert.equal(await page.locator("#lock[open]").count(), 0);
        await page.evaluate((ahead) => globalThis.setAhead(ahead), 301 * SECONDS);
        await page.locator("#lock[open]").getByRole("heading", { name: "Ana P." }).waitFor();
        await until("its session has ended", async () => (await sessionsOf(db)).length === 0);
        await press(page, PIN);
        await inHandOf(page, "Ana P.");
        await page.getByRole("heading", { name: first.number }).waitFor();
        await kept(page, 2);
      });

      await step(
        "twelve hours after the last PIN that the server saw, the phone alone opens for nobody",
        async () => {
          await goOffline();
          await page.evaluate((ahead) => globalThis.setAhead(ahead), 12 * HOURS + 400 * SECONDS);
          await page.locator("#lock[open]").waitFor();
          await press(page, PIN);
          await page.getByText("This needs a network").waitFor();
          await page.evaluate(() => globalThis.setAhead(0));
          await goOnline();
          await press(page, PIN);
          await inHandOf(page, "Ana P.");
        },
      );

      await step("she signs out with work still waiting, and it arrives all the same", async () => {
        await goOffline();
        await page.getByRole("button", { name: /by hand/ }).click();
        await page.getByText("Scan or type the pickup bin").waitFor();
        await openSheet(page);
        await page.getByRole("button", { name: "Sign out" }).click();
        await page.getByText("1 step of Ana P. waits to be sent").waitFor();
        await page.getByRole("button", { name: "Ana P." }).click();
        await press(page, PIN);
        await page.getByText("This needs a network").waitFor();
        await goOnline();
        const picked = async () =>
          (await db.one<{ picked: number }>`
            select picked from fulfillment_line where fulfillment_id = ${first.id}`).picked;
        await until("the unit is picked", async () => await picked() === 1);
        assert.deepEqual(await sessionsOf(db), []);
      });
      assert.deepEqual(faults, []);
      assert.deepEqual(await violations(db), []);
    } finally {
      await browser.close();
      wire.cut();
      await aisle.stop();
      await drop();
    }
  },
});

interface Order {
  id: string;
  number: string;
}

async function order({ call }: RunningAisle, key: string): Promise<Order> {
  const { body } = await call("POST", "/api/v1/orders", pickup("soho", { mug: 1 }), { key });
  return { id: body.fulfillments[0].id, number: body.number };
}

type Database = Awaited<ReturnType<typeof freshDatabase>>["db"];

/** Whose sessions there are on the phone. */
function sessionsOf(db: Database) {
  return db.many`select person_id from session where device_id is not null`;
}

async function handTo(page: Page, from: string, to: string) {
  await page.getByRole("button", { name: `${from}: hand the phone over` }).click();
  await page.locator("#lock").getByRole("button", { name: to }).click();
  await page.locator("#lock").getByRole("heading", { name: to }).waitFor();
}

/** By thumb, key after key. */
async function press(page: Page, pin: string) {
  for (const digit of pin) {
    await page.locator("#lock").getByRole("button", { name: digit, exact: true }).click();
  }
}

async function inHandOf(page: Page, name: string) {
  await page.getByRole("button", { name: `${name}: hand the phone over` }).waitFor();
  await page.locator("#lock:not([open])").waitFor({ state: "attached" });
}

async function start(page: Page, { number }: Order) {
  await page.getByText(number).click();
  await page.getByRole("button", { name: "Start picking" }).click();
  await page.getByRole("button", { name: /by hand/ }).waitFor();
}

async function openSheet(page: Page) {
  await page.getByRole("button", { name: "This phone" }).click();
  await page.getByRole("heading", { name: "This phone" }).waitFor();
}

/** All that lies in the phone's queue, as text. */
function queued(page: Page): Promise<string> {
  return page.evaluate(() =>
    new Promise<string>((found) => {
      const opening = indexedDB.open("aisle-operations");
      opening.onsuccess = () => {
        const reading = opening.result.transaction("waiting").objectStore("waiting").getAll();
        reading.onsuccess = () => (opening.result.close(), found(JSON.stringify(reading.result)));
      };
    })
  );
}

/** The phone has made its proof of that many PINs, and has the page for its next start. */
async function kept(page: Page, atLeast: number) {
  const count = () =>
    page.evaluate(async () => {
      const hasPage = await caches.match("/work", { ignoreVary: true }) !== undefined;
      return await new Promise<number>((found) => {
        const opening = indexedDB.open("aisle-people");
        opening.onsuccess = () => {
          const counting = opening.result.transaction("kept").objectStore("kept").count();
          counting.onsuccess = () => (opening.result.close(), found(hasPage ? counting.result : 0));
        };
      });
    });
  await until("the proofs are kept", async () => await count() >= atLeast);
}

declare global {
  var setAhead: (milliseconds: number) => void;
}

/** Puts the page's clock ahead; its timers go on as they are. */
function clockThatCanBeSet() {
  const now = Date.now;
  let ahead = 0;
  Date.now = () => now() + ahead;
  globalThis.setAhead = (milliseconds) => void (ahead = milliseconds);
}
