import assert from "node:assert/strict";
import fc from "fast-check";
import { availableOverTime, kitOverTime, placesWith, together, unitsAt } from "./decide.ts";

const today = new Date("2026-11-20T12:00:00Z");
const day = (n: number) => new Date(today.getTime() + n * 86_400_000);
const arrival = (at: Date, units: number, promised = 0) => ({ expectedAt: at, units, promised });

Deno.test("what arrives can be promised from its day on, less what of it is promised already", () => {
  const arrivals = [arrival(day(9), 10, 4), arrival(day(2), 3), arrival(day(5), 5, 5)];
  assert.deepEqual(availableOverTime(2, arrivals, today), [
    { at: today, units: 2 },
    { at: day(2), units: 5 },
    { at: day(9), units: 11 },
  ]);
});

Deno.test("what is late is promised to nobody, and what is held back is filled up first", () => {
  assert.deepEqual(availableOverTime(2, [arrival(day(-1), 9), arrival(today, 9)], today), [
    { at: today, units: 2 },
  ]);
  assert.deepEqual(availableOverTime(-3, [arrival(day(1), 2), arrival(day(2), 5)], today), [
    { at: today, units: 0 },
    { at: day(2), units: 4 },
  ]);
});

const anyArrivals = fc.array(
  fc.record({
    days: fc.integer({ min: -3, max: 20 }),
    units: fc.nat(50),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 12 },
).map((rows) => rows.map(({ days, units, share }) => arrival(day(days), units, Math.floor(units * share))));

Deno.test("over time never more is promised than arrives, never less than before, and now what there is now", () => {
  fc.assert(
    fc.property(fc.integer({ min: -40, max: 60 }), anyArrivals, (left, arrivals) => {
      const steps = availableOverTime(left, arrivals, today);
      assert.deepEqual(steps[0], { at: today, units: Math.max(0, left) });
      for (const [i, { at, units }] of steps.entries()) {
        const open = arrivals.filter(({ expectedAt }) => expectedAt > today && expectedAt <= at)
          .reduce((sum, arrival) => sum + arrival.units - arrival.promised, 0);
        assert.ok(units <= Math.max(0, left) + open);
        assert.equal(units, Math.max(0, left + open));
        if (i > 0) assert.ok(at > steps[i - 1]!.at && units > steps[i - 1]!.units);
      }
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("of a kit there are as many as its scarcest component allows, at every time", () => {
  const mugs = availableOverTime(5, [arrival(day(2), 3)], today);
  const lamps = availableOverTime(0, [arrival(day(1), 1), arrival(day(4), 9)], today);
  assert.deepEqual(kitOverTime([{ quantity: 2, steps: mugs }, { quantity: 1, steps: lamps }]), [
    { at: today, units: 0 },
    { at: day(1), units: 1 },
    { at: day(4), units: 4 },
  ]);
});

Deno.test("places taken together are the sum of each at every time, and are counted where there is any", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), anyArrivals), { maxLength: 6 }),
      (places) => {
        const courses = places.map(([left, arrivals]) => availableOverTime(left, arrivals, today));
        const [sum, count] = [together(courses), placesWith(courses)];
        for (let n = 0; n <= 20; n++) {
          const units = courses.map((steps) => unitsAt(steps, day(n)));
          assert.equal(unitsAt(sum, day(n)), units.reduce((total, each) => total + each, 0));
          assert.equal(unitsAt(count, day(n)), units.filter((each) => each > 0).length);
        }
      },
    ),
  );
});
