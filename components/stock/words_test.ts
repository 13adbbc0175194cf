import assert from "node:assert/strict";
import { change, fieldTime, momentOfYear, movementWords, splitWords, stockPath } from "./words.ts";

const still = { dOnHand: 0, dReserved: 0, dDamaged: 0 };

Deno.test("a movement is told by its units and what became of them, whichever way they went", () => {
  assert.equal(movementWords({ ...still, reason: "held", dReserved: 2 }), "2 held for a cart");
  assert.equal(movementWords({ ...still, reason: "released", dReserved: -2 }), "2 given back");
  assert.equal(
    movementWords({ ...still, reason: "fulfilled", dOnHand: -3, dReserved: -3 }),
    "3 left with an order",
  );
  assert.equal(movementWords({ ...still, reason: "counted", dOnHand: -1 }), "1 fewer counted than booked");
  assert.equal(movementWords({ ...still, reason: "transferred", dOnHand: 4 }), "4 came from another store");
  assert.equal(movementWords({ ...still, reason: "damaged", dDamaged: 1 }), "1 damaged");
});

Deno.test("changes carry their sign, and nothing is written for nothing", () => {
  assert.deepEqual([change(1200), change(-3), change(0)], ["+1,200", "−3", ""]);
});

Deno.test("reserved is told by what became of it", () => {
  assert.equal(
    splitWords({ held: 2, allocated: 0, picked: 1, staged: 0 }),
    "2\u00a0in\u00a0carts · 1\u00a0picked",
  );
  assert.equal(splitWords({ held: 0, allocated: 0, picked: 0, staged: 0 }), "nothing is promised");
});

Deno.test("the field shows the store's own time, on both sides of the clock change", () => {
  assert.equal(fieldTime(new Date("2026-10-31T16:05:40Z"), "America/New_York"), "2026-10-31T12:05");
  assert.equal(fieldTime(new Date("2026-11-02T16:05:40Z"), "America/New_York"), "2026-11-02T11:05");
});

Deno.test("a moment of another year says which", () => {
  const now = new Date("2026-11-22T16:00:00Z");
  const words = (at: string) => momentOfYear(new Date(at), now, "America/New_York");
  assert.equal(words("2026-11-22T15:30:00Z"), "today, 10:30 am");
  assert.equal(words("2020-01-01T13:30:00Z"), "Jan 1 2020, 8:30 am");
});

Deno.test("an address names any SKU there may be", () => {
  assert.equal(stockPath("soho", "A/B 50% off?"), "/stock/soho/A%2FB%2050%25%20off%3F");
  const at = new Date("2026-11-02T16:05:40Z");
  assert.equal(
    stockPath("soho", "mug", { at, before: 7 }),
    "/stock/soho/mug?at=2026-11-02T16%3A05%3A40.000Z&before=7",
  );
});
