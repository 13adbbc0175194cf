import assert from "node:assert/strict";
import fc from "fast-check";
import { largestGap, sShape } from "../../bench/paths/rivals.ts";
import { floorOf, type Spot } from "./floor_decide.ts";
import { inWalkOrder, walkMetres, walkStops } from "./path_decide.ts";

const DEPTH = 11;
const spot = fc.record({
  x: fc.integer({ min: 0, max: 5 }).map((aisle) => aisle * 5),
  y: fc.integer({ min: 1, max: 10 }),
});
const counter = { x: 0, y: 0 };

/** From spot to spot, along the nearer cross aisle where they are in different aisles. */
function between(a: Spot, b: Spot): number {
  if (a.x === b.x) return Math.abs(a.y - b.y);
  return Math.abs(a.x - b.x) + Math.min(a.y + b.y, 2 * DEPTH - a.y - b.y);
}

function lengthOf(spots: Spot[]): number {
  const way = [counter, ...spots, counter];
  return way.slice(1).reduce((total, each, i) => total + between(way[i]!, each), 0);
}

/** The shortest way of all there are, by what was visited and where one stands (Held and Karp, 1962). */
function shortest(spots: Spot[]): number {
  const all = 2 ** spots.length - 1;
  const known = new Map<number, number>();
  const rest = (visited: number, at: number): number => {
    if (visited === all) return between(spots[at] ?? counter, counter);
    const key = visited * 16 + at;
    const found = known.get(key);
    if (found !== undefined) return found;
    const best = Math.min(
      ...spots.flatMap((to, i) =>
        visited & 2 ** i ? [] : [between(spots[at] ?? counter, to) + rest(visited | 2 ** i, i)]
      ),
    );
    known.set(key, best);
    return best;
  };
  return rest(0, 15);
}

Deno.test("no walk past eight shelves is shorter, and its stops are as far apart as it says", () => {
  fc.assert(
    fc.property(fc.array(spot, { maxLength: 8 }), (spots) => {
      const stops = walkStops(spots, DEPTH);
      assert.deepEqual(stops.toSorted((a, b) => a - b), spots.map((_, i) => i));
      const metres = walkMetres(spots, DEPTH);
      assert.equal(metres, shortest(spots));
      assert.equal(lengthOf(stops.map((stop) => spots[stop]!)), metres);
    }),
    { numRuns: 400, seed: 1983 },
  );
});

Deno.test("the shortest walk is at most as long as the S-shape or the largest gap, and its stops make it", () => {
  fc.assert(
    fc.property(fc.array(spot, { maxLength: 40 }), (spots) => {
      const metres = walkMetres(spots, DEPTH);
      assert.ok(metres <= Math.min(sShape(spots, DEPTH), largestGap(spots, DEPTH)));
      assert.equal(lengthOf(walkStops(spots, DEPTH).map((stop) => spots[stop]!)), metres);
    }),
    { numRuns: 400, seed: 1983 },
  );
});

Deno.test("one goes up a full aisle and down the next, however the list was written", () => {
  const walk = ["A-02", "A-20", "B-21", "B-12", "B-03"];
  assert.deepEqual(inWalkOrder(walk), walk);
  assert.deepEqual(inWalkOrder([...walk.toReversed(), "B-12"]), walk);
  assert.deepEqual(inWalkOrder(["C-02", "B-01", "A-03"]), ["A-03", "B-01", "C-02"]);
  assert.deepEqual(inWalkOrder([]), []);
});

Deno.test("a shelf's name tells its aisle and its place; one that tells none is last, never lost", () => {
  const { spots, depth } = floorOf(["A-03-2", "b-3", "A04-12", "12-B-4", "A12", "Back room", "", "N-7/2"]);
  assert.equal(depth, 25);
  const places = [...spots].map(([name, { y }]) => [name, y]);
  assert.deepEqual(Object.fromEntries(places), {
    "12-B-4": 2,
    "A-03-2": 3,
    "A12": 12,
    "A04-12": 12,
    "b-3": 3,
    "N-7/2": 7,
  });
  assert.equal(spots.get("A-03-2")!.x, spots.get("A12")!.x);
  assert.deepEqual(inWalkOrder(["Window", "C-1", "", "Back room 10", "Back room 9"]), [
    "C-1",
    "",
    "Back room 9",
    "Back room 10",
    "Window",
  ]);
});
