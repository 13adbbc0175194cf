import assert from "node:assert/strict";
import { createWedge, keyOf } from "./wedge.ts";

/** Types the text with one gap between all keys, Enter included; gives what each scan was. */
function type(text: string, gap: number, wedge = createWedge(), from = 1_000) {
  return [...text, "Enter"].map((name, i) => wedge.key(name, from + i * gap))
    .flatMap(({ scanned }) => scanned === undefined ? [] : [scanned]);
}

Deno.test("a scanner's burst that ends with Enter is a scan, at any scanner's speed", () => {
  for (const gap of [1, 8, 30, 80]) assert.deepEqual(type("036000291452", gap), ["036000291452"]);
  assert.deepEqual(type("P-12", 10), ["P-12"]);
});

Deno.test("a person's typing is no scan, however good at it", () => {
  for (const gap of [120, 180, 400, 2_000]) assert.deepEqual(type("036000291452", gap), []);
});

Deno.test("a scanner that stops for a breath still gives the whole barcode, never half of it", () => {
  const wedge = createWedge();
  const times = [0, 10, 20, 30, 640, 650, 660, 670, 680, 690, 700, 710];
  const keys = [..."036000291452"].map((name, i) => wedge.key(name, times[i]!));
  assert.ok(keys.every(({ scanned }) => scanned === undefined));
  assert.equal(wedge.key("Enter", 720).scanned, "036000291452");
});

Deno.test("two scans one after the other are two", () => {
  const wedge = createWedge();
  assert.deepEqual(type("036000291452", 5, wedge, 0), ["036000291452"]);
  assert.deepEqual(type("P-12", 5, wedge, 100), ["P-12"]);
  wedge.key("x", 200);
  assert.deepEqual(type("P-12", 5, wedge, 1_300), ["P-12"]);
});

Deno.test("keys that make capitals are not part of the text", () => {
  const wedge = createWedge();
  const keys = ["Shift", "P", "Shift", "-", "1", "2", "Enter"];
  const scans = keys.map((name, i) => wedge.key(name, i * 8).scanned).filter(Boolean);
  assert.deepEqual(scans, ["P-12"]);
});

Deno.test("Enter and space on a button stay the button's, in a burst they do not", () => {
  const wedge = createWedge();
  assert.equal(wedge.key(" ", 0).inBurst, false);
  assert.equal(wedge.key(" ", 90).inBurst, false);
  assert.equal(wedge.key("Enter", 200).inBurst, false);
  wedge.key("1", 1_000);
  assert.equal(wedge.key(" ", 1_010).inBurst, true);
  wedge.key("2", 1_020);
  assert.deepEqual(wedge.key("Enter", 1_030), { scanned: "1 2", inBurst: true });
});

Deno.test("one or two stray keys and Enter are no scan", () => {
  assert.deepEqual(type("a", 5), []);
  assert.deepEqual(type("ab", 5), []);
});

Deno.test("the mark between the elements of a GS1 label is typed as Ctrl+], and no other shortcut is a scan", () => {
  const pressed = (key: string, ctrlKey = false) =>
    keyOf({ key, ctrlKey, metaKey: false, altKey: false } as KeyboardEvent);
  assert.deepEqual(["]", "a", "]"].map((key, i) => pressed(key, i === 0)), ["\x1d", "a", "]"]);
  assert.equal(pressed("c", true), undefined);
});
