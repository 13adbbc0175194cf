// What is promised before anybody orders: at a store's counter, to the door, by a date, of a kit; and that an order gets
// exactly what was promised.
import assert from "node:assert/strict";
import { listFulfillments } from "../domain/fulfillment/mod.ts";
import { answerAtp, makeReservation, readStock } from "../domain/inventory/mod.ts";
import { answerAvailability, placeOrder, readOrder, readOrderPage } from "../domain/orders/mod.ts";
import type { AskAvailability, PlaceOrder } from "../domain/orders/types.ts";
import { switchOff, switchOn } from "../domain/places/mod.ts";
import type { Service } from "../domain/places/types.ts";
import { findDecisions } from "../domain/routing/mod.ts";
import { react, type Told } from "../domain/reactions.ts";
import { applyOperations } from "../domain/sync/mod.ts";
import type { Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { everythingKept } from "./support/everything.ts";
import { freshDatabase } from "./support/postgres.ts";
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
const DAY = 86_400_000;
const near = { postalCode: "10012", country: "US" as const };
const noon = new Date("2026-11-18T17:00:00Z"); // in New York, where every store of the test is open

function test(name: string, walk: (db: Db) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, drop } = await freshDatabase("availability", { max: 20 });
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

async function ask(db: Db, wanted: Record<string, number>, now = noon, more: Partial<AskAvailability> = {}) {
  const lines = Object.entries(wanted).map(([sku, quantity]) => ({ sku, quantity }));
  return agreed(await answerAvailability(db, "web", { lines, near, ...more }, now));
}

async function place(db: Db, order: PlaceOrder, now = noon) {
  const { id } = agreed(await placeOrder(db, "web", order, now));
  return { id, fulfillments: await listFulfillments(db, id) };
}

/** Two kits of the shop's own items, sharing the mug. */
async function sellKits(db: Db) {
  await db.run`
    insert into item (sku, name, category, price_minor, weight_grams)
    values ('breakfast', 'Breakfast set', 'home', 3000, 900), ('duo', 'Two mugs', 'home', 2000, 800)`;
  await db.run`
    insert into kit_component (kit_sku, sku, quantity)
    values ('breakfast', 'mug', 2), ('breakfast', 'lamp', 1), ('duo', 'mug', 2)`;
}

function expect(db: Db, nodeId: string, sku: string, at: Date, ordered: number, more: object = {}) {
  const row = { received: 0, promised: 0, kind: "purchase_order", from: null as string | null, ...more };
  // What is promised of it a cart waits for.
  return db.run`
    with coming as (
      insert into inbound (node_id, id, sku, kind, reference, from_node_id, expected_at, ordered, received, promised)
      values (${nodeId}, gen_random_uuid(), ${sku}, ${row.kind}, 'PO-1', ${row.from}, ${at}, ${ordered}, ${row.received},
              ${row.promised})
      returning *
    )
    insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at,
                             inbound_id)
    select node_id, gen_random_uuid(), gen_random_uuid(), 'web', 1, sku, promised, 'held', now() + interval '1 hour',
           now(), id
      from coming
     where promised > 0`;
}

const off = (db: Db, nodeId: string, service: Service, until: Date | null, now = noon) =>
  switchOff(
    db,
    { nodeId, service, actor: { kind: "person" } },
    { until: until && until.toISOString(), reason: "flood" },
    now,
  );

test("stock is told in all its parts: in carts, for orders, off the shelf, in a bin, broken and on its way", async (db) => {
  await stockUp(db, "soho", { mug: 20 });
  await db.run`
    update stock set safety_stock = 2, thresholds = '{"web": 4, "market": 9}', damaged = 3, movements = movements + 1
     where sku = 'mug'`;
  await db.run`
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, d_damaged, reason, at)
    select node_id, sku, movements, 0, 0, damaged, 'damaged', ${noon} from stock`;
  const hold = { nodeId: "soho", lines: [{ sku: "mug", quantity: 1 }], holdMinutes: 5 };
  agreed(await makeReservation(db, "web", hold));
  for (const units of [2, 1, 3]) await place(db, pickup("soho", { mug: units }), new Date());
  const parts = await db.many<{ id: string; quantity: number }>`
    select fulfillment.id, quantity from fulfillment join fulfillment_line as line on line.fulfillment_id = fulfillment.id
     order by quantity`;
  const person = associate("soho");
  let seq = 0;
  const does = async (...did: Parameters<typeof operation>[0]) => {
    const sent = { deviceId: crypto.randomUUID(), operations: [operation(did, ++seq)] };
    const { outcomes: [outcome] } = await applyOperations(db, { person, nodeId: "soho", keys }, sent);
    assert.equal(outcome!.outcome, "applied");
  };
  for (const { id: fulfillmentId, quantity } of parts.filter(({ quantity }) => quantity > 1)) {
    await does("start_pick", { fulfillmentId });
    await does("confirm_pick", { fulfillmentId, lineNo: 1, quantity, scanned: "mug" });
  }
  await does("stage", { fulfillmentId: parts[2]!.id, bin: "P-1" });
  await does("stage", { fulfillmentId: parts[2]!.id, bin: "P-2" });
  await expect(db, "soho", "mug", new Date(noon.getTime() + DAY), 9, { received: 4 });
  await expect(db, "soho", "mug", new Date(noon.getTime() + 2 * DAY), 5);
  await expect(db, "soho", "mug", noon, 7, { kind: "transfer", from: "reno" });
  await expect(db, "soho", "mug", noon, 7, { received: 7 });

  const [row] = await readStock(db, { nodeId: "soho", sku: "mug", channelId: "web" });
  assert.deepEqual(row, {
    ...{ nodeId: "soho", sku: "mug", onHand: 20, reserved: 7, safetyStock: 2, threshold: 4, damaged: 3 },
    reservedAs: { held: 1, allocated: 1, picked: 2, staged: 3 },
    inTransit: { units: 7, expected: [{ at: noon, units: 7 }] },
    onOrder: {
      units: 10,
      expected: [
        { at: new Date(noon.getTime() + DAY), units: 5 },
        { at: new Date(noon.getTime() + 2 * DAY), units: 5 },
      ],
    },
    availableToPromise: 7,
  });
  const forAll = await readStock(db, { nodeId: "soho", sku: "mug", channelId: null });
  assert.deepEqual([forAll[0]!.threshold, forAll[0]!.availableToPromise], [0, 11]);
  const forMarket = await readStock(db, { sku: "mug", channelId: "market" });
  assert.deepEqual([forMarket[0]!.threshold, forMarket[0]!.availableToPromise], [9, 2]);
});

test("what a channel leaves to the others is promised to it neither by the counter nor to the door", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  await stockUp(db, "albany", { mug: 5 });
  await db.run`update stock set thresholds = '{"web": 3}' where node_id = 'soho'`;
  const { pickup: [soho], delivery: promised } = await ask(db, { mug: 3 });
  assert.deepEqual([soho!.complete, soho!.lines], [false, [{ sku: "mug", availableToPromise: 2 }]]);
  assert.equal(promised.complete, true);
  const { fulfillments } = await place(db, delivery({ mug: 3 }));
  assert.deepEqual(fulfillments.map(({ nodeId }) => nodeId), ["albany"]);
  const refused = await placeOrder(db, "web", delivery({ mug: 5 }), noon);
  assert.ok(isRefusal(refused));
  assert.deepEqual(refused.detail, { shortages: [{ sku: "mug", requested: 5, available: 4 }] });
});

test("what can be promised of an item: at a node, in a group, in the network, and by when more", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  await stockUp(db, "albany", { mug: 2 });
  await stockUp(db, "reno", { mug: 7 });
  await db.run`update stock set safety_stock = 3 where node_id = 'albany'`;
  await db.run`insert into node_group (id, name) values ('coast', 'Coast')`;
  await db
    .run`insert into node_group_member (group_id, node_id) values ('coast', 'soho'), ('coast', 'albany')`;
  const [soon, later] = [new Date(noon.getTime() + DAY), new Date(noon.getTime() + 3 * DAY)];
  await expect(db, "soho", "mug", later, 10, { promised: 4 });
  await expect(db, "albany", "mug", soon, 4, { received: 1 });
  await expect(db, "hoboken", "mug", new Date(noon.getTime() - 1), 50);
  const atp = async (asked: object) => agreed(await answerAtp(db, "web", { sku: "mug", ...asked }, noon));
  const step = (at: Date, availableToPromise: number, nodes: number) => ({ at, availableToPromise, nodes });

  assert.deepEqual(await atp({ nodeId: "soho" }), {
    ...{ sku: "mug", availableToPromise: 5, nodes: 1 },
    steps: [step(noon, 5, 1), step(later, 11, 1)],
  });
  assert.deepEqual((await atp({ groupId: "coast" })).steps, [
    step(noon, 5, 1),
    step(soon, 7, 2),
    step(later, 13, 2),
  ]);
  assert.deepEqual((await atp({})).steps, [step(noon, 12, 2), step(soon, 14, 3), step(later, 20, 3)]);
  assert.deepEqual((await atp({ by: soon.toISOString() })).steps, [step(noon, 12, 2), step(soon, 14, 3)]);
  assert.deepEqual((await atp({ by: new Date(0).toISOString() })).steps, [step(noon, 12, 2)]);

  // Where everything is turned off nothing is promised; a depot that does not ship does nothing at all.
  await off(db, "reno", "ship", null);
  assert.deepEqual([(await atp({})).availableToPromise, (await atp({ nodeId: "reno" })).nodes], [5, 1]);
  const nowhere = await answerAtp(db, "web", { sku: "mug", groupId: "moon" }, noon);
  assert.ok(isRefusal(nowhere));
  assert.deepEqual([nowhere.kind, nowhere.detail], ["unknown_group", { groupId: "moon" }]);
  const sofa = await answerAtp(db, "web", { sku: "sofa" }, noon);
  assert.deepEqual(isRefusal(sofa) && sofa.kind, "unknown_item");
});

test("a kit is promised as often as its scarcest component allows, and two lines share what they share", async (db) => {
  await sellKits(db);
  await stockUp(db, "soho", { mug: 5, lamp: 9 });
  await stockUp(db, "albany", { mug: 8, lamp: 1 });
  const atp = async (sku: string, nodeId?: string) =>
    agreed(await answerAtp(db, "web", { sku, ...(nodeId ? { nodeId } : {}) }, noon)).availableToPromise;
  assert.deepEqual(
    [
      await atp("breakfast", "soho"),
      await atp("breakfast", "albany"),
      await atp("breakfast"),
      await atp("duo"),
    ],
    [2, 1, 3, 6],
  );
  const { pickup: [soho] } = await ask(db, { breakfast: 2, mug: 1 });
  assert.deepEqual([soho!.complete, soho!.lines], [true, [
    { sku: "breakfast", availableToPromise: 2 },
    { sku: "mug", availableToPromise: 5 },
  ]]);
  for (const cart of [{ breakfast: 2, mug: 2 }, { breakfast: 1, duo: 2 }] as Record<string, number>[]) {
    const [first] = (await ask(db, cart)).pickup;
    assert.equal(first!.complete, false);
    const refused = await placeOrder(db, "web", pickup("soho", cart), noon);
    assert.ok(isRefusal(refused));
    assert.deepEqual(refused.detail.shortages, [{ sku: "mug", requested: 6, available: 5 }]);
  }
  assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 0]);
});

test("a kit is ordered at its price, picked by component, and a component that is missing is paid back", async (db) => {
  await sellKits(db);
  await stockUp(db, "soho", { mug: 9, lamp: 9 });
  const order = pickup("soho", { rug: 1, breakfast: 2 });
  order.lines[1]!.unitPrice.amount = 3001;
  await stockUp(db, "soho", { rug: 1 });
  const { id, fulfillments: [part] } = await place(db, order, new Date());
  const lines = part!.lines.toSorted((a, b) => a.lineNo - b.lineNo);
  assert.deepEqual(lines.map(({ lineNo, sku, quantity }) => [lineNo, sku, quantity]), [
    [1, "rug", 1],
    [2, "lamp", 2],
    [3, "mug", 2],
    [4, "mug", 2],
  ]);
  assert.deepEqual([await stockOf(db, "soho", "mug"), await stockOf(db, "soho", "lamp")], [[9, 4], [9, 2]]);
  const view = agreed(await readOrder(db, { id, channelId: "web" }, { keys, publicUrl: "http://localhost" }));
  const kit = { sku: "breakfast", line: 2 };
  const seen = view.fulfillments[0]!.lines.map(({ sku, quantity, kit }) => ({ sku, quantity, kit }));
  assert.deepEqual(seen.toSorted((a, b) => a.sku < b.sku ? -1 : 1), [
    { sku: "lamp", quantity: 2, kit },
    { sku: "mug", quantity: 2, kit },
    { sku: "mug", quantity: 2, kit },
    { sku: "rug", quantity: 1, kit: undefined },
  ]);

  const fulfillmentId = part!.id;
  const sent = {
    deviceId: crypto.randomUUID(),
    operations: [
      operation(["start_pick", { fulfillmentId }], 1),
      operation(["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "rug" }], 2),
      operation(["confirm_pick", { fulfillmentId, lineNo: 2, quantity: 2, scanned: "lamp" }], 3),
      operation(["confirm_pick", { fulfillmentId, lineNo: 3, quantity: 2, scanned: "mug" }], 4),
      operation(["short_pick", { fulfillmentId, lineNo: 4, quantity: 1, reason: "damaged" }], 5),
      operation(["confirm_pick", { fulfillmentId, lineNo: 4, quantity: 1, scanned: "mug" }], 6),
    ],
  };
  const { outcomes } = await applyOperations(db, { person: associate("soho"), nodeId: "soho", keys }, sent);
  assert.deepEqual(outcomes.map(({ outcome }) => outcome), Array(6).fill("applied"));
  const told = await db.one<
    Told & { payload: object }
  >`select topic, id, kind, payload from event where kind = 'pick_shorted'`;
  await react(db, { ...told.payload, ...told });
  const page = (await readOrderPage(db, keys, id))!;
  assert.deepEqual(page.refunds.map(({ lineNo, quantity, amountMinor }) => [lineNo, quantity, amountMinor]), [
    [4, 1, 879],
  ]);
  assert.deepEqual(page.lines.map((line) => line.kit), [null, ...Array(3).fill("Breakfast set")]);
  assert.equal(
    page.totalMinor,
    page.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0),
  );
});

test("a kit held in a cart becomes the order's own units, also where its mugs are a cent apart", async (db) => {
  await sellKits(db);
  await stockUp(db, "soho", { mug: 9, lamp: 9 });
  const lines = [{ sku: "breakfast", quantity: 2 }, { sku: "duo", quantity: 1 }, { sku: "mug", quantity: 1 }];
  const { id: reservationId } = agreed(
    await makeReservation(db, "web", { nodeId: "soho", lines, holdMinutes: 5 }, noon),
  );
  const priced = (amounts: number[], cart = lines): PlaceOrder => ({
    ...pickup("soho", {}, { reservationId }),
    lines: cart.map((line, i) => ({ ...line, unitPrice: { amount: amounts[i]!, currency: "USD" } })),
  });
  const fewer = await placeOrder(db, "web", priced([3001, 2000], lines.slice(0, 2)), noon);
  assert.deepEqual(isRefusal(fewer) && fewer.kind, "reservation_differs");
  const before = await stockOf(db, "soho", "mug");
  await place(db, priced([3001, 2001, 1200]));
  assert.deepEqual([before, await stockOf(db, "soho", "mug"), await stockOf(db, "soho", "lamp")], [
    [9, 7],
    [9, 7],
    [9, 2],
  ]);
  const promised = await db.many<{ lineNo: number; sku: string; quantity: number }>`
    select line_no, sku, quantity from reservation where state = 'allocated' order by line_no`;
  assert.deepEqual(promised.map(({ lineNo, sku, quantity }) => [lineNo, sku, quantity]), [
    ...[[1, "lamp", 2], [2, "mug", 2], [3, "mug", 2]],
    ...[[4, "mug", 1], [5, "mug", 1], [6, "mug", 1]],
  ]);
});

test("a kit is delivered component by component: the two mugs a cent apart from one place, the lamp from another", async (db) => {
  await sellKits(db);
  await stockUp(db, "albany", { mug: 2 });
  await stockUp(db, "reno", { lamp: 1 });
  assert.equal((await ask(db, { breakfast: 1 })).delivery.complete, true);
  const { fulfillments } = await place(db, delivery({ breakfast: 1 }));
  assert.deepEqual(fulfillments.map(({ nodeId, lines }) => [nodeId, lines.length]).toSorted(), [
    ["albany", 2],
    ["reno", 1],
  ]);
  assert.equal((await ask(db, { breakfast: 1 })).delivery.complete, false);
});

test("a service that is off is not offered and not ordered, until its time or until it is on again", async (db) => {
  for (const nodeId of ["soho", "hoboken"]) await stockUp(db, nodeId, { mug: 9 });
  const offered = async (now = noon) => (await ask(db, { mug: 1 }, now)).pickup.map(({ nodeId }) => nodeId);
  const order = (method: "pickup" | "curbside", now = noon) =>
    placeOrder(db, "web", { ...pickup("soho", { mug: 1 }), method } as PlaceOrder, now);
  const until = new Date(noon.getTime() + DAY);
  await off(db, "soho", "pickup", until);
  const before = await everythingKept(db);
  assert.deepEqual(await offered(), ["hoboken", "albany"]);
  const refused = await order("pickup");
  assert.ok(isRefusal(refused));
  assert.deepEqual([refused.kind, refused.detail], [
    "service_not_offered",
    { nodeId: "soho", service: "pickup", reason: "flood", until },
  ]);
  assert.deepEqual(await everythingKept(db), before);
  agreed(await order("curbside"));
  assert.deepEqual(await offered(until), ["soho", "hoboken", "albany"]);
  agreed(await order("pickup", until));

  await off(db, "soho", "pickup", null);
  assert.deepEqual(await offered(until), ["hoboken", "albany"]);
  await switchOn(db, { nodeId: "soho", service: "pickup", actor: { kind: "person" } });
  await switchOn(db, { nodeId: "soho", service: "pickup", actor: { kind: "person" } });
  agreed(await order("pickup"));

  await off(db, "soho", "ship", null);
  const { fulfillments: [part] } = await place(db, delivery({ mug: 1 }));
  assert.equal(part!.nodeId, "hoboken");
  const switched = await db.many<{ payload: Record<string, unknown> }>`
    select payload from event where kind = 'service_switched' order by id`;
  assert.deepEqual(switched.map(({ payload }) => [payload.service, payload.on]), [
    ...[["pickup", false], ["pickup", false], ["pickup", true], ["ship", false]],
  ]);
});

test("pickups are promised one after the other as the store has room, and each order gets the time it was told", async (db) => {
  await stockUp(db, "soho", { mug: 99 });
  await db.run`update node set capacity_per_hour = 2, capacity_per_day = 5 where id = 'soho'`;
  const told: (string | null)[] = [];
  const kept: string[] = [];
  for (let i = 0; i < 7; i++) {
    told.push((await ask(db, { mug: 1 })).pickup.find(({ nodeId }) => nodeId === "soho")!.readyBy);
    const { fulfillments: [part] } = await place(db, pickup("soho", { mug: 1 }));
    kept.push(part!.promisedBy.toISOString());
  }
  assert.deepEqual(kept, told);
  // Two hours on it is two in the afternoon; the sixth of a day waits for midnight, when the store opens again.
  assert.deepEqual(kept, [
    ...["2026-11-18T19:00:00.000Z", "2026-11-18T19:00:00.000Z", "2026-11-18T20:00:00.000Z"],
    ...["2026-11-18T20:00:00.000Z", "2026-11-18T21:00:00.000Z"],
    ...["2026-11-19T05:00:00.000Z", "2026-11-19T05:00:00.000Z"],
  ]);
  await db
    .run`update fulfillment set state = 'picking' where promised_by < ${noon}::timestamptz + interval '1 day'`;
  await db.run`update node set capacity_per_day = 0 where id = 'soho'`;
  const refused = await placeOrder(db, "web", pickup("soho", { mug: 1 }), noon);
  assert.deepEqual(isRefusal(refused) && refused.detail, {
    ...{ nodeId: "soho", service: "pickup", reason: "no capacity" },
  });
});

test("twenty orders at once for a store with room for two an hour: no hour is promised three times", async (db) => {
  await stockUp(db, "soho", { mug: 99, lamp: 99 });
  await db.run`update node set capacity_per_hour = 2 where id = 'soho'`;
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => place(db, pickup("soho", i % 2 ? { mug: 1 } : { lamp: 1 }))),
  );
  const { most, orders } = await db.one<{ most: number; orders: number }>`
    select max(due)::int as most, sum(due)::int as orders
      from (select count(*) as due from fulfillment group by date_trunc('hour', due_by)) as hour`;
  assert.deepEqual([most, orders], [2, 20]);
});

test("a delivery passes over a node that has no room, in the answer and in the order", async (db) => {
  await stockUp(db, "soho", { mug: 99 });
  await stockUp(db, "albany", { mug: 99 });
  await db.run`update node set capacity_per_day = 1 where id in ('soho', 'albany')`;
  // One order a day: the more a node has waiting, the dearer and later it is, and so they share.
  const places: string[] = [];
  for (let i = 0; i < 20; i++) {
    const { delivery: told } = await ask(db, { mug: 1 });
    const { fulfillments: [part] } = await place(db, delivery({ mug: 1 }));
    assert.equal(told.promisedBy, part!.promisedBy.toISOString());
    places.push(part!.nodeId);
  }
  assert.deepEqual([places[0], places.filter((nodeId) => nodeId === "soho").length], ["soho", 11]);
});

test("the answer is the promise: what is asked and then ordered is the same place and time", async (db) => {
  await stockUp(db, "soho", { mug: 3, rug: 1 });
  await stockUp(db, "albany", { mug: 3, lamp: 3 });
  await stockUp(db, "reno", { kettle: 2, lamp: 1 });
  const closing = new Date("2026-11-19T04:30:00Z"); // half an hour before the stores close for their one minute
  for (const now of [noon, closing]) {
    for (
      const cart of [{ mug: 1 }, { mug: 1, rug: 1 }, { lamp: 1 }, { kettle: 1, lamp: 1 }] as Record<
        string,
        number
      >[]
    ) {
      const told = await ask(db, cart, now);
      const placed = await placeOrder(db, "web", delivery(cart), now);
      assert.equal(told.delivery.complete, !isRefusal(placed));
      if (isRefusal(placed)) continue;
      const parts = await listFulfillments(db, placed.id);
      const last = Math.max(...parts.map((part) => part.promisedBy.getTime()));
      assert.equal(told.delivery.promisedBy, new Date(last).toISOString());
    }
  }
});

test("of a hundred and fifty nodes the nearest that has it all ships it, however far down the list it stands", async (db) => {
  await db.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours,
                      services)
    select 'far-' || lpad(no::text, 3, '0'), kind, 'Far ' || no, region_id, address, city, state, postal_code,
           lat + no * 0.01, lon, time_zone, opening_hours, services
      from node, generate_series(1, 150) as no
     where id = 'hoboken'`;
  const far = (no: number) => `far-${String(no).padStart(3, "0")}`;
  const shipsFrom = async (wanted: Record<string, number>) => {
    assert.equal((await ask(db, wanted)).delivery.complete, true);
    const { fulfillments } = await place(db, delivery(wanted));
    return fulfillments.map(({ nodeId }) => nodeId).sort();
  };
  // Nobody near has either: everybody is asked at once.
  await stockUp(db, far(140), { mug: 2, lamp: 2 });
  assert.deepEqual(await shipsFrom({ mug: 1, lamp: 1 }), [far(140)]);
  // Somebody near has one of the two: the next hundred are asked, then all.
  await stockUp(db, far(3), { mug: 9 });
  assert.deepEqual(await shipsFrom({ mug: 1, lamp: 1 }), [far(140)]);
  await stockUp(db, far(60), { mug: 1, lamp: 1 });
  assert.deepEqual(await shipsFrom({ mug: 1, lamp: 1 }), [far(60)]);
  // Nobody has both any more: the two that are cheapest together.
  await stockUp(db, far(120), { lamp: 1 });
  assert.deepEqual(await shipsFrom({ mug: 1, lamp: 1 }), [far(3), far(120)].sort());
  // Why not, is known of each that had any of it, however many those are.
  for (let no = 1; no <= 150; no++) await stockUp(db, far(no), { rug: no % 3 });
  const { id } = await place(db, delivery({ rug: 2 }));
  const [first] = await findDecisions(db, id);
  const { considered } = first!.decision;
  assert.deepEqual([considered.length, considered[0]!.nodeId, considered.at(-1)!.nodeId], [
    100,
    far(1),
    far(149),
  ]);
  const reasons = Object.groupBy(considered, ({ reason }) => reason);
  assert.deepEqual([reasons.chosen!.length, reasons.incomplete!.length, reasons.dearer!.length], [1, 50, 49]);
});
