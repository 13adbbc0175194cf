import assert from "node:assert/strict";
import { routerOf } from "./job.ts";
import { learnFrom, refreshRates, sawWalkIn } from "./learn.ts";
import { MAX_HOPS, type OpenOrder, rebroker, rehome } from "./rebroker.ts";
import { reserve, setRate, setStock, snapshotOf } from "./snapshot.ts";
import { solve } from "./solve.ts";
import { tariffOf } from "./tariff.ts";
import type { Ask } from "./types.ts";

const dollars = (amount: number) => Math.round(amount * 1_000_000);

/** Three shops some 50, 500 and 1,500 miles west of the shopper, with so many mugs and lamps each. */
function shops(stock: Record<"near" | "middle" | "far", [number, number]>) {
  const degrees = { near: 1, middle: 9.5, far: 28 };
  const nodes = (["near", "middle", "far"] as const).map((id) => ({
    ...{ id, kind: "store" as const, lat: 40.7, lon: -74 - degrees[id], readyDays: 0 },
    ...{ packCost: dollars(1), pickCost: dollars(1), capacityPerDay: 5, pickup: true },
  }));
  const sku = (id: string) => ({ id, weight: 1e6, price: dollars(40), margin: dollars(16), markdown: 0 });
  const snapshot = snapshotOf(nodes, [sku("mug"), sku("lamp")]);
  for (const { id } of nodes) {
    stock[id].forEach((units, i) => setStock(snapshot, i, snapshot.nodeAt.get(id)!, units));
  }
  const services = [{
    ...{ name: "ground", days: [1, 3, 5], base: [8, 10, 14].map(dollars), perLb: [0, 0, 0] },
  }];
  const money = {
    packaging: dollars(1),
    splitPenalty: dollars(1),
    latePerDay: dollars(4),
    unfilledPenalty: dollars(10),
  };
  const router = routerOf(snapshot, tariffOf({ zoneMiles: [100, 1000], services, ...money }), {});
  return { router, snapshot, at: (id: string) => snapshot.nodeAt.get(id)! };
}

type Router = ReturnType<typeof shops>["router"];

function place(router: Router, more: Partial<Ask>): OpenOrder {
  const ask: Ask = {
    at: 0,
    to: { lat: 40.7, lon: -74 },
    promiseDays: 5,
    lines: [{ sku: 0, quantity: 1 }],
    ...more,
  };
  const plan = solve(router, ask);
  reserve(router.snapshot, plan);
  return { ask, plan, tried: new Set(), hops: 0, releasedAt: 1 };
}

const nodesOf = ({ plan }: OpenOrder, router: Router) =>
  plan.packages.map(({ node }) => router.snapshot.nodes[node]!.id);

Deno.test("an order waiting far away comes nearer once there is stock, but not for cents, late, or a pickup's shopper", () => {
  const { router, snapshot, at } = shops({ near: [0, 0], middle: [0, 0], far: [3, 3] });
  const waiting = place(router, {}), leaving = { ...place(router, {}), releasedAt: .51 };
  const pickup = place(router, { pickupNode: at("far"), to: snapshot.nodes[at("far")]! });
  setStock(snapshot, 0, at("near"), 5);
  const { moved, saved, passes } = rebroker(router, [waiting, leaving, pickup], .5);
  assert.deepEqual([moved, saved, passes], [1, dollars(6), 2]);
  assert.deepEqual([waiting, leaving, pickup].map((order) => nodesOf(order, router)), [["near"], ["far"], [
    "far",
  ]]);
  assert.deepEqual([...snapshot.stock[0]!], [1, 0, 4], "far gave one back, near gave one");
});

Deno.test("goods that are not found are sourced elsewhere, each place once, until a person has to decide", () => {
  const { router, at } = shops({ near: [1, 0], middle: [1, 0], far: [1, 0] });
  const order = place(router, {});
  const lose = (id: string) => rehome(router, order, { node: at(id), sku: 0, units: 1 }, .1);
  assert.equal(lose("near"), "rehomed");
  assert.deepEqual(nodesOf(order, router), ["middle"]);
  assert.equal(lose("middle"), "rehomed");
  assert.deepEqual(nodesOf(order, router), ["far"]);
  assert.equal(lose("far"), "escalated");
  assert.deepEqual([order.hops, order.plan.unfilled], [MAX_HOPS, [{ sku: 0, units: 1 }]]);
  assert.deepEqual([...router.snapshot.stock[0]!], [0, 0, 0]);
  assert.deepEqual([...router.snapshot.load], [0, 0, 0]);
});

Deno.test("a forecast twice too high is halved once sales show it, and without one the shelf's stock is believed first", () => {
  const { snapshot, at } = shops({ near: [50, 0], middle: [50, 0], far: [50, 0] });
  for (const id of ["near", "middle", "far"]) setRate(snapshot, 0, at(id), 20);
  const learned = learnFrom(snapshot, { now: 0, untilDay: 10 });
  for (let day = 1; day <= 4; day++) {
    for (const id of ["near", "middle", "far"]) sawWalkIn(learned, 0, at(id), 10);
    refreshRates(learned, snapshot, day);
  }
  for (const rate of snapshot.rate[0]!) assert.ok(rate > 9.5 && rate < 11.5, `${rate}`);

  const blind = shops({ near: [50, 0], middle: [50, 0], far: [50, 0] });
  learnFrom(blind.snapshot, { now: 0, untilDay: 10 });
  assert.deepEqual([...blind.snapshot.rate[0]!], [3.5, 3.5, 3.5]);
});
