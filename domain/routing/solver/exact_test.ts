import assert from "node:assert/strict";
import fc from "fast-check";
import { ask, bruteForce, dollars, line, type Shop, shopsOf, soho } from "../../../tests/support/routing.ts";
import { findDuals } from "./duals.ts";
import { whatIf } from "./explain.ts";
import { paid, weighed } from "./plan.ts";
import { solve } from "./solve.ts";

const shop = fc.record({
  degrees: fc.integer({ min: 0, max: 30 }),
  stock: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }),
  rates: fc.array(fc.double({ min: 0, max: .3, noNaN: true }), { minLength: 3, maxLength: 3 }),
  readyDays: fc.constantFrom(0, 0, 1),
  capacityPerDay: fc.constantFrom(null, null, 5, 0),
});
const situations = fc.record({
  shops: fc.array(shop, { minLength: 1, maxLength: 4 }),
  quantities: fc.constantFrom([1], [2], [3], [1, 1], [2, 1], [1, 1, 1], [2, 2], [2, 1, 1]),
  promiseDays: fc.integer({ min: 0, max: 6 }),
  isPriced: fc.boolean(),
  limits: fc.constantFrom({}, {}, { maxPackages: 1 }, { maxPackages: 2 }, { minShipmentValue: dollars(45) }),
  pickup: fc.constantFrom(undefined, undefined, 0),
});

Deno.test("no plan that anybody could think of costs less, and its parts sum to its score", () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const router = routerFor(situation.shops, situation.isPriced);
      const { quantities, promiseDays, limits, pickup: pickupNode } = situation;
      const to = pickupNode === undefined ? soho : router.snapshot.nodes[pickupNode]!;
      const order = ask(quantities.map((quantity, sku) => line(sku, quantity)), {
        promiseDays,
        pickupNode,
        to,
        ...limits,
      });
      const plan = solve(router, order);
      assert.equal(plan.exact, true);
      assert.equal(plan.score, bruteForce(router, order));
      const lost = plan.unfilled.reduce((sum, { sku, units }) => sum + units * dollars(12 + 4 * sku + 10), 0);
      const parts = plan.packages.map(({ cost, prices }) => paid(cost) + weighed(prices));
      assert.equal(plan.score, parts.reduce((sum, part) => sum + part, lost));
      for (const node of router.snapshot.nodes.keys()) {
        const through = whatIf(router, order, node);
        assert.equal(through?.score, bruteForce(router, order, node));
      }
    }),
    { numRuns: 400, seed: 7 },
  );
});

Deno.test("the same places in another order, asked again, give the same plan", () => {
  fc.assert(
    fc.property(situations, fc.integer(), ({ shops, quantities, isPriced }, seed) => {
      const order = ask(quantities.map((quantity, sku) => line(sku, quantity)));
      const turned = seed % 2 === 0 ? shops.toReversed() : [...shops.slice(1), shops[0]!];
      const names = new Map(shops.map((each, i) => [each, `n${i}`]));
      const one = routerFor(shops, isPriced, names), other = routerFor(turned, isPriced, names);
      const plan = solve(one, order);
      assert.deepEqual(solve(other, order), plan);
      assert.deepEqual(solve(one, order), plan);
    }),
    { numRuns: 200, seed: 8 },
  );
});

Deno.test("two orders for the last one nearby: their bound is one from there and one from afar, and says its price", () => {
  const router = shopsOf({ near: { degrees: 1, stock: [1] }, far: { degrees: 8, stock: [9] } });
  const order = ask([line(0)], { promiseDays: 4 });
  const cheap = dollars(8 + 4.5), dear = dollars(10 + 4.5), at = router.snapshot.nodeAt.get("near")!;
  const { bound, unit } = findDuals(router, { asks: [order, order] }, {
    rounds: 60,
    reachable: cheap + dear,
  });
  assert.ok(bound <= cheap + dear && bound > .999 * (cheap + dear), `${bound}`);
  assert.ok(
    Math.abs(unit[0]![at]! - dollars(2)) < dollars(.05),
    "two dollars is what the far one costs more",
  );
});

function routerFor(
  shops: Shop[],
  isPriced: boolean,
  names = new Map(shops.map((each, i) => [each, `n${i}`])),
) {
  const byName = Object.fromEntries(shops.map((each) => [names.get(each)!, each]));
  return shopsOf(byName, isPriced ? { stockout: { untilDay: 10 }, congestion: dollars(2) } : {});
}
