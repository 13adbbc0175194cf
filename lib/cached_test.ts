import assert from "node:assert/strict";
import { cachedFor } from "./cached.ts";
import { connect, type Sql } from "./db.ts";

// Nothing is ever asked of it: a pool connects with its first statement.
const pool = () => connect({ url: "postgres://nobody@127.0.0.1:9/none" });

/** A reading that is counted, and ends when the test says so. */
function reading(ms: number) {
  const ends: { done: (value: string) => void; failed: (error: Error) => void }[] = [];
  const read = cachedFor<string>(ms, () => new Promise((done, failed) => ends.push({ done, failed })));
  return { read, ends };
}

Deno.test("many who ask are one reading, for as long as it is kept", async () => {
  const { read, ends } = reading(200);
  const db = pool();
  const answers = [read(db, 0), read(db, 100)];
  assert.equal(ends.length, 1);
  ends[0]!.done("mug");
  assert.deepEqual(await Promise.all([...answers, read(db, 199)]), ["mug", "mug", "mug"]);
  const again = read(db, 200);
  assert.equal(ends.length, 2);
  ends[1]!.done("lamp");
  assert.equal(await again, "lamp");
});

Deno.test("each database has its own, and a transaction reads what is", () => {
  const { read, ends } = reading(10_000);
  const [one, other] = [pool(), pool()];
  read(one);
  read(other);
  assert.equal(ends.length, 2);
  const tx = {} as Sql;
  read(tx);
  read(tx);
  assert.equal(ends.length, 4);
});

Deno.test("a reading that failed is not kept: whoever asks next tries again", async () => {
  const { read, ends } = reading(10_000);
  const db = pool();
  const answer = read(db);
  ends[0]!.failed(new Error("away"));
  await assert.rejects(answer, /away/);
  const again = read(db);
  ends[1]!.done("mug");
  assert.equal(await again, "mug");
});

Deno.test("a reading that fails late does not cost the next one its place", async () => {
  const { read, ends } = reading(100);
  const db = pool();
  const slow = read(db, 0);
  const next = read(db, 100);
  ends[0]!.failed(new Error("away"));
  await assert.rejects(slow, /away/);
  const kept = read(db, 199);
  assert.equal(ends.length, 2);
  ends[1]!.done("mug");
  assert.deepEqual(await Promise.all([next, kept]), ["mug", "mug"]);
});
