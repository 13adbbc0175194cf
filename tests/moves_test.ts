// Goods come and go: deliveries, transfers, tills, returns and corrections, each booked once, and no promise broken but
// by what is in a customer's hand.
import assert from "node:assert/strict";
import type { Actor } from "../domain/access/types.ts";
import { bookSale, listFulfillments, perform, readWork } from "../domain/fulfillment/mod.ts";
import {
  adjustStock,
  announceInbound,
  cancelInbound,
  changeInbound,
  changeReservation,
  countStock,
  expireHolds,
  makeReservation,
  readReservation,
  receiveStock,
  releaseReservation,
  takeBack,
  transferStock,
} from "../domain/inventory/mod.ts";
import { cancelOrder, placeOrder, readOrderPage } from "../domain/orders/mod.ts";
import { applyOperations } from "../domain/sync/mod.ts";
import { connect, type Db, transact } from "../lib/db.ts";
import { isRefusal, refuse } from "../lib/refusal.ts";
import { everythingKept } from "./support/everything.ts";
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
import { until } from "./support/until.ts";

const keys = await testKeys();
const web: Actor = { kind: "channel", channelId: "web", name: "Web shop" };
const by = { actor: web };
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const newId = () => crypto.randomUUID();

function test(name: string, walk: (db: Db) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, drop } = await freshDatabase("moves", { max: 20 });
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

/** A refusal's kind; undefined when it was none. */
function kindOf(result: unknown): string | undefined {
  return isRefusal(result) ? result.kind : undefined;
}

async function place(db: Db, order: Parameters<typeof placeOrder>[2]) {
  const { id } = agreed(await placeOrder(db, "web", order));
  return { id, fulfillmentId: (await listFulfillments(db, id))[0]!.id };
}

function doing(db: Db, nodeId: string) {
  const person = associate(nodeId);
  let seq = 0;
  return async (...did: Parameters<typeof operation>[0]) => {
    const sent = { deviceId: newId(), operations: [operation(did, ++seq)] };
    const { outcomes: [outcome] } = await applyOperations(db, { person, nodeId, keys }, sent);
    return outcome!;
  };
}

function hold(db: Db, quantity: number, more: { availableBy?: string; id?: string; sku?: string } = {}) {
  const { sku = "mug", ...rest } = more;
  const wanted = { nodeId: "soho", lines: [{ sku, quantity }], holdMinutes: 10, ...rest };
  return makeReservation(db, "web", wanted);
}

function sell(db: Db, quantity: number, sku = "mug", id = newId()) {
  const sale = { id, nodeId: "soho", at: "2026-11-20T10:00:00Z", lines: [{ sku, quantity }] };
  return bookSale(db, sale, by);
}

function announce(db: Db, ordered: number, days: number, id = newId()) {
  const lines = [{ sku: "mug", ordered }];
  return announceInbound(db, { id, nodeId: "soho", reference: "PO-1", expectedAt: inDays(days), lines }, by);
}

function receive(
  db: Db,
  inboundId: string | undefined,
  line: { received: number; damaged?: number },
  close?: boolean,
) {
  const receipt = { id: newId(), nodeId: "soho", inboundId, lines: [{ sku: "mug", ...line }], close };
  return receiveStock(db, receipt, by);
}

/** On hand, reserved and damaged. */
async function shelfOf(db: Db, sku = "mug", nodeId = "soho") {
  const row = await db.one<{ onHand: number; reserved: number; damaged: number }>`
    select on_hand, reserved, damaged from stock where node_id = ${nodeId} and sku = ${sku}`;
  return [row.onHand, row.reserved, row.damaged];
}

/** What came and what is promised of an inbound. */
async function comingOf(db: Db, id: string) {
  const row = await db.one<{ received: number; promised: number; isOpen: boolean }>`
    select received, promised, closed_at is null as is_open from inbound where id = ${id}`;
  return [row.received, row.promised, row.isOpen];
}

/** The reasons of an item's ledger, in order. */
async function reasonsOf(db: Db, sku = "mug", nodeId = "soho") {
  const rows = await db.many<{ reason: string }>`
    select reason from movement where node_id = ${nodeId} and sku = ${sku} order by number`;
  return rows.map((row) => row.reason);
}

const states = async (db: Db, holdId: string) =>
  (await db.many<{ state: string; quantity: number }>`
    select state, quantity from reservation where hold_id = ${holdId} order by closed_at nulls first, quantity`)
    .map(({ state, quantity }) => [state, quantity]);

test("the book is put right with a reason a line, and each reason moves what it must", async (db) => {
  await stockUp(db, "soho", { mug: 10 });
  const adjust = (
    ...lines: { units: number; reason: "found" | "damaged" | "repaired" | "written_off" | "lost" }[]
  ) =>
    adjustStock(
      db,
      { id: newId(), nodeId: "soho", lines: lines.map((line) => ({ sku: "mug", ...line })) },
      by,
    );
  const after = agreed(await adjust({ units: 4, reason: "damaged" }, { units: 1, reason: "repaired" }));
  assert.deepEqual(after.stock, [{ sku: "mug", onHand: 7, reserved: 0, damaged: 3 }]);
  agreed(
    await adjust({ units: 2, reason: "written_off" }, { units: 5, reason: "found" }, {
      units: 1,
      reason: "lost",
    }),
  );
  assert.deepEqual(await shelfOf(db), [11, 0, 1]);
  assert.deepEqual(await reasonsOf(db), [
    ...["counted", "damaged", "repaired", "written_off", "found", "lost"],
  ]);

  await place(db, pickup("soho", { mug: 9 }));
  const before = await everythingKept(db);
  const tooFew = await adjust({ units: 1, reason: "found" }, { units: 4, reason: "lost" });
  assert.deepEqual(isRefusal(tooFew) && [tooFew.kind, tooFew.detail], [
    "adjustment_below_reserved",
    { lines: [{ sku: "mug", onHand: 12, units: 4, reserved: 9 }] },
  ]);
  // In this order: what is not there yet cannot be lost, though it is found a moment later.
  const early = await adjust({ units: 4, reason: "lost" }, { units: 9, reason: "found" });
  assert.equal(kindOf(early), "adjustment_below_reserved");
  const sound = await adjust({ units: 1, reason: "repaired" }, { units: 1, reason: "written_off" });
  assert.deepEqual(isRefusal(sound) && [sound.kind, sound.detail], [
    "not_that_many_damaged",
    { lines: [{ sku: "mug", damaged: 0, units: 1 }] },
  ]);
  assert.deepEqual(await everythingKept(db), before);
});

test("what is told twice is done once, and an id that was used tells nothing else", async (db) => {
  await stockUp(db, "soho", { mug: 10 });
  const id = newId();
  const lost = { id, nodeId: "soho", lines: [{ sku: "mug", units: 2, reason: "lost" as const }] };
  const told = await Promise.all(Array.from({ length: 10 }, () => adjustStock(db, lost, by)));
  const stock = [{ sku: "mug", onHand: 8, reserved: 0, damaged: 0 }];
  for (const each of told) assert.deepEqual(each, { id, nodeId: "soho", stock });
  assert.deepEqual(await shelfOf(db), [8, 0, 0]);

  const before = await everythingKept(db);
  const line = { sku: "mug", units: 3, reason: "lost" as const };
  assert.equal(kindOf(await adjustStock(db, { ...lost, lines: [line] }, by)), "act_id_reused");
  assert.equal(kindOf(await sell(db, 2, "mug", id)), "act_id_reused");
  const counts = [{ nodeId: "soho", sku: "mug", counted: 1 }];
  assert.equal(kindOf(await countStock(db, { id, counts }, by)), "act_id_reused");
  assert.deepEqual(await everythingKept(db), before);

  // What was refused was not done: the same id may be told again, when it can be.
  const many = { id: newId(), nodeId: "soho", lines: [{ sku: "mug", units: 9, reason: "lost" as const }] };
  assert.equal(kindOf(await adjustStock(db, many, by)), "adjustment_below_reserved");
  await stockUp(db, "soho", { mug: 9 });
  agreed(await adjustStock(db, many, by));
  assert.deepEqual(await shelfOf(db), [0, 0, 0]);
});

test("a count with an id counts once, at every node it names", async (db) => {
  const id = newId();
  const counts = [{ nodeId: "soho", sku: "mug", counted: 5 }, { nodeId: "albany", sku: "mug", counted: 3 }];
  const first = agreed(await countStock(db, { id, counts }, by));
  agreed(await sell(db, 1));
  assert.deepEqual(await countStock(db, { id, counts }, by), first);
  assert.deepEqual([await stockOf(db, "soho", "mug"), await stockOf(db, "albany", "mug")], [[4, 0], [3, 0]]);
  const other = await countStock(db, { id, counts: [{ nodeId: "albany", sku: "mug", counted: 9 }] }, by);
  assert.equal(kindOf(other), "act_id_reused");
});

test("goods that come back go to the shelf, aside, or away, and a kit as what it is made of", async (db) => {
  await stockUp(db, "soho", { mug: 1 });
  await db.run`
    insert into item (sku, name, category, price_minor, weight_grams) values ('duo', 'Two mugs', 'home', 2000, 800)`;
  await db.run`insert into kit_component (kit_sku, sku, quantity) values ('duo', 'mug', 2)`;
  const lines = [
    { sku: "mug", quantity: 3, disposition: "shelf" as const },
    { sku: "mug", quantity: 2, disposition: "damaged" as const },
    { sku: "mug", quantity: 1, disposition: "written_off" as const },
    { sku: "duo", quantity: 1, disposition: "shelf" as const },
  ];
  const { stock } = agreed(await takeBack(db, { id: newId(), nodeId: "soho", lines }, by));
  assert.deepEqual(stock, [{ sku: "mug", onHand: 6, reserved: 0, damaged: 2 }]);
  assert.deepEqual(await reasonsOf(db), [
    ...["counted", "returned", "returned", "returned", "written_off", "returned"],
  ]);
});

test("a manager books at their own store only; elsewhere there is none", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  const manager: Actor = { ...associate("hoboken"), role: "store_manager" };
  const told = { id: newId(), nodeId: "soho", lines: [{ sku: "mug", units: 1, reason: "lost" as const }] };
  const refused = await adjustStock(db, told, { actor: manager });
  assert.deepEqual(isRefusal(refused) && [refused.kind, refused.detail], ["unknown_node", {
    nodeId: "soho",
  }]);
  assert.equal(kindOf(await adjustStock(db, { ...told, nodeId: "nowhere" }, by)), "unknown_node");
  const sofa = { ...told, lines: [{ sku: "sofa", units: 1, reason: "found" as const }] };
  assert.equal(kindOf(await adjustStock(db, sofa, by)), "unknown_item");
  assert.deepEqual(await shelfOf(db), [5, 0, 0]);
});

test("a delivery is booked whole or in part, more or less than ordered, and what is broken stands aside", async (db) => {
  const { id } = agreed(await announce(db, 10, 3));
  const part = agreed(await receive(db, id, { received: 4, damaged: 1 }));
  const nobody = { promised: 0, delayed: 0, displaced: 0 };
  assert.deepEqual(part.lines, [{ sku: "mug", received: 4, damaged: 1, over: 0, short: 0, ...nobody }]);
  assert.deepEqual([await shelfOf(db), await comingOf(db, id)], [[4, 0, 1], [5, 0, true]]);
  const more = agreed(await receive(db, id, { received: 7 }));
  assert.deepEqual(more.lines, [{ sku: "mug", received: 7, damaged: 0, over: 2, short: 0, ...nobody }]);
  const last = agreed(await receive(db, id, { received: 1 }, true));
  assert.deepEqual(last.lines, [{ sku: "mug", received: 1, damaged: 0, over: 1, short: 0, ...nobody }]);
  assert.deepEqual([await shelfOf(db), await comingOf(db, id)], [[12, 0, 1], [13, 0, false]]);

  const before = await everythingKept(db);
  assert.equal(kindOf(await receive(db, id, { received: 1 })), "inbound_closed");
  assert.equal(kindOf(await receive(db, newId(), { received: 1 })), "not_found");
  assert.deepEqual(await everythingKept(db), before);

  // Goods nobody announced, and an item that was not on the order, are there all the same.
  agreed(await receive(db, undefined, { received: 1 }));
  const { id: second } = agreed(await announce(db, 2, 3));
  const lines = [{ sku: "lamp", received: 3 }];
  const odd = agreed(
    await receiveStock(db, { id: newId(), nodeId: "soho", inboundId: second, lines, close: true }, by),
  );
  assert.deepEqual(odd.lines, [
    { sku: "lamp", received: 3, damaged: 0, over: 3, short: 0, ...nobody },
    { sku: "mug", received: 0, damaged: 0, over: 0, short: 2, ...nobody },
  ]);
  assert.deepEqual([await shelfOf(db), await shelfOf(db, "lamp")], [[13, 0, 1], [3, 0, 0]]);
});

test("goods on their way are promised before they are there, the earliest first, and never more than will come", async (db) => {
  await stockUp(db, "soho", { mug: 2 });
  const early = agreed(await announce(db, 3, 2)).id, late = agreed(await announce(db, 4, 9)).id;
  const dates = async (holdId: string) =>
    agreed(await readReservation(db, { holdId, channelId: "web" })).lines
      .map(({ quantity, availableAt }) => [quantity, availableAt?.slice(0, 10) ?? availableAt]);
  const day = (days: number) => inDays(days).slice(0, 10);
  const byDate = ([, a]: unknown[], [, b]: unknown[]) => String(a ?? "").localeCompare(String(b ?? ""));

  const tooSoon = await hold(db, 3, { availableBy: inDays(1) });
  const shortages = [{ sku: "mug", requested: 3, available: 2 }];
  assert.deepEqual(isRefusal(tooSoon) && tooSoon.detail, { nodeId: "soho", shortages });
  const first = agreed(await hold(db, 4, { availableBy: inDays(5) }));
  assert.deepEqual(first.lines.map((line) => line.quantity).toSorted(), [2, 2]);
  assert.deepEqual((await dates(first.id)).toSorted(byDate), [[2, null], [2, day(2)]]);
  assert.deepEqual([await shelfOf(db), await comingOf(db, early)], [[2, 2, 0], [0, 2, true]]);

  const second = agreed(await hold(db, 5, { availableBy: inDays(10) }));
  assert.deepEqual((await dates(second.id)).toSorted(byDate), [[1, day(2)], [4, day(9)]]);
  const none = await hold(db, 1, { availableBy: inDays(10) });
  assert.deepEqual(isRefusal(none) && none.detail.shortages, [{ sku: "mug", requested: 1, available: 0 }]);
  assert.deepEqual([await comingOf(db, early), await comingOf(db, late)], [[0, 3, true], [0, 4, true]]);

  // What is asked for now is only ever promised from the shelf.
  assert.equal(kindOf(await hold(db, 1)), "insufficient_stock");
  agreed(await releaseReservation(db, { holdId: second.id, channelId: "web" }));
  assert.deepEqual([await comingOf(db, early), await comingOf(db, late)], [[0, 2, true], [0, 0, true]]);
  assert.deepEqual(await shelfOf(db), [2, 2, 0]);
});

test("a cart that waits for goods is the same cart when sent again, changes, and runs out", async (db) => {
  await stockUp(db, "soho", { mug: 1 });
  const { id: coming } = agreed(await announce(db, 5, 2));
  const id = newId();
  const wanted = { id, availableBy: inDays(3) };
  const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => hold(db, 4, wanted)));
  for (const other of others) assert.deepEqual(agreed(other).lines, agreed(first!).lines);
  assert.deepEqual([await shelfOf(db), await comingOf(db, coming)], [[1, 1, 0], [0, 3, true]]);
  assert.equal(kindOf(await hold(db, 3, wanted)), "reservation_id_reused");

  const cart = { holdId: id, channelId: "web" };
  const change = { nodeId: "soho", lines: [{ sku: "mug", quantity: 2 }], holdMinutes: 5 };
  agreed(await changeReservation(db, cart, change));
  assert.deepEqual([await shelfOf(db), await comingOf(db, coming)], [[1, 1, 0], [0, 1, true]]);
  const later = new Date(Date.now() + 6 * 60_000);
  assert.deepEqual([await expireHolds(db, later), await expireHolds(db, later)], [2, 0]);
  assert.deepEqual([await shelfOf(db), await comingOf(db, coming)], [[1, 0, 0], [0, 0, true]]);
  assert.equal(agreed(await readReservation(db, cart)).state, "expired");
});

test("what waits for goods is no order yet; when they come it is, and the oldest cart is served first", async (db) => {
  const { id: coming } = agreed(await announce(db, 6, 2));
  const older = agreed(await hold(db, 3, { availableBy: inDays(3) }));
  const newer = agreed(await hold(db, 3, { availableBy: inDays(3) }));
  const order = (reservationId: string) =>
    placeOrder(db, "web", pickup("soho", { mug: 3 }, { reservationId }));
  const early = await order(older.id);
  assert.deepEqual(isRefusal(early) && [early.kind, early.detail], [
    "reservation_awaits_stock",
    { reservationId: older.id },
  ]);
  const came = agreed(await receive(db, coming, { received: 4 }));
  assert.deepEqual([came.lines[0]!.promised, came.lines[0]!.delayed, came.lines[0]!.displaced], [4, 0, 0]);
  assert.deepEqual([await shelfOf(db), await comingOf(db, coming)], [[4, 4, 0], [4, 2, true]]);
  agreed(await order(older.id));
  assert.equal(kindOf(await order(newer.id)), "reservation_awaits_stock");
  agreed(await receive(db, coming, { received: 2 }, true));
  // Its three mugs came in two deliveries, and are one line all the same.
  agreed(await order(newer.id));
  assert.deepEqual([await shelfOf(db), await comingOf(db, coming)], [[6, 6, 0], [6, 0, false]]);
  assert.deepEqual(await reasonsOf(db), ["received", "held", "held", "received", "held"]);
});

test("a delivery that closes short sends its carts to the next one, and ends what no other can keep", async (db) => {
  const first = agreed(await announce(db, 6, 2)).id;
  const older = agreed(await hold(db, 2, { availableBy: inDays(3) }));
  const middle = agreed(await hold(db, 3, { availableBy: inDays(3) }));
  const newer = agreed(await hold(db, 1, { availableBy: inDays(3) }));
  const next = agreed(await announce(db, 2, 9)).id;
  const came = agreed(await receive(db, first, { received: 1, damaged: 2 }, true));
  assert.deepEqual(came.lines, [
    { sku: "mug", received: 1, damaged: 2, over: 0, short: 3, promised: 1, delayed: 2, displaced: 3 },
  ]);
  assert.deepEqual([await shelfOf(db), await comingOf(db, first), await comingOf(db, next)], [
    ...[[1, 1, 2], [3, 0, false], [0, 2, true]],
  ]);
  assert.deepEqual(await states(db, older.id), [["held", 1], ["held", 1]]);
  assert.deepEqual(await states(db, middle.id), [["held", 1], ["displaced", 2]]);
  assert.deepEqual(await states(db, newer.id), [["displaced", 1]]);
  const used = await placeOrder(db, "web", pickup("soho", { mug: 1 }, { reservationId: newer.id }));
  assert.equal(kindOf(used), "reservation_closed");
  const { lost } = await db.one<
    { lost: number }
  >`select count(*) as lost from event where kind = 'hold_displaced'`;
  assert.equal(lost, 2);
});

test("damaged units are no units for a cart: what is not made good stays promised only as far as it can come", async (db) => {
  const { id } = agreed(await announce(db, 4, 2));
  const cart = agreed(await hold(db, 4, { availableBy: inDays(3) }));
  const came = agreed(await receive(db, id, { received: 1, damaged: 2 }));
  assert.deepEqual([came.lines[0]!.promised, came.lines[0]!.displaced], [1, 2]);
  assert.deepEqual([await shelfOf(db), await comingOf(db, id)], [[1, 1, 2], [3, 1, true]]);
  assert.deepEqual(await states(db, cart.id), [["held", 1], ["held", 1], ["displaced", 2]]);
});

test("an order to come changes, but not below what has come or is promised, and is cancelled when nobody waits", async (db) => {
  const { id } = agreed(await announce(db, 6, 5));
  const cart = agreed(await hold(db, 2, { availableBy: inDays(6) }));
  agreed(await receive(db, id, { received: 3 }));
  assert.deepEqual(await comingOf(db, id), [3, 0, true]);
  const other = agreed(await hold(db, 3, { availableBy: inDays(6) }));
  assert.deepEqual([await shelfOf(db), await comingOf(db, id)], [[3, 3, 0], [3, 2, true]]);
  const change = (lines?: { sku: string; ordered: number }[], expectedAt?: string) =>
    changeInbound(db, id, { nodeId: "soho", lines, expectedAt }, by);
  const before = await everythingKept(db);
  const below = await change([{ sku: "mug", ordered: 4 }]);
  assert.deepEqual(isRefusal(below) && [below.kind, below.detail], [
    "inbound_promised",
    { id, lines: [{ sku: "mug", ordered: 6, received: 3, promised: 2 }] },
  ]);
  assert.equal(kindOf(await cancelInbound(db, { id, nodeId: "soho" }, by)), "inbound_promised");
  assert.equal(kindOf(await change([{ sku: "sofa", ordered: 4 }])), "unknown_item");
  assert.equal(kindOf(await cancelInbound(db, { id: newId(), nodeId: "soho" }, by)), "not_found");
  assert.deepEqual(await everythingKept(db), before);

  const expectedAt = inDays(20);
  const changed = agreed(await change([{ sku: "mug", ordered: 5 }, { sku: "lamp", ordered: 2 }], expectedAt));
  assert.deepEqual(changed.lines, [
    { sku: "lamp", expectedAt, ordered: 2, received: 0, promised: 0, isOpen: true },
    { sku: "mug", expectedAt, ordered: 5, received: 3, promised: 2, isOpen: true },
  ]);
  assert.equal(kindOf(await hold(db, 1, { sku: "lamp", availableBy: inDays(6) })), "insufficient_stock");
  const without = agreed(await change([{ sku: "lamp", ordered: 0 }]));
  assert.deepEqual(without.lines.map(({ sku, isOpen }) => [sku, isOpen]), [["lamp", false], ["mug", true]]);
  assert.equal(kindOf(await hold(db, 1, { sku: "lamp", availableBy: inDays(30) })), "insufficient_stock");

  agreed(await releaseReservation(db, { holdId: other.id, channelId: "web" }));
  agreed(await cancelInbound(db, { id, nodeId: "soho" }, by));
  agreed(await cancelInbound(db, { id, nodeId: "soho" }, by));
  assert.deepEqual([await comingOf(db, id).catch(() => "two rows"), await shelfOf(db)], ["two rows", [
    3,
    2,
    0,
  ]]);
  assert.equal(kindOf(await change([{ sku: "mug", ordered: 9 }])), "inbound_closed");
  assert.deepEqual(await states(db, cart.id), [["held", 2]]);
});

test("a transfer leaves at once, is on its way until it is received, and what is promised stays", async (db) => {
  await stockUp(db, "albany", { mug: 9, lamp: 2 });
  await db.run`update stock set safety_stock = 1 where node_id = 'albany' and sku = 'mug'`;
  await place(db, pickup("albany", { mug: 3 }));
  const send = (mugs: number, id = newId()) => {
    const lines = [{ sku: "mug", quantity: mugs }, { sku: "lamp", quantity: 2 }];
    const told = { id, fromNodeId: "albany", toNodeId: "soho", expectedAt: inDays(2), lines };
    return transferStock(db, told, by);
  };
  const before = await everythingKept(db);
  const tooMany = await send(6);
  assert.deepEqual(isRefusal(tooMany) && [tooMany.kind, tooMany.detail], [
    "insufficient_stock",
    { nodeId: "albany", shortages: [{ sku: "mug", requested: 6, available: 5 }] },
  ]);
  assert.deepEqual(await everythingKept(db), before);

  const { id } = agreed(await send(5));
  assert.deepEqual([await shelfOf(db, "mug", "albany"), await shelfOf(db, "lamp", "albany")], [[4, 3, 0], [
    0,
    0,
    0,
  ]]);
  assert.equal(
    kindOf(await changeInbound(db, id, { nodeId: "soho", lines: [{ sku: "mug", ordered: 1 }] }, by)),
    "inbound_fixed",
  );
  assert.equal(kindOf(await cancelInbound(db, { id, nodeId: "soho" }, by)), "inbound_fixed");
  const cart = agreed(await hold(db, 4, { availableBy: inDays(3) }));
  const lines = [{ sku: "mug", received: 4 }, { sku: "lamp", received: 3 }];
  const came = agreed(await receiveStock(db, { id: newId(), nodeId: "soho", inboundId: id, lines }, by));
  assert.deepEqual(came.lines.map(({ sku, over, short, promised }) => [sku, over, short, promised]), [
    ...[["lamp", 1, 0, 0], ["mug", 0, 1, 4]],
  ]);
  assert.deepEqual([await shelfOf(db), await shelfOf(db, "lamp")], [[4, 4, 0], [3, 0, 0]]);
  assert.deepEqual(await states(db, cart.id), [["held", 4]]);
  assert.equal(kindOf(await receive(db, id, { received: 1 })), "inbound_closed");
});

test("goods are sent both ways at once between two stores, by many: every unit is somewhere", async (db) => {
  await stockUp(db, "albany", { mug: 20, lamp: 20 });
  await stockUp(db, "soho", { mug: 20, lamp: 20 });
  const sent = await Promise.all(Array.from({ length: 40 }, (_, i) => {
    const [fromNodeId, toNodeId] = i % 2 ? ["albany", "soho"] as const : ["soho", "albany"] as const;
    const lines = [{ sku: "mug", quantity: 1 }, { sku: "lamp", quantity: 1 }].toSorted(() => i % 3 - 1);
    return transferStock(db, { id: newId(), fromNodeId, toNodeId, expectedAt: inDays(1), lines }, by);
  }));
  await Promise.all(sent.map((each) => {
    const { id, toNodeId, lines } = agreed(each);
    const came = lines.map(({ sku, quantity }) => ({ sku, received: quantity }));
    return receiveStock(db, { id: newId(), nodeId: toNodeId, inboundId: id, lines: came }, by);
  }));
  assert.deepEqual([await shelfOf(db, "mug", "albany"), await shelfOf(db)], [[20, 0, 0], [20, 0, 0]]);
});

test("the till sells what is there, and what the book knows nothing of is found first", async (db) => {
  await stockUp(db, "soho", { mug: 3 });
  const plain = agreed(await sell(db, 2));
  assert.deepEqual(plain.lines, [{ sku: "mug", sold: 2, found: 0, displaced: 0 }]);
  const id = newId();
  const more = agreed(await sell(db, 3, "mug", id));
  assert.deepEqual(more.lines, [{ sku: "mug", sold: 3, found: 2, displaced: 0 }]);
  assert.deepEqual(await sell(db, 3, "mug", id), more);
  const unheard = agreed(await sell(db, 1, "rug"));
  assert.deepEqual(unheard.lines, [{ sku: "rug", sold: 1, found: 1, displaced: 0 }]);
  assert.deepEqual([await reasonsOf(db), await reasonsOf(db, "rug")], [
    ["counted", "sold", "found", "sold"],
    ["found", "sold"],
  ]);
  assert.equal(kindOf(await sell(db, 1, "sofa")), "unknown_item");
  assert.deepEqual(await shelfOf(db), [0, 0, 0]);
});

test("the till takes a cart's units before an order's, the newest first, and only as many as it must", async (db) => {
  await stockUp(db, "soho", { mug: 7 });
  const order = await place(db, pickup("soho", { mug: 2 }));
  const older = agreed(await hold(db, 2)), newer = agreed(await hold(db, 2));
  const first = agreed(await sell(db, 2));
  assert.deepEqual(first.lines, [{ sku: "mug", sold: 2, found: 0, displaced: 1 }]);
  assert.deepEqual(await states(db, newer.id), [["held", 1], ["displaced", 1]]);
  const used = await placeOrder(db, "web", pickup("soho", { mug: 2 }, { reservationId: newer.id }));
  assert.deepEqual(isRefusal(used) && [used.kind, used.detail], [
    "reservation_closed",
    { reservationId: newer.id },
  ]);
  agreed(await sell(db, 2));
  assert.deepEqual(await states(db, newer.id), [["displaced", 1], ["displaced", 1]]);
  assert.deepEqual(await states(db, older.id), [["held", 1], ["displaced", 1]]);
  assert.deepEqual(await shelfOf(db), [3, 3, 0]);
  assert.equal((await listFulfillments(db, order.id))[0]!.lines[0]!.shorted, 0);
  // A cart that asks for what it still has may use it.
  const cart = { holdId: older.id, channelId: "web" };
  const less = { nodeId: "soho", lines: [{ sku: "mug", quantity: 1 }], holdMinutes: 5 };
  agreed(await changeReservation(db, cart, less));
  await place(db, pickup("soho", { mug: 1 }, { reservationId: older.id }));
  assert.deepEqual(await reasonsOf(db), [
    ...["counted", "allocated", "held", "held", "displaced", "sold", "displaced", "displaced", "sold"],
  ]);
});

test("a cart whose time is over gives its units to the till as expired, before anybody loses one", async (db) => {
  await stockUp(db, "soho", { mug: 2 });
  const over = agreed(
    await makeReservation(
      db,
      "web",
      { nodeId: "soho", lines: [{ sku: "mug", quantity: 1 }], holdMinutes: 1 },
      new Date(Date.now() - 2 * 60_000),
    ),
  );
  const fresh = agreed(await hold(db, 1));
  agreed(await sell(db, 1));
  assert.deepEqual([await states(db, over.id), await states(db, fresh.id)], [[["expired", 1]], [[
    "held",
    1,
  ]]]);
});

test("a pickup that loses a unit to the till is short of it: the list is told, and its price goes back", async (db) => {
  await stockUp(db, "soho", { mug: 2, lamp: 1 });
  const { id, fulfillmentId } = await place(db, pickup("soho", { mug: 2, lamp: 1 }));
  const { version } = await readWork(db, "soho");
  const sold = agreed(await sell(db, 1));
  assert.deepEqual(sold.lines, [{ sku: "mug", sold: 1, found: 0, displaced: 1 }]);
  const work = await readWork(db, "soho");
  assert.equal(work.version, version + 1);
  assert.deepEqual(
    work.fulfillments[0]!.lines.map(({ sku, quantity, shorted }) => [sku, quantity, shorted]),
    [
      ...[["mug", 2, 1], ["lamp", 1, 0]],
    ],
  );
  assert.deepEqual(await violations(db), []);
  await runReactions(db);
  const page = await readOrderPage(db, keys, id);
  assert.deepEqual(
    page?.refunds.map(({ quantity, amountMinor, reason }) => [quantity, amountMinor, reason]),
    [
      [1, 1200, "not_available"],
    ],
  );
  assert.equal(page?.state, "confirmed");

  // What is left is picked as always.
  const does = doing(db, "soho");
  await does("start_pick", { fulfillmentId });
  const scan = (lineNo: number, scanned: string) =>
    does("confirm_pick", { fulfillmentId, lineNo, quantity: 1, scanned });
  assert.equal((await scan(1, "mug")).outcome, "applied");
  assert.equal((await scan(1, "mug")).problem?.type, "/problems/too-many");
  assert.equal((await scan(2, "lamp")).outcome, "applied");
  assert.equal((await listFulfillments(db, id))[0]!.state, "picked");
});

test("an order that loses everything to the till is cancelled, and its work with it", async (db) => {
  await stockUp(db, "soho", { mug: 1 });
  const { id, fulfillmentId } = await place(db, pickup("soho", { mug: 1 }));
  agreed(await sell(db, 1));
  assert.deepEqual((await readWork(db, "soho")).fulfillments, []);
  const late = await doing(db, "soho")("start_pick", { fulfillmentId });
  assert.equal(late.outcome, "superseded");
  await runReactions(db);
  const page = await readOrderPage(db, keys, id);
  assert.deepEqual([page?.state, page?.refunds.length], ["cancelled", 1]);
});

test("a delivery that loses a unit to the till is fulfilled from another store", async (db) => {
  await stockUp(db, "soho", { rug: 2 });
  await stockUp(db, "hoboken", { rug: 1 });
  const { id } = await place(db, delivery({ rug: 2 }));
  agreed(await sell(db, 1, "rug"));
  await runReactions(db);
  const parts = (await listFulfillments(db, id)).map((
    { nodeId, lines: [line] },
  ) => [nodeId, line!.quantity - line!.shorted]);
  assert.deepEqual(parts.toSorted(), [["hoboken", 1], ["soho", 1]]);
  assert.deepEqual([await stockOf(db, "soho", "rug"), await stockOf(db, "hoboken", "rug")], [[1, 1], [1, 1]]);
  assert.deepEqual((await readOrderPage(db, keys, id))?.refunds, []);
});

test("what an associate has picked is never taken: the till's unit must be another one", async (db) => {
  await stockUp(db, "soho", { mug: 3 });
  const { id, fulfillmentId } = await place(db, pickup("soho", { mug: 3 }));
  const does = doing(db, "soho");
  await does("start_pick", { fulfillmentId });
  await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 2, scanned: "mug" });
  // One of three is not picked yet: it gives way, and the pick is done.
  assert.deepEqual(agreed(await sell(db, 1)).lines, [{ sku: "mug", sold: 1, found: 0, displaced: 1 }]);
  const [part] = await listFulfillments(db, id);
  assert.deepEqual([part!.state, part!.lines[0]!.picked, part!.lines[0]!.shorted], ["picked", 2, 1]);
  assert.deepEqual(agreed(await sell(db, 1)).lines, [{ sku: "mug", sold: 1, found: 1, displaced: 0 }]);
  assert.deepEqual(await shelfOf(db), [2, 2, 0]);
  await runReactions(db);
  assert.deepEqual((await readOrderPage(db, keys, id))?.refunds.map(({ quantity }) => quantity), [1]);
});

test("a line that is picked stays picked while the rest is looked for, and a pick under way is waited for", async (db) => {
  await stockUp(db, "soho", { mug: 2, lamp: 2 });
  const { id, fulfillmentId } = await place(db, pickup("soho", { mug: 2, lamp: 2 }));
  const person = associate("soho");
  const act = (seq: number, ...did: Parameters<typeof operation>[0]) => ({
    ...{ nodeId: "soho", deviceId: crypto.randomUUID(), person, operation: operation(did, seq) },
  });
  const scan = (lineNo: number, quantity: number, scanned: string) =>
    ["confirm_pick", { fulfillmentId, lineNo, quantity, scanned }] as const;
  agreed(await transact(db, (tx) => perform(tx, act(1, "start_pick", { fulfillmentId }), new Date())));
  agreed(await transact(db, (tx) => perform(tx, act(2, ...scan(1, 2, "mug")), new Date())));
  assert.deepEqual(agreed(await sell(db, 1)).lines, [{ sku: "mug", sold: 1, found: 1, displaced: 0 }]);

  const sale = await transact(db, async (tx) => {
    agreed(await perform(tx, act(3, ...scan(2, 1, "lamp")), new Date()));
    const sale = sell(db, 2, "lamp");
    await until("the till waits for the associate", async () => {
      const { waiting } = await db.one<{ waiting: number }>`
        select count(*) as waiting from pg_stat_activity
         where wait_event_type = 'Lock' and datname = current_database()`;
      return waiting === 1;
    });
    return { sale };
  });
  // One lamp was still to be found, the other is in the associate's hand.
  assert.deepEqual(agreed(await sale.sale).lines, [{ sku: "lamp", sold: 2, found: 1, displaced: 1 }]);
  const [part] = await listFulfillments(db, id);
  assert.deepEqual(part!.lines.map(({ sku, picked, shorted }) => [sku, picked, shorted]), [
    ...[["mug", 2, 0], ["lamp", 1, 1]],
  ]);
  assert.equal(part!.state, "picked");
  await runReactions(db);
});

test("units are marked as picked when they are scanned, and a short pick ends only what was not", async (db) => {
  await stockUp(db, "soho", { mug: 4 });
  // A cart that grew: its line is two promises.
  const { id: reservationId } = agreed(await hold(db, 2));
  const more = { nodeId: "soho", lines: [{ sku: "mug", quantity: 4 }], holdMinutes: 5 };
  agreed(await changeReservation(db, { holdId: reservationId, channelId: "web" }, more));
  const { fulfillmentId } = await place(db, pickup("soho", { mug: 4 }, { reservationId }));
  const does = doing(db, "soho");
  await does("start_pick", { fulfillmentId });
  for (const quantity of [1, 1]) {
    await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity, scanned: "mug" });
  }
  const units = async () =>
    (await db.many<{ state: string; units: number }>`
      select state, sum(quantity)::int as units from reservation group by state order by state`)
      .map(({ state, units }) => [state, units]);
  assert.deepEqual(await units(), [["allocated", 2], ["picked", 2]]);
  await does("short_pick", { fulfillmentId, lineNo: 1, quantity: 1, reason: "damaged" });
  assert.deepEqual(await units(), [["allocated", 1], ["picked", 2], ["released", 1]]);
  await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" });
  assert.deepEqual(await units(), [["picked", 3], ["released", 1]]);
  await runReactions(db);
});

test("fifty tills sell while fifty shoppers reserve the last units: every sale is booked, nothing is sold twice", async (db) => {
  await stockUp(db, "soho", { mug: 40, lamp: 60 });
  await stockUp(db, "albany", { mug: 10 });
  const started = await Promise.all([1, 2, 3].map(() => place(db, pickup("soho", { mug: 2, lamp: 1 }))));
  const buyers = Array.from({ length: 50 }, (_, i) => {
    if (i % 3 === 0) return placeOrder(db, "web", delivery({ mug: 1 }));
    if (i % 3 === 1) return placeOrder(db, "web", pickup("soho", { lamp: 1, mug: 1 }));
    return hold(db, 1);
  });
  const picks = started.map(async ({ fulfillmentId }) => {
    const does = doing(db, "soho");
    await does("start_pick", { fulfillmentId });
    return await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 2, scanned: "mug" });
  });
  const tills = Array.from({ length: 50 }, (_, i) => {
    const lines = [{ sku: "mug", quantity: 1 }, { sku: "lamp", quantity: 1 }].toSorted(() => i % 2 - 0.5);
    return bookSale(db, { id: newId(), nodeId: "soho", at: new Date().toISOString(), lines }, by);
  });
  const cancelled = started.slice(2).map(({ id }) =>
    cancelOrder(db, { actor: web, channelId: "web" }, id, { reason: "changed my mind" })
  );
  const [bought, sold] = await Promise.all([
    Promise.all(buyers),
    Promise.all(tills),
    Promise.all(picks),
    Promise.all(cancelled),
  ]);
  assert.deepEqual(sold.filter(isRefusal), []);
  for (const result of bought) assert.ok([undefined, "insufficient_stock"].includes(kindOf(result)));
  const { units } = await db.one<{ units: number }>`
    select -sum(d_on_hand)::int as units from movement where reason = 'sold' and sku = 'mug'`;
  assert.equal(units, 50);
  assert.deepEqual(await violations(db), []);
  await runReactions(db);
  // Whoever lost a unit has it from elsewhere, or the money back: nobody waits for nothing.
  const { open } = await db.one<{ open: number }>`
    select count(*) as open
      from order_line as line
     where quantity - cancelled - fulfilled <> coalesce((
             select sum(part.quantity - part.shorted)
               from fulfillment join fulfillment_line as part on part.fulfillment_id = fulfillment.id
              where fulfillment.order_id = line.order_id
                and part.line_no = line.line_no
                and fulfillment.state <> 'cancelled'), 0)`;
  assert.equal(open, 0);
});

test("tills sell out of orders that are being picked, cancelled and placed: nobody waits in a circle", async (db) => {
  await stockUp(db, "soho", { mug: 30, lamp: 30 });
  const orders = await Promise.all(
    Array.from({ length: 15 }, () => place(db, pickup("soho", { mug: 2, lamp: 2 }))),
  );
  // A circle would be a deadlock, which Postgres breaks and we try again; here it would stay, and fail.
  const patient = connect({ url: `${db.url}?options=-c%20deadlock_timeout%3D10min`, max: 20 });
  const outcomes = await Promise.all(orders.flatMap(({ id, fulfillmentId }, i) => {
    const does = doing(patient, "soho");
    const pick = async () => {
      await does("start_pick", { fulfillmentId });
      await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" });
      await does("short_pick", { fulfillmentId, lineNo: 2, quantity: 1, reason: "not_found" });
      await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" });
    };
    const cancel = () =>
      cancelOrder(patient, { actor: web, channelId: "web" }, id, { reason: "changed my mind" });
    return [
      i % 4 === 0 ? cancel() : pick(),
      sell(patient, 1, "mug"),
      sell(patient, 1, "lamp"),
      sell(patient, 2, "mug"),
      placeOrder(patient, "web", pickup("soho", { mug: 1 })),
    ];
  }));
  const faults = outcomes.filter((each) =>
    isRefusal(each) && !["insufficient_stock", "too_late_to_cancel"].includes(each.kind)
  );
  await patient.end();
  assert.deepEqual(faults, []);
  assert.deepEqual(await violations(db), []);
  await runReactions(db);
});

test("forty carts want the last ten mugs on their way at once: ten get one, while they come and are given back", async (db) => {
  const { id } = agreed(await announce(db, 10, 2));
  const carts = await Promise.all(Array.from({ length: 40 }, () => hold(db, 1, { availableBy: inDays(3) })));
  const held = carts.filter((cart) => !isRefusal(cart)).map((cart) => agreed(cart).id);
  assert.equal(held.length, 10);
  assert.deepEqual(await comingOf(db, id), [0, 10, true]);
  const done = await Promise.all([
    ...held.slice(0, 5).map((holdId) => releaseReservation(db, { holdId, channelId: "web" })),
    ...[1, 2, 3].map(() => receive(db, id, { received: 2 })),
    ...[1, 2, 3, 4, 5].map(() => hold(db, 1, { availableBy: inDays(3) })),
    ...[1, 2, 3, 4, 5].map(() => sell(db, 1)),
    changeInbound(db, id, { nodeId: "soho", expectedAt: inDays(1) }, by),
  ]);
  const kinds = new Set(done.map(kindOf));
  assert.ok(
    [...kinds].every((kind) => kind === undefined || kind === "insufficient_stock"),
    [...kinds].join(),
  );
  assert.equal((await comingOf(db, id))[0], 6);
});

test("what is on its way cannot be promised twice, whatever the code believes: the table refuses", async (db) => {
  const { id } = agreed(await announce(db, 2, 2));
  agreed(await hold(db, 2, { availableBy: inDays(3) }));
  const wrong = [
    () => db.run`update inbound set promised = promised + 1 where id = ${id}`,
    () => db.run`update inbound set received = 1 where id = ${id}`,
    () => db.run`update inbound set closed_at = now() where id = ${id}`,
  ];
  for (const write of wrong) await assert.rejects(write, { code: "23514" });
  await transact(db, async (tx) => {
    await tx.run`update inbound set promised = 1 where id = ${id}`;
    assert.deepEqual((await violations(tx)).map(({ name }) => name), ["inbound_equals_promises"]);
    return refuse("a lie");
  });
});
