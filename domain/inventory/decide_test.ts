import assert from "node:assert/strict";
import { availableToPromise, shelfCorrection } from "./decide.ts";

const mugs = { nodeId: "soho", sku: "mug", onHand: 10, reserved: 3, safetyStock: 2 };

Deno.test("available to promise is on hand less reserved less safety stock, never below nothing", () => {
  assert.equal(availableToPromise(mugs), 5);
  assert.equal(availableToPromise({ ...mugs, safetyStock: 9 }), 0);
});

Deno.test("an empty shelf takes away what nobody was promised, a broken unit only itself", () => {
  const stock = { onHand: 10, reserved: 4 };
  const short = { sku: "mug", quantity: 1 };
  assert.equal(shelfCorrection({ ...short, reason: "not_found" }, stock).dOnHand, -6);
  assert.equal(shelfCorrection({ ...short, reason: "damaged" }, stock).dOnHand, -1);
  assert.equal(shelfCorrection({ ...short, quantity: 8, reason: "mismatched" }, stock).dOnHand, -6);
});
