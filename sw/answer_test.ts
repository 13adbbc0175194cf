import assert from "node:assert/strict";
import { asSent, readAnswer, waitOf } from "./answer.ts";

const json = (body: unknown, init?: ResponseInit) => readAnswer(Response.json(body, init));

Deno.test("only a list of outcomes counts as delivered", async () => {
  const outcomes = [{ id: "a", outcome: "applied" }, {
    id: "b",
    outcome: "refused",
    problem: { title: "No" },
  }];
  assert.deepEqual(await json({ outcomes }), { kind: "outcomes", outcomes });
  // What a hotel's sign-in page, or a proxy in between, would answer.
  assert.equal((await readAnswer(new Response("<html>Welcome</html>"))).kind, "busy");
  assert.equal((await json({ ok: true })).kind, "busy");
  assert.deepEqual(
    await json({ outcomes: [null, { id: 1, outcome: "applied" }, { id: "a", outcome: "lost" }] }),
    {
      kind: "outcomes",
      outcomes: [],
    },
  );
});

Deno.test("signed out, overloaded and broken all keep everything where it is", async () => {
  assert.deepEqual(await json({}, { status: 401 }), { kind: "signed_out" });
  assert.deepEqual(await json({}, { status: 503, headers: { "retry-after": "7" } }), {
    kind: "busy",
    retryAfterMs: 7_000,
  });
  for (const status of [403, 404, 409, 429, 500, 502, 504]) {
    assert.equal((await json({}, { status })).kind, "busy");
  }
});

Deno.test("what the server can never read is told apart from what may go better later", async () => {
  const problem = { type: "/problems/malformed", title: "The request is not in the shape this call takes" };
  for (const status of [400, 413, 415, 422]) {
    assert.deepEqual(await json(problem, { status }), { kind: "malformed", problem });
  }
  assert.deepEqual(await readAnswer(new Response("no", { status: 400 })), {
    kind: "malformed",
    problem: { status: 400 },
  });
});

Deno.test("a wait is in seconds or until a date, and never longer than five minutes", () => {
  const now = Date.parse("2026-06-01T12:00:00Z");
  assert.equal(waitOf("2", now), 2_000);
  assert.equal(waitOf("Mon, 01 Jun 2026 12:00:30 GMT", now), 30_000);
  assert.equal(waitOf("86400", now), 300_000);
  assert.equal(waitOf("-5", now), 0);
  assert.equal(waitOf(null, now), 5_000);
  assert.equal(waitOf("soon", now), 5_000);
});

Deno.test("what travels is the contract's and nothing of the device's own", () => {
  const body = { fulfillmentId: "1" };
  const at = "2026-06-01T12:00:00.000Z";
  const note = { orderNumber: "A-1", needsServer: false };
  const by = { personId: "ana", nodeId: "soho", name: "Ana" };
  assert.deepEqual(asSent({ id: "x", seq: 1, type: "start_pick", at, body, by, ...note }), {
    id: "x",
    seq: 1,
    type: "start_pick",
    at,
    body,
  });
});
