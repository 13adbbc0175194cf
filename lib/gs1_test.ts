import assert from "node:assert/strict";
import { join } from "node:path";
import {
  dateOf,
  type Elements,
  expandUpcE,
  FNC1,
  readBrackets,
  readDigitalLink,
  readElementString,
} from "./gs1.ts";

const file = join(import.meta.dirname!, "../../shared/data/gs1/vectors.json");
const absent = await Deno.stat(file).then(() => false, () => true);

interface Vectors {
  test_parseDLuri: [isRight: string, uri: string, elements: string][];
  test_parseAIdata: [isRight: string, brackets: string, elements: string][];
}
const vectors: Vectors = absent ? { test_parseDLuri: [], test_parseAIdata: [] } : JSON.parse(
  await Deno.readTextFile(file),
);

Deno.test("a UPC-E is the UPC-A it was squeezed from", () => {
  assert.equal(expandUpcE("04252614"), "042100005264");
  assert.equal(expandUpcE("01234565"), "012345000065");
  assert.equal(expandUpcE("06397126"), "063200009716");
  assert.equal(expandUpcE("04252615"), undefined, "the check digit is wrong");
  assert.equal(expandUpcE("24252614"), undefined, "no such number system");
});

Deno.test("an element ends where its length or FNC1 says", () => {
  const text = `010952012345678817261231${"10"}A-1${FNC1}21S1${FNC1}3012`;
  const read = { "01": "09520123456788", "17": "261231", "10": "A-1", "21": "S1", "30": "12" };
  assert.deepEqual(asObject(readElementString(text)), read);
  assert.deepEqual(asObject(readElementString(FNC1 + text)), read);
  assert.deepEqual(asObject(readElementString("0109520123456788" + FNC1 + "10A-1")), {
    "01": "09520123456788",
    "10": "A-1",
  });
});

Deno.test("what only looks like an element string is none", () => {
  const wrong = [
    "",
    "0109520123456789",
    "010952012345678",
    "0109520123456788" + "19261231",
    "01095201234567881",
  ];
  for (const text of [...wrong, "0109520123456788" + "10" + "A".repeat(21)]) {
    assert.equal(readElementString(text), undefined, text);
  }
});

Deno.test("a date of six digits has the nearest century, and its day 00 is the month's last", () => {
  assert.equal(dateOf("261231", 2026), "2026-12-31");
  assert.equal(dateOf("280200", 2026), "2028-02-29");
  assert.equal(dateOf("770101", 2026), "1977-01-01");
  assert.equal(dateOf("760101", 2026), "2076-01-01");
  assert.equal(dateOf("000115", 2099), "2100-01-15");
  assert.equal(dateOf("261301", 2026), undefined);
  assert.equal(dateOf("260231", 2026), undefined);
});

/** Refused by GS1's engine in a stricter reading than a scanner needs: each still names one item beyond doubt. */
const takenAllTheSame = new Set([
  // An AI that its key could have had in the path stands in the query.
  "https://example.com/01/09520123456788?10=ABC123",
  // The same AI twice, saying the same.
  "https://id.gs1.org/01/09520123456788/10/ABC123?99=XYZ789&01=09520123456788",
  "https://id.gs1.org/01/09520123456788/10/ABC123?99=XYZ789&10=ABC123",
  "https://id.gs1.org/01/09520123456788/10/ABC123?99=XYZ789&99=XYZ789",
]);

Deno.test({
  name: "GS1's own Digital Links are read as GS1 reads them (../shared/data/gs1)",
  ignore: absent,
  fn() {
    // Those that are right or wrong by an option of GS1's engine are listed twice; we take what either takes.
    const right = new Map(
      vectors.test_parseDLuri.filter(([isRight]) => isRight === "true").map(([, ...of]) => of),
    );
    let wrong = 0;
    for (const [uri, elements] of right) {
      // An AI that nobody has been given: GS1's engine takes it when told to.
      if (/[?&]89=/.test(uri)) continue;
      assert.equal(asString(readDigitalLink(uri)), asString(readElementString(unmarked(elements))), uri);
    }
    for (const [, uri] of vectors.test_parseDLuri.filter(([, uri]) => !right.has(uri))) {
      if (takenAllTheSame.has(uri)) continue;
      assert.equal(readDigitalLink(uri), undefined, uri);
      wrong++;
    }
    assert.ok(right.size > 60 && wrong > 25, `${right.size} right, ${wrong} wrong`);
  },
});

Deno.test({
  name: "GS1's own bracketed elements are read as GS1 reads them (../shared/data/gs1)",
  ignore: absent,
  fn() {
    // "inbuf" stands for a variable of the C program the examples are from.
    const cases = vectors.test_parseAIdata.filter(([, text]) => text !== "inbuf");
    for (const [isRight, text, elements] of cases) {
      const read = isRight === "true" ? readElementString(unmarked(elements)) : undefined;
      assert.equal(asString(readBrackets(text)), asString(read), text);
    }
    assert.equal(cases.length, 27);
  },
});

/** GS1's examples write FNC1 as "^". */
function unmarked(elements: string) {
  return elements.replaceAll("^", FNC1);
}

function asObject(elements: Elements | undefined) {
  return elements && Object.fromEntries(elements);
}

function asString(elements: Elements | undefined) {
  return elements && [...elements].map(([ai, value]) => `(${ai})${value}`).join("");
}
