import assert from "node:assert/strict";
import {
  announceInbound,
  makeReservation,
  proveNode,
  proveStock,
  releaseReservation,
  settleDrift,
} from "../domain/inventory/mod.ts";
import { move } from "../domain/inventory/store.ts";
import type { MovementReason } from "../domain/inventory/types.ts";
import { placeOrder } from "../domain/orders/mod.ts";
import { type Db, type Sql, transact } from "../lib/db.ts";
import { refuse } from "../lib/refusal.ts";
import { everythingKept } from "./support/everything.ts";
import { freshDatabase } from "./support/postgres.ts";
import { agreed, associate, openShop, pickup, stockOf, stockUp, violations } from "./support/shop.ts";

const MINUTE = 60_000;

/** The so-manieth turn of a day: Soho, the fourth node by name, is proved from the beginning in the third. */
const turn = (i: number, day = 25) => new Date(Date.UTC(2026, 10, day) + i * 5 * MINUTE);

function test(name: string, walk: (db: Db) => Promise<void>, { max = 10 } = {}) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, drop } = await freshDatabase("proof", { max });
      await openShop(db);
      await stockUp(db, "soho", { mug: 10, lamp: 4 });
      try {
        await walk(db);
      } finally {
        await drop();
      }
    },
  });
}

async function hold(db: Sql, sku: string, quantity: number): Promise<string> {
  const wanted = { nodeId: "soho", lines: [{ sku, quantity }], holdMinutes: 60 };
  return agreed(await makeReservation(db, "web", wanted)).id;
}

/** Does what nobody may: changes a page of the ledger. */
function tamper(db: Db, lie: (tx: Sql) => Promise<unknown>) {
  return transact(db, async (tx) => {
    await tx.run`alter table movement disable trigger movement_is_append_only`;
    await lie(tx);
    await tx.run`alter table movement enable trigger movement_is_append_only`;
  });
}

/** Writes movements as our own code would, whatever they say. */
function write(
  db: Db,
  sku: string,
  ...changes: [dOnHand: number, dReserved: number, reason: MovementReason, reservationId?: string][]
) {
  return transact(db, (tx) =>
    move(
      tx,
      "soho",
      changes.map(([dOnHand, dReserved, reason, reservationId]) => ({
        sku,
        dOnHand,
        dReserved,
        reason,
        reservationId,
      })),
      new Date(),
    ));
}

function drifts(db: Sql) {
  return db.many<
    {
      sku: string;
      kind: string;
      found: unknown;
      explanation: string;
      movement: number | null;
      isOpen: boolean;
    }
  >`
    select sku, kind, found, explanation, movement, settled_at is null as is_open
      from stock_drift
     order by found_at, sku, kind, explanation`;
}

function corrections(db: Sql) {
  return db.many`
    select sku, number, d_on_hand, d_reserved, d_damaged, note from movement where reason = 'corrected' order by sku, number`;
}

/** Whatever the turn may find again, it adds nothing. */
async function findsNothingNew(db: Db, at: Date) {
  const before = await everythingKept(db, ["stock_proof"]);
  const again = await proveStock(db, at);
  assert.equal(again.drifts, 0);
  assert.deepEqual(await everythingKept(db, ["stock_proof"]), before);
}

test("a turn reads what has moved since the last and nothing else, and finds a shop in order", async (db) => {
  await hold(db, "mug", 2);
  assert.deepEqual(await proveStock(db, turn(10)), { rows: 2, movements: 3, drifts: 0 });
  assert.deepEqual(await proveStock(db, turn(11)), { rows: 0, movements: 0, drifts: 0 });
  const id = await hold(db, "mug", 3);
  agreed(await releaseReservation(db, { holdId: id, channelId: "web" }));
  agreed(await placeOrder(db, "web", pickup("soho", { lamp: 1 })));
  assert.deepEqual(await proveStock(db, turn(12)), { rows: 2, movements: 3, drifts: 0 });
  assert.deepEqual(
    await db.many`select sku, number, on_hand, reserved, damaged, proved_at from stock_proof order by sku`,
    [
      { sku: "lamp", number: 2, onHand: 4, reserved: 1, damaged: 0, provedAt: turn(12) },
      { sku: "mug", number: 4, onHand: 10, reserved: 2, damaged: 0, provedAt: turn(12) },
    ],
  );
  // On its day's turn a node is proved from the beginning.
  assert.deepEqual(await proveStock(db, turn(3)), { rows: 2, movements: 6, drifts: 0 });
  assert.deepEqual(await drifts(db), []);
  assert.deepEqual(await violations(db), []);
});

test("in a chain of many stores what moved is proved at once, and every other row has its turn", async (db) => {
  await db.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours,
                      services)
    select 'z' || i, 'store', 'Z', region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours, services
      from node, generate_series(100, 245) as i
     where id = 'soho'`;
  await db
    .run`insert into stock (node_id, sku, on_hand, movements) values ('z120', 'mug', 1, 1), ('z121', 'mug', 1, 1)`;
  await db.run`
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
    values ('z120', 'mug', 1, 1, 0, 'found', ${turn(20)}), ('z121', 'mug', 1, 1, 0, 'found', ${turn(20)})`;
  const proved = () => db.many`select node_id, sku from stock_proof order by node_id, sku`;
  // 150 nodes are compared in two turns, those with an even place in even ones.
  assert.deepEqual(await proveStock(db, turn(21)), { rows: 4, movements: 4, drifts: 0 });
  assert.equal((await proved()).length, 4);
  await db.run`update stock set on_hand = 2 where node_id in ('z120', 'z121')`;
  assert.deepEqual(await proveStock(db, turn(40)), { rows: 1, movements: 0, drifts: 1 });
  assert.deepEqual(await proveStock(db, turn(41)), { rows: 1, movements: 0, drifts: 1 });
  assert.deepEqual(await violations(db), []);
});

test("a row that was changed behind the ledger's back gets a movement that says so, and keeps its counts", async (db) => {
  await hold(db, "mug", 2);
  await proveStock(db, turn(10));
  await db.run`update stock set on_hand = on_hand + 3, damaged = 1 where sku = 'mug'`;
  const explanation =
    "The stock row says 13 on hand, 2 reserved, 1 damaged, but its movements add up to 10 on hand, 2 reserved. " +
    "A correcting movement of +3 on hand, +1 damaged makes them agree again; count the shelf to be sure.";
  assert.deepEqual(await proveStock(db, turn(11)), { rows: 1, movements: 0, drifts: 1 });
  assert.deepEqual(await drifts(db), [{
    ...{ sku: "mug", kind: "ledger", explanation, movement: 3, isOpen: false },
    found: {
      row: { onHand: 13, reserved: 2, damaged: 1 },
      ledger: { onHand: 10, reserved: 2, damaged: 0 },
      movements: 2,
    },
  }]);
  assert.deepEqual(await corrections(db), [
    { sku: "mug", number: 3, dOnHand: 3, dReserved: 0, dDamaged: 1, note: explanation },
  ]);
  const told = await db
    .many`select topic, payload - 'driftId' as payload from event where kind = 'stock_drifted'`;
  assert.deepEqual(told, [
    { topic: "node:soho", payload: { nodeId: "soho", sku: "mug", drift: "ledger", movement: 3 } },
  ]);
  assert.deepEqual(await violations(db), []);
  await findsNothingNew(db, turn(12));
  await findsNothingNew(db, turn(3, 26));
  // The very same thing once more is a difference of its own.
  await db.run`update stock set on_hand = on_hand - 3 where sku = 'mug'`;
  assert.equal((await proveStock(db, turn(13))).drifts, 1);
  assert.deepEqual(await violations(db), []);
});

test("units that are reserved for nobody are given back by a movement", async (db) => {
  await hold(db, "mug", 2);
  await hold(db, "mug", 1);
  await db.run`delete from reservation where quantity = 2`;
  await proveStock(db, turn(10));
  const explanation = "3 units booked as reserved, but the open promises come to 1. " +
    "A correcting movement of −2 reserved makes them agree again.";
  assert.deepEqual(await drifts(db), [{
    ...{ sku: "mug", kind: "reserved", explanation, movement: 4, isOpen: false },
    found: { reserved: 3, promised: 1, onHand: 10 },
  }]);
  assert.deepEqual(await corrections(db), [
    { sku: "mug", number: 4, dOnHand: 0, dReserved: -2, dDamaged: 0, note: explanation },
  ]);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [10, 1]);
  assert.deepEqual(await violations(db), []);
  await findsNothingNew(db, turn(11));
  await findsNothingNew(db, turn(3, 26));
});

test("a promise that nobody booked is booked where there are units, and waits for a person where there are none", async (db) => {
  const promise = (quantity: number) =>
    db.run`
      insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at)
      values ('soho', gen_random_uuid(), gen_random_uuid(), 'web', 1, 'lamp', ${quantity}, 'held',
              now() + interval '1 hour', now())`;
  await promise(3);
  await proveStock(db, turn(10));
  assert.deepEqual(await stockOf(db, "soho", "lamp"), [4, 3]);
  assert.deepEqual(await violations(db), []);

  await promise(5);
  await proveStock(db, turn(11));
  assert.deepEqual(await stockOf(db, "soho", "lamp"), [4, 3]);
  const open = {
    ...{ sku: "lamp", kind: "reserved", movement: null, isOpen: true },
    explanation: "3 units booked as reserved, but the open promises come to 8. " +
      "Only 4 on hand, so 4 units promised that nobody has: count the shelf, or give promises back.",
    found: { reserved: 3, promised: 8, onHand: 4 },
  };
  assert.deepEqual((await drifts(db)).slice(1), [open]);
  await findsNothingNew(db, turn(12));
  await findsNothingNew(db, turn(3, 26));
  // It stays one difference while its figures go on.
  await stockUp(db, "soho", { lamp: 6 });
  assert.equal((await proveStock(db, turn(13))).drifts, 0);
  assert.deepEqual((await drifts(db)).slice(1).map(({ found }) => found), [{
    reserved: 3,
    promised: 8,
    onHand: 6,
  }]);
  // Once there are enough, the same difference is put right.
  await stockUp(db, "soho", { lamp: 9 });
  assert.equal((await proveStock(db, turn(14))).drifts, 0);
  assert.deepEqual((await drifts(db)).slice(1).map(({ movement, isOpen }) => ({ movement, isOpen })), [
    { movement: 5, isOpen: false },
  ]);
  assert.deepEqual(await stockOf(db, "soho", "lamp"), [9, 8]);
  assert.deepEqual(await violations(db), []);
});

test("a promise from goods on their way is not counted as reserved", async (db) => {
  await hold(db, "mug", 2);
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const inbound = { id: crypto.randomUUID(), nodeId: "soho", reference: "PO-1", expectedAt: soon };
  const by = { actor: { kind: "channel", channelId: "web", name: "Web shop" } as const };
  agreed(await announceInbound(db, { ...inbound, lines: [{ sku: "mug", ordered: 50 }] }, by));
  const left = (await stockOf(db, "soho", "mug")).reduce((onHand, reserved) => onHand - reserved);
  const lines = [{ sku: "mug", quantity: left + 50 }];
  const wanted = { nodeId: "soho", lines, holdMinutes: 30, availableBy: soon };
  agreed(await makeReservation(db, "web", wanted));
  assert.equal((await proveStock(db, turn(10))).drifts, 0);
  assert.equal((await proveNode(db, "soho", turn(11))).drifts, 0);
  assert.deepEqual(await violations(db), []);
});

test("a moment at which more was promised than there was is told, and no movement pretends it away", async (db) => {
  await proveStock(db, turn(10));
  await write(db, "lamp", [0, 9, "held"], [0, -9, "corrected"], [-5, 0, "lost"], [5, 0, "found"]);
  await proveStock(db, turn(11));
  const moment = (number: number, onHand: number, reserved: number, fault: string) => ({
    ...{ sku: "lamp", kind: "moment", movement: null, isOpen: true },
    found: { number, onHand, reserved, damaged: 0 },
    explanation:
      `After movement ${number} the ledger stood at ${onHand} on hand, ${reserved} reserved: ${fault}. ` +
      "What has happened cannot be corrected afterwards; look at what was written there.",
  });
  assert.deepEqual(await drifts(db), [
    moment(2, 4, 9, "more was promised than there was"),
    moment(4, -1, 0, "on hand was below nothing"),
  ]);
  assert.deepEqual(await corrections(db), [
    { sku: "lamp", number: 3, dOnHand: 0, dReserved: -9, dDamaged: 0, note: null },
  ]);
  await findsNothingNew(db, turn(12));
  await findsNothingNew(db, turn(3, 26));
});

test("an old page of the ledger that somebody changed is found on the day's turn", async (db) => {
  const id = await hold(db, "mug", 2);
  agreed(await releaseReservation(db, { holdId: id, channelId: "web" }));
  await proveStock(db, turn(10));
  await tamper(db, async (tx) => {
    await tx.run`update movement set d_reserved = 12 where sku = 'mug' and number = 2`;
    await tx.run`update movement set d_reserved = -12 where sku = 'mug' and number = 3`;
    await tx.run`update movement set d_damaged = -1 where sku = 'lamp' and number = 1`;
  });
  assert.deepEqual(await proveStock(db, turn(11)), { rows: 0, movements: 0, drifts: 0 });
  assert.equal((await proveStock(db, turn(3, 26))).drifts, 4);
  assert.deepEqual((await drifts(db)).map(({ sku, kind, isOpen }) => [sku, kind, isOpen]), [
    ["lamp", "ledger", false],
    ["lamp", "moment", true],
    ["mug", "closing", true],
    ["mug", "moment", true],
  ]);
  assert.equal(
    (await drifts(db))[2]!.explanation,
    "A promise of 2 units ended (released), but the ledger ended 12 units (released).",
  );
  await findsNothingNew(db, turn(12, 26));
  await findsNothingNew(db, turn(3, 27));
});

test("a movement that is gone leaves a gap that is told, and the sums are put right", async (db) => {
  await write(db, "mug", [1, 0, "found"], [2, 0, "found"]);
  await write(db, "lamp", [1, 0, "found"], [2, 0, "found"]);
  await tamper(
    db,
    (tx) => tx.run`delete from movement where (sku, number) in (('mug', 2), ('lamp', 2), ('lamp', 3))`,
  );
  await proveStock(db, turn(10));
  const gap = (sku: string, missing: number[], explanation: string) => ({
    ...{ sku, kind: "ledger", movement: null, isOpen: true, found: { missing } },
    explanation: `${explanation} missing from the ledger. What was written there cannot be known any more.`,
  });
  const found = await drifts(db);
  assert.deepEqual(found.filter((each) => each.isOpen), [
    gap("lamp", [2, 3], "Movements 2 to 3 are"),
    gap("mug", [2, 2], "Movement 2 is"),
  ]);
  const mended = await corrections(db);
  assert.deepEqual(mended.map(({ sku, number, dOnHand }) => ({ sku, number, dOnHand })), [
    { sku: "lamp", number: 4, dOnHand: 3 },
    { sku: "mug", number: 4, dOnHand: 1 },
  ]);
  await hold(db, "lamp", 1);
  await findsNothingNew(db, turn(11));
  await findsNothingNew(db, turn(3, 26));
});

test("a movement beyond the row's numbering would stop the till: the numbering passes it", async (db) => {
  await db.run`
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
    values ('soho', 'mug', 2, 0, 0, 'counted', now())`;
  await assert.rejects(hold(db, "mug", 1), { code: "23505" });
  assert.equal((await proveNode(db, "soho", turn(10))).drifts, 1);
  assert.equal(
    (await drifts(db))[0]!.explanation,
    "The ledger goes on to movement 2, but the stock row counts only 1. The counts themselves agree.",
  );
  await hold(db, "mug", 1);
  assert.deepEqual(await violations(db), []);
  await findsNothingNew(db, turn(11));
});

test("every promise that ended has its one movement, and whatever differs is told", async (db) => {
  const [silent, twice, open] = [
    await hold(db, "mug", 1),
    await hold(db, "mug", 2),
    await hold(db, "lamp", 3),
  ];
  const idOf = async (holdId: string) =>
    (await db.one<{ id: string }>`select id from reservation where hold_id = ${holdId}`).id;
  agreed(await releaseReservation(db, { holdId: twice, channelId: "web" }));
  await proveStock(db, turn(10));
  await db.run`update reservation set state = 'released', closed_at = now() where hold_id = ${silent}`;
  // One unit more on the books, so that it can leave a second time.
  await write(db, "mug", [0, 2, "corrected"], [0, -2, "released", await idOf(twice)]);
  const nobody = crypto.randomUUID();
  await write(db, "lamp", [0, -3, "expired", await idOf(open)], [0, 1, "held"], [0, -1, "released", nobody]);
  await proveStock(db, turn(11));
  const ends = (await drifts(db)).filter(({ kind }) => kind === "closing");
  assert.deepEqual(ends.map(({ sku, explanation, isOpen }) => ({ sku, explanation, isOpen })), [
    {
      ...{ sku: "lamp", isOpen: true },
      explanation: "The ledger ends a promise of 1 unit (released) that is not there.",
    },
    {
      ...{ sku: "lamp", isOpen: true },
      explanation: "The ledger ends a promise of 3 units (expired), but the promise is still open.",
    },
    {
      ...{ sku: "mug", isOpen: true },
      explanation: "A promise of 1 unit ended (released), but no movement in the ledger ended it.",
    },
    {
      ...{ sku: "mug", isOpen: true },
      explanation: "A promise of 2 units ended (released) once, but 2 movements in the ledger ended it.",
    },
  ]);
  // Reserved is what is promised again: nothing of the mugs, three lamps.
  assert.deepEqual([await stockOf(db, "soho", "mug"), await stockOf(db, "soho", "lamp")], [[10, 0], [4, 3]]);
  await findsNothingNew(db, turn(12));
  await findsNothingNew(db, turn(3, 26));
});

test("what belongs to no stock row is told: a ledger, a promise, a row that is gone", async (db) => {
  const now = turn(20);
  await hold(db, "mug", 1);
  await proveStock(db, turn(10));
  await db.run`
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
    values ('soho', 'rug', 1, 5, 0, 'received', ${now}), ('hoboken', 'rug', 1, 5, 0, 'received', ${turn(1)})`;
  await db.run`
    insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at)
    values ('soho', gen_random_uuid(), gen_random_uuid(), 'web', 1, 'kettle', 1, 'held', now(), now())`;
  await db.run`delete from stock where sku = 'lamp'`;
  assert.equal((await proveStock(db, now)).drifts, 3);
  const orphan = (sku: string, movements: number, promises: number, what: string) => ({
    ...{ sku, kind: "orphan", movement: null, isOpen: true, found: { movements, promises } },
    explanation: `There is ${what} of this item here, but no stock row that they belong to.`,
  });
  assert.deepEqual(await drifts(db), [
    orphan("kettle", 0, 1, "1 promise"),
    orphan("lamp", 1, 0, "1 movement"),
    orphan("rug", 1, 0, "1 movement"),
  ]);
  await findsNothingNew(db, turn(21));
  await findsNothingNew(db, turn(3, 26));
  // What was written long ago is found when its node is proved from the beginning.
  assert.equal((await proveStock(db, turn(1, 27))).drifts, 1);
});

test("twenty who hold, order and give back all the time are never taken for a fault", async (db) => {
  await stockUp(db, "soho", { mug: 60, lamp: 60 });
  const until = Date.now() + 6_000;
  let writes = 0;
  const writer = async (i: number) => {
    while (Date.now() < until) {
      const sku = i % 2 === 0 ? "mug" : "lamp";
      const held = await makeReservation(db, "web", {
        nodeId: "soho",
        lines: [{ sku, quantity: 1 + i % 3 }],
        holdMinutes: 5,
      });
      writes++;
      if ("id" in held && i % 5 !== 0) await releaseReservation(db, { holdId: held.id, channelId: "web" });
    }
  };
  const writers = Promise.all(Array.from({ length: 20 }, (_, i) => writer(i)));
  const seen = { turns: 0, movements: 0 };
  while (Date.now() < until) {
    const { movements, drifts } = seen.turns % 2 === 0
      ? await proveStock(db, turn(10))
      : await proveNode(db, "soho");
    assert.equal(drifts, 0);
    seen.turns++;
    seen.movements += movements;
  }
  await writers;
  assert.ok(writes > 200 && seen.turns > 5 && seen.movements > 200, JSON.stringify({ writes, ...seen }));
  assert.equal((await proveStock(db, turn(11))).drifts, 0);
  assert.deepEqual(
    await db.many`
    select sku from stock join stock_proof using (node_id, sku) where stock.movements <> stock_proof.number`,
    [],
  );
  assert.deepEqual(await violations(db), []);
}, { max: 24 });

test("a sale waits for no turn: it goes through while one is still open", async (db) => {
  await hold(db, "mug", 1);
  await transact(db, async (tx) => {
    assert.deepEqual(await proveStock(tx, turn(3)), { rows: 4, movements: 6, drifts: 0 });
    await transact(db, async (till) => {
      await till.run`set local lock_timeout = '50ms'`;
      await hold(till, "mug", 2);
      agreed(await placeOrder(till, "web", pickup("soho", { mug: 1, lamp: 2 })));
    });
    assert.deepEqual(await stockOf(db, "soho", "mug"), [10, 4]);
    return refuse("rolled back");
  });
  assert.equal((await proveStock(db, turn(4))).drifts, 0);
});

test("two turns that find the same difference at once put it right once", async (db) => {
  await proveStock(db, turn(10));
  await hold(db, "lamp", 1);
  await db.run`delete from reservation`;
  await db.run`update stock set on_hand = on_hand + 3 where sku = 'mug'`;
  let both: Promise<unknown>[] = [];
  await transact(db, async (tx) => {
    await tx.run`select from stock for update`;
    both = [proveStock(db, turn(11)), proveStock(db, turn(11))];
    // Both have looked, and wait to look again.
    for (let waiting = 0; waiting < 2;) {
      await new Promise((go) => setTimeout(go, 20));
      waiting = (await db.one<{ waiting: number }>`
        select count(*)::int as waiting from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`).waiting;
    }
  });
  await Promise.all(both);
  assert.deepEqual(
    (await corrections(db)).map(({ sku, number, dOnHand, dReserved }) => ({
      sku,
      number,
      dOnHand,
      dReserved,
    })),
    [
      { sku: "lamp", number: 3, dOnHand: 0, dReserved: -1 },
      { sku: "mug", number: 2, dOnHand: 3, dReserved: 0 },
    ],
  );
  assert.deepEqual((await drifts(db)).map(({ sku, kind }) => [sku, kind]), [["lamp", "reserved"], [
    "mug",
    "ledger",
  ]]);
  assert.deepEqual(await violations(db), []);
});

test("a ledger longer than one look is read to its end", async (db) => {
  await db.run`
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
    select 'soho', 'mug', 1 + n, case when n % 2 = 1 then 1 else -1 end, 0, 'found', now() from generate_series(1, 45000) as n`;
  await db.run`update stock set movements = 45001 where sku = 'mug'`;
  assert.deepEqual(await proveStock(db, turn(10)), { rows: 2, movements: 45_002, drifts: 0 });
  await tamper(db, (tx) => tx.run`update movement set d_on_hand = -20 where sku = 'mug' and number = 30000`);
  assert.equal((await proveStock(db, turn(3))).drifts, 2);
  assert.deepEqual(
    (await drifts(db)).map(({ kind, found }) => [kind, (found as { number?: number }).number]),
    [
      ["ledger", undefined],
      ["moment", 30_000],
    ],
  );
  assert.deepEqual(await stockOf(db, "soho", "mug"), [10, 0]);
  await findsNothingNew(db, turn(11));
});

test("a manager settles by hand what no movement can, once, and says why", async (db) => {
  await proveStock(db, turn(10));
  await write(db, "lamp", [0, 9, "held"], [0, -9, "corrected"]);
  await proveStock(db, turn(11));
  const { id } = await db.one<{ id: string }>`select id from stock_drift`;
  const manager = { ...associate("soho", "Cleo M."), role: "store_manager" as const };
  const drift = { nodeId: "soho", sku: "lamp", driftId: id, note: "The scanner was set to packs of nine" };
  const before = await everythingKept(db);
  for (const wrong of [{ sku: "mug" }, { nodeId: "hoboken" }, { driftId: crypto.randomUUID() }]) {
    const refused = await settleDrift(db, manager, { ...drift, ...wrong });
    assert.equal("kind" in refused && refused.kind, "not_found");
  }
  assert.deepEqual(await everythingKept(db), before);

  agreed(await settleDrift(db, manager, drift, turn(12)));
  assert.deepEqual(await db.many`select settled_at, movement from stock_drift`, [{
    settledAt: turn(12),
    movement: null,
  }]);
  const told = await db.many<{ payload: unknown; actor: { name: string } }>`
    select payload, actor from event where kind = 'drift_settled' and id = ${id}`;
  assert.deepEqual(told.map(({ payload, actor }) => [payload, actor.name]), [[drift, "Cleo M."]]);
  const settled = await everythingKept(db);
  assert.deepEqual(await settleDrift(db, manager, drift), refuse("drift_settled", { driftId: id }));
  assert.deepEqual(await everythingKept(db), settled);
  // What was settled is not news when the day's turn reads that page again.
  await findsNothingNew(db, turn(3, 26));
});
