import assert from "node:assert/strict";
import { makeReservation } from "../domain/inventory/mod.ts";
import { checkInventory } from "../domain/inventory/mod.ts";
import { connect, type Db } from "../lib/db.ts";
import { isRefusal, type Refusal } from "../lib/refusal.ts";
import { freshDatabase } from "./support/postgres.ts";
import { openShop, stockOf, stockUp } from "./support/shop.ts";
import { wrongInHistory } from "./support/stock_history.ts";
import { deadlocks, race } from "./support/stock_race.ts";
import { loadTrade, openTrade, unhurriedUrl } from "./support/stock_service.ts";
import { seed } from "./support/stock_walk.ts";

const RACES = 6;

/** A database, and pools on it as of so many processes. */
function test(name: string, processes: number, walk: (db: Db, pools: Db[]) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url, drop } = await freshDatabase("race", { max: 1 });
      const pools = Array.from({ length: processes }, () => connect({ url: unhurriedUrl(url), max: 6 }));
      try {
        await walk(db, pools);
        await Promise.all(pools.map((pool) => pool.end()));
        assert.equal(await deadlocks(db), 0);
        assert.deepEqual(await wrongInHistory(db), []);
        assert.deepEqual((await checkInventory(db)).flatMap((each) => each.violations), []);
      } finally {
        await drop();
      }
    },
  });
}

test(
  "thirty-two at once, from three processes, on a few shelves: every answer was true at every moment",
  3,
  async (db, pools) => {
    await openTrade(db);
    const trade = await loadTrade();
    const done = { made: 0, refused: 0 };
    for (let no = 0; no < RACES; no++) {
      const { wrong, made, refused } = await race(trade, pools, {
        seed: seed + no,
        racers: 32,
        actsEach: 30,
      });
      assert.deepEqual(wrong, [], `seed ${seed + no}`);
      done.made += made;
      done.refused += refused;
    }
    console.log(`seed ${seed}: ${done.made} carts promised, ${done.refused} refused`);
    assert.ok(done.made > 100 && done.refused > 100);
  },
);

for (const processes of [1, 3]) {
  test(
    `five thousand buyers at once, on ${processes} processes, for a thousand units: a thousand get one`,
    processes,
    async (db, pools) => {
      await openShop(db);
      await stockUp(db, "soho", { mug: 1_000 });
      const buy = (_: unknown, i: number) =>
        makeReservation(pools[i % processes]!, "web", {
          id: crypto.randomUUID(),
          nodeId: "soho",
          lines: [{ sku: "mug", quantity: 1 }],
          holdMinutes: 10,
        });
      const answers = await Promise.all(Array.from({ length: 5_000 }, buy));
      const refused = answers.filter((each) => isRefusal(each));
      assert.equal(refused.length, 4_000);
      assert.deepEqual([...new Set(refused.map((each) => (each as Refusal).kind))], ["insufficient_stock"]);
      assert.deepEqual(await stockOf(db, "soho", "mug"), [1_000, 1_000]);
      const { held } = await db.one<
        { held: number }
      >`select count(distinct hold_id) as held from reservation`;
      assert.equal(held, 1_000);
    },
  );
}
