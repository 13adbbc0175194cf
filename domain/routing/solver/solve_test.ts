import assert from "node:assert/strict";
import fc from "fast-check";
import { explain, whatIf } from "./explain.ts";
import { routerOf } from "./job.ts";
import { paid, weighed } from "./plan.ts";
import { chanceOfAtLeast } from "./poisson.ts";
import type { Prices } from "./prices.ts";
import { release, reserve, setRate, setStock, snapshotOf } from "./snapshot.ts";
import { solve } from "./solve.ts";
import { tariffOf } from "./tariff.ts";
import type { Ask, Costs, Line, NodeFacts, RoutePlan, SkuFacts } from "./types.ts";

const dollars = (amount: number) => Math.round(amount * 1_000_000);

const costs: Costs = {
  zoneMiles: [50, 300, 1000],
  services: [
    {
      name: "ground",
      days: [1, 2, 4, 6],
      base: [7, 8, 10, 12].map(dollars),
      perLb: [.3, .5, .9, 1.2].map(dollars),
    },
    {
      name: "air",
      days: [1, 1, 2, 2],
      base: [14, 15, 19, 22].map(dollars),
      perLb: [1, 1, 2, 3].map(dollars),
    },
  ],
  packaging: dollars(.9),
  splitPenalty: dollars(1.5),
  latePerDay: dollars(4),
  unfilledPenalty: dollars(10),
};
const soho = { lat: 40.72, lon: -74 };
/** Degrees west of Soho, where a degree is some 52 miles. */
const west = (degrees: number) => ({ lat: soho.lat, lon: soho.lon - degrees });

interface Shop extends Partial<NodeFacts> {
  degrees: number;
  stock: number[];
  rates?: number[];
}

function shopsOf(shops: Record<string, Shop>, prices: Prices = {}) {
  const nodes = Object.entries(shops).map(([id, { degrees, stock: _, rates: __, ...facts }]): NodeFacts => ({
    id,
    kind: "store",
    ...west(degrees),
    readyDays: 0,
    packCost: dollars(1.3),
    pickCost: dollars(.8),
    capacityPerDay: null,
    pickup: true,
    ...facts,
  }));
  const skus = [0.6, 1.2, 3].map((pounds, i): SkuFacts => ({
    id: `S${i}`,
    weight: pounds * 1_000_000,
    price: dollars(30 + 10 * i),
    margin: dollars(12 + 4 * i),
    markdown: 0,
  }));
  const snapshot = snapshotOf(nodes, skus);
  for (const [id, { stock, rates }] of Object.entries(shops)) {
    const node = snapshot.nodeAt.get(id)!;
    stock.forEach((units, sku) => setStock(snapshot, sku, node, units));
    rates?.forEach((perDay, sku) => setRate(snapshot, sku, node, perDay));
  }
  return routerOf(snapshot, tariffOf(costs), prices);
}

type Router = ReturnType<typeof shopsOf>;

function ask(lines: Line[], more: Partial<Ask> = {}): Ask {
  return { at: 0, to: soho, promiseDays: 3, lines, ...more };
}

function whoShips(router: Router, plan: RoutePlan) {
  return Object.fromEntries(plan.packages.map(({ node, contents }) => {
    return [
      router.snapshot.nodes[node]!.id,
      contents.map(({ sku, units }) => `${units} S${sku}`).sort().join(", "),
    ];
  }));
}

const line = (sku: number, quantity = 1): Line => ({ sku, quantity });

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

function routerFor(
  shops: Shop[],
  isPriced: boolean,
  names = new Map(shops.map((each, i) => [each, `n${i}`])),
) {
  const byName = Object.fromEntries(shops.map((each) => [names.get(each)!, each]));
  return shopsOf(byName, isPriced ? { stockout: { untilDay: 10 }, congestion: dollars(2) } : {});
}

/** Every unit to every node, or nowhere: each by the rules of the instance folder, worked out here anew. */
function bruteForce(router: Router, order: Ask, through?: number): number | undefined {
  const units = order.lines.flatMap(({ sku, quantity }) => new Array<number>(quantity).fill(sku));
  const nodes = router.snapshot.nodes.length;
  let least: number | undefined;
  for (let way = 0; way < (nodes + 1) ** units.length; way++) {
    const at = units.map((_, i) => Math.floor(way / (nodes + 1) ** i) % (nodes + 1));
    if (through !== undefined && !at.includes(through)) continue;
    const cost = costOfWay(router, order, units, at);
    if (cost !== undefined && (least === undefined || cost < least)) least = cost;
  }
  return least;
}

function costOfWay({ snapshot, prices }: Router, order: Ask, units: number[], at: number[]) {
  const { minShipmentValue = 0, maxPackages = Infinity } = order;
  const nowhere = snapshot.nodes.length;
  const used = [...new Set(at)].filter((node) => node !== nowhere);
  const out = units.filter((_, i) => at[i] === nowhere);
  const worth = (skus: number[]) => skus.reduce((sum, sku) => sum + dollars(30 + 10 * sku), 0);
  if (used.length > maxPackages) return undefined;
  if (out.length > 0 && out.length < units.length && worth(out) < minShipmentValue) return undefined;
  let total = out.reduce((sum, sku) => sum + dollars(12 + 4 * sku + 10), 0);
  for (const node of used) {
    const skus = units.filter((_, i) => at[i] === node);
    if (skus.length < units.length && worth(skus) < minShipmentValue) return undefined;
    const { capacityPerDay, readyDays } = snapshot.nodes[node]!;
    if (capacityPerDay === 0) return undefined;
    total += dollars(1.3 + .8 * skus.length);
    if (node !== order.pickupNode) {
      const zone = zoneBetween(snapshot.nodes[node]!, order.to);
      const pounds = Math.max(1, Math.ceil(skus.reduce((sum, sku) => sum + [6, 12, 30][sku]!, 0) / 10));
      const carried = costs.services.map(({ base, perLb, days }) => {
        return base[zone]! + perLb[zone]! * (pounds - 1) +
          dollars(4) * Math.max(0, readyDays + days[zone]! - order.promiseDays);
      });
      total += Math.min(...carried) + dollars(2.4);
    }
    for (const sku of new Set(skus)) {
      const wanted = skus.filter((each) => each === sku).length, left = snapshot.stock[sku]![node]!;
      if (wanted > left) return undefined;
      for (let unit = left; unit > left - wanted && prices.stockout; unit--) {
        total += Math.round(dollars(12 + 4 * sku) * chanceOfAtLeast(unit, snapshot.rate[sku]![node]! * 10));
      }
    }
  }
  return total;
}

function zoneBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const angle = Math.acos(Math.min(
    1,
    Math.sin(a.lat * rad) * Math.sin(b.lat * rad) +
      Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.cos((a.lon - b.lon) * rad),
  ));
  const zone = costs.zoneMiles.findIndex((miles) => angle * 3958.8 <= miles);
  return zone === -1 ? 3 : zone;
}
