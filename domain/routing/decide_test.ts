import assert from "node:assert/strict";
import { isRefusal } from "../../lib/refusal.ts";
import { planShipment, zoneByMiles } from "./decide.ts";
import type { Candidate, Plan, ShipLine } from "./types.ts";

const line = (sku: string, quantity = 1, lineNo = 1): ShipLine => ({
  lineNo,
  sku,
  quantity,
  weightGrams: 400,
});

function node(nodeId: string, miles: number, stock: Record<string, number>): Candidate {
  return { nodeId, miles, zone: zoneByMiles(miles), available: new Map(Object.entries(stock)) };
}

function plan(lines: ShipLine[], candidates: Candidate[]): Plan {
  const made = planShipment(lines, "standard", candidates);
  assert.ok(!isRefusal(made), "there is a plan");
  return made;
}

function whoShips(made: Plan) {
  return Object.fromEntries(made.packages.map((part) => [part.nodeId, part.lines.map((each) => each.sku)]));
}

Deno.test("the nearest node that has every line ships the order, and says who was passed over for what", () => {
  const made = plan([line("mug"), line("lamp", 1, 2)], [
    node("dallas", 1300, { mug: 9, lamp: 9 }),
    node("soho", 5, { mug: 1 }),
    node("albany", 140, { mug: 1, lamp: 1 }),
  ]);
  assert.deepEqual(whoShips(made), { albany: ["mug", "lamp"] });
  assert.deepEqual(made.passedOver, [
    { nodeId: "soho", reason: "incomplete" },
    { nodeId: "dallas", reason: "farther" },
  ]);
});

Deno.test("where nobody has every line, the split that costs least wins and its parts sum to the total", () => {
  const made = plan([line("mug"), line("lamp", 1, 2), line("rug", 1, 3)], [
    node("soho", 5, { mug: 1 }),
    node("albany", 140, { mug: 1, lamp: 1 }),
    node("reno", 2400, { lamp: 1, rug: 1 }),
    node("dallas", 1300, { rug: 1 }),
  ]);
  assert.deepEqual(whoShips(made), { albany: ["lamp", "mug"], dallas: ["rug"] });
  for (const { cost } of made.packages) {
    assert.equal(cost.total, cost.ship + cost.pack + cost.pick + cost.packaging + cost.split);
  }
  assert.equal(made.totalMinor, made.packages.reduce((sum, part) => sum + part.cost.total, 0));
  assert.equal(made.packages.filter((part) => part.cost.split > 0).length, 1);
});

Deno.test("three of an item that no node has three of are gathered, no node giving more than it has", () => {
  const made = plan([line("mug", 3)], [
    node("soho", 5, { mug: 1 }),
    node("albany", 140, { mug: 1 }),
    node("reno", 2400, { mug: 1 }),
  ]);
  assert.deepEqual(made.packages.map((part) => [part.nodeId, part.lines[0]!.quantity]).sort(), [
    ["albany", 1],
    ["reno", 1],
    ["soho", 1],
  ]);
  assert.equal(made.exact, false);
});

Deno.test("what the whole network has too little of is refused with the numbers", () => {
  const refused = planShipment([line("mug", 3)], "standard", [node("soho", 5, { mug: 2 })]);
  assert.ok(isRefusal(refused));
  assert.deepEqual(refused.detail, { shortages: [{ sku: "mug", requested: 3, available: 2 }] });
});

Deno.test("the same stock gives the same plan whatever order the nodes come in", () => {
  const nodes = [node("a", 10, { mug: 1 }), node("b", 10, { mug: 1 }), node("c", 10, { lamp: 1 })];
  const lines = [line("mug"), line("lamp", 1, 2)];
  assert.deepEqual(plan(lines, nodes), plan(lines, nodes.toReversed()));
});
