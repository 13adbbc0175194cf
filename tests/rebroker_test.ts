// Orders that nobody has begun with, looked at again: they move for less cost, leave a node that sends no more, and a
// promise to the shopper never gets later.
import assert from "node:assert/strict";
import { listFulfillments } from "../domain/fulfillment/mod.ts";
import { leaveNode, placeOrder, rebroker } from "../domain/orders/mod.ts";
import { switchOff } from "../domain/places/mod.ts";
import { findDecisions } from "../domain/routing/mod.ts";
import { HOUSE_RULES } from "../domain/routing/rules_decide.ts";
import type { RoutingRules } from "../domain/routing/rules_types.ts";
import { applyOperations } from "../domain/sync/mod.ts";
import { type Db, json } from "../lib/db.ts";
import { freshDatabase } from "./support/postgres.ts";
import {
  agreed,
  associate,
  delivery,
  openShop,
  operation,
  stockOf,
  stockUp,
  testKeys,
  violations,
} from "./support/shop.ts";

const now = new Date("2026-11-18T17:00:00Z"); // noon in New York

function test(name: string, walk: (db: Db) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, drop } = await freshDatabase("rebroker");
      try {
        await openShop(db);
        await walk(db);
        assert.deepEqual(await violations(db), []);
      } finally {
        await drop();
      }
    },
  });
}

/** An order of one mug that only Reno, across the country, could send when it was placed. */
async function placeFarAway(db: Db) {
  await stockUp(db, "reno", { mug: 5 });
  const { id } = agreed(await placeOrder(db, "web", delivery({ mug: 1 }), now));
  assert.deepEqual(await whoSends(db, id), ["reno"]);
  return id;
}

/** The nodes that are to send an order, those it was taken from left out. */
async function whoSends(db: Db, id: string) {
  return (await listFulfillments(db, id)).filter(({ state }) => state !== "cancelled").map(({ nodeId }) =>
    nodeId
  );
}

const occasions = async (db: Db, id: string) => (await findDecisions(db, id)).map((each) => each.occasion);

test("goods come in nearer by: the order moves there once, its promise no later, and its stock with it", async (db) => {
  const id = await placeFarAway(db);
  const [before] = await listFulfillments(db, id);
  assert.deepEqual(await rebroker(db, now), { looked: 1, moved: 0 });
  await stockUp(db, "soho", { mug: 9 });
  assert.deepEqual(await rebroker(db, now), { looked: 1, moved: 1 });
  assert.deepEqual(await rebroker(db, now), { looked: 1, moved: 0 });
  assert.deepEqual([await whoSends(db, id), await occasions(db, id)], [["soho"], ["placed", "rebrokered"]]);
  assert.deepEqual([await stockOf(db, "reno", "mug"), await stockOf(db, "soho", "mug")], [[5, 0], [9, 1]]);
  const after = (await listFulfillments(db, id)).find(({ nodeId }) => nodeId === "soho")!;
  assert.ok(after.promisedBy <= before!.promisedBy);
});

test("what saves less than the work of moving stays, and so does what somebody has begun with", async (db) => {
  await stockUp(db, "albany", { mug: 9 });
  const { id } = agreed(await placeOrder(db, "web", delivery({ mug: 1 }), now));
  await stockUp(db, "soho", { mug: 9 });
  assert.deepEqual([await rebroker(db, now), await whoSends(db, id)], [{ looked: 1, moved: 0 }, ["albany"]]);

  await stockUp(db, "reno", { rug: 2 });
  const begun = agreed(await placeOrder(db, "web", delivery({ rug: 1 }, { channelOrderId: "begun" }), now));
  const fulfillmentId = (await listFulfillments(db, begun.id))[0]!.id;
  await stockUp(db, "soho", { rug: 9 });
  const sender = { person: associate("reno"), nodeId: "reno", keys: await testKeys() };
  const operations = [operation(["start_pick", { fulfillmentId }])];
  const { outcomes } = await applyOperations(db, sender, { deviceId: crypto.randomUUID(), operations }, now);
  assert.equal(outcomes[0]!.outcome, "applied");
  await rebroker(db, now);
  assert.deepEqual(await whoSends(db, begun.id), ["reno"]);
});

test("a node that sends no more is left by what can leave it, whatever it costs; the rest stays", async (db) => {
  await stockUp(db, "soho", { mug: 9, lamp: 1 });
  await stockUp(db, "reno", { mug: 9 });
  const mug = agreed(await placeOrder(db, "web", delivery({ mug: 1 }), now));
  const lamp = agreed(await placeOrder(db, "web", delivery({ lamp: 1 }, { channelOrderId: "lamp" }), now));
  assert.equal(await leaveNode(db, "soho", now), 0);
  await switchOff(db, { nodeId: "soho", service: "ship", actor: associate("soho") }, {
    until: null,
    reason: "flood",
  }, now);
  assert.equal(await leaveNode(db, "soho", now), 1);
  assert.deepEqual([await whoSends(db, mug.id), await whoSends(db, lamp.id)], [["reno"], ["soho"]]);
});

test("what an order holds itself does not make its own node busy", async (db) => {
  const rules = structuredClone(HOUSE_RULES);
  rules.weights.congestionMinor = 2_000;
  await publish(db, rules);
  await stockUp(db, "soho", { mug: 9 });
  await stockUp(db, "hoboken", { mug: 9 });
  await db.run`update node set capacity_per_day = 1 where id = 'hoboken'`;
  const { id } = agreed(await placeOrder(db, "web", delivery({ mug: 1 }), now));
  assert.deepEqual([await rebroker(db, now), await whoSends(db, id)], [{ looked: 1, moved: 0 }, ["hoboken"]]);
});

test("no order moves for ever: after three moves it stays where it is", async (db) => {
  const id = await placeFarAway(db);
  await db.run`update orders set moves = 3 where id = ${id}`;
  await stockUp(db, "soho", { mug: 9 });
  assert.deepEqual([await rebroker(db, now), await whoSends(db, id)], [{ looked: 1, moved: 0 }, ["reno"]]);
});

test("two clocks at once move an order once", async (db) => {
  const id = await placeFarAway(db);
  await stockUp(db, "soho", { mug: 9 });
  const moved = await Promise.all([rebroker(db, now), rebroker(db, now)]);
  assert.equal(moved.reduce((sum, turn) => sum + turn.moved, 0), 1);
  assert.deepEqual([await whoSends(db, id), await stockOf(db, "soho", "mug")], [["soho"], [9, 1]]);
});

/** Rules by which what nobody has waits for three days. */
async function queueRules(db: Db) {
  const rules = structuredClone(HOUSE_RULES);
  rules.groups[0]!.routings[0]!.rules[0]!.left = { to: "queue", queue: "unfillable", autoCancelDays: 3 };
  await publish(db, rules);
}

function publish(db: Db, rules: RoutingRules) {
  return db.run`
    insert into routing_rules (id, version, name, rules, actor, at, published_by, published_at)
    values (gen_random_uuid(), 1, 'Rules', ${json(rules)}::jsonb, '{}', ${now}, '{}', ${now})`;
}

test("rules that are published decide from the next order on", async (db) => {
  await queueRules(db);
  await stockUp(db, "soho", { mug: 1 });
  const { id } = agreed(await placeOrder(db, "web", delivery({ mug: 1 }), now));
  const { decision } = (await findDecisions(db, id))[0]!;
  assert.deepEqual([decision.rulesVersion, decision.after], [1, {
    to: "queue",
    queue: "unfillable",
    autoCancelDays: 3,
  }]);
});
