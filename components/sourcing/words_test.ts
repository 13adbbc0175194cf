import assert from "node:assert/strict";
import type { Decision, Package, PlanSummary } from "../../domain/routing/types.ts";
import { difference, PAID, partOf, parts, reasons, totalOf, whyWords } from "./words.ts";

const nothing = { ship: 0, pack: 0, pick: 0, packaging: 0, split: 0, late: 0, total: 0 };
const unweighed = { stockout: 0, reject: 0, congestion: 0, dual: 0, total: 0 };

function made(nodeId: string, miles: number, costs: Record<string, number>, left = 1): Package {
  const cost = { ...nothing, ...only(costs, nothing) }, weighed = { ...unweighed, ...only(costs, unweighed) };
  const sum = (of: object) => Object.values(of).reduce((all, each) => all + each, 0);
  return {
    ...{ nodeId, miles, zone: 1, service: "standard", lines: [{ lineNo: 1, sku: "mug", quantity: 1, left }] },
    cost: { ...cost, total: sum(cost) },
    weighed: { ...weighed, total: sum(weighed) },
  };
}

function only(costs: Record<string, number>, of: object) {
  return Object.fromEntries(Object.entries(costs).filter(([key]) => key in of));
}

function plan(...packages: Package[]): PlanSummary {
  const totalMinor = packages.reduce((sum, { cost }) => sum + cost.total, 0);
  return { packages, totalMinor, scoreMinor: totalOf(packages) };
}

function decision(packages: Package[], more: Partial<Decision> = {}): Decision {
  return {
    ...{ rulesVersion: 0, groupId: "all", routingId: "delivery", ruleIds: ["r"], packages, left: [] },
    ...{ after: { to: "cancel" }, totalMinor: 0, scoreMinor: 0, exact: true, isLeastCost: true },
    ...{ runnerUp: null, nearest: null, considered: [] },
    ...more,
  };
}

const names: Record<string, string> = { soho: "SoHo", albany: "Albany", reno: "Reno" };
const told = { nameOf: (id: string) => names[id]!, currency: "USD", ruleNames: ["Everywhere"] };

Deno.test("a farther place is taken for what the nearer one would lose, and the sentence adds up", () => {
  const albany = made("albany", 135, { ship: 790 });
  const soho = made("soho", 1, { ship: 760, stockout: 420 });
  assert.equal(
    whyWords(decision([albany], { nearest: plan(soho) }), told),
    "Albany rather than SoHo (nearer): SoHo has 1 left and expects to sell it before it is filled again, $4.20; " +
      "shipping costs $0.30 more.",
  );
  assert.equal(plan(soho).scoreMinor - plan(albany).scoreMinor, 420 - 30);
});

Deno.test("the nearest is the nearest, two are together, a rank is a rank, and nobody is nobody", () => {
  const soho = made("soho", 1, { ship: 760 }), albany = made("albany", 135, { ship: 790 });
  const say = (packages: Package[], more: Partial<Decision> = {}) => whyWords(decision(packages, more), told);
  assert.equal(
    say([soho], { nearest: plan(soho), runnerUp: plan(albany) }),
    "SoHo, the nearest that can send all of it: the next best, Albany, would cost $0.30 more.",
  );
  assert.equal(say([soho], { nearest: plan(soho) }), "SoHo: nobody else could send all of it.");
  assert.equal(say([soho, albany]), "SoHo and Albany together: no one place can send all of it.");
  assert.equal(say([albany], { isLeastCost: false }), "Albany: by the order of the rule “Everywhere”.");
  assert.equal(
    say([], { left: [{ lineNo: 1, sku: "mug", quantity: 2 }] }),
    "Nobody could be given any of it. 2 units are left to nobody.",
  );
  const considered = [{ nodeId: "soho", miles: 1, reason: "tried" as const }];
  assert.equal(
    say([albany], { considered }),
    "Albany: nobody else could send all of it. SoHo, which is nearer: had it before and gave it back.",
  );
  const wider = plan(made("reno", 2_500, { ship: 1_480, late: 400 }));
  assert.equal(
    say([soho, albany], { nearest: wider }),
    "SoHo and Albany rather than Reno alone: from Reno it would arrive late, $4.00; shipping costs $0.70 more.",
  );
});

Deno.test("a table's parts are its total, and a difference says its direction", () => {
  const both = [made("soho", 1, { ship: 760, pick: 80, reject: 36 }), made("albany", 135, { late: 400 })];
  assert.equal(parts.reduce((sum, { key }) => sum + partOf(both, key), 0), totalOf(both));
  assert.equal(parts[PAID]!.key, "stockout");
  assert.deepEqual([30, -30, 0].map((minor) => difference(minor, "USD")), [
    "$0.30 more",
    "$0.30 less",
    "the same",
  ]);
  assert.equal(new Set(reasons.map(({ word }) => word)).size, reasons.length);
});
