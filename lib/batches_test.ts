import assert from "node:assert/strict";
import { inBatches } from "./batches.ts";

/** A worker whose batches end when the test says so: each is kept until it is let go. */
function desk({ size = 10, inFlight = 1, waiting = 100 } = {}) {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  const ask = inBatches<string, string>((batch) => {
    batches.push(batch);
    if (batch.includes("bad")) throw new Error("bad");
    if (batch.includes("away")) throw new Error("away");
    return new Promise((done) => ends.push(() => done(batch.map((each) => `${each}!`))));
  }, {
    ...{ size, inFlight, waiting },
    // "west mug" is asked for at another place than "mug".
    laneOf: (request) => request.startsWith("west ") ? 1 : 0,
    // "x:1" and "x:2" are two requests of one name.
    nameOf: (request) => request.includes(":") ? request.split(":")[0] : undefined,
    concernsAll: (error) => (error as Error).message === "away",
  });
  const letGo = async () => {
    ends.shift()!();
    await turn();
  };
  return { batches, ask, letGo };
}

/** Whatever is ready to run has run. */
const turn = () => new Promise((go) => setTimeout(go));

Deno.test("one that comes alone goes at once", async () => {
  const { batches, ask, letGo } = desk();
  const answer = ask("mug");
  await Promise.resolve();
  assert.deepEqual(batches, [["mug"]]);
  await letGo();
  assert.equal(await answer, "mug!");
});

Deno.test("a burst is one batch, and what arrives meanwhile goes together, next, in its order", async () => {
  const { batches, ask, letGo } = desk();
  const first = ["a", "b", "c"].map(ask);
  await turn();
  const second = ["d", "e"].map(ask);
  await turn();
  second.push(ask("f"));
  await turn();
  assert.deepEqual(batches, [["a", "b", "c"]]);
  await letGo();
  assert.deepEqual(batches, [["a", "b", "c"], ["d", "e", "f"]]);
  await letGo();
  assert.deepEqual(await Promise.all([...first, ...second]), ["a!", "b!", "c!", "d!", "e!", "f!"]);
});

Deno.test("no batch is larger than it may be, and no more are under way than may be", async () => {
  const { batches, ask, letGo } = desk({ size: 2, inFlight: 2 });
  const answers = ["a", "b", "c", "d", "e"].map(ask);
  await turn();
  assert.deepEqual(batches, [["a", "b"], ["c", "d"]]);
  await letGo();
  assert.deepEqual(batches.at(-1), ["e"]);
  await letGo();
  await letGo();
  assert.equal((await Promise.all(answers)).length, 5);
});

Deno.test("two requests of one name are never under way together; others do not wait for them", async () => {
  const { batches, ask, letGo } = desk({ inFlight: 2 });
  const answers = ["x:1", "a", "x:2", "b"].map(ask);
  await turn();
  assert.deepEqual(batches, [["x:1", "a", "b"]]);
  answers.push(ask("c"));
  await turn();
  assert.deepEqual(batches, [["x:1", "a", "b"], ["c"]]);
  await letGo();
  assert.deepEqual(batches.at(-1), ["x:2"]);
  await letGo();
  await letGo();
  assert.deepEqual(await Promise.all(answers), ["x:1!", "a!", "x:2!", "b!", "c!"]);
});

Deno.test("when too many wait the answer is no, at once, until some have gone", async () => {
  const { ask, letGo } = desk({ waiting: 2 });
  const answers = [ask("a")];
  await turn();
  answers.push(ask("b"), ask("c"));
  assert.equal(ask("d"), undefined);
  await letGo();
  const later = ask("e");
  assert.notEqual(later, undefined);
  await letGo();
  await letGo();
  assert.deepEqual(await Promise.all([...answers, later]), ["a!", "b!", "c!", "e!"]);
});

Deno.test("a fault concerns only the request that causes it: its neighbours are done one by one", async () => {
  const { batches, ask, letGo } = desk();
  const answers = Promise.allSettled(["a", "bad", "b"].map((each) => ask(each)!));
  await turn();
  await letGo();
  await letGo();
  assert.deepEqual(batches, [["a", "bad", "b"], ["a"], ["bad"], ["b"]]);
  assert.deepEqual(
    (await answers).map((each) => each.status === "fulfilled" ? each.value : each.reason.message),
    [
      "a!",
      "bad",
      "b!",
    ],
  );
});

Deno.test("a fault that is nobody's in particular is told to all, and nobody is tried again", async () => {
  const { batches, ask, letGo } = desk();
  const answers = await Promise.allSettled(["a", "away", "b"].map((each) => ask(each)!));
  assert.deepEqual(answers.map((each) => each.status === "rejected" && each.reason.message), [
    "away",
    "away",
    "away",
  ]);
  assert.equal(batches.length, 1);
  const after = ask("c");
  await turn();
  await letGo();
  assert.equal(await after, "c!");
});

Deno.test("what is asked for at one place goes together, beside what is asked for at another", async () => {
  const { batches, ask, letGo } = desk({ inFlight: 2 });
  const answers = ["mug", "west mug", "rug", "west rug"].map(ask);
  await turn();
  assert.deepEqual(batches, [["mug", "rug"], ["west mug", "west rug"]]);
  await letGo();
  await letGo();
  assert.deepEqual(await Promise.all(answers), ["mug!", "west mug!", "rug!", "west rug!"]);
});

Deno.test("one place alone may have every batch there is", async () => {
  const { batches, ask } = desk({ inFlight: 2 });
  ask("mug");
  await turn();
  ask("rug");
  await turn();
  ask("west mug");
  await turn();
  assert.deepEqual(batches, [["mug"], ["rug"]]);
});
