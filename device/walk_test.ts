import assert from "node:assert/strict";
import { unitsOf } from "./sections.ts";
import { shorterBy, suggestedIds } from "./suggest.ts";
import { ana, mugs, order, pickedBy } from "./testdata.ts";
import { walkOf } from "./walk.ts";

const now = new Date("2026-06-01T10:00:00Z");
const due = (time: string) => ({ dueBy: new Date(`2026-06-01T${time}:00Z`) });
const at = (...locations: string[]) => ({
  lines: locations.map((location, i) => mugs(1, { lineNo: i + 1, location })),
});

Deno.test("the walk goes by shelf, reads numbers as numbers, and leaves what is done for last", () => {
  const lines = [
    mugs(1, { lineNo: 1, location: "A10-1" }),
    mugs(1, { lineNo: 2, location: "A9-1", picked: 1 }),
    mugs(2, { lineNo: 3, location: "A9-2", shorted: 1 }),
  ];
  assert.deepEqual(walkOf(order("1", { lines })).map(({ lineNo }) => lineNo), [3, 1, 2]);
  assert.deepEqual(unitsOf(order("1", { lines })), { asked: 4, picked: 1, left: 2 });
});

Deno.test("what is done does not turn the rest of the walk round", () => {
  const shelves = ["A-22", "B-23", "B-20", "B-03", "A-02"];
  const walk = (done: string[]) => {
    const { lines } = order("1", at(...shelves));
    const now = lines.map((line) => done.includes(line.location) ? { ...line, picked: 1 } : line);
    return walkOf(order("1", { lines: now })).map(({ location }) => location);
  };
  assert.deepEqual(walk([]), ["A-02", "A-22", "B-23", "B-20", "B-03"]);
  assert.deepEqual(walk(["A-22", "A-02"]), ["B-23", "B-20", "B-03", "A-02", "A-22"]);
});

Deno.test("with the most urgent order go those on its way, and never one somebody has begun", () => {
  const all = [
    order("mine", { ...pickedBy(ana), ...due("10:30"), ...at("L-22") }),
    order("near", { ...due("12:00"), ...at("B-04") }),
    order("first", { ...due("11:00"), ...at("L-20") }),
    order("beside", { ...due("13:00"), ...at("M-19") }),
    order("also", { ...due("14:00"), ...at("L-24") }),
    order("far", { ...due("15:00"), ...at("K-22") }),
  ];
  const ids = suggestedIds(all, now);
  assert.deepEqual(ids, ["first", "beside", "also", "far"]);
  // To K 154, L 160 and 168, M 168; together to M and back once, up K, along the back past L, down M: 190.
  assert.equal(shorterBy(all, ids), 460);
  assert.deepEqual([suggestedIds([], now), shorterBy(all, []), shorterBy(all, ["near"])], [[], 0, 0]);
});
