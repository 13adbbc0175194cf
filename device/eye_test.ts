import assert from "node:assert/strict";
import { createEye, type Read } from "./eye.ts";

const FRAME_MS = 66;

/** Shows frames, each the texts in it from the middle outwards; gives what was counted. */
function show(frames: string[][], eye = createEye(), from = 0): string[] {
  return frames.flatMap((texts, i) => {
    const reads = texts.map((text, offCentre): Read => ({ text, offCentre }));
    return eye.see(reads.toReversed(), from + i * FRAME_MS) ?? [];
  });
}

const frames = (count: number, ...texts: string[]) => Array<string[]>(count).fill(texts);

Deno.test("a label before the camera is counted at its second equal read, once", () => {
  assert.deepEqual(show([["mug"]]), []);
  assert.deepEqual(show([["mug"], ["mug"]]), ["mug"]);
  assert.deepEqual(show(frames(300, "mug")), ["mug"]);
});

Deno.test("a misread between two right reads is not counted, and puts the count off", () => {
  assert.deepEqual(show([["mug"], ["rug"], ["mug"], ["rug"]]), []);
  assert.deepEqual(show([["mug"], ["rug"], ["mug"], ["mug"]]), ["mug"]);
});

Deno.test("frames in which nothing was read are no misreads", () => {
  assert.deepEqual(show([["mug"], ...frames(5), ["mug"]]), ["mug"]);
  assert.deepEqual(show([["mug"], ...frames(20), ["mug"]]), [], "but not for ever");
});

Deno.test("a label that is lost for a moment is the same unit, one that comes back is another", () => {
  assert.deepEqual(show([...frames(5, "mug"), ...frames(14), ...frames(5, "mug")]), ["mug"]);
  assert.deepEqual(show([...frames(5, "mug"), ...frames(17), ...frames(5, "mug")]), ["mug", "mug"]);
});

Deno.test("of two codes on a package only the middle one counts, however the hand moves", () => {
  const shaking = [...frames(3, "mug", "link"), ...frames(5, "link"), ...frames(3, "link", "mug")];
  assert.deepEqual(show(shaking), ["mug"]);
});

Deno.test("the next item is counted as soon as the one before is gone", () => {
  assert.deepEqual(show([...frames(5, "mug"), ...frames(9, "rug")]), ["mug", "rug"]);
  assert.deepEqual(show([...frames(5, "mug"), ...frames(9, "rug"), ...frames(9, "mug")]), ["mug", "rug"]);
});

Deno.test("a phone that was too busy to look has not seen the label go", () => {
  const eye = createEye();
  assert.deepEqual(show(frames(5, "mug"), eye), ["mug"]);
  assert.deepEqual(show(frames(5, "mug"), eye, 9_000), []);
});
