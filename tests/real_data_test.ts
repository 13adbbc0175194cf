// The whole of Aisle on real files: 1,544 stores, 2,994 items with their own barcodes. They lie beside the project and are
// not part of it; without them these walks are reported as skipped.
import assert from "node:assert/strict";
import { join } from "node:path";
import { importFolder } from "../demo/import.ts";
import type { Db } from "../lib/db.ts";
import { type RunningAisle, startAisle } from "./support/aisle.ts";
import { freshDatabase } from "./support/postgres.ts";
import { until } from "./support/until.ts";

const folder = join(import.meta.dirname!, "../../shared/data");
const absent = await Deno.stat(folder).then(() => false, () => true);
const silent = { onProgress() {}, onTaken() {}, onMissing() {}, onAdded() {} };

interface Demo {
  channelKey: string;
  people: { name: string; personId: string; role: string; nodeId: string | null; pin: string }[];
}

Deno.test({
  name: "real stores and items are taken in twice without doubling, and an order walks through them",
  ignore: absent,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const { db, url: databaseUrl, drop } = await freshDatabase("real_data");
    const dataDir = await Deno.makeTempDir({ prefix: "aisle-real-" });
    const options = { dataDir, url: "http://localhost:8000", reporter: silent };
    try {
      await t.step("each file's rows are new, or refused with a reason", async () => {
        const first = await importFolder(db, folder, options);
        assert.deepEqual(first.map((file) => [file.name, file.new, file.changed, file.same, file.refused]), [
          ["zips.csv", 42_229, 0, 0, 326],
          ["stores-derived.csv", 1_544, 0, 0, 21],
          ["est-weight-dims.csv", 0, 0, 2_994, 0],
          ["products.csv", 2_994, 0, 0, 0],
          ["zip_rates.csv", 40_914, 0, 0, 86],
          ["zip3_zone_pairs.csv", 229_318, 0, 0, 0],
        ]);
        const refused = await Deno.readTextFile(join(dataDir, "imports", "stores-derived.rejects.csv"));
        assert.match(refused, /"the coordinates are 669 miles from ZIP 72401","1536"/);
        const tax = await Deno.readTextFile(join(dataDir, "imports", "zip_rates.rejects.csv"));
        assert.match(tax, /"a combined rate of 0.2 is out of range","13421"/);
      });

      const before = await totals(db);
      await t.step("stock is its ledger, and shared barcodes are kept for both their items", () => {
        assert.deepEqual([before.stock, before.onHand, before.shared], [before.movements, before.moved, 13]);
      });

      await t.step("taken in again, nothing is new or changed", async () => {
        const second = await importFolder(db, folder, options);
        assert.deepEqual(second.filter((file) => file.new + file.changed > 0), []);
        assert.deepEqual(await totals(db), before);
      });

      await t.step("an order for real items is picked by their barcodes and handed over", async () => {
        const aisle = await startAisle({ databaseUrl });
        try {
          await walk(aisle, db, JSON.parse(await Deno.readTextFile(join(dataDir, "demo.json"))));
        } finally {
          await aisle.stop();
        }
      });
    } finally {
      await drop();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});

function totals(db: Db) {
  return db.one`
    select (select count(*) from stock) as stock, (select count(*) from movement) as movements,
           (select sum(on_hand) from stock) as on_hand, (select sum(d_on_hand) from movement) as moved,
           (select count(*) from (select from barcode group by gtin having count(*) > 1) as shared) as shared`;
}

async function walk(aisle: RunningAisle, db: Db, { channelKey: key, people }: Demo) {
  const ana = people.find((each) => each.role === "associate" && each.nodeId !== null)!;
  const nodeId = ana.nodeId!;
  const [first, second] = await db.many<{ sku: string; gtin: string }>`
    select stock.sku, min(barcode.gtin) as gtin
      from stock
      join barcode on barcode.sku = stock.sku
     where node_id = ${nodeId} and on_hand >= 3
     group by stock.sku
     order by stock.sku
     limit 2`;
  const lines = [first!, second!].map(({ sku }, i) => (
    { sku, quantity: i + 1, unitPrice: { amount: 1999, currency: "USD" } }
  ));
  const placed = await aisle.call("POST", "/api/v1/orders", {
    ...{ channelOrderId: "REAL-1", method: "pickup", nodeId, lines },
    shopper: { name: "Maya Reyes", email: "maya@example.com" },
  }, { key });
  assert.equal(placed.status, 201);

  const fulfillmentId = placed.body.fulfillments[0].id;
  const cookie = await signIn(aisle, ana);
  const deviceId = crypto.randomUUID();
  let seq = 0;
  const does = async (type: string, body: Record<string, unknown>) => {
    const operation = { id: crypto.randomUUID(), seq: ++seq, at: new Date().toISOString(), type };
    const operations = [{ ...operation, body: { fulfillmentId, ...body } }];
    const { body: answer } = await aisle.call("POST", "/api/v1/operations", { deviceId, operations }, {
      cookie,
    });
    assert.deepEqual(answer, { outcomes: [{ id: operation.id, outcome: "applied" }] });
  };
  await does("start_pick", {});
  await does("confirm_pick", { lineNo: 1, quantity: 1, scanned: first!.gtin });
  await does("confirm_pick", { lineNo: 2, quantity: 2, scanned: second!.gtin });
  await does("stage", { bin: "P-1" });
  const pass = await passOf(aisle, placed.body.shopperUrl);
  await does("hand_over", { proof: { kind: "pass", pass } });

  await until("the order is complete", async () => {
    const { body } = await aisle.call("GET", `/api/v1/orders/${placed.body.id}`, undefined, { key });
    return body.state === "completed";
  });
  const { body: invariants } = await aisle.call("GET", "/api/v1/invariants", undefined, { key });
  assert.deepEqual(invariants.violations, []);
}

async function signIn(aisle: RunningAisle, who: Demo["people"][number]): Promise<string> {
  const body = new URLSearchParams({ place: `node:${who.nodeId}`, personId: who.personId, pin: who.pin });
  const answer = await fetch(`${aisle.url}/sign-in`, { method: "POST", body, redirect: "manual" });
  await answer.body?.cancel();
  assert.equal(answer.status, 303);
  return answer.headers.get("set-cookie")!.split(";")[0]!;
}

/** The pass as the shopper's live page carries it. */
async function passOf(aisle: RunningAisle, shopperUrl: string): Promise<string> {
  const stream = await fetch(`${aisle.url}${new URL(shopperUrl).pathname}/live`);
  let text = "";
  for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const pass = text.match(/"pass":"([\w.-]+)"/)?.[1];
    if (pass) return pass;
  }
  throw new Error("The page's stream ended without a pass");
}
