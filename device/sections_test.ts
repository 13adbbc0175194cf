import assert from "node:assert/strict";
import { matching, missingLine, named, needing, sectionsOf, shortOf } from "./sections.ts";
import { ana, ben, MUG, mugs, order, pickedBy } from "./testdata.ts";

const due = (time: string) => ({ dueBy: new Date(`2026-06-01T${time}:00Z`) });
const ids = (of: { id: string }[]) => of.map(({ id }) => id);

Deno.test("what was missing from an order that is over is known until it turns up, and from no other", () => {
  const short = { picked: 2, shorted: 1, shortReason: "not_found" as const };
  const over = (id: string, line = {}) =>
    order(id, { state: "handed_over", lines: [mugs(3, { ...short, ...line })] });
  const all = [
    over("1"),
    over("2", { found: 1 }),
    over("3", { shortReason: "damaged" as const }),
    order("4", { state: "staged", lines: [mugs(3, short)] }),
    order("5", { state: "cancelled", lines: [mugs(3, { ...short, picked: 0, shorted: 3 })] }),
  ];
  assert.deepEqual(shortOf(all).map(({ id }) => id), ["1", "5"]);
  assert.equal(missingLine(all[0]!, MUG)?.lineNo, 1);
  assert.equal(missingLine(all[1]!, MUG), undefined);
  assert.deepEqual(sectionsOf(all, ana.personId).ready.map(({ id }) => id), ["4"]);
});

Deno.test("orders stand by what to do next, and what is over stands nowhere", () => {
  const all = [
    order("open"),
    order("picking", pickedBy(ana)),
    order("picked", { state: "picked" }),
    order("packed", { state: "packed", method: "delivery" }),
    order("staged", { state: "staged" }),
    order("arrived", { state: "arrived", arrivedAt: new Date() }),
    order("cancelled", { state: "cancelled" }),
    order("handed", { state: "handed_over" }),
  ];
  const { waiting, pick, stage, ready } = sectionsOf(all, ana.personId);
  assert.deepEqual(ids(waiting), ["arrived"]);
  assert.deepEqual(ids(pick), ["picking", "open"]);
  assert.deepEqual(ids(stage), ["packed", "picked"]);
  assert.deepEqual(ids(ready), ["staged"]);
});

Deno.test("mine comes first, then what is due soonest, then what others have taken", () => {
  const all = [
    order("bens", { ...pickedBy(ben), ...due("09:00") }),
    order("late", due("10:00")),
    order("later", due("11:00")),
    order("mine", { ...pickedBy(ana), ...due("15:00") }),
  ];
  assert.deepEqual(ids(sectionsOf(all, ana.personId).pick), ["mine", "late", "later", "bens"]);
});

Deno.test("who has waited longest at the store stands first", () => {
  const at = (time: string) => ({ state: "arrived" as const, arrivedAt: new Date(`2026-06-01T${time}:00Z`) });
  const all = [order("b", at("11:05")), order("a", at("11:01"))];
  assert.deepEqual(ids(sectionsOf(all, ana.personId).waiting), ["a", "b"]);
});

Deno.test("an order is found by number, shopper, bin and item, all words at once", () => {
  const all = [order("17", { bin: "P-12" }), order("18", { shopperLabel: "Tom W." })];
  assert.deepEqual(ids(matching(all, "a-17")), ["17"]);
  assert.deepEqual(ids(matching(all, "p-12")), ["17"]);
  assert.deepEqual(ids(matching(all, "tom mug")), ["18"]);
  assert.deepEqual(ids(matching(all, " ")), ["17", "18"]);
  assert.equal(named(all, "#a-18")?.id, "18");
  assert.equal(named(all, "p-12")?.id, "17");
  assert.equal(named(all, "A-1"), undefined);
});

Deno.test("a scanned item asks for the orders that still need it from this person", () => {
  const all = [
    order("open"),
    order("mine", pickedBy(ana)),
    order("bens", pickedBy(ben)),
    order("done", {
      ...pickedBy(ana),
      lines: [mugs(1, { picked: 1 }), mugs(1, { lineNo: 2, sku: "X", gtins: [] })],
    }),
    order("staged", { state: "staged" }),
  ];
  assert.deepEqual(ids(needing(all, MUG, ana.personId)), ["open", "mine"]);
  assert.deepEqual(ids(needing(all, "mug", ana.personId)), ["open", "mine"]);
  assert.deepEqual(needing(all, "2999999999991", ana.personId), []);
});
