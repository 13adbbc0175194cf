import assert from "node:assert/strict";
import { hasRightCheckDigit, names, readScan, withCheckDigit } from "./decide.ts";

Deno.test("a UPC-A and the same code read as EAN-13 are one GTIN", () => {
  const gtin = { kind: "gtin", gtin: "00673419324533" };
  assert.deepEqual(readScan("673419324533"), gtin);
  assert.deepEqual(readScan("0673419324533"), gtin);
  assert.deepEqual(readScan(" 0673419324533\n"), gtin);
});

Deno.test("a misread barcode is no GTIN", () => {
  assert.equal(hasRightCheckDigit("673419324533"), true);
  assert.equal(hasRightCheckDigit("673419324534"), false);
  assert.deepEqual(readScan("673419324534"), { kind: "text", text: "673419324534" });
});

Deno.test("six digits are a pickup code, three signed parts a pass", () => {
  assert.deepEqual(readScan("042137"), { kind: "code", code: "042137" });
  const pass = `${"a".repeat(20)}.${"b".repeat(60)}.${"c".repeat(86)}`;
  assert.deepEqual(readScan(pass), { kind: "pass", pass });
});

Deno.test("a check digit can be made for any digits", () => {
  assert.equal(withCheckDigit("67341932453"), "673419324533");
  assert.equal(withCheckDigit("200000000001"), "2000000000015");
});

Deno.test("a scan names an item by any of its GTINs or by its SKU, and nothing else", () => {
  const mug = { sku: "HM-10007", gtins: ["02000000000015"] };
  assert.equal(names(readScan("2000000000015"), mug), true);
  assert.equal(names(readScan("hm-10007"), mug), true);
  assert.equal(names(readScan("2000000000022"), mug), false);
  assert.equal(names(readScan("HM-1000"), mug), false);
});
