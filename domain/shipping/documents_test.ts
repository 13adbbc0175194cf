import assert from "node:assert/strict";
import { readPdf, scanPdf } from "../../tests/support/pdf.ts";
import { labelPdf, labelZpl, manifestPdf, packingSlipPdf, type PrintedLabel } from "./documents.ts";
import type { Address } from "./types.ts";

const soho: Address = {
  name: "Soho",
  line1: "1 Main Street",
  city: "New York",
  state: "NY",
  postalCode: "10012",
  country: "US",
  phone: null,
};
const maya: Address = { ...soho, name: "Maya Reyés Łukasz", line1: "5 Spring Street", line2: "Apt 12^B_~" };
const sscc = "129900007000000428";
const label: PrintedLabel = {
  from: soho,
  to: maya,
  tracking: sscc,
  carrierName: "Ground carrier",
  serviceName: "Standard",
  orderNumber: "A-10023",
  parcel: { no: 1, of: 2, weightGrams: 1_530 },
};

Deno.test("a label on paper names both ends, and its barcode reads as the parcel's number", async () => {
  const read = readPdf(await labelPdf(label));
  for (const text of ["Maya Reyés Lukasz", "Apt 12^B_~", "New York, NY 10012", "3.4 lb (1.53 kg)"]) {
    assert.ok(read.texts.includes(text), text);
  }
  assert.ok(read.texts.includes("12 9900 0070 0000 0428"));
  assert.equal(read.pages, 1);
  assert.deepEqual(await scanPdf(read), [`(00)${sscc}`]);
});

Deno.test("a thermal label is one ZPL page; what an address contains begins no command", () => {
  const text = labelZpl(label);
  assert.match(text, /^\^XA\n\^PW812\n\^LL1219\n/);
  assert.match(text, /\^PQ1\n\^XZ\n$/);
  assert.equal(text.match(/\^BCN,240,N,N,N\^FD>;>8(\d+)\^FS/)?.[1], `00${sscc}`);
  assert.match(text, /\^FDMaya Reyés Łukasz\^FS/);
  assert.match(text, /\^FDApt 12_5EB_5F_7E\^FS/);
  assert.equal(text.match(/\^FO/g)!.length, text.match(/\^FS/g)!.length);
});

Deno.test("a packing slip lists each parcel's units, over as many sheets as they need", async () => {
  const lines = Array.from(
    { length: 30 },
    (_, i) => ({ sku: `HM-${i}`, name: `Blue mug ${i}`, quantity: i + 1 }),
  );
  const parcels = [{ no: 1, tracking: sscc, lines }, { no: 2, tracking: null, lines: lines.slice(0, 1) }];
  const read = readPdf(await packingSlipPdf({ orderNumber: "A-10023", from: soho, to: maya, parcels }));
  assert.equal(read.title, "Packing slip A-10023");
  assert.equal(read.pages, 2);
  assert.equal(read.texts.filter((text) => text.startsWith("Blue mug")).length, 31);
  assert.ok(read.texts.includes("30 x") && read.texts.includes("Parcel 2 of 2"));
});

Deno.test("a manifest lists every parcel, with a place to sign", async () => {
  const line = {
    orderNumber: "A-1",
    parcelNo: 1,
    carrierName: "Ground carrier",
    serviceName: "Standard",
    weightGrams: 1_200,
    shippedAt: new Date("2027-03-01T21:00:00Z"),
  };
  const lines = Array.from({ length: 60 }, (_, i) => ({ ...line, tracking: `T${i}` }));
  const manifest = {
    id: "m",
    nodeId: "soho",
    carrier: "ground",
    carrierName: "Ground carrier",
    closedAt: new Date("2027-03-01T22:05:00Z"),
    closedBy: "Ana P.",
    lines,
  };
  const read = readPdf(await manifestPdf(manifest, "Soho", "America/New_York"));
  assert.ok(
    read.texts.some((text) => /^Soho · closed Mar 1, 2027, 5:05.PM by Ana P\.$/.test(text)),
    read.texts[1],
  );
  assert.equal(read.texts.filter((text) => /^T\d+$/.test(text)).length, 60);
  assert.ok(read.pages === 2 && read.texts.includes("Collected by"));
});
