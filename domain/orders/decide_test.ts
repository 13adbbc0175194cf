import assert from "node:assert/strict";
import fc from "fast-check";
import { apportion, takeApart } from "./decide.ts";

const item = (
  sku: string,
  priceMinor: number,
  components: { sku: string; quantity: number }[] | null = null,
) => ({
  ...{ sku, name: sku, category: "home", priceMinor, currency: "USD", weightGrams: 400, components },
});
const items = new Map(
  [
    item("lamp", 1700),
    item("mug", 1200),
    item("breakfast", 3000, [{ sku: "lamp", quantity: 1 }, { sku: "mug", quantity: 2 }]),
  ].map((each) => [each.sku, each]),
);

Deno.test("a kit is taken apart into its components, each unit priced so that the kit costs what it cost", () => {
  const placed = [
    { sku: "mug", quantity: 1, unitPriceMinor: 1200 },
    { sku: "breakfast", quantity: 3, unitPriceMinor: 2999 },
  ];
  const lines = takeApart(placed, items).map((
    { lineNo, sku, quantity, unitPriceMinor, kitSku, kitLineNo },
  ) => [lineNo, sku, quantity, unitPriceMinor, kitSku, kitLineNo]);
  // 2999 over 1700 and 2 × 1200: 1243.49 and 1755.51.
  assert.deepEqual(lines, [
    [1, "mug", 1, 1200, null, null],
    [2, "lamp", 3, 1243, "breakfast", 2],
    [3, "mug", 6, 878, "breakfast", 2],
  ]);
});

Deno.test("two mugs for an odd share stand in two lines, a cent apart", () => {
  const lines = takeApart([{ sku: "breakfast", quantity: 2, unitPriceMinor: 3001 }], items);
  assert.deepEqual(lines.map(({ sku, quantity, unitPriceMinor }) => [sku, quantity, unitPriceMinor]), [
    ["lamp", 2, 1244],
    ["mug", 2, 878],
    ["mug", 2, 879],
  ]);
});

Deno.test("components without a price share by their units", () => {
  assert.deepEqual(apportion(100, [{ priceMinor: 0, units: 2 }, { priceMinor: 0, units: 1 }]), [67, 33]);
  assert.deepEqual(apportion(0, [{ priceMinor: 5, units: 2 }]), [0]);
});

Deno.test("shares are whole, sum to the amount, and none is a cent or more from its part", () => {
  const parts = fc.array(
    fc.record({ priceMinor: fc.nat(1_000_000_000), units: fc.integer({ min: 1, max: 999 }) }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.nat(1_000_000_000), parts, (amount, parts) => {
      const shares = apportion(amount, parts);
      assert.equal(shares.reduce((sum, share) => sum + share, 0), amount);
      const isPriced = parts.some(({ priceMinor }) => priceMinor > 0);
      const weights = parts.map(({ priceMinor, units }) => (isPriced ? priceMinor : 1) * units);
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      shares.forEach((share, i) => {
        assert.ok(Number.isInteger(share) && Math.abs(share - amount * (weights[i]! / whole)) < 1.001);
      });
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("an order taken apart costs what was placed, and has every unit of every kit", () => {
  const lines = fc.array(
    fc.record({
      sku: fc.constantFrom("mug", "lamp", "breakfast"),
      quantity: fc.integer({ min: 1, max: 9_999 }),
      unitPriceMinor: fc.nat(100_000),
    }),
    { minLength: 1, maxLength: 20 },
  );
  const cost = (lines: { quantity: number; unitPriceMinor: number }[]) =>
    lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
  fc.assert(
    fc.property(lines, (placed) => {
      const apart = takeApart(placed, items);
      assert.equal(cost(apart), cost(placed));
      assert.deepEqual(apart.map((line) => line.lineNo), apart.map((_, i) => i + 1));
      const units = (sku: string) =>
        apart.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
      const asked = (sku: string) =>
        placed.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
      assert.equal(units("mug"), asked("mug") + 2 * asked("breakfast"));
      assert.equal(units("lamp"), asked("lamp") + asked("breakfast"));
      for (const [i, line] of placed.entries()) {
        if (line.sku !== "breakfast") continue;
        assert.equal(cost(apart.filter((each) => each.kitLineNo === i + 1)), cost([line]));
      }
    }),
    { numRuns: 1_000 },
  );
});
