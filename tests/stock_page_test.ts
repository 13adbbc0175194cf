import assert from "node:assert/strict";
import { momentAt, readStockPage } from "../domain/fulfillment/mod.ts";
import type { StockPage } from "../domain/fulfillment/types.ts";
import {
  applyRules,
  countStock,
  makeReservation,
  proveStock,
  releaseReservation,
  saveRules,
} from "../domain/inventory/mod.ts";
import type { WantedRule } from "../domain/inventory/types.ts";
import { move } from "../domain/inventory/store.ts";
import { placeOrder } from "../domain/orders/mod.ts";
import { findNode } from "../domain/places/mod.ts";
import { type Db, transact } from "../lib/db.ts";
import { postForm, type RunningAisle, signIn, startAisle } from "./support/aisle.ts";
import { everythingKept } from "./support/everything.ts";
import { freshDatabase } from "./support/postgres.ts";
import { agreed, hire, openShop, pickup } from "./support/shop.ts";

/** Ten in the morning in New York, and so many minutes. */
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 20, 15, minutes));
const web = (holdId: string) => ({ holdId, channelId: "web" });

function test(name: string, walk: (db: Db, url: string) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url, drop } = await freshDatabase("stock_page", { max: 4 });
      await openShop(db);
      try {
        await walk(db, url);
      } finally {
        await drop();
      }
    },
  });
}

/** Ten mugs; a cart of two that becomes an order; a cart of three that gives one and then all back. */
async function aMorning(db: Db) {
  agreed(await countStock(db, { counts: [{ nodeId: "soho", sku: "mug", counted: 10 }] }, { now: at(0) }));
  const hold = async (quantity: number, minute: number) => {
    const lines = [{ sku: "mug", quantity }];
    return agreed(await makeReservation(db, "web", { nodeId: "soho", lines, holdMinutes: 30 }, at(minute)))
      .id;
  };
  const [kept, given] = [await hold(2, 10), await hold(3, 12)];
  const { id } = agreed(
    await placeOrder(db, "web", pickup("soho", { mug: 2 }, { reservationId: kept }), at(20)),
  );
  agreed(await releaseReservation(db, web(given), at(30)));
  await db.run`update stock set safety_stock = 1 where sku = 'mug'`;
  await db.run`update fulfillment set state = 'staged', bin = 'P-1', picked_at = ${at(40)}, staged_at = ${
    at(45)
  },
                      hold_until = ${at(500)} where order_id = ${id}`;
  return (await db.one<{ orderNumber: string }>`select order_number from fulfillment`).orderNumber;
}

async function read(db: Db, minute?: number, before?: number): Promise<StockPage> {
  const node = (await findNode(db, "soho"))!;
  const asked = { node, sku: "mug", at: minute === undefined ? undefined : at(minute), before };
  return (await readStockPage(db, asked, at(60)))!;
}

const gist = ({ counts, split, promises }: StockPage) => [
  [counts.onHand, counts.reserved, counts.availableToPromise],
  split,
  promises.map(({ quantity, state, order }) => `${quantity} ${state} ${order?.number ?? "cart"}`),
];

test("stock is as it was at any moment: counts, promises, and what had become of them", async (db) => {
  const number = await aMorning(db);
  const none = { held: 0, allocated: 0, picked: 0, staged: 0 };
  assert.deepEqual(gist(await read(db, -1)), [[0, 0, 0], none, []]);
  assert.deepEqual(gist(await read(db, 0)), [[10, 0, 9], none, []]);
  assert.deepEqual(gist(await read(db, 15)), [[10, 5, 4], { ...none, held: 5 }, [
    "2 held cart",
    "3 held cart",
  ]]);
  assert.deepEqual(gist(await read(db, 25)), [
    [10, 5, 4],
    { ...none, held: 3, allocated: 2 },
    [`2 allocated ${number}`, "3 held cart"],
  ]);
  assert.deepEqual(gist(await read(db, 30)), [
    [10, 2, 7],
    { ...none, allocated: 2 },
    [`2 allocated ${number}`],
  ]);
  assert.deepEqual(gist(await read(db, 42))[1], { ...none, picked: 2 });
  assert.deepEqual(gist(await read(db)), [[10, 2, 7], { ...none, staged: 2 }, [`2 staged ${number}`]]);
  const [staged] = (await read(db)).promises;
  assert.deepEqual([staged!.since, staged!.until], [at(10), at(500)]);
});

test("the ledger is told newest first, each movement with what it came to, and page by page", async (db) => {
  await aMorning(db);
  const lines = (stock: StockPage) =>
    stock.ledger.map(({ number, reason, onHand, reserved }) => [number, reason, onHand, reserved]);
  const all = [[4, "released", 10, 2], [3, "held", 10, 5], [2, "held", 10, 2], [1, "counted", 10, 0]];
  assert.deepEqual(lines(await read(db)), all);
  assert.deepEqual(lines(await read(db, 15)), all.slice(1));
  const { ledger } = await read(db);
  assert.deepEqual(ledger.map(({ at, order }) => [at, order !== null]), [
    ...[[at(30), false], [at(12), false], [at(10), true], [at(0), false]],
  ]);

  await transact(db, (tx) => {
    const found = { sku: "mug", dOnHand: 1, dReserved: 0, dDamaged: 1, reason: "found" as const };
    return move(tx, "soho", Array(100).fill(found), at(50));
  });
  const newest = await read(db);
  assert.deepEqual([newest.ledger.length, newest.older, newest.isNewest], [50, 55, true]);
  const older = await read(db, undefined, newest.older!);
  assert.deepEqual([older.ledger[0]!.number, older.older, older.isNewest], [54, 5, false]);
  assert.deepEqual([older.ledger[0]!.onHand, older.ledger[0]!.damaged], [60, 50]);
  const oldest = await read(db, undefined, older.older!);
  assert.deepEqual([lines(oldest), oldest.older], [all, null]);
});

Deno.test("a time is read in the store's own clock unless it brings an offset", () => {
  const time = (text: string) => momentAt(text, "America/New_York")?.toISOString();
  assert.equal(time("2026-11-20T10:05"), "2026-11-20T15:05:00.000Z");
  assert.equal(time("2026-07-20T10:05:30"), "2026-07-20T14:05:30.000Z");
  assert.equal(time("2026-11-20T10:05:00.123Z"), "2026-11-20T10:05:00.123Z");
  assert.equal(time("2026-11-20T10:05+01:00"), "2026-11-20T09:05:00.000Z");
  for (const wrong of ["now", "", "2026-02-31T10:05", "2026-11-20T25:00", "1999-11-20T10:05", "2026-11-20"]) {
    assert.equal(time(wrong), undefined, wrong);
  }
});

async function withAisle(
  db: Db,
  url: string,
  walk: (aisle: RunningAisle, as: Record<string, { cookie: string }>) => Promise<void>,
) {
  const aisle = await startAisle({ databaseUrl: url, worker: false });
  try {
    const signed = async (
      name: string,
      role: Parameters<typeof hire>[1]["role"],
      at: { nodeId?: string; regionId?: string },
    ) => {
      const place = at.nodeId ? `node:${at.nodeId}` : `region:${at.regionId}`;
      return { cookie: await signIn(aisle, { personId: await hire(db, { name, role, ...at }), place }) };
    };
    await walk(aisle, {
      ana: await signed("Ana P.", "associate", { nodeId: "soho" }),
      ben: await signed("Ben T.", "associate", { nodeId: "hoboken" }),
      cleo: await signed("Cleo M.", "store_manager", { nodeId: "soho" }),
      eve: await signed("Eve R.", "regional_manager", { regionId: "east" }),
      finn: await signed("Finn S.", "regional_manager", { regionId: "west" }),
    });
  } finally {
    await aisle.stop();
  }
}

test("an item is found by name, by SKU and by a scan, at one's own stores and no other", async (db, url) => {
  await aMorning(db);
  await withAisle(db, url, async (aisle, as) => {
    const get = async (path: string, who: string) => {
      const { status, headers, body } = await aisle.call("GET", path, undefined, as[who]);
      return { status, to: headers.get("location"), body: String(body) };
    };
    const found = await get("/stock?q=blue+mu", "ana");
    assert.ok(found.body.includes("Blue mug") && !found.body.includes("Blue lamp"));
    assert.ok((await get("/stock?q=BLUE", "ana")).body.includes("Blue lamp"));
    for (const exact of ["MUG", "2000000000008", "02000000000008"]) {
      const { status, to } = await get(`/stock?q=${exact}`, "ana");
      assert.deepEqual([status, to], [303, "/stock/soho/mug"], exact);
    }
    assert.ok((await get("/stock?q=%25", "ana")).body.includes("No item matches"));
    const east = (await get("/stock?node=albany", "eve")).body;
    assert.ok(east.includes("Hoboken") && !east.includes("Reno"));
    for (
      const [path, who] of [
        ["/stock?node=hoboken", "ana"],
        ["/stock/hoboken/mug", "ana"],
        ["/stock/soho/mug", "ben"],
        ["/stock/soho/mug", "finn"],
        ["/stock/reno/mug", "eve"],
        ["/stock/soho/no-such-item", "ana"],
        ["/stock/soho/%E0%A4%A", "ana"],
        ["/stock/soho/mug?before=x", "ana"],
        ["/stock/soho/mug?at=2026-11-20T10:05&at=2026-11-20T10:05", "ana"],
        ["/stock/so_ho/mug", "ana"],
        [`/stock?q=${"a".repeat(81)}`, "ana"],
      ] as const
    ) assert.equal((await get(path, who)).status, 404, `${who} ${path}`);
    for (const who of ["ana", "cleo", "eve"]) assert.equal((await get("/stock/soho/mug", who)).status, 200);
    assert.equal((await get("/stock/soho/mug?at=yesterday", "ana")).status, 400);
    // An order opens where its work is done; a regional manager reads its number.
    assert.ok((await get("/stock/soho/mug", "ana")).body.includes('href="/work/'));
    assert.ok(!(await get("/stock/soho/mug", "eve")).body.includes('href="/work/'));
  });
});

test("the page names the rule behind each number, of today's and not of the past", async (db, url) => {
  await aMorning(db);
  const any = { skus: null, categories: null, nodeIds: null, groupIds: null };
  const rules: WantedRule[] = [
    { ...any, id: crypto.randomUUID(), kind: "safety_stock", name: "Shelf life", units: 2, channelId: null },
    {
      ...any,
      id: crypto.randomUUID(),
      kind: "threshold",
      name: "Not for the web",
      units: 3,
      channelId: "web",
    },
  ];
  const rita = { kind: "person", personId: crypto.randomUUID(), name: "Rita M." } as const;
  const actor = { ...rita, role: "regional_manager", nodeId: null, regionId: "east" } as const;
  agreed(await saveRules(db, actor, { version: 0, rules }));
  await applyRules(db);
  const personId = await hire(db, { name: "Rita M.", role: "regional_manager", regionId: "east" });
  const aisle = await startAisle({ databaseUrl: url, worker: false });
  try {
    const cookie = await signIn(aisle, { personId, place: "region:east" });
    const page = async (query = "") =>
      (await aisle.call("GET", `/stock/soho/mug${query}`, undefined, { cookie })).body;
    const today = await page();
    assert.match(today, /by the rule “Shelf life”/);
    assert.match(today, /3 for web, by the rule “Not for the web”/);
    assert.doesNotMatch(await page("?at=2026-11-20T10:20"), /by the rule/);
  } finally {
    await aisle.stop();
  }
});

test("a SKU may hold whatever a SKU may hold, and its page is found", async (db, url) => {
  const sku = "A/B 50%25 +?#é";
  await db
    .run`insert into item (sku, name, category, price_minor, weight_grams) values (${sku}, 'Odd one', 'home', 1, 1)`;
  await withAisle(db, url, async (aisle, as) => {
    const { status, headers } = await aisle.call(
      "GET",
      `/stock?q=${encodeURIComponent(sku)}`,
      undefined,
      as.ana,
    );
    assert.equal(status, 303);
    const page = await aisle.call("GET", headers.get("location")!, undefined, as.ana);
    assert.equal(page.status, 200);
    assert.ok(String(page.body).includes("Odd one"));
  });
});

test(
  "a difference is shown to whoever looks, and settled by a manager of the store or its region",
  async (db, url) => {
    await aMorning(db);
    await db.run`
    insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at)
    values ('soho', gen_random_uuid(), gen_random_uuid(), 'web', 1, 'mug', 50, 'held', now() + interval '1 hour', now())`;
    await proveStock(db, at(60));
    const { id } = await db.one<{ id: string }>`select id from stock_drift where settled_at is null`;
    const explanation = "2 units booked as reserved, but the open promises come to 52.";
    await withAisle(db, url, async (aisle, as) => {
      const page = async (path: string, who: string) =>
        String((await aisle.call("GET", path, undefined, as[who])).body);
      const settle = (who: string, driftId: string, path = "/stock/soho/mug") =>
        postForm(aisle, `${path}/settlement`, { driftId, note: "Nobody’s <b>cart</b>" }, as[who]!.cookie);
      for (const who of ["ana", "cleo", "eve"]) {
        assert.ok((await page("/stock", who)).includes(explanation));
        const isForm = (await page("/stock/soho/mug", who)).includes('action="/stock/soho/mug/settlement"');
        assert.equal(isForm, who !== "ana", who);
      }
      assert.ok(!(await page("/stock", "ben")).includes(explanation));
      const before = await everythingKept(db);
      assert.equal((await settle("ana", id)).status, 403);
      assert.equal((await settle("finn", id)).status, 404);
      assert.equal((await settle("cleo", crypto.randomUUID())).status, 404);
      assert.equal((await settle("eve", id, "/stock/hoboken/mug")).status, 404);
      const empty = await postForm(
        aisle,
        "/stock/soho/mug/settlement",
        { driftId: id, note: "" },
        as.cleo!.cookie,
      );
      assert.equal(empty.status, 400);
      assert.deepEqual(await everythingKept(db), before);

      const settled = await settle("cleo", id);
      assert.deepEqual([settled.status, settled.headers.get("location")], [303, "/stock/soho/mug"]);
      assert.equal((await settle("eve", id)).status, 303);
      const told = await page("/stock/soho/mug", "ana");
      assert.ok(
        told.includes("Settled by Cleo M.") && told.includes("Nobody’s &lt;b>cart&lt;/b>"),
        "by whom, and why",
      );
      assert.ok(!(await page("/stock", "cleo")).includes(explanation));
    });
  },
);
