// What is done on a store's floor, and what it does to stock, to the order and to the money.
import assert from "node:assert/strict";
import { endHolds, escalateWaiting, giveBackAbandoned, remindOfHolds } from "../domain/fulfillment/mod.ts";
import { arriveAtStore, listShort, readWork, setOutForStore } from "../domain/fulfillment/mod.ts";
import { cancelOrder, readOrderPage } from "../domain/orders/mod.ts";
import { codeOf, floorTest, hands, keys, partOf, pickAndStage, place, wordOf } from "./support/floor.ts";
import { runReactions } from "./support/reactions.ts";
import { agreed, associate, hire, pickup, stockOf, stockUp } from "./support/shop.ts";

const minutes = (count: number, from = new Date()) => new Date(from.getTime() + count * 60_000);

floorTest(
  "a scan that was undone is on its shelf again, still promised, and can be made again",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    const order = await place(db, pickup("soho", { mug: 2 }));
    const does = hands(db, order.fulfillmentId);
    await does("start_pick", {});
    const { id: operationId } = await does.sends("confirm_pick", { lineNo: 1, quantity: 2, scanned: "mug" });
    assert.equal((await partOf(db, order)).state, "picked");
    assert.equal(await does("undo", { operationId }), "applied");
    assert.equal((await partOf(db, order)).state, "picking");
    assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 2]);
    const { states } = await db.one<{ states: string[] }>`select array_agg(state) as states from reservation`;
    assert.deepEqual(states, ["allocated"]);
    assert.equal(await does("undo", { operationId }), "nothing-to-undo");
    assert.equal(await does("confirm_pick", { lineNo: 1, quantity: 2, scanned: "mug" }), "applied");
    await does("stage", { bin: "P-12" });
    assert.equal(await does("hand_over", { proof: await codeOf(order.fulfillmentId) }), "applied");
    assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 0]);
  },
);

floorTest(
  "a handover in part leaves the rest in the bin; what is not wanted goes back and is paid back",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    const order = await place(db, pickup("soho", { mug: 3 }));
    const does = hands(db, order.fulfillmentId);
    await pickAndStage(does, "mug", 3);
    const proof = await codeOf(order.fulfillmentId);
    await does("hand_over", { proof, lines: [{ lineNo: 1, quantity: 1 }], rest: "keep" });
    await runReactions(db);
    assert.deepEqual(await stockOf(db, "soho", "mug"), [4, 2]);
    assert.equal((await readOrderPage(db, keys, order.id))?.state, "in_fulfillment");

    await does("hand_over", { proof, lines: [{ lineNo: 1, quantity: 1 }], rest: "refuse" });
    await runReactions(db);
    assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 1]);
    assert.deepEqual((await readOrderPage(db, keys, order.id))?.refunds, []);
    assert.equal(await does("put_back", { lineNo: 1, quantity: 1, scanned: "mug" }), "applied");
    await runReactions(db);
    assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 0]);
    const page = await readOrderPage(db, keys, order.id);
    assert.deepEqual([page?.state, page?.parts[0]?.state], ["completed", "handed_over"]);
    assert.deepEqual(
      page?.refunds.map(({ quantity, amountMinor, reason }) => [quantity, amountMinor, reason]),
      [
        [1, 1200, "refused"],
      ],
    );
  },
);

floorTest(
  "a shopper who wants none of it is paid back once it is on its shelf, and may think again until then",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    const order = await place(db, pickup("soho", { mug: 2 }));
    const does = hands(db, order.fulfillmentId);
    await pickAndStage(does, "mug", 2);
    const proof = await codeOf(order.fulfillmentId);
    const before = await partOf(db, order);
    assert.equal(await does("hand_over", { proof, lines: [] }), "nothing-given");
    const wrong = { kind: "code" as const, code: "000000" };
    assert.equal(await does("hand_over", { proof: wrong, lines: [], rest: "refuse" }), "wrong-code");
    assert.deepEqual(await partOf(db, order), before);

    const { id: operationId } = await does.sends("hand_over", { proof, lines: [], rest: "refuse" });
    await runReactions(db);
    assert.equal((await partOf(db, order)).state, "to_put_back");
    assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 2]);
    assert.deepEqual((await readOrderPage(db, keys, order.id))?.refunds, []);
    assert.equal(await does("undo", { operationId }), "applied");
    assert.equal((await partOf(db, order)).state, "staged");
    assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 2]);

    await does("hand_over", { proof, lines: [], rest: "refuse" });
    assert.equal(await does("put_back", { lineNo: 1, quantity: 2, scanned: "mug" }), "applied");
    await runReactions(db);
    assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 0]);
    const page = await readOrderPage(db, keys, order.id);
    assert.deepEqual([page?.state, page?.parts[0]?.state], ["cancelled", "cancelled"]);
    assert.deepEqual(
      page?.refunds.map(({ quantity, amountMinor, reason }) => [quantity, amountMinor, reason]),
      [
        [2, 2400, "refused"],
      ],
    );
    const { cancelReason } = await db.one<{ cancelReason: string }>`select cancel_reason from orders`;
    assert.equal(cancelReason, "refused");
    const told = await db.many<{ kind: string }>`
      select kind from event where kind in ('all_refused', 'handed_over', 'put_back_finished') order by at`;
    assert.deepEqual(told.map(({ kind }) => kind), ["all_refused", "all_refused", "put_back_finished"]);
    const logged = await db.many`select lines, undone_at is null as stands from handover order by at`;
    assert.deepEqual(logged, [{ lines: [], stands: false }, { lines: [], stands: true }]);
  },
);

floorTest(
  "a handover that was undone puts the goods back on hand, promised to the same shopper",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    const order = await place(db, pickup("soho", { mug: 2 }));
    const does = hands(db, order.fulfillmentId);
    await pickAndStage(does, "mug", 2);
    const proof = await codeOf(order.fulfillmentId);
    const { id: operationId } = await does.sends("hand_over", { proof });
    await runReactions(db);
    assert.equal((await readOrderPage(db, keys, order.id))?.state, "completed");
    assert.equal(await does("undo", { operationId }), "applied");
    await runReactions(db);
    assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 2]);
    assert.equal((await readOrderPage(db, keys, order.id))?.state, "in_fulfillment");
    assert.equal((await partOf(db, order)).state, "staged");
    assert.equal(await does("hand_over", { proof }), "applied");
    await runReactions(db);
    assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 0]);
    const kept = await db.many`select proof, undone_at is null as stands from handover order by at`;
    assert.deepEqual(kept, [{ proof: "code", stands: false }, { proof: "code", stands: true }]);
  },
);

floorTest("without proof goods leave on a manager's own PIN only, and who and why is kept", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  const [order, other] = [
    await place(db, pickup("soho", { mug: 1 })),
    await place(db, pickup("soho", { mug: 1 })),
  ];
  const does = hands(db, order.fulfillmentId);
  await pickAndStage(does, "mug", 1);
  await pickAndStage(hands(db, other.fulfillmentId), "mug", 1);
  const manager = await hire(db, { name: "Mona Lund", role: "store_manager", nodeId: "soho" });
  const colleague = await hire(db, { name: "Ben Koch", role: "associate", nodeId: "soho" });
  const elsewhere = await hire(db, { name: "Olga Rim", role: "store_manager", nodeId: "hoboken" });
  assert.equal(await wordOf(db, does, colleague), "not_allowed");
  assert.equal(await wordOf(db, does, elsewhere), "wrong_pin");
  assert.equal(await wordOf(db, does, manager, { pin: "654321" }), "wrong_pin");
  assert.deepEqual(await db.many`select from override_grant`, []);

  const given = async (now?: Date) => {
    const proof = await wordOf(db, does, manager, { now });
    assert.ok(typeof proof === "object");
    return { proof };
  };
  const word = await given();
  const { person, deviceId } = does;
  const spent = "override-spent";
  const onAnotherPhone = hands(db, order.fulfillmentId, person);
  const bySomebodyElse = hands(db, order.fulfillmentId, associate("soho"), deviceId);
  const ofAnotherOrder = hands(db, other.fulfillmentId, person, deviceId);
  for (const others of [onAnotherPhone, bySomebodyElse, ofAnotherOrder]) {
    assert.equal(await others("hand_over", word), spent);
  }
  assert.equal(await does("hand_over", await given(minutes(-2))), spent);
  assert.equal(await does("hand_over", { proof: { kind: "override", grant: "x".repeat(43) } }), spent);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 2]);
  assert.deepEqual(await db.many`select from handover`, []);

  const { said, id: operationId } = await does.sends("hand_over", word);
  assert.equal(said, "applied");
  assert.deepEqual(await db.many`select proof, manager_id, manager_reason from handover`, [
    { proof: "override", managerId: manager, managerReason: "phone broken" },
  ]);
  assert.equal(await does("undo", { operationId }), "applied");
  assert.equal(await does("hand_over", word), spent);
  assert.equal(await wordOf(db, hands(db, crypto.randomUUID()), manager), "not_found");
  assert.equal(await does("hand_over", await given()), "applied");
  assert.equal(await wordOf(db, does, manager), "wrong_state");
  const { kept } = await db.one<{ kept: string }>`
    select concat((select string_agg(t::text, ' ') from operation as t), (select string_agg(t::text, ' ') from event as t),
                  (select string_agg(t::text, ' ') from handover as t),
                  (select string_agg(t::text, ' ') from override_grant as t)) as kept`;
  assert.doesNotMatch(kept, /\b123456\b/, "the PIN is nowhere, only its hash");
});

floorTest(
  "a manager's PIN is tried five times, whoever tries it, and the right one is too late then",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    const order = await place(db, pickup("soho", { mug: 1 }));
    const does = hands(db, order.fulfillmentId);
    await pickAndStage(does, "mug", 1);
    const manager = await hire(db, { name: "Mona Lund", role: "store_manager", nodeId: "soho" });
    const said = [];
    for (const pin of ["111111", "222222", "333333", "444444", "555555", "123456"]) {
      said.push(await wordOf(db, hands(db, order.fulfillmentId), manager, { pin }));
    }
    assert.deepEqual(said, [...Array(5).fill("wrong_pin"), "too_many_attempts"]);
    assert.deepEqual(await db.many`select from override_grant`, []);
  },
);

floorTest("nobody comes: reminded once, then back to the shelf, released, and paid back", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  const order = await place(db, pickup("soho", { mug: 2 }));
  const does = hands(db, order.fulfillmentId);
  await pickAndStage(does, "mug", 2);
  const { holdUntil } = await partOf(db, order);
  const dayBefore = minutes(-60, holdUntil!);
  assert.deepEqual([await remindOfHolds(db, dayBefore), await remindOfHolds(db, dayBefore)], [1, 0]);
  assert.equal(await endHolds(db, minutes(-1, holdUntil!)), 0);
  assert.equal(await endHolds(db, minutes(1, holdUntil!)), 1);
  await runReactions(db);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 2]);
  assert.equal(await does("put_back", { lineNo: 1, quantity: 2, scanned: "lamp" }), "wrong-item");
  assert.equal(await does("put_back", { lineNo: 1, quantity: 2, scanned: "mug" }), "applied");
  await runReactions(db);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 0]);
  const page = await readOrderPage(db, keys, order.id);
  assert.deepEqual([page?.state, page?.parts[0]?.state], ["cancelled", "cancelled"]);
  assert.deepEqual(page?.refunds.map(({ quantity, reason }) => [quantity, reason]), [[2, "not_collected"]]);
});

floorTest("an order cancelled while it is picked gives its goods back one by one", async (db) => {
  await stockUp(db, "soho", { mug: 5, lamp: 2 });
  const order = await place(db, pickup("soho", { mug: 2, lamp: 1 }));
  const does = hands(db, order.fulfillmentId);
  await does("start_pick", {});
  await does("confirm_pick", { lineNo: 1, quantity: 1, scanned: "mug" });
  const by = { actor: { kind: "channel" as const, channelId: "web", name: "Web shop" }, channelId: "web" };
  agreed(await cancelOrder(db, by, order.id, { reason: "changed my mind" }));
  assert.deepEqual([await stockOf(db, "soho", "mug"), await stockOf(db, "soho", "lamp")], [[5, 1], [2, 0]]);
  assert.equal(await does("confirm_pick", { lineNo: 2, quantity: 1, scanned: "lamp" }), "wrong-state");
  assert.equal(await does("put_back", { lineNo: 1, quantity: 1, scanned: "mug" }), "applied");
  assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 0]);
  assert.equal((await partOf(db, order)).state, "cancelled");
});

floorTest(
  "what a store rejects goes elsewhere or is paid back; a thing found again is for sale",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    const order = await place(db, pickup("soho", { mug: 2 }));
    const does = hands(db, order.fulfillmentId);
    const lines = [{ lineNo: 1, quantity: 2 }];
    assert.equal(await does("reject", { lines, reason: "not_found" }), "applied");
    await runReactions(db);
    assert.deepEqual(await stockOf(db, "soho", "mug"), [0, 0]);
    // A phone knows the order, though it is over, for as long as something of it may turn up.
    const known = async () => (await readWork(db, "soho")).fulfillments.map(({ id, state }) => [id, state]);
    assert.deepEqual(await known(), [[order.fulfillmentId, "cancelled"]]);
    assert.equal((await listShort(db, "soho", minutes(4_321))).length, 0);
    assert.equal(await does("find_again", { lineNo: 1, quantity: 1 }), "applied");
    assert.equal(await does("find_again", { lineNo: 1, quantity: 2 }), "too-many");
    assert.deepEqual(await stockOf(db, "soho", "mug"), [1, 0]);
    assert.equal((await known()).length, 1);
    assert.equal(await does("find_again", { lineNo: 1, quantity: 1 }), "applied");
    assert.deepEqual(await known(), []);
    assert.deepEqual(await stockOf(db, "soho", "mug"), [2, 0]);
    const page = await readOrderPage(db, keys, order.id);
    assert.deepEqual(page?.refunds.map(({ quantity, reason }) => [quantity, reason]), [[2, "not_available"]]);
  },
);

floorTest(
  "a pick its picker left is given back to the list, and another goes on with its bag",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    const order = await place(db, pickup("soho", { mug: 2 }));
    const ana = hands(db, order.fulfillmentId, associate("soho", "Ana P."));
    const ben = hands(db, order.fulfillmentId, associate("soho", "Ben K."));
    await ana("start_pick", {});
    await ana("confirm_pick", { lineNo: 1, quantity: 1, scanned: "mug" });
    assert.equal(await ben("start_pick", {}), "taken");
    assert.equal(await giveBackAbandoned(db, minutes(29)), 0);
    assert.equal(await giveBackAbandoned(db, minutes(31)), 1);
    assert.equal(await ben("start_pick", {}), "applied");
    assert.equal(await ben("confirm_pick", { lineNo: 1, quantity: 1, scanned: "mug" }), "applied");
    assert.equal((await partOf(db, order)).state, "picked");
  },
);

floorTest("two want the last place of a bin: one has it", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  await db.run`insert into bin (node_id, label, capacity) values ('soho', 'P-1', 1), ('soho', 'P-2', 1)`;
  const orders = [await place(db, pickup("soho", { mug: 1 })), await place(db, pickup("soho", { mug: 1 }))];
  const both = orders.map((order) => hands(db, order.fulfillmentId));
  for (const does of both) {
    await does("start_pick", {});
    await does("confirm_pick", { lineNo: 1, quantity: 1, scanned: "mug" });
  }
  const said = await Promise.all(both.map((does) => does("stage", { bin: "P-1" })));
  assert.deepEqual(said.sort(), ["applied", "bin-full"]);
});

floorTest(
  "the car outside: on the way, arrived, attended, and a wait that is too long is told once",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    const order = await place(db, { ...pickup("soho", { mug: 1 }), method: "curbside" } as never);
    const does = hands(db, order.fulfillmentId);
    await pickAndStage(does, "mug", 1);
    const named = { orderId: order.id, fulfillmentId: order.fulfillmentId };
    await setOutForStore(db, { ...named, etaAt: minutes(12) });
    assert.ok((await partOf(db, order)).onWayAt);
    await arriveAtStore(db, { ...named, bay: "3", car: "blue Fiat" });
    assert.equal(await escalateWaiting(db, minutes(4)), 0);
    assert.deepEqual([await escalateWaiting(db, minutes(6)), await escalateWaiting(db, minutes(7))], [1, 0]);
    assert.equal(await does("attend", {}), "applied");
    assert.equal((await partOf(db, order)).attendedBy?.name, "Ana P.");
    assert.equal(await does("hand_over", { proof: await codeOf(order.fulfillmentId) }), "applied");
  },
);
