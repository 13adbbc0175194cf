import assert from "node:assert/strict";
import { dueOf } from "./list.ts";

Deno.test("a burst of outcomes is one reading of the list, a moment after the first", () => {
  const since = 100_000;
  assert.equal(dueOf({ since, at: 0 }, 0), 100_400);
  // However many more come before it, and also when the list was read just now.
  assert.equal(dueOf({ since, at: 99_900 }, 3), 100_900);
});

Deno.test("while days of work are sent the list is read every few seconds, and once more at their end", () => {
  const reading = { since: 100_000, at: 99_900 };
  assert.equal(dueOf(reading, 4_900), 103_900);
  assert.equal(dueOf(reading, 0), 100_900);
});
