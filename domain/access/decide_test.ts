import assert from "node:assert/strict";
import { isFresh, isIdle, isSpent, mayDo, turnAt, waitBeforeTry } from "./decide.ts";

const at = (clock: string) => new Date(`2026-06-01T${clock}Z`);
const turn = (from: string, to: string, out?: string) => ({
  role: "associate" as const,
  signedInAt: at(from),
  runsOutAt: at(to),
  signedOutAt: out ? at(out) : null,
});

Deno.test("a person's time on a phone is from the sign-in until they sign out or it runs out, give or take two minutes", () => {
  const turns = [turn("08:00:00", "20:00:00", "12:00:00"), turn("13:00:00", "23:59:00")];
  const found = (clock: string) => {
    const turn = turnAt(turns, at(clock));
    return turn && turns.indexOf(turn);
  };
  assert.deepEqual(["07:57:59", "07:58:00", "12:02:00"].map(found), [undefined, 0, 0]);
  assert.deepEqual(["12:02:01", "12:57:59", "12:58:00"].map(found), [undefined, undefined, 1]);
  assert.equal(turnAt([], at("08:00:00")), undefined);
});

Deno.test("whoever only the phone has seen works with the goods, and nothing a manager answers for", () => {
  const handOver = (kind: string) => ({ type: "hand_over", body: { proof: { kind } } });
  for (const type of ["start_pick", "confirm_pick", "short_pick", "stage", "pack", "ship"]) {
    assert.ok(mayDo({ type, body: {} }, "offline"), type);
  }
  const kinds = ["pass", "code", "document", "approval", "override", "newer"];
  assert.deepEqual(kinds.filter((kind) => mayDo(handOver(kind), "offline")), kinds.slice(0, 4));
  for (const type of ["open_drawer", "refund", "something_newer", "constructor"]) {
    assert.ok(!mayDo({ type, body: {} }, "offline"), type);
    assert.ok(mayDo({ type, body: {} }, "full"), type);
  }
});

Deno.test("four wrong PINs are free; from the fifth on one waits, each time twice as long, and the tenth is the last", () => {
  const seconds = (count: number, now = 0) => waitBeforeTry({ count, lastAt: 0 }, now) / 1_000;
  assert.deepEqual([0, 4, 5, 6, 7, 9].map((count) => seconds(count)), [0, 0, 30, 60, 120, 480]);
  assert.deepEqual([29_999, 30_000, 90_000].map((now) => seconds(5, now)), [0.001, 0, 0]);
  assert.equal(seconds(5, -3_600_000), 30);
  assert.deepEqual([9, 10].map((count) => isSpent({ count, lastAt: 0 })), [false, true]);
});

Deno.test("what a phone keeps of a PIN is good for twelve hours, and no longer for a clock that is set back", () => {
  const madeAt = at("08:00:00").getTime();
  const fresh = (clock: string) => isFresh({ madeAt }, at(clock).getTime());
  assert.deepEqual(["07:57:59", "07:58:00", "08:00:00", "19:59:59", "20:00:00"].map(fresh), [
    ...[false, true, true],
    ...[true, false],
  ]);
});

Deno.test("a phone that nobody has touched for so long is to be locked", () => {
  assert.deepEqual([isIdle(1_000, 300, 300_999), isIdle(1_000, 300, 301_000)], [false, true]);
});
