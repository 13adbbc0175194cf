import assert from "node:assert/strict";
import { isRefusal } from "../../lib/refusal.ts";
import { readTable } from "./tariff_decide.ts";

const nine = (from: number) => Array.from({ length: 9 }, (_, i) => (from + i).toFixed(2)).join("\t");
const wrong = (text: string) => {
  const read = readTable(text);
  assert.ok(isRefusal(read), "is taken");
  return (read.detail.lines as { line: number; why: string }[]).map(({ line, why }) => `${line} ${why}`);
};

Deno.test("a price list is read as a spreadsheet gives it", () => {
  const text = `454\t${nine(7)}\n1000\t${nine(8)}`;
  const steps = readTable(text);
  assert.ok(!isRefusal(steps));
  assert.deepEqual(steps[0], {
    upToGrams: 454,
    pricesMinor: [700, 800, 900, 1000, 1100, 1200, 1300, 1400, 1500],
  });
  const others = `\n454, ${nine(7).replaceAll("\t", ", $")}\r\n\r\n1000;${nine(8).replaceAll("\t", ";")}\n`;
  assert.deepEqual(readTable(others), steps);
});

Deno.test("every line that is not right is named, and then none is taken", () => {
  assert.deepEqual(wrong(""), ["1 empty"]);
  assert.deepEqual(
    wrong(`454\t${nine(7)}\t1\n0\t${nine(7)}\n9\t${nine(7).replace("7.00", "7.001")}\n9\t1 2`),
    [
      ...["1 not_ten", "2 not_grams", "3 not_a_price", "4 not_ten"],
    ],
  );
  assert.deepEqual(wrong(`100001\t${nine(7)}`), ["1 not_grams"]);
  assert.deepEqual(wrong(`9\t${nine(7).replace("7.00", "-7.00")}`), ["1 not_a_price"]);
  assert.deepEqual(wrong(Array.from({ length: 201 }, (_, i) => `${i + 1}\t${nine(7)}`).join("\n")), [
    "201 too_long",
  ]);
});

Deno.test("weights rise, and what is heavier costs no less anywhere", () => {
  assert.deepEqual(wrong(`454\t${nine(7)}\n454\t${nine(8)}`), ["2 weight_falls"]);
  const cheaperFarOff = nine(8).replace("16.00", "1.60");
  assert.deepEqual(wrong(`454\t${nine(7)}\n\n1000\t${cheaperFarOff}`), ["3 price_falls"]);
});
