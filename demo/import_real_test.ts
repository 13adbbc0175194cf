import assert from "node:assert/strict";
import { join } from "node:path";
import { freshDatabase } from "../tests/support/postgres.ts";
import { importFolder } from "./import.ts";

const folder = new URL("../../shared/data", import.meta.url).pathname;
const absent = await Deno.stat(folder).then(() => false, () => true);
const silent = { onProgress() {}, onTaken() {}, onMissing() {}, onAdded() {} };

Deno.test({
  name: "the real files are taken in twice within two minutes, and the second time changes nothing",
  ignore: absent,
  async fn() {
    const { db, drop } = await freshDatabase("import_real");
    const dataDir = await Deno.makeTempDir({ prefix: "aisle-import-" });
    const options = { dataDir, url: "http://localhost:8000", reporter: silent };
    try {
      const started = Date.now();
      const first = await importFolder(db, folder, options);
      assert.ok(Date.now() - started < 120_000);
      assert.deepEqual(first.map((t) => [t.name, t.new, t.changed, t.same, t.refused]), [
        ["zips.csv", 42_229, 0, 0, 326],
        ["stores-derived.csv", 1_544, 0, 0, 21],
        ["est-weight-dims.csv", 0, 0, 2_994, 0],
        ["products.csv", 2_994, 0, 0, 0],
        ["zip_rates.csv", 40_914, 0, 0, 86],
        ["zip3_zone_pairs.csv", 229_318, 0, 0, 0],
      ]);
      const rows = () =>
        db.one`
          select (select count(*) from stock) as stock, (select count(*) from movement) as movements,
                 (select sum(on_hand) from stock) as on_hand, (select sum(d_on_hand) from movement) as moved,
                 (select count(*) from (select from barcode group by gtin having count(*) > 1) as shared) as shared`;
      const before = await rows();
      assert.equal(before.stock, before.movements);
      assert.equal(before.onHand, before.moved);
      assert.equal(before.shared, 13);

      const second = await importFolder(db, folder, options);
      assert.ok(second.every((taken) => taken.new === 0 && taken.changed === 0));
      assert.deepEqual(await rows(), before);

      const refused = await Deno.readTextFile(join(dataDir, "imports", "stores-derived.rejects.csv"));
      assert.match(refused, /"the coordinates are 669 miles from ZIP 72401","1536"/);
      const tax = await Deno.readTextFile(join(dataDir, "imports", "zip_rates.rejects.csv"));
      assert.match(tax, /"a combined rate of 0.2 is out of range","13421"/);
    } finally {
      await drop();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});
