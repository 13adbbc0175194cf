import assert from "node:assert/strict";
import { money } from "./money.ts";

Deno.test("money is written with the decimals its currency has", () => {
  assert.equal(money(1200, "USD"), "$12.00");
  assert.equal(money(5, "USD"), "$0.05");
  assert.equal(money(123_456_789, "USD"), "$1,234,567.89");
  assert.equal(money(1200, "JPY"), "¥1,200");
});
