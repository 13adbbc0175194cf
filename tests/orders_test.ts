import assert from "node:assert/strict";
import { arriveAtStore, listFulfillments, pickupCode } from "../domain/fulfillment/mod.ts";
import { countStock, expireHolds, makeReservation, releaseReservation } from "../domain/inventory/mod.ts";
import { cancelOrder, placeOrder, readOrderPage } from "../domain/orders/mod.ts";
import { applyOperations } from "../domain/sync/mod.ts";
import type { Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { freshDatabase } from "./support/postgres.ts";
import { runReactions } from "./support/reactions.ts";
import {
  agreed,
  associate,
  delivery,
  openShop,
  operation,
  pickup,
  stockOf,
  stockUp,
  testKeys,
  violations,
} from "./support/shop.ts";

const keys = await testKeys();

function test(name: string, walk: (db: Db) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, drop } = await freshDatabase("orders", { max: 20 });
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

async function counts(db: Db) {
  return await db.one`
    select (select count(*) from orders) as orders, (select count(*) from reservation) as reservations,
           (select count(*) from fulfillment) as fulfillments, (select count(*) from movement) as movements,
           (select count(*) from event) as events`;
}

async function place(db: Db, order: Parameters<typeof placeOrder>[2]) {
  const { id } = agreed(await placeOrder(db, "web", order));
  const fulfillments = await listFulfillments(db, id);
  return { id, fulfillments };
}

function doing(db: Db, nodeId: string) {
  const person = associate(nodeId);
  let seq = 0;
  return async (...did: Parameters<typeof operation>[0]) => {
    const sent = { deviceId: crypto.randomUUID(), operations: [operation(did, ++seq)] };
    const { outcomes: [outcome] } = await applyOperations(db, { person, nodeId, keys }, sent);
    return outcome!;
  };
}

test("fifty shoppers want the last ten mugs at once: ten get one, forty are refused", async (db) => {
  await stockUp(db, "soho", { mug: 10, lamp: 100, rug: 100 });
  const results = await Promise.all(Array.from({ length: 50 }, (_, i) => {
    const wanted = { mug: 1, lamp: 1, rug: 1 };
    const lines = pickup("soho", wanted).lines.toSorted(() => i % 3 - 1);
    return placeOrder(db, "web", pickup("soho", wanted, { lines }));
  }));
  const refused = results.filter((result) => isRefusal(result));
  assert.equal(results.length - refused.length, 10);
  assert.equal(refused.length, 40);
  for (const { detail } of refused) {
    assert.deepEqual(detail.shortages, [{ sku: "mug", requested: 1, available: 0 }]);
  }
  assert.deepEqual(await stockOf(db, "soho", "mug"), [10, 10]);
  assert.deepEqual(await stockOf(db, "soho", "lamp"), [100, 10]);
});

test("fifty deliveries of the last ten lamps, spread over three nodes, take each exactly once", async (db) => {
  await stockUp(db, "soho", { lamp: 4 });
  await stockUp(db, "albany", { lamp: 3 });
  await stockUp(db, "reno", { lamp: 3 });
  const results = await Promise.all(
    Array.from({ length: 50 }, () => placeOrder(db, "web", delivery({ lamp: 1 }))),
  );
  assert.equal(results.filter((result) => !isRefusal(result)).length, 10);
  assert.deepEqual(await stockOf(db, "reno", "lamp"), [3, 3]);
});

test("a plan that loses its second node to somebody else gives its first node back before it is made anew", async (db) => {
  await stockUp(db, "albany", { lamp: 100 });
  await stockUp(db, "soho", { rug: 5 });
  await stockUp(db, "reno", { rug: 5 });
  const orders = Array.from({ length: 10 }, () => placeOrder(db, "web", delivery({ lamp: 1, rug: 1 })));
  assert.deepEqual((await Promise.all(orders)).filter(isRefusal), []);
  assert.deepEqual(await stockOf(db, "albany", "lamp"), [100, 10]);
  assert.deepEqual([await stockOf(db, "soho", "rug"), await stockOf(db, "reno", "rug")], [[5, 5], [5, 5]]);
});

test("the same order sent twenty times at once is one order", async (db) => {
  await stockUp(db, "soho", { mug: 100 });
  const order = pickup("soho", { mug: 2 });
  const placed = await Promise.all(Array.from({ length: 20 }, () => placeOrder(db, "web", order)));
  assert.equal(new Set(placed.map((each) => agreed(each).id)).size, 1);
  assert.equal(placed.filter((each) => agreed(each).isNew).length, 1);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [100, 2]);
});

test("an order id that comes again with another body is refused and changes nothing", async (db) => {
  await stockUp(db, "soho", { mug: 100 });
  const order = pickup("soho", { mug: 2 });
  await place(db, order);
  const before = await counts(db);
  const again = await placeOrder(
    db,
    "web",
    pickup("soho", { mug: 3 }, { channelOrderId: order.channelOrderId }),
  );
  assert.ok(isRefusal(again) && again.kind === "channel_order_id_reused");
  assert.deepEqual(await counts(db), before);
});

test("an order that is short, unknown or mixed in its money leaves no trace", async (db) => {
  await stockUp(db, "soho", { mug: 1 });
  const before = await counts(db);
  const euro = pickup("soho", { mug: 1, lamp: 1 });
  euro.lines[1]!.unitPrice.currency = "EUR";
  const refusals = [
    await placeOrder(db, "web", pickup("soho", { mug: 2 })),
    await placeOrder(db, "web", pickup("soho", { mug: 1, sofa: 1 })),
    await placeOrder(db, "web", pickup("nowhere", { mug: 1 })),
    await placeOrder(db, "web", pickup("reno", { mug: 1 })),
    await placeOrder(db, "web", euro),
    await placeOrder(db, "web", delivery({ mug: 2 })),
  ];
  assert.deepEqual(refusals.map((each) => isRefusal(each) && each.kind), [
    ...["insufficient_stock", "unknown_item", "unknown_node", "service_not_offered", "mixed_currencies"],
    "insufficient_stock",
  ]);
  assert.deepEqual(await counts(db), before);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [1, 0]);
});

test("a cart's hold becomes the order's own units, and only for the lines that were held", async (db) => {
  await stockUp(db, "soho", { mug: 3 });
  const hold = () =>
    makeReservation(db, "web", { nodeId: "soho", lines: [{ sku: "mug", quantity: 3 }], holdMinutes: 10 });
  const { id: reservationId } = agreed(await hold());
  const other = await placeOrder(db, "web", pickup("soho", { mug: 2 }, { reservationId }));
  assert.ok(isRefusal(other) && other.kind === "reservation_differs");
  await place(db, pickup("soho", { mug: 3 }, { reservationId }));
  assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 3]);
  const again = await placeOrder(db, "web", pickup("soho", { mug: 3 }, { reservationId }));
  assert.ok(isRefusal(again) && again.kind === "reservation_closed");
});

test("a hold that is given back, or runs out, frees its units once", async (db) => {
  await stockUp(db, "soho", { mug: 3 });
  const wanted = { nodeId: "soho", lines: [{ sku: "mug", quantity: 1 }], holdMinutes: 10 };
  const given = agreed(await makeReservation(db, "web", wanted));
  const left = agreed(await makeReservation(db, "web", wanted));
  const foreign = await releaseReservation(db, { holdId: given.id, channelId: "market" });
  assert.ok(isRefusal(foreign) && foreign.kind === "not_found");
  assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 2]);
  agreed(await releaseReservation(db, { holdId: given.id, channelId: "web" }));
  const again = await releaseReservation(db, { holdId: given.id, channelId: "web" });
  assert.ok(isRefusal(again) && again.kind === "reservation_closed");
  assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 1]);
  const late = new Date(Date.now() + 11 * 60_000);
  const tooLate = await placeOrder(db, "web", pickup("soho", { mug: 1 }, { reservationId: left.id }), late);
  assert.ok(isRefusal(tooLate) && tooLate.kind === "reservation_closed");
  assert.deepEqual([await expireHolds(db, late), await expireHolds(db, late)], [1, 0]);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 0]);
});

test("a pickup is picked, staged, and handed over for the right code; stock and ledger follow", async (db) => {
  await stockUp(db, "soho", { mug: 5, lamp: 5 });
  const { id, fulfillments: [{ id: fulfillmentId } = { id: "" }] } = await place(
    db,
    pickup("soho", { mug: 2, lamp: 1 }),
  );
  const does = doing(db, "soho");
  await does("start_pick", { fulfillmentId });
  const scan = (lineNo: number, scanned: string) =>
    does("confirm_pick", { fulfillmentId, lineNo, quantity: 1, scanned });
  assert.equal((await scan(1, "mug")).outcome, "applied");
  assert.equal((await scan(1, "lamp")).problem?.type, "/problems/wrong-item");
  assert.equal((await scan(1, "mug")).outcome, "applied");
  await does("short_pick", { fulfillmentId, lineNo: 2, quantity: 1, reason: "damaged" });
  assert.deepEqual(await stockOf(db, "soho", "lamp"), [4, 0]);
  await does("stage", { fulfillmentId, bin: "P-12" });
  await runReactions(db);

  const page = await readOrderPage(db, keys, id);
  assert.equal(page?.parts[0]?.bin, "P-12");
  assert.deepEqual(page?.refunds, [{
    lineNo: 2,
    name: "Blue lamp",
    quantity: 1,
    amountMinor: 1700,
    reason: "not_available",
  }]);

  const code = await pickupCode(keys, fulfillmentId);
  const wrong = code === "000000" ? "000001" : "000000";
  const tries = [];
  for (let i = 0; i < 4; i++) {
    tries.push(
      (await does("hand_over", { fulfillmentId, proof: { kind: "code", code: wrong } })).problem?.type,
    );
  }
  assert.deepEqual(tries, Array(4).fill("/problems/wrong-code"));
  assert.equal(
    (await does("hand_over", { fulfillmentId, proof: { kind: "code", code } })).outcome,
    "applied",
  );
  await runReactions(db);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 0]);
  assert.equal((await readOrderPage(db, keys, id))?.state, "completed");
});

test("after five wrong codes the right one does not help any more", async (db) => {
  await stockUp(db, "soho", { mug: 1 });
  const { fulfillments: [{ id: fulfillmentId } = { id: "" }] } = await place(db, pickup("soho", { mug: 1 }));
  const does = doing(db, "soho");
  await does("start_pick", { fulfillmentId });
  await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" });
  await does("stage", { fulfillmentId, bin: "P-12" });
  const code = await pickupCode(keys, fulfillmentId);
  const wrong = code === "000000" ? "000001" : "000000";
  for (let i = 0; i < 5; i++) {
    await does("hand_over", { fulfillmentId, proof: { kind: "code", code: wrong } });
  }
  const sixth = await does("hand_over", { fulfillmentId, proof: { kind: "code", code } });
  assert.equal(sixth.problem?.type, "/problems/too-many-attempts");
  assert.deepEqual(await stockOf(db, "soho", "mug"), [1, 1]);
});

test("a short delivery goes to the next node and never back to the one that had none", async (db) => {
  await stockUp(db, "soho", { rug: 2 });
  await stockUp(db, "hoboken", { rug: 1 });
  const { id, fulfillments: [first] } = await place(db, delivery({ rug: 2 }));
  assert.equal(first?.nodeId, "soho");
  const atSoho = doing(db, "soho"), atHoboken = doing(db, "hoboken");
  await atSoho("start_pick", { fulfillmentId: first.id });
  await atSoho("short_pick", { fulfillmentId: first.id, lineNo: 1, quantity: 2, reason: "not_found" });
  await runReactions(db);
  assert.deepEqual(await stockOf(db, "soho", "rug"), [0, 0]);

  const second = (await listFulfillments(db, id)).find((each) => each.nodeId === "hoboken");
  assert.equal(second?.lines[0]?.quantity, 1);
  await stockUp(db, "soho", { rug: 9 });
  await atHoboken("start_pick", { fulfillmentId: second.id });
  await atHoboken("short_pick", { fulfillmentId: second.id, lineNo: 1, quantity: 1, reason: "not_found" });
  await runReactions(db);
  const page = await readOrderPage(db, keys, id);
  assert.equal(page?.state, "cancelled");
  assert.deepEqual(page?.refunds.map((refund) => refund.quantity), [1, 1]);
  assert.deepEqual(await stockOf(db, "soho", "rug"), [9, 0]);
});

test("an order is cancelled whole until goods have left, and not after", async (db) => {
  await stockUp(db, "soho", { mug: 4 });
  const by = { actor: { kind: "channel" as const, channelId: "web", name: "Web shop" }, channelId: "web" };
  const early = await place(db, pickup("soho", { mug: 2 }));
  agreed(await cancelOrder(db, by, early.id, { reason: "changed my mind" }));
  agreed(await cancelOrder(db, by, early.id, { reason: "changed my mind" }));
  assert.deepEqual(await stockOf(db, "soho", "mug"), [4, 0]);
  assert.deepEqual((await readOrderPage(db, keys, early.id))?.refunds.length, 1);

  const late = await place(db, pickup("soho", { mug: 2 }));
  const does = doing(db, "soho");
  const fulfillmentId = late.fulfillments[0]!.id;
  await does("start_pick", { fulfillmentId });
  await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 2, scanned: "mug" });
  await does("stage", { fulfillmentId, bin: "P-12" });
  const proof = { kind: "code" as const, code: await pickupCode(keys, fulfillmentId) };
  await does("hand_over", { fulfillmentId, proof });
  await runReactions(db);
  const refused = await cancelOrder(db, by, late.id, { reason: "changed my mind" });
  assert.ok(isRefusal(refused) && refused.kind === "too_late_to_cancel");
  assert.deepEqual(await stockOf(db, "soho", "mug"), [2, 0]);
});

test("a count below what is promised is refused whole", async (db) => {
  await stockUp(db, "soho", { mug: 4, lamp: 4 });
  await place(db, pickup("soho", { mug: 3 }));
  const counts = [{ nodeId: "soho", sku: "lamp", counted: 9 }, { nodeId: "soho", sku: "mug", counted: 2 }];
  const refused = await countStock(db, { counts });
  assert.ok(isRefusal(refused) && refused.kind === "count_below_reserved");
  assert.deepEqual(await stockOf(db, "soho", "lamp"), [4, 0]);
});

test("an operation sent again has the same outcome, and its id cannot stand for another", async (db) => {
  await stockUp(db, "soho", { mug: 4 });
  const { fulfillments: [{ id: fulfillmentId } = { id: "" }] } = await place(db, pickup("soho", { mug: 3 }));
  const sender = { person: associate("soho"), nodeId: "soho", keys };
  const deviceId = crypto.randomUUID();
  const send = (...operations: ReturnType<typeof operation>[]) =>
    applyOperations(db, sender, { deviceId, operations });
  await send(operation(["start_pick", { fulfillmentId }]));
  const scan = operation(["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" }], 2);
  const sent = await Promise.all(Array.from({ length: 10 }, () => send(scan)));
  assert.deepEqual(
    sent.map(({ outcomes }) => outcomes[0]),
    Array(10).fill({ id: scan.id, outcome: "applied" }),
  );
  const [{ picked } = { picked: -1 }] =
    (await listFulfillments(db, (await db.one<{ id: string }>`select id from orders`).id))[0]!.lines;
  assert.equal(picked, 1);
  const other = operation(
    ["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 2, scanned: "mug" }],
    3,
    scan.id,
  );
  assert.equal((await send(other)).outcomes[0]?.problem?.type, "/problems/operation-id-reused");
});

test("a cart's lines become the order's lines, in whatever order they were held", async (db) => {
  await stockUp(db, "soho", { mug: 5, lamp: 5 });
  const lines = [{ sku: "mug", quantity: 2 }, { sku: "lamp", quantity: 1 }];
  const { id: reservationId } = agreed(
    await makeReservation(db, "web", { nodeId: "soho", lines, holdMinutes: 10 }),
  );
  const { fulfillments: [{ id: fulfillmentId } = { id: "" }] } = await place(
    db,
    pickup("soho", { lamp: 1, mug: 2 }, { reservationId }),
  );
  const does = doing(db, "soho");
  await does("start_pick", { fulfillmentId });
  await does("short_pick", { fulfillmentId, lineNo: 1, quantity: 1, reason: "damaged" });
  assert.deepEqual([await stockOf(db, "soho", "lamp"), await stockOf(db, "soho", "mug")], [[4, 0], [5, 2]]);
  await runReactions(db);

  const split = {
    nodeId: "soho",
    lines: [{ sku: "mug", quantity: 1 }, { sku: "mug", quantity: 1 }],
    holdMinutes: 10,
  };
  const { id } = agreed(await makeReservation(db, "web", split));
  const refused = await placeOrder(db, "web", pickup("soho", { mug: 2 }, { reservationId: id }));
  assert.ok(isRefusal(refused) && refused.kind === "reservation_differs");
});

test("a fault in one operation is told, and does not hold up those behind it", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  const broken = (await place(db, pickup("soho", { mug: 1 }))).fulfillments[0]!.id;
  const sound = (await place(db, pickup("soho", { mug: 1 }))).fulfillments[0]!.id;
  const sender = { person: associate("soho"), nodeId: "soho", keys };
  const operations = [
    operation(["start_pick", { fulfillmentId: broken }], 1),
    operation(["short_pick", { fulfillmentId: broken, lineNo: 1, quantity: 1, reason: "damaged" }], 2),
    operation(["start_pick", { fulfillmentId: sound }], 3),
  ];
  // A promise that is not there: nothing the rules foresee.
  const promise = await db.one`delete from reservation where fulfillment_id = ${broken} returning *`;
  const { outcomes } = await applyOperations(db, sender, { deviceId: crypto.randomUUID(), operations });
  assert.deepEqual(outcomes.map(({ outcome, problem }) => [outcome, problem?.status]), [
    ["applied", undefined],
    ["refused", 500],
    ["applied", undefined],
  ]);
  await db.run`
    insert into reservation
    select * from jsonb_populate_record(null::reservation, ${JSON.stringify(snakeKeys(promise))}::jsonb)`;
  const again = await applyOperations(db, sender, {
    deviceId: crypto.randomUUID(),
    operations: [operations[1]!],
  });
  assert.deepEqual(again.outcomes.map(({ outcome }) => outcome), ["applied"]);
  await runReactions(db);
});

test("a pass that was read in time counts, however late the phone could say so; one read too late does not", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  const staged = async () => {
    const { id, fulfillments: [{ id: fulfillmentId } = { id: "" }] } = await place(
      db,
      pickup("soho", { mug: 1 }),
    );
    const does = doing(db, "soho");
    await does("start_pick", { fulfillmentId });
    await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" });
    await does("stage", { fulfillmentId, bin: "P-12" });
    const { pickup: pass, holdUntil } = (await readOrderPage(db, keys, id))!.parts[0]!;
    return { fulfillmentId, pass: pass!.pass, holdUntil: Date.parse(holdUntil!) };
  };
  const handedOver = async (at: (holdUntil: number) => number) => {
    const { fulfillmentId, pass, holdUntil } = await staged();
    const shown = operation(["hand_over", { fulfillmentId, proof: { kind: "pass", pass } }]);
    shown.at = new Date(at(holdUntil)).toISOString();
    const sender = { person: associate("soho"), nodeId: "soho", keys };
    const tomorrow = new Date(holdUntil + 86_400_000);
    const sent = { deviceId: crypto.randomUUID(), operations: [shown] };
    return (await applyOperations(db, sender, sent, tomorrow)).outcomes[0]!.outcome;
  };
  assert.equal(await handedOver((holdUntil) => holdUntil - 60_000), "applied");
  assert.equal(await handedOver((holdUntil) => holdUntil + 600_000), "refused");
});

test("a pick whose picker has gone home is taken over by saying so, and theirs no more", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  const { fulfillments: [{ id: fulfillmentId } = { id: "" }] } = await place(db, pickup("soho", { mug: 2 }));
  const ana = doing(db, "soho"), ben = doing(db, "soho");
  const scan = { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" };
  await ana("start_pick", { fulfillmentId });
  await ana("confirm_pick", scan);
  assert.equal((await ben("start_pick", { fulfillmentId })).problem?.type, "/problems/taken");
  assert.equal((await ben("start_pick", { fulfillmentId, takeOver: true })).outcome, "applied");
  assert.equal((await ana("confirm_pick", scan)).problem?.type, "/problems/taken");
  assert.equal((await ben("confirm_pick", scan)).outcome, "applied");
});

test("a shopper who says twice that they are here is here once", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  const order = pickup("soho", { mug: 1 }, { method: "curbside" });
  const { id: orderId, fulfillments: [{ id: fulfillmentId } = { id: "" }] } = await place(db, order);
  const here = (bay: string) => arriveAtStore(db, { orderId, fulfillmentId, bay, car: null });
  const early = await here("4");
  assert.ok(isRefusal(early) && early.kind === "wrong_state");
  const does = doing(db, "soho");
  await does("start_pick", { fulfillmentId });
  await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" });
  await does("stage", { fulfillmentId, bin: "P-12" });
  for (const bay of ["4", "4", "5"]) agreed(await here(bay));
  const { count } = await db.one`select count(*) from event where kind = 'shopper_arrived'`;
  const [{ bay, state } = { bay: "", state: "" }] = await listFulfillments(db, orderId);
  assert.deepEqual([count, bay, state], [1, "5", "arrived"]);
});

function snakeKeys(row: Record<string, unknown>) {
  const snake = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [snake(key), value]));
}
