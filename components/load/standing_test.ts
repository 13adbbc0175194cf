import assert from "node:assert/strict";
import type { NodeLoad } from "../../domain/workload/types.ts";
import { findLoads, share, type SortKey, sortLoads, standing, totals } from "./standing.ts";

const quiet: NodeLoad = {
  nodeId: "soho",
  name: "Soho",
  city: "New York",
  state: "NY",
  capacityPerDay: 100,
  backlog: 0,
  unitsToPick: 0,
  dueWithinHour: 0,
  overdue: 0,
  staged: 0,
  waitingAtCurb: 0,
  oldestPlacedAt: null,
  doneToday: 0,
};
const bronx = {
  ...quiet,
  nodeId: "bronx",
  name: "Bronx",
  backlog: 40,
  dueWithinHour: 3,
  oldestPlacedAt: "2026-03-03T10:00:00Z",
};
const nyack = {
  ...quiet,
  nodeId: "nyack",
  name: "Nyack",
  city: "Nyack",
  backlog: 120,
  overdue: 2,
  oldestPlacedAt: "2026-03-03T08:00:00Z",
};

Deno.test("a store is named after the worst that is true of it", () => {
  const word = (change: Partial<NodeLoad>) => standing({ ...quiet, ...change }).word;
  assert.equal(word({ overdue: 2, waitingAtCurb: 1 }), "2 late");
  assert.equal(word({ waitingAtCurb: 1, backlog: 200 }), "1 at the curb");
  assert.equal(word({ backlog: 100, dueWithinHour: 9 }), "Full");
  assert.equal(word({ backlog: 99, dueWithinHour: 9 }), "9 due soon");
  assert.equal(word({ backlog: 99 }), "On time");
  assert.equal(word({}), "Clear");
});

Deno.test("a store with no capacity is full as soon as it has work", () => {
  assert.equal(share({ ...quiet, capacityPerDay: 0 }), 0);
  assert.equal(share({ ...quiet, capacityPerDay: 0, backlog: 1 }), 1);
});

Deno.test("sorting puts what asks for attention first, ties by name, and keeps the server's order by itself", () => {
  const sorted = (by: SortKey) => sortLoads([quiet, nyack, bronx], by).map(({ nodeId }) => nodeId);
  assert.deepEqual(sorted("trouble"), ["soho", "nyack", "bronx"]);
  assert.deepEqual(sorted("load"), ["nyack", "bronx", "soho"]);
  assert.deepEqual(sorted("oldest"), ["nyack", "bronx", "soho"]);
  assert.deepEqual(sorted("staged"), ["bronx", "nyack", "soho"]);
  assert.deepEqual(sorted("name"), ["bronx", "nyack", "soho"]);
});

Deno.test("a search finds by name, city and state, every word", () => {
  const found = (query: string) => findLoads([quiet, nyack, bronx], query).map(({ nodeId }) => nodeId);
  assert.deepEqual(found("new york"), ["soho", "bronx"]);
  assert.deepEqual(found(" NY  nya"), ["nyack"]);
  assert.deepEqual(found(""), ["soho", "nyack", "bronx"]);
});

Deno.test("the region adds up", () => {
  const total = totals({
    regionId: "ny",
    name: "New York",
    at: "2026-03-03T12:00:00Z",
    nodes: [quiet, nyack, bronx],
  });
  assert.deepEqual([total.backlog, total.overdue, total.dueWithinHour, total.storesLate], [160, 2, 3, 1]);
});
