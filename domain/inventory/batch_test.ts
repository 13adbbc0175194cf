import assert from "node:assert/strict";
import { flatten } from "./batch.ts";
import type { Reserving } from "./types.ts";

const now = new Date("2026-03-01T12:00:00Z");
const later = new Date("2026-03-01T13:00:00Z");

let rows = 0;

function asked(
  holdId: string,
  lines: [nodeId: string, sku: string, quantity: number][],
): Reserving & { now: Date } {
  return {
    ...{ channelId: "web", holdId, orderId: null, expiresAt: later, now },
    lines: lines.map(([nodeId, sku, quantity], i) => (
      { id: `row ${++rows}`, nodeId, sku, quantity, lineNo: i + 1, fulfillmentId: null }
    )),
  };
}

Deno.test("keys are the distinct stock rows, node by node and in SKU order, whoever asks first", () => {
  const { key } = flatten([
    asked("h1", [["soho", "mug", 1], ["albany", "rug", 1]]),
    asked("h2", [["soho", "lamp", 1], ["soho", "mug", 2]]),
  ]);
  assert.deepEqual([key.nodes, key.skus], [["albany", "soho", "soho"], ["rug", "lamp", "mug"]]);
});

Deno.test("of each stock row all is asked at once, and its lines are counted", () => {
  const { key, line } = flatten([
    asked("h1", [["soho", "mug", 1], ["soho", "lamp", 4]]),
    asked("h2", [["soho", "mug", 2], ["soho", "mug", 3]]),
  ]);
  assert.deepEqual([key.skus, key.quantities, key.lines], [["lamp", "mug"], [4, 6], [1, 3]]);
  assert.deepEqual(line.places, [1, 1, 2, 3]);
});

Deno.test("whoever asks twice for one item at one node asks once, for the sum; each line stays a line", () => {
  const { demand, line, request } = flatten([
    asked("h1", [["soho", "mug", 1], ["soho", "lamp", 2], ["soho", "mug", 3]]),
  ]);
  assert.deepEqual(demand, { keys: [2, 1], quantities: [4, 2] });
  assert.deepEqual([line.keys, line.quantities, line.nos], [[2, 1, 2], [1, 2, 3], [1, 2, 3]]);
  assert.deepEqual(request.demands, [2]);
});

Deno.test("demands and lines stand in the order of their requests, and say where each request's end", () => {
  const { demand, line, request } = flatten([
    asked("h1", [["soho", "mug", 5]]),
    asked("h2", [["soho", "lamp", 1], ["soho", "mug", 2]]),
    asked("h3", [["soho", "mug", 7]]),
  ]);
  assert.deepEqual(request.ids, ["h1", "h2", "h3"]);
  assert.deepEqual(request.demands, [1, 3, 4]);
  assert.deepEqual(demand, { keys: [2, 1, 2, 2], quantities: [5, 1, 2, 7] });
  assert.deepEqual(line.requests, [1, 2, 2, 3]);
});

Deno.test("a request that may be sent again is marked by its first line, and no other is looked up", () => {
  const first = { ...asked("h1", [["soho", "mug", 1], ["soho", "rug", 1]]), isNamed: true };
  const more = asked("h1", [["soho", "lamp", 1]]);
  const { marks } = flatten([first, more]).request;
  assert.deepEqual(marks, [first.lines[0]!.id, null]);
});
