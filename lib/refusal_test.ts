import assert from "node:assert/strict";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";

Deno.test("a refusal is exactly its kind and detail", () => {
  const no = refuse("sold_out", { sku: "mug" });
  assert.deepEqual(no, { kind: "sold_out", detail: { sku: "mug" } });
  assert.equal(JSON.stringify(no), '{"kind":"sold_out","detail":{"sku":"mug"}}');
});

Deno.test("only what was refused is a refusal", () => {
  assert.equal(isRefusal(refuse("sold_out")), true);
  for (const other of [{ kind: "sold_out", detail: {} }, null, undefined, "sold_out", 0, []]) {
    assert.equal(isRefusal(other), false);
  }
});

Deno.test("after the check the types know what is left", () => {
  const answer = (n: number) => n > 0 ? { left: n } : refuse("sold_out");
  const got: { left: number } | Refusal<"sold_out"> = answer(3);
  assert.equal(isRefusal(got) ? got.kind satisfies "sold_out" : got.left, 3);
});
