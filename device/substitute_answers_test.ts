import assert from "node:assert/strict";
import type { Substitute } from "../domain/fulfillment/types.ts";
import { answersIn, insteadOf } from "./substitute_answers.ts";
import { ana, ben, mugs, order, pickedBy } from "./testdata.ts";

const asking: Substitute = {
  ...{ id: "s1", sku: "CUP", name: "Cup", quantity: 1, lineNo: null, state: "proposed", reason: "not_found" },
  ...{ priceMinor: 900, proposedAt: "2026-06-01T11:00:00Z", answerBy: "2026-06-01T11:10:00Z" },
};
const asked = (substitute: Partial<Substitute>, by = ana) => [
  order("1", {
    ...pickedBy(by),
    lines: [
      mugs(1, { substitute: { ...asking, ...substitute } }),
      mugs(1, { lineNo: 2, sku: "CUP", name: "Cup" }),
    ],
  }),
];

Deno.test("an answer is told once, to whoever picks the order, and taking a question back is none", () => {
  const told = (to: Partial<Substitute>, by = ana) =>
    answersIn(asked({}, by), asked(to, by), ana.personId).map(({ state }) => state);
  assert.deepEqual(told({ state: "accepted", lineNo: 2 }), ["accepted"]);
  assert.deepEqual(told({ state: "declined" }), ["declined"]);
  assert.deepEqual([told({}), told({ state: "withdrawn" }), told({ state: "accepted" }, ben)], [[], [], []]);
  const answered = asked({ state: "declined" });
  assert.deepEqual(answersIn(answered, answered, ana.personId), []);
});

Deno.test("an item that came in another's place says in whose", () => {
  const [taken] = asked({ state: "accepted", lineNo: 2 });
  assert.equal(insteadOf(taken!, taken!.lines[1]!), "Mug");
  assert.equal(insteadOf(taken!, taken!.lines[0]!), undefined);
});
