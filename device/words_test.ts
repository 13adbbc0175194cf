import assert from "node:assert/strict";
import { problemBody } from "../domain/problems.ts";
import { refuse } from "../lib/refusal.ts";
import { syncOf } from "./sync.ts";
import { ana, ben, waiting } from "./testdata.ts";
import { en } from "../words/en/mod.ts";
import { settledWords } from "./words.ts";

const operation = waiting({ type: "stage", body: { fulfillmentId: "1", bin: "P-12" } });
const at = "2026-06-01T11:00:00Z";

Deno.test("a refused operation says what did not count, and why, in plain words", () => {
  const problem = problemBody(refuse("fulfillment_cancelled"));
  assert.deepEqual(settledWords(en, { id: operation.id, operation, outcome: "superseded", problem, at }), {
    title: "Order A-1: “In bin P-12” did not count",
    detail: "The order was cancelled. Put its items back on the shelf.",
  });
  const unknown = { type: "/problems/brand-new", title: "Something newer than this phone" };
  assert.equal(
    settledWords(en, { id: operation.id, operation, outcome: "refused", problem: unknown, at }).detail,
    "Something newer than this phone.",
  );
});

Deno.test("the worst is said first: signed out, then no connection, then what waits", () => {
  const queue = { waiting: [operation, operation, operation], settled: [], trouble: "none" as const };
  const words = (link: "open" | "lost" | "signed_out", state: Parameters<typeof syncOf>[1]) =>
    syncOf(link, state, ana, en).words;
  assert.equal(words("open", queue), "3 waiting to send");
  assert.equal(words("open", { ...queue, waiting: [] }), "All saved");
  assert.equal(words("lost", queue), "No connection – your work is kept on this phone");
  assert.equal(
    words("open", { ...queue, trouble: "offline" }),
    "No connection – your work is kept on this phone",
  );
  assert.equal(words("lost", { ...queue, trouble: "signed_out" }), "Signed out – sign in to send");
});

Deno.test("what another person left on a shared phone waits for them, and says so", () => {
  const queue = { waiting: [{ ...operation, by: ben }], settled: [], trouble: "none" as const };
  const sync = syncOf("open", queue, ana, en);
  assert.equal(sync.kind, "held");
  assert.equal(sync.words, "1 of Ben’s steps wait for Ben to sign in here");
});

Deno.test("a store's own phone sends everybody's steps, and names those it keeps for their author", () => {
  const waiting = [{ ...operation, by: ben }, operation];
  const queue = { waiting, settled: [], trouble: "none" as const, isEnrolled: true };
  const sync = (held: (typeof ben)[]) => syncOf("open", { ...queue, held }, ana, en);
  assert.deepEqual([sync([]).kind, sync([]).waiting], ["waiting", 2]);
  assert.deepEqual([sync([ben]).kind, sync([ben]).waiting], ["waiting", 1]);
  const kept = syncOf("open", { ...queue, waiting: waiting.slice(0, 1), held: [ben] }, ana, en);
  assert.equal(kept.words, "1 of Ben’s steps wait for Ben to sign in here");
});

Deno.test("what was done at another store waits for its person to sign in there", () => {
  const queue = { waiting: [operation], settled: [], trouble: "none" as const };
  const sync = syncOf("open", queue, { ...ana, nodeId: "hoboken" }, en);
  assert.deepEqual([sync.kind, sync.waiting], ["held", 0]);
  assert.equal(sync.words, "1 of your steps wait for you to sign in where you did them");
});
