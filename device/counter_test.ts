import assert from "node:assert/strict";
import { cameTo, type Draft, freshDraft, handOverBody, isInPart, nextOf, refuseAll } from "./counter.ts";
import { pathOf, signatureOf } from "./evidence.ts";
import { ringing } from "./ring.ts";
import { mugs, order } from "./testdata.ts";

const pass = { kind: "pass" as const, pass: "a.b.c" };
const seen = { kind: "document" as const, name: "Maya Reyes", lastFour: "4711" };
const settled = (change: Partial<Draft> = {}): Draft => ({ ...freshDraft(), ...change });
const staged = (line = {}, change = {}) =>
  order("1", { state: "staged", bin: "P-1", lines: [mugs(3, { picked: 3, ...line })], ...change });

Deno.test("a plain order asks for a proof and is given; nothing goes without saying that is not said", () => {
  assert.equal(nextOf(staged(), undefined, settled()), "prove");
  assert.equal(nextOf(staged(), pass, settled()), "give");
  assert.deepEqual(handOverBody(staged(), pass, settled()), { fulfillmentId: "1", proof: pass });
});

Deno.test("age is asked for what is given only, and value for a document, unless the document is the proof", () => {
  const wine = staged({ minAge: 21 }, { isHighValue: true });
  assert.equal(nextOf(wine, pass, settled()), "age");
  assert.equal(nextOf(wine, pass, settled({ ageSeen: true })), "document");
  assert.equal(nextOf(wine, seen, settled({ ageSeen: true })), "give");
  assert.equal(nextOf(wine, pass, settled({ ageSeen: true, document: seen })), "give");
  const mixed = staged({}, {
    lines: [mugs(1, { picked: 1 }), mugs(1, { lineNo: 2, picked: 1, minAge: 18 })],
  });
  assert.equal(nextOf(mixed, pass, settled()), "age");
  assert.equal(nextOf(mixed, pass, settled({ given: { 2: 0 } })), "give");
});

Deno.test("a part names its units and what becomes of the rest; all of it, stepped up again, is no part", () => {
  const draft = settled({ given: { 1: 2 }, rest: "refuse" });
  assert.equal(isInPart(staged(), draft), true);
  assert.deepEqual(handOverBody(staged(), pass, draft), {
    ...{ fulfillmentId: "1", proof: pass, rest: "refuse" },
    lines: [{ lineNo: 1, quantity: 2 }],
  });
  assert.deepEqual(handOverBody(staged(), pass, settled({ given: { 1: 3 }, rest: "refuse" })), {
    ...{ fulfillmentId: "1", proof: pass },
  });
  const handed = staged({ handed: 1 });
  assert.deepEqual(handOverBody(handed, pass, settled({ given: { 1: 1 } })).lines, [{
    lineNo: 1,
    quantity: 1,
  }]);
});

Deno.test("who wants none of it proves who they are and no more, and the phone says what became of it", () => {
  const wine = staged({ minAge: 21 }, { isHighValue: true });
  const none = settled(refuseAll(wine));
  assert.equal(nextOf(wine, undefined, none), "prove");
  assert.equal(nextOf(wine, pass, none), "give");
  const body = handOverBody(wine, pass, none);
  assert.deepEqual(body, { fulfillmentId: "1", proof: pass, lines: [], rest: "refuse" });
  assert.deepEqual([cameTo(body), cameTo(handOverBody(wine, pass, settled()))], [
    "all_refused",
    "handed_over",
  ]);
});

Deno.test("the collector is named when it is they who came, and only where the shopper named one", () => {
  const named = staged({}, { collector: "Jonas Weber" });
  assert.equal(handOverBody(named, pass, settled({ collects: true })).collector, "Jonas Weber");
  assert.equal(handOverBody(named, pass, settled()).collector, undefined);
  assert.equal(handOverBody(staged(), pass, settled({ collects: true })).collector, undefined);
});

Deno.test("whoever waits outside rings until somebody goes, the longest waiting first", () => {
  const arrived = (id: string, minute: number, change = {}) =>
    order(id, { state: "arrived", arrivedAt: new Date(2026, 5, 1, 12, minute), ...change });
  const gone = arrived("3", 1, { attendedBy: { personId: "x", name: "Ben" } });
  const all = [arrived("1", 9), gone, arrived("2", 4), order("4", { state: "staged" })];
  assert.deepEqual(ringing(all).map(({ id }) => id), ["2", "1"]);
});

Deno.test("a signature is strokes in an SVG, a touch is a dot, and an endless one is thinned", () => {
  assert.equal(pathOf([[1.4, 2], [3, 4.6]]), "M1 2L3 5");
  assert.equal(pathOf([[7, 8]]), "M7 8L7 8");
  const endless = Array.from({ length: 90_000 }, (_, i): [number, number] => [i % 600, i % 200]);
  const data = signatureOf([endless]);
  assert.match(data, /^data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+$/);
  assert.ok(data.length < 40_000, `${data.length}`);
});
