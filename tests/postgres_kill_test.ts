import assert from "node:assert/strict";
import { join } from "node:path";
import { checkInvariants } from "../domain/invariants.ts";
import { reactions } from "../domain/reactions.ts";
import { connect, type Db } from "../lib/db.ts";
import { type EmbeddedPostgres, startPostgres } from "../lib/embedded_postgres.ts";
import { migrate } from "../lib/migrate.ts";
import { type Caller, type RunningAisle, signIn, startAisle } from "./support/aisle.ts";
import { channelKey, hire, openShop, operation, pickup, stockUp } from "./support/shop.ts";
import { until } from "./support/until.ts";

const KILLS = 5;
const SHOPPERS = 4;
/** Sooner than by the limit of a statement, which is 30 seconds: nobody waits for an answer that is lost. */
const ANSWERED_WITHIN_MS = 25_000;
/** A worker that died is missed after 30 seconds; the runner of another tries again after 10 at the latest. */
const FOLLOWED_WITHIN_MS = 120_000;

const migrations = join(import.meta.dirname!, "../db/migrations");

/** What came of the calls of a walk: how many of each status, and whatever should never have come. */
interface Tally {
  statuses: Record<number, number>;
  wrong: string[];
}

Deno.test({
  name: "the database is killed five times under load: the store says so, lives on, and loses no order",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const dataDir = await Deno.makeTempDir({ prefix: "aisle-kill-" });
    let postgres = await startPostgres({ dataDir });
    const { url, port } = postgres;
    await migrate(url, migrations);
    const db = connect({ url, max: 4, applicationName: "test kill" });
    const aisle = await startAisle({ databaseUrl: url, stderr: "null" });
    let hasEnded = false;
    aisle.web.status.then(() => hasEnded = true);
    try {
      await openShop(db);
      await stockUp(db, "soho", { mug: 100_000, lamp: 100_000 });
      const key = await channelKey(db);
      const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
      const ana = { cookie: await signIn(aisle, { personId, place: "node:soho" }) };

      const closing = new AbortController();
      const tally: Tally = { statuses: {}, wrong: [] };
      // Whoever gets no answer at all goes home, and says so.
      const goHome = (error: Error) => (tally.wrong.push(`${error.message}: ${error.cause}`), []);
      const walk = { aisle, tally, channel: { key }, ana };
      const shoppers = Array.from({ length: SHOPPERS }, () => shopUntil(closing.signal, walk).catch(goHome));
      for (let kills = 0; kills < KILLS; kills++) {
        await servesAgain(db, aisle);
        await postgres.kill();
        await saysItIsAway(aisle, key);
        postgres = await startPostgres({ dataDir, port });
      }
      await servesAgain(db, aisle);
      closing.abort();
      const acknowledged = (await Promise.all(shoppers)).flat();

      assert.deepEqual(tally.wrong, []);
      assert.equal(hasEnded, false, "the web process ended");
      assert.ok(tally.statuses[503]! >= KILLS, JSON.stringify(tally.statuses));
      const kept = await db.many<{ id: string }>`select id from orders`;
      assert.deepEqual(kept.map(({ id }) => id).sort(), acknowledged.sort());
      assert.equal(new Set(acknowledged).size, acknowledged.length);
      await everythingFollowed(db);
      assert.deepEqual((await checkInvariants(db)).violations, []);
      const { body } = await aisle.call("GET", "/api/v1/invariants", undefined, { key });
      assert.deepEqual(body.violations, []);
    } finally {
      await aisle.stop();
      await db.end();
      await stopQuietly(postgres);
      await Deno.remove(dataDir, { recursive: true }).catch(() => {});
    }
  },
});

/** Orders and has each order worked on, one after the other; answers the ids of the orders it was promised. */
async function shopUntil(
  closing: AbortSignal,
  { aisle, tally, channel, ana }: { aisle: RunningAisle; tally: Tally; channel: Caller; ana: Caller },
): Promise<string[]> {
  const acknowledged: string[] = [];
  const deviceId = crypto.randomUUID();
  for (let seq = 1; !closing.aborted; seq++) {
    const wanted = { mug: 1, lamp: 2 };
    const order = pickup("soho", wanted, { channelOrderId: crypto.randomUUID() });
    const placed = await insist(aisle, tally, "/api/v1/orders", order, channel);
    acknowledged.push(placed.id);
    const fulfillmentId = placed.fulfillments[0].id;
    const operations = [
      operation(["start_pick", { fulfillmentId }], seq),
      operation(["short_pick", { fulfillmentId, lineNo: 2, quantity: 2, reason: "damaged" }], seq),
      operation(["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" }], seq),
    ];
    const { outcomes } = await insist(aisle, tally, "/api/v1/operations", { deviceId, operations }, ana);
    for (const outcome of outcomes) {
      if (outcome.outcome !== "applied") tally.wrong.push(JSON.stringify(outcome));
    }
  }
  return acknowledged;
}

/** Sends the same again until it is answered with a yes, as a channel and a phone do. */
async function insist(aisle: RunningAisle, tally: Tally, path: string, body: unknown, as: Caller) {
  for (;;) {
    const started = Date.now();
    const answer = await aisle.call("POST", path, body, as);
    const took = Date.now() - started;
    tally.statuses[answer.status] = (tally.statuses[answer.status] ?? 0) + 1;
    if (took > ANSWERED_WITHIN_MS) tally.wrong.push(`${path} was answered after ${took} ms`);
    if (answer.status < 300) return answer.body;
    const isUnavailable = answer.status === 503 && answer.body.type === "/problems/unavailable";
    if (!isUnavailable || !answer.headers.get("retry-after")) {
      tally.wrong.push(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    await new Promise((go) => setTimeout(go, 100));
  }
}

/** While the database is away every call that needs it is told so, soon; the process itself lives. */
async function saysItIsAway(aisle: RunningAisle, key: string) {
  const started = Date.now();
  const asks = ["/readyz", "/api/v1/stock?nodeId=soho", "/sign-in"].map((path) =>
    aisle.call("GET", path, undefined, path.startsWith("/api") ? { key } : {})
  );
  const answers = await Promise.all(asks);
  for (const { status, headers } of answers) {
    assert.deepEqual([status, headers.get("retry-after")], [503, "2"]);
  }
  assert.equal(answers[1]?.body.type, "/problems/unavailable");
  assert.match(answers[2]?.body, /One moment, please/);
  assert.equal((await aisle.call("GET", "/healthz")).status, 200);
  assert.ok(Date.now() - started < ANSWERED_WITHIN_MS);
}

/** New orders come in, soon after the database is back, without anybody's help. */
async function servesAgain(db: Db, aisle: RunningAisle) {
  await until("the process is ready", async () => (await aisle.call("GET", "/readyz")).status === 200);
  const count = async () => (await db.one<{ orders: number }>`select count(*) as orders from orders`).orders;
  const before = await until(
    "the database answers",
    () => count().then((orders) => ({ orders }), () => null),
  );
  await until("orders come in", async () => await count() > before.orders + SHOPPERS);
}

/** Every reaction of every event has run, once. */
async function everythingFollowed(db: Db) {
  const following = Object.entries(reactions).flatMap(([kind, each]) =>
    Object.keys(each).map((name) => ({ kind, name }))
  );
  const [kinds, names] = [following.map(({ kind }) => kind), following.map(({ name }) => name)];
  const missing = () =>
    db.one<{ told: number; missing: number }>`
      select count(*) as told, count(*) filter (where reaction.event_id is null) as missing
        from event
        join unnest(${kinds}::text[], ${names}::text[]) as following(kind, name) on following.kind = event.kind
        left join reaction
          on reaction.topic = event.topic and reaction.event_id = event.id and reaction.name = following.name`;
  await until("every event's reactions have run", async () => {
    const jobs = await db.one<{ left: number }>`
      select count(*) as left
        from graphile_worker._private_jobs as job
        join graphile_worker._private_tasks as task on task.id = job.task_id
       where task.identifier = 'react'`;
    const { told, missing: still } = await missing();
    return told > 0 && still === 0 && jobs.left === 0;
  }, FOLLOWED_WITHIN_MS);
}

async function stopQuietly(postgres: EmbeddedPostgres) {
  await postgres.kill().catch(() => {});
}
