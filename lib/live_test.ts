import assert from "node:assert/strict";
import { freshDatabase } from "../tests/support/postgres.ts";
import { until } from "../tests/support/until.ts";
import { connect, DatabaseUnavailable, transact } from "./db.ts";
import { startPostgres } from "./embedded_postgres.ts";
import { recordAll } from "./events.ts";
import { type Live, openLive } from "./live.ts";
import { sleep } from "./sleep.ts";

const { db, url, drop } = await freshDatabase("live");
Deno.test.afterAll(drop);

const tell = (topic: string) => db.run`select pg_notify('aisle', ${JSON.stringify({ topic })})`;

Deno.test("whoever subscribed to a topic is woken by it, and by no other", async () => {
  const live = openLive(url);
  const woken: string[] = [];
  const stop = live.subscribe(["node:soho", "node:dumbo"], () => woken.push("ana"));
  live.subscribe(["node:soho"], () => woken.push("ben"));
  await until("both are woken", () => woken.length === 2); // the connection was made: read what is
  woken.length = 0;

  await tell("node:dumbo");
  await tell("node:harlem");
  await tell("node:soho");
  await until("three wake-ups came", () => woken.length === 3);
  assert.deepEqual(woken, ["ana", "ana", "ben"]);

  stop();
  await tell("node:dumbo");
  await tell("node:soho");
  await until("the fourth came", () => woken.length === 4);
  assert.deepEqual(woken, ["ana", "ana", "ben", "ben"]);
  await live.stop();
});

Deno.test("a recorded event reaches the stream once it is committed, with what is now", async () => {
  const live = openLive(url);
  let orders = 0;
  const heard = follow(live, ["node:soho"], () => Promise.resolve({ orders }));
  await until("the stream tells what is", () => heard.data.length > 0);
  assert.equal(heard.response.headers.get("content-type"), "text/event-stream");
  assert.equal(heard.response.headers.get("x-accel-buffering"), "no");
  assert.equal(heard.response.headers.get("cache-control"), "no-store");

  await settled(heard);
  const before = heard.data.length;
  await transact(db, async (tx) => {
    await recordAll(tx, [{ kind: "order_placed", topic: "node:soho", payload: { orderId: "o1" } }]);
    await sleep(100);
    assert.equal(heard.data.length, before, "nothing is told before it is true");
    orders = 1;
  });
  await until("the order is told", () => heard.data.length > before);
  assert.deepEqual(heard.data.at(-1), { orders: 1 });
  await heard.leave();
  await live.stop();
});

Deno.test("a burst becomes one read, and the last change is never missed", async () => {
  const live = openLive(url, { minGapMs: 100 });
  let truth = 0, inside = 0;
  const heard = follow(live, ["node:soho"], async () => {
    assert.equal(++inside, 1, "one read at a time");
    const seen = truth;
    await sleep(20);
    inside--;
    return seen;
  });
  await settled(heard);
  const before = heard.data.length;
  const began = performance.now();
  for (truth = 1; truth <= 300; truth++) await tell("node:soho");
  truth = 300;
  await tell("node:soho");
  await until("the last change is told", () => heard.data.at(-1) === 300);
  const reads = heard.data.length - before;
  // However long a busy machine was about it: one read a gap, with those at the ends.
  const gaps = (performance.now() - began) / 100;
  assert.ok(reads <= gaps + 3, `300 changes were ${reads} reads in ${gaps} gaps`);
  await heard.leave();
  await live.stop();
});

Deno.test("what takes long to read is read the less often, however much changes", async () => {
  const live = openLive(url, { minGapMs: 1 });
  const reads: { from: number; to: number }[] = [];
  const heard = follow(live, ["node:soho"], async () => {
    const from = performance.now();
    await sleep(30);
    return reads.push({ from, to: performance.now() });
  });
  await until("it was read four times", async () => {
    await tell("node:soho");
    return reads.length >= 4;
  });
  for (const [i, { from, to }] of reads.slice(0, 3).entries()) {
    const rest = reads[i + 1]!.from - to;
    assert.ok(rest >= Math.min(8 * (to - from), 900), `read for ${to - from} ms, rested ${rest} ms`);
  }
  await heard.leave();
  await live.stop();
});

Deno.test("when nothing happens there is a sign of life", async () => {
  const live = openLive(url, { heartbeatMs: 50 });
  const heard = follow(live, ["node:soho"], () => Promise.resolve(1));
  await until("there are signs of life", () => heard.signs > 3);
  await heard.leave();
  await live.stop();
});

Deno.test("a reader who does not read holds one message, not a queue", async () => {
  const live = openLive(url, { minGapMs: 1 });
  let reads = 0;
  const response = live.stream(new Request("http://x/"), ["node:soho"], () => Promise.resolve(++reads));
  await sleep(100);
  for (let i = 0; i < 50; i++) await tell("node:soho");
  await sleep(100);
  assert.ok(reads <= 2, `${reads} reads for nobody`);
  await response.body!.cancel();
  await live.stop();
});

Deno.test("who leaves is forgotten, whether cancelled or aborted", async () => {
  const live = openLive(url);
  let reads = 0;
  const read = () => Promise.resolve(++reads);
  const heard = follow(live, ["node:soho"], read);
  const aborted = new AbortController();
  const response = live.stream(new Request("http://x/", { signal: aborted.signal }), ["node:soho"], read);
  const rest = response.text();
  await settled(heard);
  aborted.abort();
  await heard.leave();
  assert.match(await rest, /event: changed/);

  const before = reads;
  await tell("node:soho");
  await sleep(150);
  assert.equal(reads, before);
  await live.stop();
});

Deno.test("a read that fails ends the stream; a database that is away does not", async () => {
  const live = openLive(url);
  const broken = live.stream(new Request("http://x/"), ["a"], () => Promise.reject(new Error("signed out")));
  assert.equal(await broken.text(), "retry: 1000\n\n");

  let away = true;
  const heard = follow(live, ["a"], () => {
    return away ? Promise.reject(new DatabaseUnavailable("restarting")) : Promise.resolve("back");
  });
  await sleep(100);
  assert.deepEqual(heard.data, []);
  away = false;
  await until("the stream tells what is", () => heard.data.length > 0);
  assert.equal(heard.data[0], "back");
  await heard.leave();
  await live.stop();
});

Deno.test("who may no longer read is told nothing more, whether something changes or not", async () => {
  const live = openLive(url, { heartbeatMs: 1_000_000 });
  const impatient = openLive(url, { heartbeatMs: 50 });
  let isAllowed = true;
  let answer = () => Promise.resolve(isAllowed);
  const ask = () => answer();
  const busy = follow(live, ["node:soho"], () => Promise.resolve(isAllowed), ask);
  const quiet = follow(impatient, ["node:harlem"], () => Promise.resolve(isAllowed), ask);
  await settled(busy);
  await settled(quiet);

  answer = () => Promise.reject(new DatabaseUnavailable("restarting"));
  const signs = quiet.signs;
  await until("it lives on", () => quiet.signs > signs + 1);
  isAllowed = false;
  answer = () => Promise.resolve(isAllowed);
  await quiet.ended;
  await tell("node:soho");
  await busy.ended;
  assert.ok([...busy.data, ...quiet.data].every((each) => each === true), "something was read for them");
  await live.stop();
  await impatient.stop();
});

Deno.test("a wake-up that comes while it is asked who may read has it asked again", async () => {
  const live = openLive(url, { heartbeatMs: 1_000_000 });
  const answered = Promise.withResolvers<void>();
  let isAllowed = true, isHeld = false, asking = false, hasEnded = false, woken = 0;
  const heard = follow(live, ["node:soho"], () => Promise.resolve("work"), async () => {
    const answer = isAllowed;
    asking = isHeld;
    if (isHeld) await answered.promise;
    return answer;
  });
  heard.ended.then(() => hasEnded = true);
  await settled(heard);
  live.subscribe(["node:soho"], () => woken++);

  isHeld = true;
  const before = heard.data.length;
  await tell("node:soho");
  await until("it is asked", () => asking);
  isAllowed = false;
  await tell("node:soho");
  await until("the second wake-up came", () => woken === 2);
  answered.resolve();
  await until("the stream ends", () => hasEnded);
  assert.equal(heard.data.length, before + 1, "the one that was on its way");
  await live.stop();
});

Deno.test("when Postgres was killed and is back, everybody reads again and hears on", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-live-" });
  let server = await startPostgres({ dataDir });
  const live = openLive(server.url);
  const heard = follow(live, ["node:soho"], () => Promise.resolve("now"));
  await settled(heard);

  await server.kill();
  const before = heard.data.length;
  server = await startPostgres({ dataDir, port: server.port });
  await until("it is read again", () => heard.data.length > before);

  const again = heard.data.length;
  const other = connect({ url: server.url });
  await other.run`select pg_notify('aisle', '{"topic":"node:soho"}')`;
  await until("the stream hears on", () => heard.data.length > again);

  await heard.leave();
  await live.stop();
  await other.end();
  await server.stop();
  await Deno.remove(dataDir, { recursive: true });
});

/** A browser's side of a stream. */
function follow(
  live: Live,
  topics: string[],
  read: () => Promise<unknown>,
  isAllowed?: () => Promise<boolean>,
) {
  const response = live.stream(new Request("http://x/"), topics, read, isAllowed);
  const reader = response.body!.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    .getReader();
  const heard = { response, data: [] as unknown[], signs: 0, leave: () => reader.cancel(), ended: listen() };

  async function listen() {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      const data = step.value.match(/^event: changed\ndata: (.*)\n\n$/)?.[1];
      if (data !== undefined) heard.data.push(JSON.parse(data));
      else if (step.value.startsWith(":")) heard.signs++;
    }
  }
  return heard;
}

/** Waits until the stream is quiet: it tells what is at once, and again when the connection was made. */
function settled(heard: { data: unknown[] }) {
  return until("the stream has told twice", () => heard.data.length >= 2);
}
