import assert from "node:assert/strict";
import { toFind } from "../domain/fulfillment/ending_decide.ts";
import { putBackOf, wanting } from "./ending_acts.ts";
import { filtered, lineToPutBack, pickersOf, puttingBack, sectionsOf } from "./sections.ts";
import { ana, ben, MUG, mugs, order, pickedBy } from "./testdata.ts";

const ids = (of: { id: string }[]) => of.map(({ id }) => id);

Deno.test("an item is given up in the orders that still want it, but never in another's", () => {
  const all = [
    order("open"),
    order("mine", pickedBy(ana)),
    order("helping", { ...pickedBy(ben), helpers: [ana] }),
    order("left", { state: "picking" }),
    order("bens", pickedBy(ben)),
    order("found", { ...pickedBy(ana), lines: [mugs(1, { picked: 1 })] }),
    order("other", { lines: [mugs(1, { sku: "LAMP" })] }),
    order("picked", { state: "picked" }),
  ];
  assert.deepEqual(ids(wanting(all, "MUG", ana.personId)), ["open", "mine", "helping", "left"]);
});

Deno.test("only what was not on the shelf can turn up again, and only once", () => {
  assert.equal(toFind(mugs(3, { shorted: 2, shortReason: "not_found", found: 1 })), 1);
  assert.equal(toFind(mugs(3, { shorted: 2, shortReason: "damaged" })), 0);
});

Deno.test("what goes back is found by its scan, and counts unit by unit", () => {
  const lines = [mugs(2, { picked: 2, putBack: 2 }), mugs(2, { lineNo: 2, picked: 1 })];
  const back = order("back", { state: "to_put_back", ending: "cancelled", lines });
  assert.equal(lineToPutBack(back, MUG)?.lineNo, 2);
  assert.equal(lineToPutBack(back, "2999999999991"), undefined);
  assert.deepEqual(putBackOf(back), { done: 2, all: 3 });
  assert.deepEqual(ids(puttingBack([order("open"), back], MUG)), ["back"]);
  assert.deepEqual(ids(sectionsOf([order("open"), back], ana.personId).putBack), ["back"]);
});

Deno.test("one kind of order, or one's own; a shopper who is here is always seen", () => {
  const all = [
    order("pickup"),
    order("delivery", { method: "delivery" }),
    order("mine", { ...pickedBy(ben), helpers: [ana] }),
    order("packed", { state: "packed", method: "delivery", pickerId: ana.personId }),
    order("here", { state: "arrived", method: "curbside" }),
  ];
  assert.deepEqual(ids(filtered(all, "delivery", ana.personId)), ["delivery", "packed", "here"]);
  assert.deepEqual(ids(filtered(all, "mine", ana.personId)), ["mine", "packed", "here"]);
  assert.deepEqual(filtered(all, "all", ana.personId), all);
  assert.equal(pickersOf(all[2]!), "Ben, Ana");
});
