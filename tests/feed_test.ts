import assert from "node:assert/strict";
import {
  countStock,
  makeReservation,
  readChanges,
  readRules,
  reconcileChannels,
  releaseReservation,
  saveRules,
  tellChannels,
} from "../domain/inventory/mod.ts";
import type { ChangesView, WantedRule } from "../domain/inventory/types.ts";
import type { Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { sha256 } from "../lib/tokens.ts";
import { type RunningAisle, startAisle } from "./support/aisle.ts";
import { freshDatabase } from "./support/postgres.ts";
import { agreed, channelKey, openShop, stockUp, violations } from "./support/shop.ts";
import { until } from "./support/until.ts";

const market = "market_key_for_the_other_channel";

function test(name: string, walk: (db: Db, url: string) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url, drop } = await freshDatabase("feed", { max: 24 });
      try {
        await openShop(db);
        await db.run`insert into channel (id, name, key_hash) values ('market', 'Market', ${
          sha256(
            market,
          )
        })`;
        await walk(db, url);
        assert.deepEqual(await violations(db), []);
      } finally {
        await drop();
      }
    },
  });
}

const nobody = { kind: "anyone" as const };

function anyOf(kind: WantedRule["kind"], units: number, channelId: string | null = null): WantedRule {
  const any = { skus: null, categories: null, nodeIds: null, groupIds: null };
  return { id: crypto.randomUUID(), kind, name: kind, units, ...any, channelId };
}

/** Publishes rules for a shop whose shelves are still empty: whatever comes has its numbers from the start. */
async function ruled(db: Db, ...rules: WantedRule[]) {
  agreed(await saveRules(db, nobody, { version: (await readRules(db)).version, rules }));
}

async function hold(db: Db, nodeId: string, sku: string, quantity = 1) {
  return agreed(await makeReservation(db, "web", { nodeId, lines: [{ sku, quantity }], holdMinutes: 5 })).id;
}

/** What a channel knows who has read everything from `after` on: by item and node the last figure it was told. */
async function heard(db: Db, channelId: string, after = 0) {
  const figures: Record<string, number> = {};
  const numbers: number[] = [];
  for (let at = after;;) {
    const { changes, next } = await readChanges(db, channelId, { after: at, limit: 3 });
    for (const { nodeId, sku, number, availableToPromise } of changes) {
      figures[`${nodeId} ${sku}`] = availableToPromise;
      numbers.push(number);
    }
    if (next === at) return { figures, numbers, next };
    at = next;
  }
}

/** What is so now, by another way than the feed's. */
async function truth(db: Db, channelId: string) {
  const rows = await db.many<
    { nodeId: string; sku: string; left: number; thresholds: Record<string, number> | null }
  >`select node_id, sku, on_hand - reserved - safety_stock as left, thresholds from stock`;
  return Object.fromEntries(rows.map(({ nodeId, sku, left, thresholds }) => [
    `${nodeId} ${sku}`,
    Math.max(0, left - (thresholds?.[channelId] ?? 0)),
  ]));
}

function crossings(db: Db) {
  return db.many<{ topic: string; payload: Record<string, unknown> }>`
    select topic, payload from event where kind = 'stock_level_crossed' order by at, id`;
}

test("a channel is told what changed, in order, and is told nothing twice", async (db) => {
  await stockUp(db, "soho", { mug: 10, lamp: 4 });
  assert.equal(await tellChannels(db), 4);
  const first = await heard(db, "web");
  assert.deepEqual(first.figures, { "soho lamp": 4, "soho mug": 10 });
  assert.deepEqual(first.numbers, [1, 2]);
  assert.equal(await tellChannels(db), 0);

  await hold(db, "soho", "mug", 3);
  assert.equal(await tellChannels(db), 2);
  assert.deepEqual(await readChanges(db, "web", { after: first.next }), {
    changes: [{ number: 3, nodeId: "soho", sku: "mug", availableToPromise: 7 }],
    next: 3,
  });
  assert.deepEqual(await readChanges(db, "web", { after: 3 }), { changes: [], next: 3 });
});

test("a hundred changes of one item between two turns are one line, and one that comes to nothing is none", async (db) => {
  await stockUp(db, "soho", { mug: 200, lamp: 5 });
  await tellChannels(db);
  const before = (await heard(db, "web")).next;
  await Promise.all(Array.from({ length: 100 }, () => hold(db, "soho", "mug")));
  agreed(await releaseReservation(db, { holdId: await hold(db, "soho", "lamp"), channelId: "web" }) ?? {});
  assert.equal(await tellChannels(db), 2);
  const { changes } = await readChanges(db, "web", { after: before });
  assert.deepEqual(changes, [{ number: before + 1, nodeId: "soho", sku: "mug", availableToPromise: 100 }]);
});

test("a channel hears its own figures, less what it leaves to the others, and never another's", async (db) => {
  await ruled(db, anyOf("safety_stock", 1), anyOf("threshold", 3, "market"));
  await stockUp(db, "soho", { mug: 10 });
  await tellChannels(db);
  assert.deepEqual((await heard(db, "web")).figures, { "soho mug": 9 });
  assert.deepEqual((await heard(db, "market")).figures, { "soho mug": 6 });
  await hold(db, "soho", "mug", 7);
  await tellChannels(db);
  assert.deepEqual((await heard(db, "web")).figures, { "soho mug": 2 });
  assert.deepEqual((await heard(db, "market")).figures, { "soho mug": 0 });
  await hold(db, "soho", "mug", 1);
  assert.equal(await tellChannels(db), 1, "the market still has none, which it knows");
});

test("a crossing is told once, however often the turn is taken and however many take it", async (db) => {
  await ruled(db, anyOf("low_stock", 4));
  await stockUp(db, "soho", { mug: 6, lamp: 2 });
  await tellChannels(db);
  assert.deepEqual(await crossings(db), [], "nobody has seen it higher");

  await hold(db, "soho", "mug", 3);
  await Promise.all(Array.from({ length: 8 }, () => tellChannels(db)));
  for (let i = 0; i < 3; i++) await tellChannels(db);
  const low = { topic: "node:soho", payload: { sku: "mug", from: "enough", to: "low", available: 3 } };
  assert.deepEqual(await crossings(db), [low]);

  const last = await hold(db, "soho", "mug", 3);
  await Promise.all([tellChannels(db), tellChannels(db)]);
  agreed(await releaseReservation(db, { holdId: last, channelId: "web" }) ?? {});
  await Promise.all([tellChannels(db), tellChannels(db)]);
  await tellChannels(db);
  assert.deepEqual(await crossings(db), [
    low,
    { topic: "node:soho", payload: { sku: "mug", from: "low", to: "out", available: 0 } },
    { topic: "node:soho", payload: { sku: "mug", from: "out", to: "low", available: 3 } },
  ]);
  const levels = await db.many`select sku, level from stock_level order by sku`;
  assert.deepEqual(levels, [{ sku: "lamp", level: "low" }, { sku: "mug", level: "low" }]);
});

test("twenty writers and two workers: each reader that follows the numbers ends with the truth", async (db) => {
  await ruled(db, anyOf("safety_stock", 2), anyOf("threshold", 5, "market"), anyOf("low_stock", 30));
  const nodes = ["soho", "hoboken", "albany", "reno"];
  const skus = ["mug", "lamp", "rug", "kettle"];
  for (const nodeId of nodes) await stockUp(db, nodeId, { mug: 60, lamp: 60, rug: 60, kettle: 60 });
  await tellChannels(db);

  let isOver = false;
  const write = async (writer: number) => {
    const held: string[] = [];
    for (let i = 0; i < 40; i++) {
      const [nodeId, sku] = [nodes[(writer * 7 + i) % 4]!, skus[(writer + i * 3) % 4]!];
      const made = await makeReservation(db, "web", {
        nodeId,
        lines: [{ sku, quantity: 1 + (i % 3) }],
        holdMinutes: 5,
      });
      if (!isRefusal(made)) held.push(made.id);
      if (i % 2 === 1 && held.length > 0) {
        agreed(await releaseReservation(db, { holdId: held.shift()!, channelId: "web" }) ?? {});
      }
    }
  };
  const work = async () => {
    let turns = 0;
    for (; !isOver; turns++) await tellChannels(db);
    return turns;
  };
  // A reader only ever goes on from the last number it saw: what comes to stand below it is lost to it.
  const follow = async (channelId: string) => {
    const known: Record<string, number> = {};
    let after = 0;
    const readOn = async () => {
      const { figures, numbers, next } = await heard(db, channelId, after);
      assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));
      Object.assign(known, figures);
      after = next;
    };
    while (!isOver) await readOn();
    return { known, readOn };
  };
  const workers = [work(), work()];
  const readers = { web: follow("web"), market: follow("market") };
  await Promise.all(Array.from({ length: 20 }, (_, writer) => write(writer)));
  isOver = true;
  for (const turns of await Promise.all(workers)) assert.ok(turns > 0);
  assert.notEqual(await tellChannels(db), undefined);
  for (const [channelId, reader] of Object.entries(readers)) {
    const { known, readOn } = await reader;
    await readOn();
    assert.deepEqual(known, await truth(db, channelId));
  }
  assert.deepEqual(await reconcileChannels(db), { missed: 0, fresh: 0 });

  // Every crossing began where the one before it ended.
  const at: Record<string, unknown> = {};
  for (const { topic, payload: { sku, from, to } } of await crossings(db)) {
    const key = `${topic} ${sku}`;
    assert.equal(from, at[key] ?? "enough");
    assert.notEqual(from, to);
    at[key] = to;
  }
});

test("what a turn could not see is found by the reconciliation, counted, and told", async (db) => {
  const counts = ["mug", "lamp"].map((sku) => ({ nodeId: "soho", sku, counted: 10 }));
  agreed(await countStock(db, { counts }, { now: new Date(Date.now() - 7_200_000) }));
  await tellChannels(db);
  // By a clock that is an hour slow, and so never in the time a turn looks at.
  await makeReservation(
    db,
    "web",
    { nodeId: "soho", lines: [{ sku: "mug", quantity: 4 }], holdMinutes: 90 },
    new Date(Date.now() - 3_600_000),
  );
  assert.equal(await tellChannels(db), 0);
  assert.deepEqual(await reconcileChannels(db), { missed: 2, fresh: 0 });
  assert.deepEqual((await heard(db, "web")).figures, { "soho lamp": 10, "soho mug": 6 });
  await hold(db, "soho", "lamp");
  await db.run`insert into channel (id, name, key_hash) values ('till', 'Till', 'till')`;
  assert.deepEqual(
    await reconcileChannels(db),
    { missed: 0, fresh: 2 },
    "what only waits for its turn is not missed",
  );
  assert.deepEqual((await heard(db, "till")).figures, { "soho lamp": 9, "soho mug": 6 });
});

test("a night without a worker is made up for, and a quiet shop is not written to", async (db) => {
  await stockUp(db, "soho", { mug: 10 });
  await tellChannels(db);
  await hold(db, "soho", "mug");
  await db.run`update clock_turn set taken_at = now() - interval '9 hours'`;
  assert.equal(await tellChannels(db), 2);
  await db.run`update clock_turn set taken_at = now() + interval '20 seconds'`;
  const before = await db.one`select xmin::text from clock_turn where name = 'tell_channels'`;
  assert.equal(await tellChannels(db), 0);
  assert.deepEqual(await db.one`select xmin::text from clock_turn where name = 'tell_channels'`, before);
});

/** A channel's stream, and the changes it brought so far. */
async function follow(
  aisle: RunningAisle,
  key: string,
  query = "?after=0",
  headers: Record<string, string> = {},
) {
  const stopping = new AbortController();
  const answer = await fetch(`${aisle.url}/api/v1/stock/stream${query}`, {
    headers: { authorization: `Bearer ${key}`, ...headers },
    signal: stopping.signal,
  });
  assert.equal(answer.headers.get("content-type"), "text/event-stream");
  const got: ChangesView["changes"] = [];
  const ids: number[] = [];
  let text = "";
  let hasEnded = false;
  const reading = (async () => {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const event = text.slice(0, end).match(/^id: (\d+)\nevent: changed\ndata: (.*)$/);
        text = text.slice(end + 2);
        if (!event) continue;
        ids.push(Number(event[1]));
        got.push(...JSON.parse(event[2]!).changes);
      }
    }
    hasEnded = true;
  })().catch(() => {});
  return { got, ids, stop: async () => (stopping.abort(), await reading), hasEnded: () => hasEnded };
}

test(
  "over HTTP a channel follows its own figures live, and goes on where it lost the line",
  async (db, url) => {
    const key = await channelKey(db);
    await ruled(db, anyOf("threshold", 2, "market"));
    await stockUp(db, "soho", { mug: 10 });
    const aisle = await startAisle({ databaseUrl: url });
    try {
      const ours = await follow(aisle, key);
      const theirs = await follow(aisle, market);
      await until(
        "both know of ten mugs",
        () => Promise.resolve(ours.got.length === 1 && theirs.got.length === 1),
      );
      const startedAt = performance.now();
      const line = { nodeId: "soho", lines: [{ sku: "mug", quantity: 3 }], holdMinutes: 5 };
      assert.equal((await aisle.call("POST", "/api/v1/reservations", line, { key })).status, 201);
      await until("both hear of it", () => Promise.resolve(ours.got.length === 2 && theirs.got.length === 2));
      assert.ok(performance.now() - startedAt < 5_000);
      const figures = (got: ChangesView["changes"]) =>
        got.map((each) => [each.number, each.availableToPromise]);
      assert.deepEqual(figures(ours.got), [[1, 10], [2, 7]]);
      assert.deepEqual(figures(theirs.got), [[1, 8], [2, 5]]);
      await ours.stop();

      await aisle.call("POST", "/api/v1/reservations", line, { key });
      await until("the feed has it", async () => (await readChanges(db, "web", { after: 2 })).next === 3);
      const again = await follow(aisle, key, "?after=0", { "last-event-id": `${ours.ids.at(-1)}` });
      await until("the rest comes", () => Promise.resolve(again.got.length > 0));
      assert.deepEqual([figures(again.got), again.ids], [[[3, 4]], [3]]);
      const page = await aisle.call("GET", "/api/v1/stock/changes?after=1&limit=1", undefined, {
        key: market,
      });
      assert.deepEqual(page.body, {
        changes: [{ number: 3, nodeId: "soho", sku: "mug", availableToPromise: 2 }],
        next: 3,
      });
      for (
        const wrong of ["?after=-1", "?after=1.5", "?after=x", "?limit=0", "?limit=10001", "?after=1&after=2"]
      ) {
        assert.equal(
          (await aisle.call("GET", `/api/v1/stock/changes${wrong}`, undefined, { key })).status,
          400,
          wrong,
        );
      }
      const lost = { key, headers: { "last-event-id": "three" } };
      assert.equal((await aisle.call("GET", "/api/v1/stock/stream?after=0", undefined, lost)).status, 400);

      // A key that is taken away ends what it opened, once no process remembers it: a few seconds later.
      await db.run`update channel set key_hash = 'another' where id = 'web'`;
      await stockUp(db, "soho", { mug: 50 });
      await until("the stream ends", () => Promise.resolve(again.hasEnded()));
      assert.equal(theirs.hasEnded(), false);
      await theirs.stop();
    } finally {
      await aisle.stop();
    }
  },
);
