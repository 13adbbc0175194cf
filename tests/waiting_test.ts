import assert from "node:assert/strict";
import { listFulfillments } from "../domain/fulfillment/mod.ts";
import {
  brokerWaiting,
  placeOrder,
  readQueues,
  readSourcing,
  settleWaits,
  whatIf,
} from "../domain/orders/mod.ts";
import { findRefundsDue } from "../domain/payments/mod.ts";
import type { Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { everythingKept } from "./support/everything.ts";
import { freshDatabase } from "./support/postgres.ts";
import { publishQueue, rita, shortPick as notFound } from "./support/queues.ts";
import { runReactions } from "./support/reactions.ts";
import { agreed, delivery, openShop, stockUp, violations } from "./support/shop.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const later = (ms: number) => new Date(Date.now() + ms);

function test(name: string, walk: (db: Db) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, drop } = await freshDatabase("waiting");
      try {
        await openShop(db);
        await walk(db);
        await runReactions(db);
        assert.deepEqual(await violations(db), []);
      } finally {
        await drop();
      }
    },
  });
}

/** Whoever has the order now does not find its line, and it is heard of. */
async function shortPick(db: Db, orderId: string, quantity = 1) {
  const nodeId = await notFound(db, orderId, quantity);
  await runReactions(db);
  return nodeId;
}

/** A delivery of lamps whose only store finds none of them. */
async function waitingLamp(db: Db, quantity = 1) {
  await stockUp(db, "soho", { lamp: quantity });
  const { id } = agreed(await placeOrder(db, "web", delivery({ lamp: quantity })));
  assert.equal(await shortPick(db, id, quantity), "soho");
  return id;
}

const shown = async (db: Db) =>
  (await readQueues(db, { queue: null, limit: 10 })).waiting
    .map(({ queue, sku, quantity, why, tries }) => [queue, sku, quantity, why, tries]);

test("a delivery nobody has waits where the rules say so, and is sourced when stock comes", async (db) => {
  await publishQueue(db);
  const id = await waitingLamp(db, 2);
  assert.deepEqual(await shown(db), [["sold-out", "lamp", 2, "nobody_has_it", 0]]);
  const [wait] = (await readQueues(db, { queue: null, limit: 10 })).waiting;
  assert.equal(wait!.autoCancelAt!.getTime() - wait!.enteredAt.getTime(), 3 * DAY);
  assert.deepEqual(await findRefundsDue(db, id), []);
  assert.equal(await brokerWaiting(db, later(HOUR)), 0);
  assert.deepEqual(await shown(db), [["sold-out", "lamp", 2, "nobody_has_it", 1]]);
  assert.deepEqual(await violations(db), []);

  // One of two comes: it goes, and the other goes on waiting.
  await stockUp(db, "albany", { lamp: 1 });
  assert.equal(await brokerWaiting(db, later(2 * HOUR)), 1);
  assert.deepEqual(await shown(db), [["sold-out", "lamp", 1, "nobody_has_it", 2]]);
  await stockUp(db, "reno", { lamp: 1 });
  assert.equal(await brokerWaiting(db, later(3 * HOUR)), 1);
  assert.deepEqual(await shown(db), []);
  const parts = (await listFulfillments(db, id)).filter(({ state }) => state === "open");
  assert.deepEqual(parts.map(({ nodeId }) => nodeId).sort(), ["albany", "reno"]);
  const { number } = await db.one<{ number: string }>`select number from orders`;
  const told = (await readSourcing(db, { number, regionId: "east" }))!;
  assert.deepEqual(told.decisions.map(({ occasion, by }) => [occasion, by]), [
    ["placed", null],
    ["queued", null],
    ["queued", null],
  ]);
  const { trend } = await readQueues(db, { queue: null, limit: 10 }, later(3 * HOUR));
  const sum = (of: (day: typeof trend[number]) => number) => trend.reduce((all, day) => all + of(day), 0);
  assert.deepEqual([sum((day) => day.entered), sum((day) => day.sourced), sum((day) => day.cancelled)], [
    1,
    1,
    0,
  ]);
});

test("what has waited until its date is given up, and its price is owed", async (db) => {
  await publishQueue(db);
  const id = await waitingLamp(db);
  assert.equal(await brokerWaiting(db, later(3 * DAY - HOUR)), 0);
  assert.equal((await shown(db)).length, 1);
  assert.equal(await brokerWaiting(db, later(3 * DAY + HOUR)), 1);
  assert.deepEqual(await shown(db), []);
  const owed = (await findRefundsDue(db, id)).map(({ lineNo, quantity, amountMinor }) => [
    lineNo,
    quantity,
    amountMinor,
  ]);
  assert.deepEqual(owed, [[1, 1, 1_700]]);
  const { state } = await db.one<{ state: string }>`select state from orders`;
  assert.equal(state, "cancelled");
});

test("without such a rule nothing waits: the price is owed at once", async (db) => {
  const id = await waitingLamp(db);
  assert.deepEqual(await shown(db), []);
  assert.deepEqual((await findRefundsDue(db, id)).map(({ amountMinor }) => amountMinor), [1_700]);
});

test("after five nodes in vain the clock asks nobody else, but a person may, once", async (db) => {
  await publishQueue(db);
  await db.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours,
                      services)
    select other.id, kind, other.id, region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours,
           services
      from node, unnest(array['troy', 'utica']) as other(id)
     where node.id = 'albany'`;
  const six = ["soho", "hoboken", "albany", "reno", "troy", "utica"];
  for (const nodeId of six) await stockUp(db, nodeId, { rug: 1 });
  const { id: orderId } = agreed(await placeOrder(db, "web", delivery({ rug: 1 })));
  const tried: string[] = [];
  for (let hop = 0; hop < 5; hop++) tried.push(await shortPick(db, orderId));
  assert.equal(new Set(tried).size, 5);
  assert.deepEqual(await shown(db), [["sold-out", "rug", 1, "tried_everywhere", 0]]);
  assert.equal(await brokerWaiting(db, later(HOUR)), 0);

  const { enteredAt } = (await readQueues(db, { queue: null, limit: 1 })).waiting[0]!;
  const line = { orderId, lineNo: 1, enteredAt };
  assert.deepEqual(await settleWaits(db, rita, { act: "try_again", lines: [line] }), {
    lines: 1,
    units: 1,
    gone: 0,
  });
  const [sixth] = six.filter((each) => !tried.includes(each));
  const open = (await listFulfillments(db, orderId)).filter(({ state }) => state === "open");
  assert.deepEqual(open.map(({ nodeId }) => nodeId), [sixth]);
  const [last] = await db.many<{ occasion: string; name: string }>`
    select occasion, actor ->> 'name' as name from sourcing_decision order by at desc, id desc limit 1`;
  assert.deepEqual(last, { occasion: "queued", name: "Rita M." });

  // It comes back to wait once more: what was asked of the wait before is not done to this one.
  await shortPick(db, orderId);
  await runReactions(db);
  assert.equal((await shown(db)).length, 1);
  const before = await everythingKept(db);
  for (const act of ["give_up", "try_again"] as const) {
    const done = await settleWaits(db, rita, { act, lines: [line] }, later(DAY));
    assert.deepEqual(done, { lines: 0, units: 0, gone: 1 });
  }
  assert.deepEqual(await everythingKept(db), before);
});

test("a person gives up what waits: it is paid back once, however often they ask", async (db) => {
  await publishQueue(db);
  const orderId = await waitingLamp(db, 2);
  const { enteredAt } = (await readQueues(db, { queue: null, limit: 1 })).waiting[0]!;
  const asked = { act: "give_up" as const, lines: [{ orderId, lineNo: 1, enteredAt }] };
  const answers = await Promise.all([settleWaits(db, rita, asked), settleWaits(db, rita, asked)]);
  assert.deepEqual(answers.toSorted((a, b) => b.units - a.units), [
    { lines: 1, units: 2, gone: 0 },
    { lines: 0, units: 0, gone: 1 },
  ]);
  assert.deepEqual((await findRefundsDue(db, orderId)).map(({ amountMinor }) => amountMinor), [3_400]);
  const [{ name }] = await db.many<{ name: string }>`
    select actor ->> 'name' as name from event where kind = 'line_unfillable'` as [{ name: string }];
  assert.equal(name, "Rita M.");
});

test("what if another node had it: to the cent, by the stock of now, and nothing is changed", async (db) => {
  await stockUp(db, "soho", { mug: 2 });
  await stockUp(db, "albany", { mug: 1 });
  const { id: orderId } = agreed(await placeOrder(db, "web", delivery({ mug: 2 })));
  const before = await everythingKept(db);

  // Soho has nothing left but what the order itself holds there.
  const albany = agreed(await whatIf(db, { orderId, nodeId: "albany" }));
  assert.deepEqual(albany.best.packages.map(({ nodeId }) => nodeId), ["soho"]);
  assert.deepEqual(albany.forced?.packages.map(({ nodeId }) => nodeId).sort(), ["albany", "soho"]);
  assert.equal(albany.reason, "incomplete");
  const paid = (packages: { cost: object; weighed: object }[]) =>
    packages.flatMap(({ cost, weighed }) => [cost, weighed])
      .flatMap((each) => Object.entries(each).filter(([part]) => part !== "total"))
      .reduce((sum, [, minor]) => sum + minor, 0);
  assert.equal(albany.moreMinor, paid(albany.forced!.packages) - paid(albany.best.packages));
  // Two packages instead of one: 760 + 790 − 792 more of shipping, 130 to pack, 90 of packaging, 150 for the split.
  assert.equal(albany.moreMinor, 1_128);

  const soho = agreed(await whatIf(db, { orderId, nodeId: "soho" }));
  assert.deepEqual([soho.reason, soho.moreMinor], ["chosen", 0]);
  const reno = agreed(await whatIf(db, { orderId, nodeId: "reno" }));
  assert.deepEqual([reno.forced, reno.reason, reno.moreMinor], [null, null, null]);
  assert.deepEqual(await everythingKept(db), before);

  const gone = await whatIf(db, { orderId: crypto.randomUUID(), nodeId: "soho" });
  assert.ok(isRefusal(gone) && gone.kind === "not_found");
});
