import assert from "node:assert/strict";
import { ask, dollars, line, shopsOf } from "../../../tests/support/routing.ts";
import { explain } from "./explain.ts";
import type { Router } from "./job.ts";
import { chanceOfAtLeast } from "./poisson.ts";
import { BUCKETS } from "./prices.ts";
import { release, reserve } from "./snapshot.ts";
import { solve } from "./solve.ts";
import type { Ask, Line, RoutePlan } from "./types.ts";

function whoShips(router: Router, plan: RoutePlan) {
  return Object.fromEntries(plan.packages.map(({ node, contents }) => {
    return [
      router.snapshot.nodes[node]!.id,
      contents.map(({ sku, units }) => `${units} S${sku}`).sort().join(", "),
    ];
  }));
}

Deno.test("two of an item where every place has one are two places' packages, not one place asked twice", () => {
  const router = shopsOf({
    a: { degrees: 1, stock: [1] },
    b: { degrees: 2, stock: [1] },
    c: { degrees: 10, stock: [1] },
  });
  const two = solve(router, ask([line(0, 2)]));
  assert.deepEqual(whoShips(router, two), { a: "1 S0", b: "1 S0" });
  assert.equal(two.exact, true);
  // 8 + 8 carried, 1.5 + .9 + 1.3 + .8 for each.
  assert.equal(two.cost, dollars(25));
  const four = solve(router, ask([line(0, 4)]));
  assert.deepEqual(whoShips(router, four), { a: "1 S0", b: "1 S0", c: "1 S0" });
  assert.deepEqual(four.unfilled, [{ sku: 0, units: 1 }]);
});

Deno.test("the last one on a shelf that walk-ins want is left there, if another place is not much farther", () => {
  const shops = {
    near: { degrees: 1, stock: [1], rates: [.4] },
    far: { degrees: 7, stock: [9], rates: [0] },
  };
  const unpriced = shopsOf(shops), priced = shopsOf(shops, { stockout: { untilDay: 10 } });
  const one = ask([line(0)], { promiseDays: 4 });
  assert.deepEqual(whoShips(unpriced, solve(unpriced, one)), { near: "1 S0" });
  const plan = solve(priced, one);
  assert.deepEqual(whoShips(priced, plan), { far: "1 S0" });
  const { plan: why, considered } = explain(priced, one);
  assert.deepEqual(why, plan);
  const near = considered.find(({ node }) => node === priced.snapshot.nodeAt.get("near"))!;
  assert.equal(near.reason, "dearer");
  // Four wanted and one there: 1 − e⁻⁴ of twelve dollars.
  assert.equal(near.instead!.prices.stockout, Math.round(dollars(12) * chanceOfAtLeast(1, 4)));
  assert.equal(near.dearerBy, near.instead!.prices.stockout + dollars(8) - dollars(10));
  assert.equal(Math.abs(chanceOfAtLeast(1, 4) - (1 - Math.exp(-4))) < 1e-12, true);
});

Deno.test("without a forecast a shelf mostly used up is spared, and so is a store whose pickers do not find things", () => {
  const shops = { near: { degrees: 1, stock: [2] }, far: { degrees: 7, stock: [10] } };
  const one = ask([line(0)], { promiseDays: 4 });
  const used = shopsOf(shops, { depletion: { first: [Int32Array.of(10, 10)], share: 1 } });
  assert.deepEqual(whoShips(used, solve(used, one)), { far: "1 S0" });
  const full = shopsOf(shops, { depletion: { first: [Int32Array.of(10, 2)], share: .1 } });
  assert.deepEqual(whoShips(full, solve(full, one)), { near: "1 S0" });

  const near = full.snapshot.nodeAt.get("near")!, lasting = near * BUCKETS + 1;
  const tries = new Float64Array(2 * BUCKETS), failed = new Float64Array(2 * BUCKETS);
  const reject = { picks: tries, failed, reroute: dollars(6) };
  const trusted = shopsOf(shops, { reject });
  assert.deepEqual(whoShips(trusted, solve(trusted, one)), { near: "1 S0" });
  tries[lasting] = 80;
  failed[lasting] = 60;
  const plan = solve(trusted, one);
  assert.deepEqual(whoShips(trusted, plan), { far: "1 S0" });
  // Ten and more on the book: two in a hundred fail, until the store's own picks say otherwise.
  assert.equal(plan.packages[0]!.prices.reject, dollars(.12));
});

Deno.test("an order for pickup ships nothing from its own store, and what that lacks is sent there", () => {
  const router = shopsOf({ own: { degrees: 0, stock: [5] }, other: { degrees: 1, stock: [0, 9] } });
  const own = router.snapshot.nodeAt.get("own")!;
  const plan = solve(router, ask([line(0), line(1)], { pickupNode: own }));
  assert.deepEqual(whoShips(router, plan), { other: "1 S1", own: "1 S0" });
  const counter = plan.packages.find(({ node }) => node === own)!;
  assert.deepEqual(counter.cost, {
    ship: 0,
    pack: dollars(1.3),
    pick: dollars(.8),
    packaging: 0,
    split: 0,
    late: 0,
  });
});

Deno.test("what an order asks of its packages is kept: one box, in time, few, worth sending, kits whole", () => {
  const router = shopsOf({
    a: { degrees: .2, stock: [1, 0, 0] },
    b: { degrees: 2, stock: [0, 1, 0] },
    c: { degrees: 30, stock: [1, 1, 1], readyDays: 1 },
  });
  const all = [line(0), line(1)];
  const ships = (lines: Line[], more: Partial<Ask>) => whoShips(router, solve(router, ask(lines, more)));
  assert.deepEqual(ships(all, { promiseDays: 1 }), { a: "1 S0", b: "1 S1" });
  assert.deepEqual(ships(all, { mode: "one_box" }), { c: "1 S0, 1 S1" });
  assert.deepEqual(ships(all, { maxPackages: 1 }), { c: "1 S0, 1 S1" });
  // From c the air takes 2 days and a day before it leaves; a and b are there tomorrow.
  assert.deepEqual(ships(all, { mode: "fastest" }), { a: "1 S0", b: "1 S1" });
  assert.deepEqual(ships(all, { promiseDays: 1, minShipmentValue: dollars(35) }), { c: "1 S0, 1 S1" });
  const kit = all.map((each) => ({ ...each, group: "kit" }));
  assert.deepEqual(ships([...kit, line(2)], { barred: new Set([2]) }), {});
  assert.deepEqual(ships([...kit, line(2)], {}), { c: "1 S0, 1 S1, 1 S2" });
});

Deno.test("a place at its capacity is not asked, and giving a package back makes room", () => {
  const router = shopsOf({ a: { degrees: 1, stock: [9], capacityPerDay: 1 }, b: { degrees: 8, stock: [9] } });
  const first = solve(router, ask([line(0)]));
  const before = structuredClone([router.snapshot.stock, router.snapshot.load]);
  reserve(router.snapshot, first);
  assert.deepEqual(whoShips(router, solve(router, ask([line(0)]))), { b: "1 S0" });
  const reasons = explain(router, ask([line(0)])).considered.map(({ reason }) => reason);
  assert.deepEqual(reasons, ["at_capacity", "chosen"]);
  release(router.snapshot, first);
  assert.deepEqual([router.snapshot.stock, router.snapshot.load], before);
  assert.deepEqual(whoShips(router, solve(router, ask([line(0)]))), { a: "1 S0" });
});

Deno.test("what is too much to look at whole is sourced in pieces, and the plan says that it is not proved", () => {
  const router = shopsOf({ a: { degrees: 1, stock: [200, 200, 3] }, b: { degrees: 8, stock: [0, 0, 200] } });
  const plan = solve(router, ask([line(0, 150), line(1, 150), line(2, 20)]));
  assert.equal(plan.exact, false);
  assert.deepEqual(plan.unfilled, []);
  assert.deepEqual(router.snapshot.stock.map((row) => [...row]), [[200, 0], [200, 0], [3, 200]]);
  assert.equal(plan.packages.length, 2);
});
