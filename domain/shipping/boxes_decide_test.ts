import assert from "node:assert/strict";
import fc from "fast-check";
import { fits, sidesOf, suggestBoxes, volume } from "./boxes_decide.ts";
import type { Box, PackLine, Sides } from "./types.ts";

const boxes: Box[] = [
  { id: "s", name: "S", sidesMm: [250, 180, 120], tareGrams: 130, maxGrams: 6_000 },
  { id: "l", name: "L", sidesMm: [450, 330, 260], tareGrams: 430, maxGrams: 18_000 },
  { id: "long", name: "Long", sidesMm: [1_000, 110, 110], tareGrams: 650, maxGrams: 5_000 },
];

const line = (lineNo: number, quantity: number, weightGrams: number, sidesMm: Sides | null): PackLine => ({
  lineNo,
  quantity,
  weightGrams,
  sidesMm,
});

const mug = (quantity: number, lineNo = 1) => line(lineNo, quantity, 400, [110, 90, 100]);

Deno.test("two mugs go into the small box, twelve into the large one, box and goods weighed together", () => {
  assert.deepEqual(suggestBoxes([mug(2)], boxes), [
    { boxId: "s", lines: [{ lineNo: 1, quantity: 2 }], weightGrams: 930 },
  ]);
  assert.deepEqual(suggestBoxes([mug(12)], boxes), [
    { boxId: "l", lines: [{ lineNo: 1, quantity: 12 }], weightGrams: 5_230 },
  ]);
});

Deno.test("what is too much for one box is parted, and the last box is the smallest that holds the rest", () => {
  const suggested = suggestBoxes([mug(32)], boxes);
  assert.deepEqual(suggested.map(({ boxId, lines }) => [boxId, lines[0]!.quantity]), [["l", 31], ["s", 1]]);
});

Deno.test("weight parts what volume would not: three dumbbells of seven kilos need two boxes", () => {
  const suggested = suggestBoxes([line(1, 3, 7_000, [200, 90, 90])], boxes);
  assert.deepEqual(
    suggested.map(({ boxId, lines, weightGrams }) => [boxId, lines[0]!.quantity, weightGrams]),
    [
      ["l", 2, 14_430],
      ["l", 1, 7_430],
    ],
  );
});

Deno.test("a curtain rod takes the long box and the mug beside it; a ladder goes as it is, one to a parcel", () => {
  const suggested = suggestBoxes([line(1, 1, 900, [980, 40, 40]), mug(1, 2)], boxes);
  assert.deepEqual(suggested.map(({ boxId, lines }) => [boxId, lines.map((each) => each.lineNo)]), [
    ["long", [1, 2]],
  ]);
  assert.deepEqual(suggestBoxes([line(1, 2, 9_000, [2_000, 400, 120])], boxes), [
    { boxId: null, lines: [{ lineNo: 1, quantity: 1 }], weightGrams: 9_000 },
    { boxId: null, lines: [{ lineNo: 1, quantity: 1 }], weightGrams: 9_000 },
  ]);
});

Deno.test("a unit that just fits has its box to itself; one nobody measured counts as a cube by its weight", () => {
  assert.equal(suggestBoxes([line(1, 1, 900, [120, 250, 180])], boxes)[0]!.boxId, "s");
  assert.deepEqual(sidesOf({ weightGrams: 250, sidesMm: null }), [100, 100, 100]);
  assert.deepEqual(suggestBoxes([line(1, 1, 250, null)], boxes)[0]!.boxId, "s");
  assert.deepEqual(suggestBoxes([], boxes), []);
});

const Side = fc.integer({ min: 5, max: 700 });
const Line = fc.record({
  quantity: fc.integer({ min: 1, max: 40 }),
  weightGrams: fc.integer({ min: 1, max: 20_000 }),
  sidesMm: fc.option(fc.tuple(Side, Side, Side)),
});
const Boxes = fc.array(
  fc.record({
    sidesMm: fc.tuple(Side, Side, Side),
    tareGrams: fc.integer({ min: 0, max: 900 }),
    maxGrams: fc.integer({ min: 100, max: 30_000 }),
  }),
  { maxLength: 6 },
).map((list) => list.map((box, i): Box => ({ id: `b${i}`, name: `B${i}`, ...box })));

Deno.test("whatever is ordered: every unit is in exactly one box, and none is too heavy, too full or too short", () => {
  fc.assert(
    fc.property(fc.array(Line, { maxLength: 8 }), Boxes, (given, boxes) => {
      const lines = given.map((each, i): PackLine => ({ lineNo: i + 1, ...each }));
      const suggested = suggestBoxes(lines, boxes);
      for (const { lineNo, quantity } of lines) {
        const packed = suggested.flatMap((box) => box.lines).filter((each) => each.lineNo === lineNo)
          .reduce((sum, each) => sum + each.quantity, 0);
        assert.equal(packed, quantity);
      }
      for (const { boxId, lines: inside, weightGrams } of suggested) {
        const units = inside.map(({ lineNo, quantity }) => ({ ...lines[lineNo - 1]!, quantity }));
        const count = units.reduce((sum, unit) => sum + unit.quantity, 0);
        const goods = units.reduce((sum, unit) => sum + unit.weightGrams * unit.quantity, 0);
        if (boxId === null) {
          assert.deepEqual([count, weightGrams], [1, goods]);
          assert.ok(!boxes.some((box) => fits(sidesOf(units[0]!), box) && goods <= box.maxGrams));
          continue;
        }
        const box = boxes.find((each) => each.id === boxId)!;
        const filled = units.reduce((sum, unit) => sum + volume(sidesOf(unit)) * unit.quantity, 0);
        assert.ok(goods <= box.maxGrams, `${goods} g in a box for ${box.maxGrams}`);
        assert.ok(count === 1 || filled <= volume(box.sidesMm) * 0.8 + 1e-6, "too full");
        assert.ok(units.every((unit) => fits(sidesOf(unit), box)), "too short");
        assert.equal(weightGrams, goods + box.tareGrams);
      }
    }),
    { numRuns: 300 },
  );
});
