import assert from "node:assert/strict";
import { freshDatabase } from "../tests/support/postgres.ts";
import { type Sql, transact } from "./db.ts";
import { recordAll } from "./events.ts";
import { refuse } from "./refusal.ts";

const { db, drop } = await freshDatabase("events");
Deno.test.beforeEach(async () => {
  await db.run`truncate event, graphile_worker._private_jobs`;
});
Deno.test.afterAll(drop);

const jobs = (sql: Sql = db) =>
  sql.many<{ task: string; key: string; payload: Record<string, unknown> }>`
    select task.identifier as task, job.key, job.payload
      from graphile_worker._private_jobs as job
      join graphile_worker._private_tasks as task on task.id = job.task_id
     order by job.id`;

const placed = { kind: "order_placed", topic: "node:soho", payload: { orderId: "o1" } };

Deno.test("an event, its job and its wake-up are one", async () => {
  const heard = await listen();
  try {
    const now = new Date("2026-03-01T10:00:00Z");
    const payload = { orderId: "o1", topic: "mine" };
    const [id] = await transact(
      db,
      (tx) => recordAll(tx, [{ ...placed, payload, actor: { person: "ana" }, now }]),
    );

    const { kind, topic } = placed;
    assert.deepEqual(await db.one`select * from event`, {
      topic,
      id,
      kind,
      at: now,
      actor: { person: "ana" },
      payload,
    });
    assert.deepEqual(await jobs(), [{ task: "react", key: id, payload: { orderId: "o1", topic, id, kind } }]);
    assert.deepEqual(await heard.first, { topic: "node:soho" });
  } finally {
    heard.end();
  }
});

Deno.test("an event that nothing follows is recorded without a job", async () => {
  await transact(db, (tx) => recordAll(tx, [{ ...placed, isFollowed: false }]));
  assert.equal((await db.one<{ count: number }>`select count(*) from event`).count, 1);
  assert.deepEqual(await jobs(), []);
});

Deno.test("what is refused was never recorded, and no job will run for it", async () => {
  await transact(db, async (tx) => {
    await recordAll(tx, [placed]);
    assert.equal((await jobs(tx)).length, 1);
    return refuse("insufficient_stock");
  });
  assert.deepEqual(await db.many`select * from event`, []);
  assert.deepEqual(await jobs(), []);
});

Deno.test("the same event again does nothing, and no actor is null", async () => {
  const id = crypto.randomUUID();
  for (const orderId of ["o1", "o2"]) {
    await transact(db, (tx) => recordAll(tx, [{ ...placed, payload: { orderId }, id }]));
  }
  assert.deepEqual(await db.many`select payload, actor from event`, [{
    payload: { orderId: "o1" },
    actor: null,
  }]);
  assert.equal((await jobs()).length, 1);
});

Deno.test("many events are one statement, told in order; none is none", async () => {
  const happenings = ["a", "b", "c"].map((orderId) => ({ kind: "order_expired", topic: `order:${orderId}` }));
  const ids = await transact(db, (tx) => recordAll(tx, happenings));
  assert.deepEqual(await db.many`select topic, id from event order by id`, [
    { topic: "order:a", id: ids[0] },
    { topic: "order:b", id: ids[1] },
    { topic: "order:c", id: ids[2] },
  ]);
  assert.deepEqual((await jobs()).map((job) => job.key).sort(), ids);
  assert.deepEqual(await recordAll(db, []), []);
});

async function listen() {
  const client = await db.pool.connect();
  const { promise: first, resolve } = Promise.withResolvers<unknown>();
  client.on("notification", (message) => resolve(JSON.parse(message.payload!)));
  await client.query("listen aisle");
  return { first, end: () => client.release(true) };
}
