import assert from "node:assert/strict";
import { hasRightCheckDigit, labelText, names, nameScanned, readScan, withCheckDigit } from "./decide.ts";

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

const SALAD = "09520123456788";
const label = { gtin: SALAD, lot: "A1", expiry: "2026-12-31" };

Deno.test("a GS1 label names its item in whichever form it comes", () => {
  const elements = `01${SALAD}1726123110A1`;
  const forms = [
    `]C1${elements}`,
    `]d2${elements}`,
    `]Q3\x1d${elements}`,
    `]e0${elements}`,
    elements,
    `\x1d${elements}`,
    `(01)${SALAD}(17)261231(10)A1`,
    `https://id.gs1.org/01/${SALAD}/10/A1?17=261231`,
    `https://salads.example/eat/01/9520123456788/10/A1?utm=shelf&17=261231#top`,
  ];
  for (const text of forms) assert.deepEqual(readScan(text, 2026), { kind: "gtin", ...label }, text);
});

Deno.test("a GS1 label says how many units, and which one", () => {
  assert.deepEqual(readScan(`]C101${SALAD}3012\x1d21S-9`), {
    kind: "gtin",
    gtin: SALAD,
    serial: "S-9",
    count: 12,
  });
  assert.deepEqual(readScan(`]C102${SALAD}3724`), { kind: "gtin", gtin: SALAD, count: 24 });
  assert.deepEqual(readScan("]C100006141411234567890"), { kind: "carton", sscc: "006141411234567890" });
});

Deno.test("a GS1 label with a wrong check digit names nothing", () => {
  for (
    const text of [
      `]C10109520123456789`,
      `0109520123456789`,
      `(01)09520123456789`,
      `https://a/01/09520123456789`,
    ]
  ) {
    const scan = readScan(text);
    assert.equal(scan.kind, "text", text);
    assert.equal(names(scan, { sku: "SALAD", gtins: [SALAD, "09520123456789"] }), false, text);
  }
});

Deno.test("a barcode whose kind is told before it is the same code", () => {
  const gtin = { kind: "gtin", gtin: "00673419324533" };
  assert.deepEqual(readScan("]E00673419324533"), gtin);
  assert.deepEqual(readScan("]C0HM-10007"), { kind: "text", text: "HM-10007" });
});

Deno.test("eight digits may be a UPC-E or a GTIN-8, and name the item of either", () => {
  assert.deepEqual(readScan("04252614"), { kind: "gtin", gtin: "00042100005264" });
  assert.deepEqual(readScan("96385074"), { kind: "gtin", gtin: "00000096385074" });
  const both = readScan("01234572");
  assert.deepEqual(both, { kind: "gtin", gtin: "00000001234572", also: "00012345000072" });
  assert.equal(names(both, { sku: "A", gtins: ["00012345000072"] }), true);
  assert.equal(names(both, { sku: "A", gtins: ["00000001234572"] }), true);
});

Deno.test("the store's own labels say whether they are on a shelf, a bin or a tote", () => {
  assert.deepEqual(readScan("LOC:B-07"), { kind: "location", label: "B-07" });
  assert.deepEqual(readScan("bin:p-12"), { kind: "bin", label: "P-12" });
  assert.deepEqual(readScan("TOTE:12"), { kind: "tote", label: "12" });
  assert.deepEqual(readScan(labelText("tote", "a4")), { kind: "tote", label: "A4" });
  assert.deepEqual(readScan("LOC:"), { kind: "text", text: "LOC:" });
  assert.deepEqual(readScan("P-12"), { kind: "text", text: "P-12" });
  assert.equal(names(readScan("TOTE:12"), { sku: "12", gtins: [] }), false);
});

Deno.test("of a long label only the item's number is kept, of a short one what was read", () => {
  assert.equal(nameScanned(`]d201${SALAD}10A\x1d21B`), SALAD);
  assert.equal(nameScanned("673419324533"), "673419324533");
  assert.equal(nameScanned(" hm-10007 "), "hm-10007");
});
