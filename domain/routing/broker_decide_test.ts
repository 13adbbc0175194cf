import assert from "node:assert/strict";
import { broker } from "./broker_decide.ts";
import { HOUSE_RULES } from "./rules_decide.ts";
import type { RoutingRules, Rule } from "./rules_types.ts";
import { zoneByMiles } from "./costs_decide.ts";
import type { Brokerage, BrokerLine, BrokerNode, Decision } from "./types.ts";

const line = (sku: string, quantity = 1, lineNo = 1, kitLineNo: number | null = null): BrokerLine => (
  { lineNo, sku, quantity, weightGrams: 400, unitPriceMinor: 2_000, kitLineNo }
);

function node(
  id: string,
  miles: number,
  stock: Record<string, number>,
  more: Partial<BrokerNode> = {},
): BrokerNode {
  return {
    ...{
      id,
      kind: "store",
      groupIds: [],
      lat: 40,
      lon: -74 - miles / 53,
      miles,
      zone: zoneByMiles(miles),
      readyDays: 0,
    },
    ...{ capacityPerDay: 40, load: 0, stock: new Map(Object.entries(stock)), rates: new Map(), picks: [] },
    ...more,
  };
}

const everywhere = {
  ...HOUSE_RULES.groups[0]!.routings[0]!.rules[0]!,
  capacity: { isHard: true, pickupPercent: 0, sharePercent: 100 },
};

/** The house's rules with these in place of its own. */
function ruled(...rules: Partial<Rule>[]): RoutingRules {
  const [group] = HOUSE_RULES.groups;
  const made = rules.map((rule, i) => ({ ...everywhere, id: `rule-${i + 1}`, ...rule }));
  return { ...HOUSE_RULES, groups: [{ ...group!, routings: [{ ...group!.routings[0]!, rules: made }] }] };
}

function source(lines: BrokerLine[], nodes: BrokerNode[], more: Partial<Brokerage> = {}): Decision {
  const order = {
    ...{ channelId: "web", service: "standard" as const, categories: ["home"], queue: null },
    ...{ valueMinor: lines.reduce((sum, each) => sum + each.unitPriceMinor * each.quantity, 0) },
    to: { lat: 40, lon: -74 },
  };
  return broker({ order, lines, nodes, tried: new Set(), rules: ruled({}), rulesVersion: 0, ...more });
}

function whoShips({ packages }: Decision) {
  return Object.fromEntries(
    packages.map((each) => [each.nodeId, each.lines.map(({ sku, quantity }) => `${quantity} ${sku}`)]),
  );
}

const reasons = ({ considered }: Decision) =>
  Object.fromEntries(considered.map((each) => [each.nodeId, each.reason]));

Deno.test("one package from near costs least, and everybody passed over has a reason", () => {
  const made = source([line("mug"), line("lamp", 1, 2)], [
    node("dallas", 1300, { mug: 9, lamp: 9 }),
    node("soho", 5, { mug: 1 }),
    node("albany", 140, { mug: 9, lamp: 9 }),
    node("tribeca", 4, { rug: 3 }),
    node("bronx", 9, { mug: 5, lamp: 5 }),
    node("queens", 8, { mug: 5, lamp: 5 }, { load: 40 }),
  ], { tried: new Set(["bronx"]) });
  assert.deepEqual(whoShips(made), { albany: ["1 mug", "1 lamp"] });
  assert.deepEqual(reasons(made), {
    ...{ tribeca: "no_stock", soho: "incomplete", queens: "at_capacity", bronx: "tried" },
    ...{ albany: "chosen", dallas: "dearer" },
  });
  assert.equal(made.runnerUp!.packages[0]!.nodeId, "dallas");
  assert.equal(
    made.considered.find((each) => each.nodeId === "dallas")!.byMinor,
    made.runnerUp!.scoreMinor - made.scoreMinor,
  );
});

Deno.test("every package's costs sum to its total, and the packages' to the plan's", () => {
  const made = source([line("mug", 2), line("lamp", 1, 2), line("rug", 1, 3)], [
    node("soho", 5, { mug: 1 }, { rates: new Map([["mug", 0.4]]) }),
    node("albany", 140, { mug: 1, lamp: 1 }, { load: 20 }),
    node("reno", 2400, { lamp: 1, rug: 1 }, {
      picks: [{ asked: 50, failed: 20 }, { asked: 0, failed: 0 }, { asked: 0, failed: 0 }],
    }),
  ]);
  for (const { cost, weighed } of made.packages) {
    assert.equal(cost.total, cost.ship + cost.pack + cost.pick + cost.packaging + cost.split + cost.late);
    assert.equal(weighed.total, weighed.stockout + weighed.reject + weighed.congestion + weighed.dual);
  }
  const [totals, prices] = [
    made.packages.map(({ cost }) => cost.total),
    made.packages.map(({ weighed }) => weighed.total),
  ];
  assert.equal(made.totalMinor, totals.reduce((a, b) => a + b));
  assert.equal(made.scoreMinor, [...totals, ...prices].reduce((a, b) => a + b));
  assert.deepEqual(made.left, []);
});

Deno.test("three of an item that no node has three of are gathered, no node giving more than it has", () => {
  const made = source([line("mug", 3)], [
    node("soho", 5, { mug: 1 }),
    node("albany", 140, { mug: 1 }),
    node("reno", 2400, { mug: 1 }),
  ]);
  assert.deepEqual(whoShips(made), { albany: ["1 mug"], reno: ["1 mug"], soho: ["1 mug"] });
  assert.equal(made.exact, true);
});

Deno.test("the last unit of a busy shelf is left for who walks in, and a farther shelf that is full sends", () => {
  const shelves = [
    node("soho", 5, { mug: 1 }, { rates: new Map([["mug", 0.5]]) }),
    node("albany", 140, { mug: 30 }),
  ];
  const made = source([line("mug")], shelves);
  assert.deepEqual(whoShips(made), { albany: ["1 mug"] });
  const blind = {
    ...HOUSE_RULES,
    weights: { ...HOUSE_RULES.weights, stockoutDays: null, rejectMinor: null },
  };
  assert.deepEqual(whoShips(source([line("mug")], shelves, { rules: blind })), { soho: ["1 mug"] });
});

Deno.test("what the whole network has too little of is left, and the rule says what becomes of it", () => {
  const queue = { to: "queue" as const, queue: "unfillable", autoCancelDays: 7 };
  const made = source([line("mug", 3)], [node("soho", 5, { mug: 2 })], { rules: ruled({ left: queue }) });
  assert.deepEqual([made.packages, made.left, made.after], [
    [],
    [{ lineNo: 1, sku: "mug", quantity: 3 }],
    queue,
  ]);
  const part = { ...everywhere.assign, isPartial: true };
  const some = source([line("mug", 3)], [node("soho", 5, { mug: 2 })], {
    rules: ruled({ assign: part, left: queue }),
  });
  assert.deepEqual([whoShips(some), some.left], [{ soho: ["2 mug"] }, [{
    lineNo: 1,
    sku: "mug",
    quantity: 1,
  }]]);
});

Deno.test("rule after rule: the outlets first, whatever they cost, then everybody", () => {
  const outlets = {
    nodes: { groups: { is: "any_of" as const, of: ["outlets"] } },
    left: { to: "next_rule" as const },
  };
  const rules = ruled(outlets, {});
  const nodes = [node("soho", 5, { mug: 5 }), node("reno", 2400, { mug: 1 }, { groupIds: ["outlets"] })];
  const made = source([line("mug")], nodes, { rules });
  assert.deepEqual([whoShips(made), made.ruleIds], [{ reno: ["1 mug"] }, ["rule-1"]]);
  const two = source([line("mug", 2)], nodes, { rules });
  assert.deepEqual([whoShips(two), two.ruleIds], [{ soho: ["2 mug"] }, ["rule-1", "rule-2"]]);
});

Deno.test("by rank the first that fits is taken; a part of too little worth, or that leaves too little, is not", () => {
  const inOrder = { mode: "in_order" as const, rankedBy: ["distance" as const] };
  const nodes = [node("soho", 5, { mug: 1 }), node("bronx", 9, { mug: 2 }), node("albany", 140, { mug: 3 })];
  const ranked = (assign: Partial<Rule["assign"]>) =>
    whoShips(
      source([line("mug", 3)], nodes, {
        rules: ruled({ ...inOrder, assign: { ...everywhere.assign, ...assign } }),
      }),
    );
  assert.deepEqual(ranked({}), { albany: ["3 mug"] });
  assert.deepEqual(ranked({ isPartial: true }), { soho: ["1 mug"], bronx: ["2 mug"] });
  assert.deepEqual(ranked({ isPartial: true, leastPackageMinor: 2_001 }), { albany: ["3 mug"] });
  assert.deepEqual(ranked({ isPartial: true, maxPackages: 1 }), { soho: ["1 mug"] });
});

Deno.test("by rank: most stock, most room, most weeks of supply, or as the groups are listed", () => {
  const nodes = [
    node("soho", 5, { mug: 3 }, { rates: new Map([["mug", 1]]), load: 9 }),
    node("bronx", 9, { mug: 9 }, { rates: new Map([["mug", 9]]), load: 5, groupIds: ["b"] }),
    node("albany", 140, { mug: 4 }, { rates: new Map([["mug", 0.1]]), load: 7, groupIds: ["a"] }),
  ];
  const first = (sort: Rule["rankedBy"][number], more: Partial<Rule> = {}) =>
    source([line("mug")], nodes, { rules: ruled({ mode: "in_order", rankedBy: [sort], ...more }) })
      .packages[0]!.nodeId;
  assert.deepEqual([first("distance"), first("stock"), first("capacity_left"), first("weeks_of_supply")], [
    ...["soho", "bronx", "bronx", "albany"],
  ]);
  assert.equal(first("sequence", { nodes: { groups: { is: "any_of", of: ["b", "a"] } } }), "bronx");
});

Deno.test("a kit stays together where the rule says so, and a store keeps back what it is told to", () => {
  const kit = [line("cup", 1, 1, 1), line("saucer", 1, 2, 1)];
  const nodes = [
    node("soho", 5, { cup: 3 }),
    node("bronx", 9, { saucer: 3 }),
    node("reno", 2400, { cup: 2, saucer: 2 }),
  ];
  const together = { assign: { ...everywhere.assign, keepsKitsTogether: true } };
  assert.deepEqual(whoShips(source(kit, nodes, { rules: ruled(together) })), { reno: ["1 cup", "1 saucer"] });
  const inOrder = { ...together, mode: "in_order" as const };
  assert.deepEqual(whoShips(source(kit, nodes, { rules: ruled(inOrder) })), { reno: ["1 cup", "1 saucer"] });
  assert.deepEqual(source(kit, nodes, { rules: ruled({ ...together, keepBack: 2 }) }).packages, []);
});

Deno.test("a store keeps part of its day for pickups, and a depot does not", () => {
  const capacity = { ...everywhere.capacity, pickupPercent: 50 };
  const nodes = [
    node("soho", 5, { mug: 9 }, { load: 20 }),
    node("depot", 900, { mug: 9 }, { load: 20, kind: "depot" }),
  ];
  const made = source([line("mug")], nodes, { rules: ruled({ capacity }) });
  assert.deepEqual([whoShips(made), reasons(made)], [{ depot: ["1 mug"] }, {
    soho: "at_capacity",
    depot: "chosen",
  }]);
});

Deno.test("a routing is for the orders it names; what no routing is for is sourced as the house does it", () => {
  const named = ruled({ mode: "in_order" });
  named.groups[0]!.routings[0]!.orders = { categories: { is: "any_of", of: ["garden"] } };
  const nodes = [node("soho", 5, { mug: 9 })];
  const made = source([line("mug")], nodes, { rules: named, rulesVersion: 3 });
  assert.deepEqual([made.ruleIds, made.rulesVersion], [["everywhere"], 3]);
});

Deno.test("what if: a node that is asked for is in the plan, or there is none", () => {
  const nodes = [node("soho", 5, { mug: 9 }), node("reno", 2400, { mug: 9 }), node("albany", 140, {})];
  assert.deepEqual(whoShips(source([line("mug")], nodes, { through: "reno" })), { reno: ["1 mug"] });
  assert.deepEqual(source([line("mug")], nodes, { through: "albany" }).packages, []);
});

Deno.test("the same stock gives the same plan whatever order the nodes come in", () => {
  const nodes = [node("a", 10, { mug: 1 }), node("b", 10, { mug: 1 }), node("c", 10, { lamp: 1 })];
  const lines = [line("mug"), line("lamp", 1, 2)];
  assert.deepEqual(source(lines, nodes), source(lines, nodes.toReversed()));
});
