import assert from "node:assert/strict";
import { ana, ben, MUG, mugs, order, pickedBy, waiting, withPending } from "./testdata.ts";
import { fulfillmentJson } from "../domain/fulfillment/wire_decide.ts";
import { keepPending, reviveAll } from "./truth.ts";

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

Deno.test("one scan more changes its own order and leaves the others as they are, to the object", () => {
  const truth = [order("1"), order("2"), order("3")];
  const startOther = waiting({ type: "start_pick", body: { fulfillmentId: "2" } });
  const show = keepPending();
  const [first, second, third] = show(truth, [start, startOther]);
  const next = show(truth, [start, startOther, pick()]);
  assert.equal(next[0]?.lines[0]?.picked, 1);
  assert.ok(next[0] !== first && next[1] === second && next[2] === third);
  assert.ok(show(truth, [start, startOther, pick()]) !== next, "another scan is not the same scan");
});

Deno.test("however it came about, the screen shows what deciding everything from the beginning gives", () => {
  const [first, second, third] = [pick(), pick(), pick()];
  const open = [order("1"), order("2")];
  const [picked] = withPending(open, [start, first]);
  const moments: Parameters<typeof withPending>[] = [
    [open, []],
    [open, [start]],
    [open, [start, first, second]],
    // The second was refused, and a third kept.
    [open, [start, first, third]],
    // The truth has come to know of some of it.
    [[picked!, open[1]!], [first, third]],
    [[picked!], [third]],
    [open, [start]],
    [open, []],
  ];
  const show = keepPending();
  for (const moment of moments) assert.deepEqual(show(...moment), withPending(...moment));
});

Deno.test("what the server says again as before stays the same object, and only that", () => {
  const told = (picked: number) =>
    [order("1", { lines: [mugs(3, { picked })] }), order("2")].map(fulfillmentJson);
  const before = reviveAll(told(0));
  const again = reviveAll(told(0), before);
  assert.ok(again[0] === before[0] && again[1] === before[1]);
  const after = reviveAll(told(1), again);
  assert.equal(after[0]?.lines[0]?.picked, 1);
  assert.ok(after[1] === before[1]);
  assert.deepEqual(before, [order("1"), order("2")]);
});
