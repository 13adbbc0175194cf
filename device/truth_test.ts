import assert from "node:assert/strict";
import { ana, ben, MUG, order, pickedBy, waiting } from "./testdata.ts";
import { withPending } from "./truth.ts";

const start = waiting({ type: "start_pick", body: { fulfillmentId: "1" } });
const pick = () =>
  waiting({ type: "confirm_pick", body: { fulfillmentId: "1", lineNo: 1, quantity: 1, scanned: MUG } });

Deno.test("a pick that has not been sent is on the screen already", () => {
  const [after] = withPending([order("1")], [start, pick(), pick()]);
  assert.equal(after?.state, "picking");
  assert.equal(after?.pickerId, ana.personId);
  assert.equal(after?.lines[0]?.picked, 2);
});

Deno.test("what the truth already has is not counted twice while its outcome is on the way", () => {
  const [first, second] = [pick(), pick()];
  const [truth] = withPending([order("1")], [start, first]);
  assert.equal(truth?.lines[0]?.picked, 1);
  assert.deepEqual(withPending([truth!], [start, first]), [truth]);
  assert.equal(withPending([truth!], [start, first, second])[0]?.lines[0]?.picked, 2);
});

Deno.test("what no longer fits the truth is passed over, and what follows it still applies", () => {
  const taken = order("1", pickedBy(ben));
  const other = order("2");
  const startOther = waiting({ type: "start_pick", body: { fulfillmentId: "2" } });
  const [first, second] = withPending([taken, other], [start, pick(), startOther]);
  assert.deepEqual(first, taken);
  assert.equal(second?.pickerId, ana.personId);
});

Deno.test("an operation on an order that has left the list changes nothing", () => {
  const truth = [order("2")];
  assert.deepEqual(withPending(truth, [start]), truth);
});

Deno.test("an operation is shown as done by whoever did it, not by whoever holds the phone", () => {
  const [after] = withPending([order("1")], [{ ...start, by: ben }]);
  assert.equal(after?.pickerName, "Ben");
});
