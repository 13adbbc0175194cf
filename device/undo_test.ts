import assert from "node:assert/strict";
import type { Step } from "../sw/queue.ts";
import { ana, ben, MUG, order, waiting, withPending } from "./testdata.ts";
import { undoableIn } from "./undo.ts";

const at = (second: number) => new Date(Date.parse("2026-06-01T11:00:00Z") + second * 1_000);
const step = (second: number, made: Step) => waiting(made, { at: at(second).toISOString() });
const start = (id: string) => step(0, { type: "start_pick", body: { fulfillmentId: id } });
const pick = (id: string, second: number) =>
  step(second, { type: "confirm_pick", body: { fulfillmentId: id, lineNo: 1, quantity: 1, scanned: MUG } });

Deno.test("the last scan can be undone for a minute, though it has not been sent, and only by who made it", () => {
  const scan = pick("1", 10);
  const orders = withPending([order("1")], [start("1"), scan]);
  assert.equal(undoableIn(orders, ana.personId, at(70))?.mark.id, scan.id);
  assert.equal(undoableIn(orders, ana.personId, at(71)), undefined);
  assert.equal(undoableIn(orders, ben.personId, at(20)), undefined);
});

Deno.test("of several orders only the very last act is offered, and nothing once it is undone", () => {
  const [first, second] = [pick("1", 10), pick("2", 20)];
  const before = [start("1"), start("2"), first, second];
  const orders = withPending([order("1"), order("2")], before);
  const last = undoableIn(orders, ana.personId, at(30))!;
  assert.deepEqual([last.fulfillment.id, last.mark.id, last.until], ["2", second.id, at(80).getTime()]);
  const undone = step(30, { type: "undo", body: { fulfillmentId: "2", operationId: second.id } });
  const after = withPending([order("1"), order("2")], [...before, undone]);
  assert.deepEqual(after.map((each) => each.lines[0]!.picked), [1, 0]);
  assert.equal(undoableIn(after, ana.personId, at(31)), undefined);
});

Deno.test("what cannot be undone hides what came before it", () => {
  const short = step(20, {
    type: "short_pick",
    body: { fulfillmentId: "1", lineNo: 1, quantity: 1, reason: "not_found" },
  });
  const orders = withPending([order("1")], [start("1"), pick("1", 10), short]);
  assert.equal(undoableIn(orders, ana.personId, at(21)), undefined);
});
