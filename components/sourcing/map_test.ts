import assert from "node:assert/strict";
import { HEIGHT, outline, placed, WIDTH } from "./map.ts";

Deno.test("places stand where they are on the map, and what lies outside it stands nowhere", () => {
  const [soho, reno] = [placed({ lat: 40.7256, lon: -73.9983 })!, placed({ lat: 39.4972, lon: -119.7648 })!];
  assert.deepEqual([soho, reno], [[870, 215], [90, 236]]);
  assert.ok(placed({ lat: 21.3, lon: -157.86 })![1] > 500, "Honolulu is in its own corner");
  assert.equal(placed({ lat: 51.5, lon: -0.1 }), undefined);
});

Deno.test("the outline is whole, within the map, and light enough for every page", () => {
  const { coast, borders } = outline();
  const all = coast + borders;
  assert.ok(all.length > 4_000 && all.length < 30_000, `${all.length} characters`);
  assert.doesNotMatch(all, /NaN|undefined|e-/);
  for (const [, x, y] of all.matchAll(/M(\d+) (\d+)l/g)) {
    assert.ok(Number(x) <= WIDTH && Number(y) <= HEIGHT, `${x} ${y}`);
  }
});
