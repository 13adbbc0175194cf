import assert from "node:assert/strict";
import { gini, maxOverMean } from "./dry_run_decide.ts";

Deno.test("work that is spread evenly has no Gini, and all of it at one of four has three quarters", () => {
  assert.equal(gini([5, 5, 5]), 0);
  assert.equal(gini([0, 8, 0, 0]), 0.75);
  assert.equal(gini([1, 3]), 0.25);
  assert.equal(gini([]), 0);
  assert.equal(maxOverMean([{ load: 4, capacity: 10 }, { load: 0, capacity: 10 }]), 2);
  assert.equal(maxOverMean([]), 0);
});
