import assert from "node:assert/strict";
import fc from "fast-check";
import { checkInventory } from "../domain/inventory/mod.ts";
import { connect } from "../lib/db.ts";
import { freshDatabase } from "./support/postgres.ts";
import { wrongInHistory } from "./support/stock_history.ts";
import { loadTrade, openTrade, unhurriedUrl } from "./support/stock_service.ts";
import { seed, walks } from "./support/stock_walk.ts";

const RUNS = 1_000;
/**
 * Walks at once, each at nodes of its own, and how long those of each lane may be: most faults show in a short walk, some
 * only in a long one.
 */
const LANES = Deno.env.get("AISLE_LONG") === "1" ? Array(8).fill(100) : [20, 20, 20, 20, 40, 40, 60, 100];

Deno.test({
  name: `a thousand days of up to a hundred acts end as the model of stock says`,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, url, drop } = await freshDatabase("model", { max: 2 });
    const quick = connect({ url: unhurriedUrl(url), max: LANES.length + 2, applicationName: "test model" });
    try {
      await openTrade(db);
      const trade = await loadTrade();
      const count = { acts: 0 };
      const started = performance.now();
      await Promise.all(
        LANES.map((maxActs, lane) =>
          fc.assert(walks(trade, quick, { maxActs, count }), {
            seed: seed + lane,
            numRuns: RUNS / LANES.length,
          })
        ),
      );
      const seconds = ((performance.now() - started) / 1_000).toFixed(1);
      console.log(`seed ${seed}: ${RUNS} walks, ${count.acts} acts in ${seconds} s`);
      assert.ok(count.acts > RUNS * 10, `${count.acts} acts`);
      assert.deepEqual(await wrongInHistory(db), []);
      assert.deepEqual((await checkInventory(db)).flatMap((each) => each.violations), []);
    } finally {
      await quick.end();
      await drop();
    }
  },
});
