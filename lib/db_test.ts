import assert from "node:assert/strict";
import { join as path } from "node:path";
import { freshDatabase } from "../tests/support/postgres.ts";
import { until } from "../tests/support/until.ts";
import { connect, DatabaseUnavailable, type Db, empty, join, json, type Sql, transact } from "./db.ts";
import { startPostgres } from "./embedded_postgres.ts";
import { isRefusal, refuse } from "./refusal.ts";

const { db, drop } = await freshDatabase("db");
await db.run`create table shelf (sku text primary key, on_hand integer not null check (on_hand >= 0))`;

Deno.test.beforeEach(async () => {
  await db.run`truncate shelf`;
  await db.run`insert into shelf values ('mug', 10), ('bowl', 5)`;
});
Deno.test.afterAll(drop);

const onHand = async (sku: string, sql: Sql = db) =>
  (await sql.one<{ onHand: number }>`select on_hand from shelf where sku = ${sku}`).onHand;

Deno.test("columns become camelCase, but only the outermost", async () => {
  const row = await db
    .one`select 1 as on_hand, '{"safety_stock": 2}'::jsonb as the_rest, 3 as _id, 4 as a__b_2`;
  assert.deepEqual(row, { onHand: 1, theRest: { safety_stock: 2 }, _id: 3, aB2: 4 });
});

Deno.test("counts are numbers, money is text, days are text, moments are dates", async () => {
  const row = await db.one`
    select 9007199254740991::int8 as big, 1.10::numeric(8, 2) as price, date '2026-03-01' as day,
           timestamptz '2026-03-01T00:00:00Z' as at, array[1, null]::int8[] as bigs, array[1.10]::numeric[] as prices,
           array['2026-03-01']::date[] as days`;
  assert.deepEqual(row, {
    big: 9007199254740991,
    price: "1.10",
    day: "2026-03-01",
    at: new Date("2026-03-01T00:00:00Z"),
    bigs: [1, null],
    prices: ["1.10"],
    days: ["2026-03-01"],
  });
});

Deno.test("a number too big to hold exactly is a fault, not another number", async () => {
  await assert.rejects(db.one`select 9007199254740993::int8 as big`, RangeError);
});

Deno.test("one wants one row, maybe at most one, run counts", async () => {
  assert.equal(await onHand("mug"), 10);
  await assert.rejects(db.one`select * from shelf where sku = 'vase'`, /Expected one row, got 0/);
  await assert.rejects(db.one`select * from shelf`, /Expected one row, got 2/);
  assert.equal(await db.maybe`select * from shelf where sku = 'vase'`, undefined);
  await assert.rejects(db.maybe`select * from shelf`, /at most one row, got 2/);
  assert.equal(await db.run`update shelf set on_hand = on_hand + 1`, 2);
});

Deno.test("parts nest, lists join, and no value is ever text of the statement", async () => {
  const evil = "'; drop table shelf; --";
  const only = db.part`where sku in (${join(["mug", evil])}) and on_hand > ${3}`;
  const rows = await db.many`select sku, ${evil}::text as said from shelf ${only} ${empty} order by sku`;
  assert.deepEqual(rows, [{ sku: "mug", said: evil }]);
});

Deno.test("json() gives arrays to jsonb, plain arrays are Postgres arrays", async () => {
  const row = await db.one`
    select ${json([{ sku: "mug" }])}::jsonb as lines, ${["a", "b"]}::text[] as tags, ${
    json(undefined)
  }::jsonb as nothing`;
  assert.deepEqual(row, { lines: [{ sku: "mug" }], tags: ["a", "b"], nothing: null });
});

Deno.test("a prepared statement is prepared once a connection, and may have no parts", async () => {
  await transact(db, async (tx) => {
    for (const sku of ["mug", "bowl", "mug"]) {
      await tx.prepared.one`select on_hand as prepared_here from shelf where sku = ${sku}`;
    }
    const { count } = await tx.one`
      select count(*) from pg_prepared_statements where statement like 'select on_hand as prepared_here%'`;
    assert.equal(count, 1);
  });
  await assert.rejects(async () => await db.prepared.many`select 1 ${db.part`where true`}`, /no parts/);
});

Deno.test("a failing statement keeps its connection", async () => {
  const narrow = connect({ url: db.url, max: 1 });
  const me = () => narrow.one`select pg_backend_pid() as pid`;
  const before = await me();
  await assert.rejects(narrow.run`insert into shelf values ('mug', 1)`, { code: "23505" });
  assert.deepEqual(await me(), before);
  await narrow.end();
});

Deno.test("a transaction commits what it returns", async () => {
  const left = await transact(db, async (tx) => {
    await tx.run`update shelf set on_hand = on_hand - 4 where sku = 'mug'`;
    return await onHand("mug", tx);
  });
  assert.equal(left, 6);
  assert.equal(await onHand("mug"), 6);
});

Deno.test("a transaction that refuses or throws leaves nothing behind", async () => {
  const refused = await transact(db, async (tx) => {
    await tx.run`update shelf set on_hand = 0`;
    return refuse("sold_out", { sku: "mug" });
  });
  assert.equal(isRefusal(refused), true);
  await assert.rejects(
    transact(db, async (tx) => {
      await tx.run`update shelf set on_hand = 0`;
      throw new Error("the roof leaks");
    }),
    /the roof leaks/,
  );
  assert.deepEqual([await onHand("mug"), await onHand("bowl")], [10, 5]);
});

Deno.test("a transaction inside a transaction joins it", async () => {
  const refused = await transact(db, async (tx) => {
    await transact(tx, (inner) => inner.run`update shelf set on_hand = 1 where sku = 'mug'`);
    assert.equal(await onHand("mug", tx), 1);
    return refuse("sold_out");
  });
  assert.equal(isRefusal(refused), true);
  assert.equal(await onHand("mug"), 10);
});

Deno.test("two transactions that deadlock both get done", async () => {
  let attempts = 0;
  const bothHoldOne = barrier(2);
  const oneIsDone = Promise.withResolvers<void>();
  const take = (first: string, second: string) =>
    transact(db, async (tx) => {
      // Whoever comes again lets the other finish, who on a busy machine may not have woken yet: they would meet again.
      if (++attempts > 2) await oneIsDone.promise;
      await tx.run`update shelf set on_hand = on_hand - 1 where sku = ${first}`;
      await bothHoldOne();
      await tx.run`update shelf set on_hand = on_hand - 1 where sku = ${second}`;
    }).then(oneIsDone.resolve);
  await Promise.all([take("mug", "bowl"), take("bowl", "mug")]);
  assert.equal(attempts, 3);
  assert.deepEqual([await onHand("mug"), await onHand("bowl")], [8, 3]);
});

Deno.test("a transaction that never stops deadlocking is a fault in the end", async () => {
  let attempts = 0;
  const work = () =>
    transact(db, () => (attempts++, Promise.reject(Object.assign(new Error("deadlock"), { code: "40P01" }))));
  await assert.rejects(work, { code: "40P01" });
  assert.equal(attempts, 5);
});

Deno.test("a database that is not there is said to be unavailable, soon", async () => {
  const nowhere = connect({ url: "postgres://a:b@127.0.0.1:1/x" });
  await assert.rejects(nowhere.many`select 1`, DatabaseUnavailable);
  await assert.rejects(transact(nowhere, (tx) => tx.many`select 1`), DatabaseUnavailable);
  await nowhere.end();

  const silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `postgres://a:b@127.0.0.1:${(silent.addr as Deno.NetAddr).port}/x`;
  const patient = connect({ url, connectTimeoutMs: 200 });
  await assert.rejects(patient.many`select 1`, DatabaseUnavailable);
  await patient.end();
  silent.close();
});

Deno.test("a statement that takes too long is given up", async () => {
  const hasty = connect({ url: db.url, statementTimeoutMs: 50 });
  await assert.rejects(hasty.many`select pg_sleep(5)`, DatabaseUnavailable);
  await hasty.end();
});

Deno.test("when all connections are taken the caller is told so, not kept forever", async () => {
  const narrow = connect({ url: db.url, max: 1, connectTimeoutMs: 2_000 });
  await transact(narrow, async (tx) => {
    await tx.many`select 1`;
    await assert.rejects(narrow.many`select 1`, DatabaseUnavailable);
  });
  assert.deepEqual(await narrow.one`select 1 as one`, { one: 1 });
  await narrow.end();
});

Deno.test("Postgres is killed under load, again and again: we live, and go on", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-kill-" });
  let server = await startPostgres({ dataDir });
  const shop = connect({ url: server.url, max: 8 });
  await shop.run`create table sale (id uuid primary key)`;

  for (let round = 0; round < 3; round++) {
    const load = keepSelling(shop);
    await until("fifty are sold", () => load.sold.length > 50);
    await server.kill();
    await until("one is refused", () => load.refused > 0);
    const soldBefore = load.sold.length;
    server = await startPostgres({ dataDir, port: server.port });
    await until("fifty more are sold", () => load.sold.length > soldBefore + 50);
    await load.stop();

    assert.deepEqual(load.faults, []);
    const { kept } = await shop.one`select count(*) as kept from sale where id = any(${load.sold}::uuid[])`;
    assert.equal(kept, load.sold.length, "everything that was acknowledged is there");
  }

  await shop.end();
  await server.stop();
  await Deno.remove(path(dataDir), { recursive: true });
});

/** Eight tills selling without a pause; what fails otherwise than by an unavailable database is a fault. */
function keepSelling(shop: Db) {
  const load = { sold: [] as string[], refused: 0, faults: [] as unknown[], stop: () => Promise.resolve() };
  let open = true;
  const till = async () => {
    while (open) {
      const id = crypto.randomUUID();
      try {
        await transact(shop, (tx) => tx.run`insert into sale values (${id})`);
        load.sold.push(id);
      } catch (error) {
        if (error instanceof DatabaseUnavailable) load.refused++;
        else load.faults.push(error);
        await new Promise((go) => setTimeout(go, 10));
      }
    }
  };
  const tills = Array.from({ length: 8 }, till);
  load.stop = async () => {
    open = false;
    await Promise.all(tills);
  };
  return load;
}

/** Opens once `size` have come; who comes later walks through. */
function barrier(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return () => (++come >= size && resolve(), promise);
}
