import assert from "node:assert/strict";
import { join } from "node:path";
import { freshDatabase } from "../tests/support/postgres.ts";
import { until } from "../tests/support/until.ts";
import { connect, transact } from "./db.ts";
import { startPostgres } from "./embedded_postgres.ts";
import { addJob, deadLetters, every, replayDeadLetters, runJobs } from "./jobs.ts";
import { migrate } from "./migrate.ts";
import { refuse } from "./refusal.ts";

const { db, drop } = await freshDatabase("jobs");
await db.run`create table packed (parcel text not null, by text not null)`;
Deno.test.beforeEach(async () => {
  await db.run`truncate packed, worker_heartbeat, clock_turn, graphile_worker._private_jobs`;
});
Deno.test.afterAll(drop);

const quick = { db, pollMs: 50, heartbeatMs: 100, silentMs: 1_000 };
const pack = ({ parcel }: { parcel: string }) => db.run`insert into packed values (${parcel}, 'me')`;
const packed = async (sql = db) =>
  (await sql.many<{ parcel: string }>`select parcel from packed where by = 'me' order by 1`).map((row) =>
    row.parcel
  );

Deno.test("a job runs after its transaction committed, and never when it was rolled back", async () => {
  const worker = runJobs({ ...quick, tasks: { pack } });
  await transact(db, async (tx) => {
    await addJob(tx, "pack", { parcel: "never" });
    return refuse("no_box");
  });
  await transact(db, (tx) => addJob(tx, "pack", { parcel: "first" }));
  await until("the job has run", async () => (await packed()).length === 1);
  await worker.stop();
  assert.deepEqual(await packed(), ["first"]);
});

Deno.test("a keyed job added twice runs once, with what was said last; a later one waits", async () => {
  await addJob(db, "pack", { parcel: "old" }, { key: "parcel" });
  await addJob(db, "pack", { parcel: "new" }, { key: "parcel" });
  await addJob(db, "pack", { parcel: "tomorrow" }, { runAt: new Date(Date.now() + 86_400_000) });
  const worker = runJobs({ ...quick, tasks: { pack } });
  await until("the job has run", async () => (await packed()).length === 1);
  await worker.stop();
  assert.deepEqual(await packed(), ["new"]);
});

Deno.test("a job that keeps failing becomes a dead letter, and a person can send it again", async () => {
  let boxes = false;
  const seen: [number, boolean][] = [];
  const worker = runJobs({
    ...quick,
    tasks: {
      pack: async (payload: { parcel: string }, job) => {
        seen.push([job.attempt, job.lastAttempt]);
        if (!boxes) throw new Error("no boxes left");
        await pack(payload);
      },
    },
  });
  await addJob(db, "pack", { parcel: "vase" }, { maxAttempts: 1 });
  await until("there is a dead letter", async () => (await deadLetters(db)).length === 1);
  const [letter] = await deadLetters(db);
  assert.deepEqual([letter!.task, letter!.payload, letter!.attempts], ["pack", { parcel: "vase" }, 1]);
  assert.match(letter!.lastError!, /no boxes left/);

  boxes = true;
  assert.equal(await replayDeadLetters(db, [letter!.id]), 1);
  assert.equal(await replayDeadLetters(db, ["123456789"]), 0);
  await until("the job has run", async () => (await packed()).length === 1);
  await worker.stop();
  assert.deepEqual(await deadLetters(db), []);
  assert.deepEqual(seen, [[1, true], [1, true]]);
});

Deno.test("the clock asks again and again, and of two workers only one answers each time", async () => {
  const turns: number[] = [];
  let inside = 0;
  const clock = [every(200, "sweep", async () => {
    assert.equal(++inside, 1, "no turn overlaps another");
    turns.push(Date.now());
    await new Promise((go) => setTimeout(go, 150));
    inside--;
  })];
  const workers = [1, 2].map(() => runJobs({ ...quick, tasks: {}, clock }));
  await until("four turns are taken", () => turns.length >= 4);
  await Promise.all(workers.map((worker) => worker.stop()));
  const gaps = turns.slice(1).map((at, i) => at - turns[i]!);
  assert.ok(gaps.every((gap) => gap >= 150), `turns came ${gaps} ms apart`);
});

Deno.test("a killed worker's job runs again at another", async () => {
  await addJob(db, "pack", { parcel: "lamp" });
  const script = join(import.meta.dirname!, "../tests/support/worker_child.ts");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, db.url],
    stderr: "inherit",
  }).spawn();
  await until("the child takes the job", async () => (await db.many`select from packed`).length === 1);
  child.kill("SIGKILL");
  await child.status;

  const killedAt = Date.now();
  const worker = runJobs({ ...quick, tasks: { pack } });
  await until("the job has run", async () => (await packed()).length === 1);
  const took = Date.now() - killedAt;
  await worker.stop();
  assert.deepEqual(await packed(), ["lamp"]);
  assert.ok(took > 900, `a worker is not called dead before its time, but was after ${took} ms`);
  assert.deepEqual(await db.many`select from worker_heartbeat`, []);
});

Deno.test("a worker at a long job that still says it lives keeps it", async () => {
  const long = Promise.withResolvers<void>();
  let started = 0;
  const tasks = { pack: () => (started++, long.promise) };
  // Thirty heartbeats long: a busy machine may swallow some, and who is silent for all of them is dead.
  const silentMs = 3_000;
  const workers = [1, 2].map(() => runJobs({ ...quick, silentMs, tasks }));
  await addJob(db, "pack", { parcel: "piano" });
  await until("the job is taken", () => started > 0);
  await new Promise((go) => setTimeout(go, silentMs * 1.5));
  long.resolve();
  await Promise.all(workers.map((worker) => worker.stop()));
  assert.equal(started, 1);
});

Deno.test("a worker that was refused when it first asked for work asks again, and works", async () => {
  await addJob(db, "pack", { parcel: "vase" });
  // What a worker asks first is which tasks there are. A sequence counts on though its statement fails.
  await db.run`create sequence asked`;
  await db.run`
    create function refuse() returns trigger language plpgsql as
    $$ begin perform nextval('asked'); raise 'the database is going away'; end $$`;
  await db.run`
    create trigger refuse before insert on graphile_worker._private_tasks execute function refuse()`;
  const worker = runJobs({ ...quick, tasks: { pack } });
  await until("it has asked", async () => (await db.one`select is_called from asked`).isCalled as boolean);
  await db.run`drop trigger refuse on graphile_worker._private_tasks`;
  await until("the job has run", async () => (await packed()).length === 1);
  await worker.stop();
});

Deno.test("Postgres is killed while jobs run: each job still runs, and nobody had to start anything", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-jobs-" });
  let server = await startPostgres({ dataDir });
  await migrate(server.url, join(import.meta.dirname!, "../db/migrations"));
  const shop = connect({ url: server.url });
  await shop.run`create table packed (parcel text primary key, by text)`;
  const packOnce = async ({ parcel }: { parcel: string }) => {
    await new Promise((go) => setTimeout(go, 20));
    await shop.run`insert into packed values (${parcel}, 'me') on conflict do nothing`;
  };
  const worker = runJobs({ ...quick, db: shop, tasks: { pack: packOnce } });
  const parcels = Array.from({ length: 200 }, (_, i) => `parcel ${i}`).sort();
  for (const parcel of parcels) await addJob(shop, "pack", { parcel });

  for (const done of [20, 60, 100]) {
    await until(`${done} jobs have run`, async () => (await packed(shop)).length > done);
    await server.kill();
    await new Promise((go) => setTimeout(go, 500));
    server = await startPostgres({ dataDir, port: server.port });
  }
  await until("all jobs have run", async () => (await packed(shop)).length === parcels.length);

  assert.deepEqual(await packed(shop), parcels);
  await worker.stop();
  await shop.end();
  await server.stop();
  await Deno.remove(dataDir, { recursive: true });
});
