// The battery runs out in the middle of a pick, again and again, on a network nobody should have to work with.
import assert from "node:assert/strict";
import { listFulfillments } from "../../domain/fulfillment/mod.ts";
import { placeOrder } from "../../domain/orders/mod.ts";
import type { Db } from "../../lib/db.ts";
import { startAisle } from "../support/aisle.ts";
import { scan } from "../support/browser.ts";
import { chances, type Harm, killPhone, type Phone, startPhone } from "../support/killed_phone.ts";
import { freshDatabase } from "../support/postgres.ts";
import { agreed, hire, items, openShop, pickup, stockUp, violations } from "../support/shop.ts";
import { until } from "../support/until.ts";

/** AISLE_LONG=1 kills two hundred times, which takes half an hour. */
const KILLS = Deno.env.get("AISLE_LONG") ? 200 : 6;
const SEED = Number(Deno.env.get("AISLE_SEED") ?? 20_261_130);
/** More than anybody scans between so many kills. */
const WANTED = KILLS * 12;

Deno.test({
  name: `a phone that is killed ${KILLS} times while picking loses no scan and counts none twice`,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, url: databaseUrl, drop } = await freshDatabase("chaos");
    const storage = await Deno.makeTempDir({ prefix: "aisle-killed-phone-" });
    const chance = chances(SEED);
    const harm: Harm = { dropped: 0, doubled: 0, delayed: 0, cut: 0 };
    const aisle = await startAisle({ databaseUrl });
    let phone: Phone | undefined;
    try {
      const { ana, fulfillmentId, lineOf } = await openOrder(db);
      phone = await startPhone(storage, chance, harm);
      await signIn(phone, aisle.url, ana);
      // Chromium writes cookies down every half minute only; this is of scans, not of being signed in.
      const cookies = await phone.context.cookies();
      await phone.page.goto(`${aisle.url}/work/${fulfillmentId}`);
      await phone.page.getByRole("button", { name: "Start picking" }).click();
      await phone.page.getByText(`0 of ${WANTED}`, { exact: true }).waitFor();

      let seen = 0, made = 0;
      for (let kill = 1; kill <= KILLS; kill++) {
        const scanned = await scanUntilKilled(phone, storage, seen, 300 + chance() * 2_500);
        made += scanned.made;
        phone = await startPhone(storage, chance, harm);
        await phone.context.addCookies(cookies);
        await phone.page.goto(`${aisle.url}/work/${fulfillmentId}`);
        const after = await unitsShown(phone);
        assert.ok(
          after >= scanned.seen,
          `kill ${kill}: ${scanned.seen} were acknowledged, ${after} are left`,
        );
        // One scan may have been on the disk when nobody had seen it yet; never more than one.
        assert.ok(
          after <= scanned.seen + 1,
          `kill ${kill}: ${scanned.seen} were scanned, ${after} are counted`,
        );
        seen = after;
      }

      const { page } = phone;
      await until("everything is sent", async () => (await lineOf()).picked === seen, 180_000).catch(
        async (error) => {
          const shown = await page.locator("body").innerText();
          const { picked } = await lineOf();
          throw new Error(`${picked} of ${seen} are sent; the phone says: ${shown.slice(0, 400)}`, {
            cause: error,
          });
        },
      );
      const { operations, units } = await db.one<{ operations: number; units: number }>`
        select count(*)::int as operations,
               (select sum(quantity)::int from reservation where state = 'picked') as units
          from operation
         where type = 'confirm_pick' and outcome = 'applied'`;
      assert.deepEqual([operations, units], [seen, seen]);
      assert.ok(seen <= made);
      const { refused } = await db.one<{ refused: number }>`
        select count(*)::int as refused from operation where outcome <> 'applied'`;
      assert.equal(refused, 0);
      assert.deepEqual(await violations(db), []);
      console.log(
        JSON.stringify({ seed: SEED, kills: KILLS, scans: made, counted: seen, lost: 0, twice: 0, harm }),
      );
    } finally {
      if (phone) await killPhone(phone, storage);
      await aisle.stop();
      await drop();
      await Deno.remove(storage, { recursive: true }).catch(() => {});
    }
  },
});

async function openOrder(db: Db) {
  await openShop(db);
  await stockUp(db, "soho", { mug: WANTED });
  const ana = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
  const { id } = agreed(await placeOrder(db, "web", pickup("soho", { mug: WANTED })));
  const part = async () => (await listFulfillments(db, id))[0]!;
  const { id: fulfillmentId } = await part();
  return { ana, fulfillmentId, lineOf: async () => (await part()).lines[0]! };
}

async function signIn({ page }: Phone, url: string, personId: string) {
  await page.goto(`${url}/sign-in?place=${encodeURIComponent("node:soho")}&person=${personId}`);
  await page.locator("input[name=pin]").fill("123456");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/work");
}

/** Scans one unit after the other until the battery is empty; answers how many it saw acknowledged. */
async function scanUntilKilled(phone: Phone, storage: string, before: number, afterMs: number) {
  let seen = before, made = 0, isDead = false;
  const death = new Promise((go) => setTimeout(go, afterMs)).then(async () => {
    isDead = true;
    await killPhone(phone, storage);
  });
  try {
    while (!isDead) {
      made++;
      await scan(phone.page, mug);
      await phone.page.getByText(`${seen + 1} of ${WANTED}`, { exact: true }).first().waitFor();
      seen++;
    }
  } catch (error) {
    if (!isDead) throw error;
  }
  await death;
  return { seen, made };
}

const mug = items[0]!.gtin;

/** What the screen counts once the device's own work is on it. */
async function unitsShown({ page }: Phone): Promise<number> {
  await page.locator('#work[aria-busy="false"]').waitFor();
  const shown = await page.getByText(new RegExp(`^\\d+ of ${WANTED}$`)).first().textContent();
  return Number(shown!.split(" ")[0]);
}
