import assert from "node:assert/strict";
import { z } from "zod";
import { allows, type Permission, routePermissions } from "../domain/access/decide.ts";
import {
  AtpView,
  BookedView,
  ChangesView,
  InboundView,
  ReceiptView,
  ReservationView,
  SaleView,
  StockView,
  TransferView,
} from "../domain/inventory/types.ts";
import { checkInvariants } from "../domain/invariants.ts";
import { SwitchView } from "../domain/places/types.ts";
import { AvailabilityView, type OrderPage, OrderView } from "../domain/orders/types.ts";
import { problemBody, type ProblemKind, problems } from "../domain/problems.ts";
import { Outcome } from "../domain/sync/types.ts";
import { type Db, transact } from "../lib/db.ts";
import { refuse } from "../lib/refusal.ts";
import {
  type Answer,
  type Caller,
  firstTold,
  type RunningAisle,
  signIn,
  startAisle,
} from "./support/aisle.ts";
import { freshDatabase } from "./support/postgres.ts";
import {
  channelKey,
  delivery,
  hire,
  openShop,
  operation,
  pickup,
  stockOf,
  stockUp,
  violations,
} from "./support/shop.ts";
import { until } from "./support/until.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Every good answer of the API in its shape, by call and status. Every refusal is a problem. */
const shapes: Record<string, z.ZodType> = {
  "POST /api/v1/availability 200": AvailabilityView,
  "POST /api/v1/reservations 200": ReservationView,
  "POST /api/v1/reservations 201": ReservationView,
  "GET /api/v1/reservations/{id} 200": ReservationView,
  "PUT /api/v1/reservations/{id} 200": ReservationView,
  "DELETE /api/v1/reservations/{id} 204": z.literal(""),
  "POST /api/v1/orders 201": OrderView,
  "POST /api/v1/orders 200": OrderView,
  "GET /api/v1/orders/{id} 200": OrderView,
  "POST /api/v1/orders/{id}/cancellation 200": OrderView,
  "GET /api/v1/stock 200": z.strictObject({ stock: z.array(StockView) }),
  "GET /api/v1/stock/availability 200": AtpView,
  "PUT /api/v1/nodes/{id}/switches/{service} 200": SwitchView,
  "DELETE /api/v1/nodes/{id}/switches/{service} 204": z.literal(""),
  "GET /api/v1/stock/changes 200": ChangesView,
  "GET /api/v1/stock/stream 200": z.string(),
  "POST /api/v1/stock/counts 200": z.strictObject({
    changed: z.array(
      z.strictObject({ nodeId: z.string(), sku: z.string(), from: z.int().min(0), to: z.int().min(0) }),
    ),
  }),
  "POST /api/v1/stock/receipts 200": ReceiptView,
  "POST /api/v1/stock/adjustments 200": BookedView,
  "POST /api/v1/stock/returns 200": BookedView,
  "POST /api/v1/stock/sales 200": SaleView,
  "POST /api/v1/transfers 200": TransferView,
  "POST /api/v1/inbound 200": InboundView,
  "PUT /api/v1/inbound/{id} 200": InboundView,
  "DELETE /api/v1/inbound/{id} 204": z.literal(""),
  "POST /api/v1/operations 200": z.strictObject({ outcomes: z.array(Outcome) }),
  "GET /api/v1/invariants 200": z.strictObject({
    checked: z.array(z.strictObject({ name: z.string(), rows: z.int().min(0) })),
    violations: z.array(z.looseObject({ name: z.string() })),
  }),
};

/** What the walks below were answered, so that the last test knows what nobody has seen. */
const given = new Set<string>();

interface Shop {
  db: Db;
  aisle: RunningAisle;
  /** Asks as the web shop, or as `as`, and checks that the answer is one the API's page allows, in its shape. */
  ask(method: string, path: string, body?: unknown, as?: Caller): Promise<Answer>;
}

function test(name: string, walk: (shop: Shop) => Promise<void>, { worker = false } = {}) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url, drop } = await freshDatabase("api", { max: 4 });
      await openShop(db);
      const key = await channelKey(db);
      const aisle = await startAisle({ databaseUrl: url, worker });
      try {
        const page = (await aisle.call("GET", "/api/v1/openapi.json")).body;
        const ask: Shop["ask"] = async (method, path, body, as = { key }) => {
          const answer = await aisle.call(method, path, body, as);
          keepsItsWord(page, method, path, answer);
          return answer;
        };
        await walk({ db, aisle, ask });
        assert.deepEqual(await violations(db), []);
      } finally {
        await aisle.stop();
        await drop();
      }
    },
  });
}

// deno-lint-ignore no-explicit-any -- the page is what is being tested
function keepsItsWord(page: any, method: string, path: string, { status, body, headers }: Answer) {
  const pattern = path.split("?")[0]!.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "{id}")
    .replace(/\/nodes\/[^/]+\/switches\/\w+$/, "/nodes/{id}/switches/{service}");
  const call = `${method} ${pattern} ${status}`;
  given.add(call);
  assert.ok(page.paths[pattern]?.[method.toLowerCase()]?.responses[status], `${call} is not documented`);
  if (status < 400) return void shapes[call]!.parse(body);
  const kind = body.type.replace("/problems/", "").replaceAll("-", "_") as ProblemKind;
  assert.deepEqual([body.status, body.title], problems[kind]);
  assert.equal(body.status, status);
  assert.equal(headers.get("content-type"), "application/problem+json");
}

/** A problem's body, as the page of refusals has it. */
function problem(kind: ProblemKind, detail: Record<string, unknown>) {
  return problemBody(refuse(kind, detail));
}

/** An associate who signed in at a store, and does one thing after the other on one phone. */
async function work({ db, aisle, ask }: Shop, nodeId: string) {
  const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId });
  const cookie = await signIn(aisle, { personId, place: `node:${nodeId}` });
  const deviceId = crypto.randomUUID();
  let seq = 0;
  return async (...did: Parameters<typeof operation>[0]): Promise<Outcome> => {
    const operations = [operation(did, ++seq)];
    return (await ask("POST", "/api/v1/operations", { deviceId, operations }, { cookie })).body.outcomes[0];
  };
}

/** An order as its shopper sees it now. */
function follow(shopperUrl: string) {
  return firstTold<OrderPage>(`${shopperUrl}/live`);
}

function between(instant: string, from: number, to: number) {
  const at = Date.parse(instant);
  assert.ok(from <= at && at <= to, `${instant} is not from ${new Date(from)} to ${new Date(to)}`);
}

async function rows(db: Db) {
  return await db.one`
    select (select count(*) from orders) as orders, (select count(*) from reservation) as reservations,
           (select count(*) from fulfillment) as fulfillments, (select count(*) from movement) as movements,
           (select count(*) from event) as events`;
}

test("a cart near a shopper: the nearest store first, what each can promise, and by when", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 5, lamp: 2 });
  await stockUp(db, "hoboken", { mug: 1, lamp: 9 });
  await db.run`update stock set safety_stock = 1 where node_id = 'soho' and sku = 'mug'`;
  const near = { postalCode: "10012", country: "US" };
  const lines = [{ sku: "mug", quantity: 1 }, { sku: "lamp", quantity: 2 }, { sku: "mug", quantity: 1 }];

  const asked = Date.now();
  const { status, body } = await ask("POST", "/api/v1/availability", { lines, near });
  const answered = Date.now();
  assert.equal(status, 200);
  const [{ readyBy }] = body.pickup;
  const { promisedBy } = body.delivery;
  // Every store of the test closes for the last minute of the day.
  between(readyBy, asked + 120 * MINUTE, answered + 121 * MINUTE);
  between(promisedBy, asked + 240 * MINUTE + DAY, answered + 241 * MINUTE + DAY);
  const store = (nodeId: string, name: string, miles: number, lamps: number, mugs: number) => ({
    ...{ nodeId, name, miles, readyBy: null as string | null, complete: false },
    lines: [{ sku: "lamp", availableToPromise: lamps }, { sku: "mug", availableToPromise: mugs }],
  });
  assert.deepEqual(body, {
    pickup: [
      { ...store("soho", "Soho", 0, 2, 4), readyBy, complete: true },
      store("hoboken", "Hoboken", 2.2, 9, 1),
      store("albany", "Albany", 134.1, 0, 0),
    ],
    delivery: { complete: true, promisedBy },
  });

  const nearest = await ask("POST", "/api/v1/availability", { lines, near, limit: 1 });
  assert.deepEqual(nearest.body.pickup.map((each: { nodeId: string }) => each.nodeId), ["soho"]);
  const none = await ask("POST", "/api/v1/availability", { lines: [{ sku: "rug", quantity: 1 }], near });
  assert.deepEqual(none.body.delivery, { complete: false, promisedBy: null });
  assert.deepEqual(none.body.pickup.map((each: { complete: boolean }) => each.complete), [
    false,
    false,
    false,
  ]);

  const sofa = await ask("POST", "/api/v1/availability", { lines: [{ sku: "sofa", quantity: 1 }], near });
  assert.deepEqual(sofa.body, problem("unknown_item", { skus: ["sofa"] }));
  const nowhere = { postalCode: "00000", country: "US" };
  const lost = await ask("POST", "/api/v1/availability", { lines, near: nowhere });
  assert.deepEqual(lost.body, problem("unknown_postal_code", { postalCode: "00000" }));
});

test("a cart's hold says until when, a second one is told what is short, and it is given back once", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 3, lamp: 1 });
  const lines = [{ sku: "mug", quantity: 2 }, { sku: "lamp", quantity: 1 }];
  const wanted = { nodeId: "soho", lines, holdMinutes: 10 };

  const asked = Date.now();
  const { status, body: hold, headers } = await ask("POST", "/api/v1/reservations", wanted);
  assert.equal(status, 201);
  between(hold.expiresAt, asked + 10 * MINUTE, Date.now() + 10 * MINUTE);
  const { id, expiresAt } = hold;
  const held = lines.map((line) => ({ ...line, nodeId: "soho" }));
  assert.deepEqual(hold, { id, state: "held", expiresAt, lines: held });
  const { body: read } = await ask("GET", `/api/v1/reservations/${id}`);
  assert.deepEqual(
    read.lines.toSorted((a: { sku: string }, b: { sku: string }) => a.sku < b.sku ? 1 : -1),
    held,
  );
  assert.equal(headers.get("location"), `/api/v1/reservations/${id}`);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 2]);

  const before = await rows(db);
  const second = await ask("POST", "/api/v1/reservations", wanted);
  const shortages = [{ sku: "lamp", requested: 1, available: 0 }, { sku: "mug", requested: 2, available: 1 }];
  assert.deepEqual(second.body, problem("insufficient_stock", { nodeId: "soho", shortages }));
  const nowhere = await ask("POST", "/api/v1/reservations", { ...wanted, nodeId: "nowhere" });
  assert.deepEqual(nowhere.body, problem("unknown_node", { nodeId: "nowhere" }));
  const sofa = { ...wanted, lines: [{ sku: "sofa", quantity: 1 }] };
  const unheard = await ask("POST", "/api/v1/reservations", sofa);
  assert.deepEqual(unheard.body, problem("unknown_item", { skus: ["sofa"] }));
  assert.deepEqual(await rows(db), before);

  assert.equal((await ask("DELETE", `/api/v1/reservations/${id}`)).status, 204);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 0]);
  const again = await ask("DELETE", `/api/v1/reservations/${id}`);
  assert.deepEqual(again.body, problem("reservation_closed", { reservationId: id }));
  const unknown = crypto.randomUUID();
  const never = await ask("DELETE", `/api/v1/reservations/${unknown}`);
  assert.deepEqual(never.body, problem("not_found", { reservationId: unknown }));
});

test("a hold that is sent again is the same hold, and its id holds nothing else", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 9 });
  await stockUp(db, "albany", { mug: 9 });
  const id = crypto.randomUUID();
  const wanted = { id, nodeId: "soho", lines: [{ sku: "mug", quantity: 2 }], holdMinutes: 10 };
  const first = await ask("POST", "/api/v1/reservations", wanted);
  const again = await ask("POST", "/api/v1/reservations", wanted);
  assert.deepEqual([first.status, again.status, again.body], [201, 200, first.body]);
  for (const other of [{ holdMinutes: 11 }, { lines: [{ sku: "mug", quantity: 3 }] }, { nodeId: "albany" }]) {
    const { body } = await ask("POST", "/api/v1/reservations", { ...wanted, ...other });
    assert.deepEqual(body, problem("reservation_id_reused", { reservationId: id }));
  }
  assert.deepEqual([await stockOf(db, "soho", "mug"), await stockOf(db, "albany", "mug")], [[9, 2], [9, 0]]);
  await ask("DELETE", `/api/v1/reservations/${id}`);
  const late = await ask("POST", "/api/v1/reservations", wanted);
  assert.deepEqual([late.status, late.body.state], [200, "released"]);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [9, 0]);
});

test("one hold may stand at several nodes, and is short as a whole", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 2 });
  await stockUp(db, "albany", { lamp: 1 });
  const lines = [{ sku: "lamp", quantity: 1, nodeId: "albany" }, { sku: "mug", quantity: 2, nodeId: "soho" }];
  const nowhere = await ask("POST", "/api/v1/reservations", {
    lines: [{ sku: "mug", quantity: 1 }],
    holdMinutes: 5,
  });
  assert.equal(nowhere.body.type, "/problems/malformed");
  const held = await ask("POST", "/api/v1/reservations", { lines, holdMinutes: 5 });
  assert.deepEqual([held.status, held.body.lines], [201, lines]);
  const before = await rows(db);
  const short = await ask("POST", "/api/v1/reservations", { lines, holdMinutes: 5 });
  const shortages = [
    { nodeId: "albany", sku: "lamp", requested: 1, available: 0 },
    { nodeId: "soho", sku: "mug", requested: 2, available: 0 },
  ];
  assert.deepEqual(short.body, problem("insufficient_stock", { shortages }));
  assert.deepEqual(await rows(db), before);
});

test("a hold follows its cart: more, less and elsewhere, or stays as it was", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 4, lamp: 1 });
  await stockUp(db, "albany", { mug: 1 });
  const hold = { nodeId: "soho", lines: [{ sku: "mug", quantity: 2 }], holdMinutes: 5 };
  const { body: { id } } = await ask("POST", "/api/v1/reservations", hold);
  const put = (lines: object[], nodeId = "soho") =>
    ask("PUT", `/api/v1/reservations/${id}`, { nodeId, lines, holdMinutes: 30 });
  const shelves = async () =>
    [
      ...[await stockOf(db, "soho", "mug"), await stockOf(db, "soho", "lamp")],
      await stockOf(db, "albany", "mug"),
    ].map(([, reserved]) => reserved);

  const more = await put([{ sku: "mug", quantity: 4 }, { sku: "lamp", quantity: 1 }]);
  assert.deepEqual([more.status, await shelves()], [200, [4, 1, 0]]);
  const tooMany = await put([{ sku: "mug", quantity: 5 }]);
  const shortages = [{ sku: "mug", requested: 1, available: 0 }];
  assert.deepEqual(tooMany.body, problem("insufficient_stock", { nodeId: "soho", shortages }));
  const sofa = await put([{ sku: "sofa", quantity: 1 }]);
  assert.deepEqual(sofa.body, problem("unknown_item", { skus: ["sofa"] }));
  assert.deepEqual(await shelves(), [4, 1, 0]);
  const noHold = await ask("PUT", `/api/v1/reservations/${crypto.randomUUID()}`, hold);
  assert.equal(noHold.status, 404);
  assert.deepEqual([(await put([{ sku: "mug", quantity: 1 }])).status, await shelves()], [200, [1, 0, 0]]);
  assert.deepEqual([(await put([{ sku: "mug", quantity: 1 }], "albany")).status, await shelves()], [200, [
    0,
    0,
    1,
  ]]);
  const placed = await ask("POST", "/api/v1/orders", pickup("albany", { mug: 1 }, { reservationId: id }));
  assert.deepEqual([placed.status, await shelves()], [201, [0, 0, 1]]);
  const closed = await put([{ sku: "mug", quantity: 1 }]);
  assert.deepEqual(closed.body, problem("reservation_closed", { reservationId: id }));
  const { body: { violations: broken } } = await ask("GET", "/api/v1/invariants");
  assert.deepEqual(broken, []);
});

test("a kit is held as its components, those it shares with another taken together", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 5, lamp: 9 });
  await db.run`
    insert into item (sku, name, category, price_minor, weight_grams)
    values ('breakfast', 'Breakfast set', 'home', 3000, 900), ('duo', 'Two mugs', 'home', 2000, 800)`;
  await db.run`
    insert into kit_component (kit_sku, sku, quantity)
    values ('breakfast', 'mug', 2), ('breakfast', 'lamp', 1), ('duo', 'mug', 2)`;
  const hold = (breakfast: number, duo: number) => {
    const lines = [{ sku: "breakfast", quantity: breakfast }, { sku: "duo", quantity: duo }];
    return ask("POST", "/api/v1/reservations", { nodeId: "soho", lines, holdMinutes: 5 });
  };
  const short = await hold(2, 1);
  const shortages = [{ sku: "mug", requested: 6, available: 5 }];
  assert.deepEqual(short.body, problem("insufficient_stock", { nodeId: "soho", shortages }));
  const { status, body } = await hold(1, 1);
  assert.equal(status, 201);
  assert.deepEqual(body.lines, [
    ...[{ nodeId: "soho", sku: "lamp", quantity: 1 }, { nodeId: "soho", sku: "mug", quantity: 2 }],
    { nodeId: "soho", sku: "mug", quantity: 2 },
  ]);
  assert.deepEqual([await stockOf(db, "soho", "mug"), await stockOf(db, "soho", "lamp")], [[5, 4], [9, 1]]);
});

test("what can be promised of an item by a date is asked for a store, a group or the whole network", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 5 });
  await stockUp(db, "reno", { mug: 2 });
  const at = new Date(Date.now() + DAY).toISOString();
  await db.run`
    insert into inbound (node_id, id, sku, kind, reference, expected_at, ordered)
    values ('soho', gen_random_uuid(), 'mug', 'purchase_order', 'PO-1', ${at}, 10)`;
  await db.run`insert into node_group (id, name) values ('west', 'West')`;
  await db.run`insert into node_group_member (group_id, node_id) values ('west', 'reno')`;
  const asked = async (query: string) =>
    (await ask("GET", `/api/v1/stock/availability?sku=mug${query}`)).body;
  const network = await asked("");
  assert.deepEqual([network.availableToPromise, network.nodes], [7, 2]);
  assert.deepEqual(network.steps.at(-1), { at, availableToPromise: 17, nodes: 2 });
  assert.equal((await asked("&groupId=west")).availableToPromise, 2);
  assert.equal((await asked(`&nodeId=soho&by=${new Date().toISOString()}`)).steps.length, 1);
  assert.deepEqual(await asked("&groupId=moon"), problem("unknown_group", { groupId: "moon" }));
  assert.deepEqual(await asked("&nodeId=moon"), problem("unknown_node", { nodeId: "moon" }));
  assert.equal((await asked("&nodeId=soho&groupId=west")).type, "/problems/malformed");
  const sofa = await ask("GET", "/api/v1/stock/availability?sku=sofa");
  assert.deepEqual(sofa.body, problem("unknown_item", { skus: ["sofa"] }));
});

test("a manager turns a store's pickup off for an hour, nobody can order it, and on again", async (shop) => {
  const { db, aisle, ask } = shop;
  await stockUp(db, "soho", { mug: 5 });
  const personId = await hire(db, { name: "Eve R.", role: "regional_manager", regionId: "east" });
  const eve = { cookie: await signIn(aisle, { personId, place: "region:east" }) };
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const path = "/api/v1/nodes/soho/switches/pickup";
  const off = await ask("PUT", path, { until, reason: "the counter is flooded" }, eve);
  const reason = "the counter is flooded";
  assert.deepEqual(off.body, { nodeId: "soho", service: "pickup", until, reason });
  const refused = await ask("POST", "/api/v1/orders", pickup("soho", { mug: 1 }));
  assert.deepEqual(
    refused.body,
    problem("service_not_offered", { nodeId: "soho", service: "pickup", reason, until }),
  );
  const near = { postalCode: "10012", country: "US" };
  const cart = { lines: [{ sku: "mug", quantity: 1 }], near };
  const { body: { pickup: stores } } = await ask("POST", "/api/v1/availability", cart);
  assert.deepEqual(stores.map((store: { nodeId: string }) => store.nodeId), ["hoboken", "albany"]);

  const before = await rows(db);
  const elsewhere = await ask("PUT", path.replace("soho", "reno"), { until, reason }, eve);
  assert.deepEqual(elsewhere.body, problem("unknown_node", { nodeId: "reno" }));
  assert.equal((await ask("DELETE", path.replace("soho", "reno"), undefined, eve)).status, 404);
  assert.equal((await ask("PUT", path.replace("pickup", "teleport"), { until, reason }, eve)).status, 404);
  assert.deepEqual(await rows(db), before);

  assert.equal((await ask("DELETE", path, undefined, eve)).status, 204);
  assert.equal((await ask("POST", "/api/v1/orders", pickup("soho", { mug: 1 }))).status, 201);
});

test("an order is answered whole, the same again is the same, and its id names no other", async (shop) => {
  const { db, aisle, ask } = shop;
  await stockUp(db, "soho", { mug: 9, lamp: 9 });
  const order = pickup("soho", { mug: 2, lamp: 1 });

  const asked = Date.now();
  const { status, body: placed, headers } = await ask("POST", "/api/v1/orders", order);
  assert.equal(status, 201);
  const { id, number, shopperUrl, fulfillments: [part] } = placed;
  assert.match(number, /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  assert.match(shopperUrl, new RegExp(`^${aisle.url}/order/[\\w-]{43}$`));
  between(part.promisedBy, asked + 120 * MINUTE, Date.now() + 121 * MINUTE);
  assert.deepEqual(placed, {
    ...{ id, number, shopperUrl, state: "confirmed", method: "pickup" },
    fulfillments: [{
      ...{ id: part.id, nodeId: "soho", method: "pickup", state: "open", promisedBy: part.promisedBy },
      lines: [
        { sku: "mug", quantity: 2, picked: 0, shorted: 0 },
        { sku: "lamp", quantity: 1, picked: 0, shorted: 0 },
      ],
    }],
  });
  assert.equal(headers.get("location"), `/api/v1/orders/${id}`);
  const page = await fetch(shopperUrl);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /Maya’s order[\s\S]*Blue mug/);

  const before = await rows(db);
  const shuffled = Object.fromEntries(Object.entries(order).reverse());
  const again = await ask("POST", "/api/v1/orders", shuffled);
  assert.deepEqual([again.status, again.body], [200, placed]);
  const other = pickup("soho", { mug: 3, lamp: 1 }, { channelOrderId: order.channelOrderId });
  const reused = await ask("POST", "/api/v1/orders", other);
  assert.deepEqual(reused.body, problem("channel_order_id_reused", { id }));
  const read = await ask("GET", `/api/v1/orders/${id}`);
  assert.deepEqual([read.status, read.body], [200, placed]);
  const unknown = crypto.randomUUID();
  assert.deepEqual(
    (await ask("GET", `/api/v1/orders/${unknown}`)).body,
    problem("not_found", { id: unknown }),
  );
  assert.deepEqual(await rows(db), before);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [9, 2]);
});

test("an order that cannot be is refused with the reason, and leaves no trace", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 1 });
  const before = await rows(db);
  const euro = pickup("soho", { mug: 1, lamp: 1 });
  euro.lines[1]!.unitPrice.currency = "EUR";
  const shipTo = { line1: "1 Nowhere", city: "Nowhere", state: "NY", postalCode: "99999", country: "US" };
  const lost = { ...delivery({ mug: 1 }), shipTo };
  const refusals: [unknown, ReturnType<typeof problem>][] = [
    [
      pickup("soho", { mug: 2 }),
      problem("insufficient_stock", {
        nodeId: "soho",
        shortages: [{ sku: "mug", requested: 2, available: 1 }],
      }),
    ],
    [
      delivery({ mug: 2 }),
      problem("insufficient_stock", { shortages: [{ sku: "mug", requested: 2, available: 1 }] }),
    ],
    [pickup("soho", { mug: 1, sofa: 1 }), problem("unknown_item", { skus: ["sofa"] })],
    [pickup("nowhere", { mug: 1 }), problem("unknown_node", { nodeId: "nowhere" })],
    [pickup("reno", { mug: 1 }), problem("service_not_offered", { nodeId: "reno", service: "pickup" })],
    [lost, problem("unknown_postal_code", { postalCode: "99999" })],
    [euro, problem("mixed_currencies", {})],
  ];
  for (const [order, refusal] of refusals) {
    assert.deepEqual((await ask("POST", "/api/v1/orders", order)).body, refusal);
  }
  assert.deepEqual(await rows(db), before);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [1, 0]);
});

test("an order takes its cart's hold, and no other lines with it", async ({ db, ask }) => {
  await stockUp(db, "soho", { mug: 2 });
  const hold = { nodeId: "soho", lines: [{ sku: "mug", quantity: 2 }], holdMinutes: 5 };
  const { body: { id: reservationId } } = await ask("POST", "/api/v1/reservations", hold);
  const other = await ask("POST", "/api/v1/orders", pickup("soho", { mug: 1 }, { reservationId }));
  assert.deepEqual(other.body, problem("reservation_differs", {}));
  const placed = await ask("POST", "/api/v1/orders", pickup("soho", { mug: 2 }, { reservationId }));
  assert.equal(placed.status, 201);
  const used = await ask("DELETE", `/api/v1/reservations/${reservationId}`);
  assert.deepEqual(used.body, problem("reservation_closed", { reservationId }));
  assert.deepEqual(await stockOf(db, "soho", "mug"), [2, 2]);
});

test("an order is cancelled until its goods have left, and not after", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 4 });
  const reason = { reason: "changed my mind" };
  const { body: early } = await ask("POST", "/api/v1/orders", pickup("soho", { mug: 2 }));
  const cancelled = await ask("POST", `/api/v1/orders/${early.id}/cancellation`, reason);
  assert.equal(cancelled.status, 200);
  const [part] = early.fulfillments;
  assert.deepEqual(cancelled.body, {
    ...early,
    state: "cancelled",
    fulfillments: [{ ...part, state: "cancelled" }],
  });
  assert.deepEqual(
    (await ask("POST", `/api/v1/orders/${early.id}/cancellation`, reason)).body,
    cancelled.body,
  );
  assert.deepEqual(await stockOf(db, "soho", "mug"), [4, 0]);

  const { body: late } = await ask("POST", "/api/v1/orders", pickup("soho", { mug: 2 }));
  const [{ id: fulfillmentId }] = late.fulfillments;
  const ana = await work(shop, "soho");
  await ana("start_pick", { fulfillmentId });
  await ana("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 2, scanned: "mug" });
  await ana("stage", { fulfillmentId, bin: "P-12" });
  const { code } = (await follow(late.shopperUrl)).parts[0]!.pickup!;
  assert.equal(
    (await ana("hand_over", { fulfillmentId, proof: { kind: "code", code } })).outcome,
    "applied",
  );
  const before = await rows(db);
  const refused = await ask("POST", `/api/v1/orders/${late.id}/cancellation`, reason);
  assert.deepEqual(refused.body, problem("too_late_to_cancel", { fulfillmentId, state: "handed_over" }));
  assert.deepEqual(await rows(db), before);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [2, 0]);
  const unknown = crypto.randomUUID();
  const never = await ask("POST", `/api/v1/orders/${unknown}/cancellation`, reason);
  assert.deepEqual(never.body, problem("not_found", { id: unknown }));
});

test("stock is read by store and by item, and a count says what it changed", async ({ db, ask }) => {
  await stockUp(db, "soho", { mug: 5, lamp: 2 });
  await db.run`update stock set safety_stock = 1 where sku = 'mug'`;
  await ask("POST", "/api/v1/orders", pickup("soho", { mug: 2 }));
  const none = { units: 0, expected: [] };
  const untouched = { held: 0, allocated: 0, picked: 0, staged: 0 };
  const also = { threshold: 0, damaged: 0, inTransit: none, onOrder: none, reservedAs: untouched };
  const [lamp, mug] = [
    { nodeId: "soho", sku: "lamp", onHand: 2, reserved: 0, safetyStock: 0, availableToPromise: 2, ...also },
    {
      ...{
        nodeId: "soho",
        sku: "mug",
        onHand: 5,
        reserved: 2,
        safetyStock: 1,
        availableToPromise: 2,
        ...also,
      },
      reservedAs: { ...untouched, allocated: 2 },
    },
  ];
  assert.deepEqual((await ask("GET", "/api/v1/stock?nodeId=soho")).body, { stock: [lamp, mug] });
  assert.deepEqual((await ask("GET", "/api/v1/stock?nodeId=soho&sku=mug")).body, { stock: [mug] });
  assert.deepEqual((await ask("GET", "/api/v1/stock?nodeId=soho&sku=sofa")).body, { stock: [] });
  await stockUp(db, "albany", { mug: 3 });
  const far = { ...lamp, sku: "mug", nodeId: "albany", onHand: 3, availableToPromise: 3 };
  assert.deepEqual((await ask("GET", "/api/v1/stock?sku=mug")).body, { stock: [far, mug] });
  assert.equal((await ask("GET", "/api/v1/stock")).status, 400);
  const nowhere = problem("unknown_node", { nodeId: "nowhere" });
  assert.deepEqual((await ask("GET", "/api/v1/stock?nodeId=nowhere")).body, nowhere);
  // Nothing has been told yet, for no worker runs here; tests/feed_test.ts has the rest.
  const untold = await ask("GET", "/api/v1/stock/changes?after=0");
  assert.deepEqual([untold.status, untold.body], [200, { changes: [], next: 0 }]);
  assert.equal((await ask("GET", "/api/v1/stock/stream?after=0")).status, 200);

  const count = (nodeId: string, sku: string, counted: number) => ({ nodeId, sku, counted });
  const counts = [count("soho", "mug", 4), count("hoboken", "rug", 7), count("soho", "lamp", 2)];
  const { status, body } = await ask("POST", "/api/v1/stock/counts", { counts });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    changed: [{ nodeId: "hoboken", sku: "rug", from: 0, to: 7 }, {
      nodeId: "soho",
      sku: "mug",
      from: 5,
      to: 4,
    }],
  });
  const below = { counts: [count("soho", "lamp", 9), count("soho", "mug", 1)] };
  const lines = [{ nodeId: "soho", sku: "mug", counted: 1, reserved: 2 }];
  const before = await rows(db);
  assert.deepEqual(
    (await ask("POST", "/api/v1/stock/counts", below)).body,
    problem("count_below_reserved", { lines }),
  );
  const elsewhere = { counts: [count("soho", "lamp", 9), count("nowhere", "mug", 1)] };
  assert.deepEqual((await ask("POST", "/api/v1/stock/counts", elsewhere)).body, nowhere);
  const sofas = { counts: [count("soho", "sofa", 9)] };
  assert.deepEqual(
    (await ask("POST", "/api/v1/stock/counts", sofas)).body,
    problem("unknown_item", { skus: ["sofa"] }),
  );
  assert.deepEqual(await rows(db), before);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [4, 2]);
});

test(
  "goods come, go and are put right, each booked once; what they cannot be is refused",
  async ({ db, ask }) => {
    const [id, other, unknown] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const expectedAt = new Date(Date.now() + 2 * DAY).toISOString();
    const mugs = (units: object) => ({ lines: [{ sku: "mug", ...units }] });
    const act = (told: object) => ({ id: crypto.randomUUID(), nodeId: "soho", ...told });
    const post = (path: string, told: object) => ask("POST", `/api/v1/${path}`, told);

    const order = { id, nodeId: "soho", reference: "PO-1", expectedAt, ...mugs({ ordered: 4 }) };
    const announced = await post("inbound", order);
    const line = { sku: "mug", expectedAt, ordered: 4, received: 0, promised: 0, isOpen: true };
    const view = { id, nodeId: "soho", kind: "purchase_order", reference: "PO-1", fromNodeId: null };
    assert.deepEqual([announced.status, announced.body], [200, { ...view, lines: [line] }]);
    assert.deepEqual((await post("inbound", order)).body, announced.body);

    const cart = {
      nodeId: "soho",
      lines: [{ sku: "mug", quantity: 3 }],
      holdMinutes: 9,
      availableBy: expectedAt,
    };
    const { body: held } = await post("reservations", cart);
    const reservationId = held.id;
    assert.deepEqual(held.lines, [{ nodeId: "soho", sku: "mug", quantity: 3, availableAt: expectedAt }]);
    const early = await post("orders", pickup("soho", { mug: 3 }, { reservationId }));
    assert.deepEqual(early.body, problem("reservation_awaits_stock", { reservationId }));

    const put = (told: object, of = id) => ask("PUT", `/api/v1/inbound/${of}`, { nodeId: "soho", ...told });
    const more = await put(mugs({ ordered: 5 }));
    assert.deepEqual(more.body, { ...view, lines: [{ ...line, ordered: 5, promised: 3 }] });
    const lines = [{ sku: "mug", ordered: 5, received: 0, promised: 3 }];
    assert.deepEqual((await put(mugs({ ordered: 2 }))).body, problem("inbound_promised", { id, lines }));
    assert.deepEqual((await put({ expectedAt }, unknown)).body, problem("not_found", { id: unknown }));
    assert.equal((await put({ lines: [{ sku: "sofa", ordered: 2 }] })).body.type, "/problems/unknown-item");
    const remove = (of: string) => ask("DELETE", `/api/v1/inbound/${of}?nodeId=soho`);
    assert.deepEqual((await remove(id)).body, problem("inbound_promised", { id, lines }));
    assert.equal((await ask("DELETE", `/api/v1/inbound/${id}`)).status, 400);
    assert.equal((await remove(unknown)).status, 404);

    const came = await post("stock/receipts", act({ inboundId: id, ...mugs({ received: 4 }), close: true }));
    const settled = { over: 0, short: 1, promised: 3, delayed: 0, displaced: 0 };
    assert.deepEqual(came.body.lines, [{ sku: "mug", received: 4, damaged: 0, ...settled }]);
    const late = await post("stock/receipts", act({ inboundId: id, ...mugs({ received: 1 }) }));
    assert.deepEqual(late.body, problem("inbound_closed", { inboundId: id }));
    const never = await post("stock/receipts", act({ inboundId: unknown, ...mugs({ received: 1 }) }));
    assert.deepEqual(never.body, problem("not_found", { inboundId: unknown }));
    assert.equal((await remove(id)).status, 204);
    assert.equal((await post("orders", pickup("soho", { mug: 3 }, { reservationId }))).status, 201);

    const adjust = (units: number, reason: string) => act(mugs({ units, reason }));
    const broken = await post("stock/adjustments", adjust(1, "damaged"));
    assert.deepEqual(broken.body.stock, [{ sku: "mug", onHand: 3, reserved: 3, damaged: 1 }]);
    const lost = await post("stock/adjustments", adjust(1, "lost"));
    const short = [{ sku: "mug", onHand: 3, units: 1, reserved: 3 }];
    assert.deepEqual(lost.body, problem("adjustment_below_reserved", { lines: short }));
    const repaired = await post("stock/adjustments", adjust(2, "repaired"));
    const whole = [{ sku: "mug", damaged: 1, units: 2 }];
    assert.deepEqual(repaired.body, problem("not_that_many_damaged", { lines: whole }));
    const back = await post("stock/returns", act(mugs({ quantity: 2, disposition: "shelf" })));
    assert.deepEqual(back.body.stock, [{ sku: "mug", onHand: 5, reserved: 3, damaged: 1 }]);

    const send = (quantity: number) => ({
      ...{ id: other, fromNodeId: "soho", toNodeId: "albany", expectedAt, ...mugs({ quantity }) },
    });
    const shortages = [{ sku: "mug", requested: 3, available: 2 }];
    const tooMany = await post("transfers", send(3));
    assert.deepEqual(tooMany.body, problem("insufficient_stock", { nodeId: "soho", shortages }));
    assert.equal((await post("transfers", send(2))).status, 200);
    const moved = await ask("PUT", `/api/v1/inbound/${other}`, { nodeId: "albany", ...mugs({ ordered: 9 }) });
    assert.deepEqual(moved.body, problem("inbound_fixed", { id: other }));

    const sale = act({ at: new Date().toISOString(), ...mugs({ quantity: 1 }) });
    const sold = await post("stock/sales", sale);
    assert.deepEqual(sold.body.lines, [{ sku: "mug", sold: 1, found: 0, displaced: 1 }]);
    assert.deepEqual((await post("stock/sales", sale)).body, sold.body);
    assert.deepEqual(await stockOf(db, "soho", "mug"), [2, 2]);

    const before = await rows(db);
    const calls: [string, object][] = [
      ["inbound", { reference: "PO-2", expectedAt, ...mugs({ ordered: 1 }) }],
      ["stock/receipts", mugs({ received: 1 })],
      ["stock/adjustments", mugs({ units: 1, reason: "found" })],
      ["stock/returns", mugs({ quantity: 1, disposition: "shelf" })],
      ["stock/sales", { at: expectedAt, ...mugs({ quantity: 1 }) }],
      ["transfers", { toNodeId: "albany", expectedAt, ...mugs({ quantity: 1 }) }],
    ];
    for (const [path, told] of calls) {
      const at = (nodeId: string) => path === "transfers" ? { fromNodeId: nodeId } : { nodeId };
      const reused = await post(path, { ...told, ...at("soho"), id });
      assert.deepEqual(reused.body, problem("act_id_reused", { id }), path);
      const nowhere = await post(path, { ...told, ...at("nowhere"), id: unknown });
      assert.deepEqual(nowhere.body, problem("unknown_node", { nodeId: "nowhere" }), path);
      const sofa = JSON.parse(JSON.stringify(told).replace('"mug"', '"sofa"'));
      const unheard = await post(path, { ...sofa, ...at("soho"), id: unknown });
      assert.deepEqual(unheard.body, problem("unknown_item", { skus: ["sofa"] }), path);
    }
    const counts = [{ nodeId: "soho", sku: "mug", counted: 9 }];
    assert.deepEqual((await post("stock/counts", { id, counts })).body, problem("act_id_reused", { id }));
    assert.deepEqual(await rows(db), before);
  },
);

test("what a phone sends has one outcome each, in order, and the same outcome when it is sent again", async (shop) => {
  const { db, aisle, ask } = shop;
  await stockUp(db, "soho", { mug: 2 });
  const { body: { fulfillments: [{ id: fulfillmentId }] } } = await ask(
    "POST",
    "/api/v1/orders",
    pickup("soho", { mug: 2 }),
  );
  const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
  const cookie = await signIn(aisle, { personId, place: "node:soho" });
  const scan = (scanned: string, seq: number) =>
    operation(["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned }], seq);
  const operations = [operation(["start_pick", { fulfillmentId }], 1), scan("lamp", 2), scan("mug", 3)];
  const sent = { deviceId: crypto.randomUUID(), operations };
  const send = (body: unknown) => ask("POST", "/api/v1/operations", body, { cookie });

  const { status, body } = await send(sent);
  assert.equal(status, 200);
  const wrong = problem("wrong_item", { scanned: "lamp", expected: "Blue mug" });
  assert.deepEqual(body, {
    outcomes: [
      { id: operations[0]!.id, outcome: "applied" },
      { id: operations[1]!.id, outcome: "refused", problem: wrong },
      { id: operations[2]!.id, outcome: "applied" },
    ],
  });
  const before = await rows(db);
  assert.deepEqual((await send(sent)).body, body);
  const { id } = operations[2]!;
  const reused = await send({ ...sent, operations: [{ ...scan("mug", 4), id, body: { fulfillmentId } }] });
  assert.equal(reused.status, 400);
  const twice = operation(["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 2, scanned: "mug" }], 4, id);
  assert.deepEqual((await send({ ...sent, operations: [twice] })).body.outcomes, [
    { id, outcome: "refused", problem: problem("operation_id_reused", { operationId: id }) },
  ]);
  assert.deepEqual(await rows(db), before);
  assert.deepEqual(
    (await ask("POST", "/api/v1/operations", sent, {})).body,
    problem("not_signed_in", {}),
  );
  assert.deepEqual((await ask("POST", "/api/v1/operations", sent)).body, problem("not_allowed", {}));
});

test("fifty shoppers want the last ten mugs at once: ten get one, forty are told what is short", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 10, lamp: 60, rug: 60, kettle: 60 });
  const others = ["lamp", "rug", "kettle"];
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => {
    const order = pickup("soho", { [others[i % 3]!]: 1, mug: 1, [others[(i + 1) % 3]!]: 1 });
    return ask("POST", "/api/v1/orders", { ...order, lines: order.lines.toSorted(() => i % 3 - 1) });
  }));
  const statuses = Map.groupBy(answers, (answer) => answer.status);
  assert.deepEqual([statuses.get(201)?.length, statuses.get(409)?.length, statuses.size], [10, 40, 2]);
  const shortages = [{ sku: "mug", requested: 1, available: 0 }];
  for (const { body } of statuses.get(409)!) {
    assert.deepEqual(body, problem("insufficient_stock", { nodeId: "soho", shortages }));
  }
  assert.deepEqual(await stockOf(db, "soho", "mug"), [10, 10]);
  const promised = await db.one`
    select sum(reserved) filter (where sku <> 'mug') as others, (select count(*) from orders) as orders,
           (select count(*) from movement where reason = 'allocated') as movements
      from stock`;
  assert.deepEqual(promised, { others: 20, orders: 10, movements: 30 });
});

test("fifty deliveries want the last ten lamps of three nodes at once: each lamp is promised once", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { lamp: 4, rug: 60 });
  await stockUp(db, "albany", { lamp: 3, rug: 60 });
  await stockUp(db, "reno", { lamp: 3, rug: 60 });
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => {
    const order = delivery({ lamp: 1, rug: 1 });
    return ask("POST", "/api/v1/orders", { ...order, lines: order.lines.toSorted(() => i % 2 - 0.5) });
  }));
  const statuses = Map.groupBy(answers, (answer) => answer.status);
  assert.deepEqual([statuses.get(201)?.length, statuses.get(409)?.length, statuses.size], [10, 40, 2]);
  assert.deepEqual(
    await Promise.all(["soho", "albany", "reno"].map((nodeId) => stockOf(db, nodeId, "lamp"))),
    [[4, 4], [3, 3], [3, 3]],
  );
});

test("the same order sent twenty times at once is one order", async ({ db, ask }) => {
  await stockUp(db, "soho", { mug: 100 });
  const order = pickup("soho", { mug: 2 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask("POST", "/api/v1/orders", order)));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [...Array(19).fill(200), 201]);
  for (const { body } of answers) assert.deepEqual(body, answers[0]!.body);
  assert.deepEqual(await rows(db), { orders: 1, reservations: 1, fulfillments: 1, movements: 2, events: 3 });
  assert.deepEqual(await stockOf(db, "soho", "mug"), [100, 2]);
});

for (const kind of ["pass", "code"] as const) {
  test(
    `from the cart to the shopper's hands by ${kind}: picked, one short, staged, told, handed over`,
    async (shop) => {
      const { db, ask } = shop;
      await stockUp(db, "soho", { mug: 5, lamp: 5 });
      const { body: { id, shopperUrl, fulfillments: [{ id: fulfillmentId }] } } = await ask(
        "POST",
        "/api/v1/orders",
        pickup("soho", { mug: 2, lamp: 1 }),
      );
      const ana = await work(shop, "soho");
      const applied = async (...did: Parameters<typeof ana>) =>
        assert.equal((await ana(...did)).outcome, "applied");
      await applied("start_pick", { fulfillmentId });
      await applied("confirm_pick", { fulfillmentId, lineNo: 1, quantity: 2, scanned: "02000000000008" });
      await applied("short_pick", { fulfillmentId, lineNo: 2, quantity: 1, reason: "damaged" });
      await applied("stage", { fulfillmentId, bin: "P-12" });

      const page = await until("the refund is noted", async () => {
        const page = await follow(shopperUrl);
        return page.refunds.length > 0 && page;
      });
      const refund = {
        lineNo: 2,
        name: "Blue lamp",
        quantity: 1,
        amountMinor: 1700,
        reason: "not_available",
      };
      assert.deepEqual(page.refunds, [refund]);
      assert.equal((await ask("GET", `/api/v1/orders/${id}`)).body.state, "in_fulfillment");
      const [part] = page.parts;
      assert.deepEqual([part?.state, part?.bin], ["staged", "P-12"]);
      const html = await (await fetch(shopperUrl)).text();
      assert.match(html, /P-12/);
      assert.ok(html.replace(/\s|<!-- -->|<[^>]*>/g, "").includes(part!.pickup!.code));

      const { pass, code } = part!.pickup!;
      const handOver = (proof: { kind: "pass"; pass: string } | { kind: "code"; code: string }) =>
        ana("hand_over", { fulfillmentId, proof });
      const forged = `${pass.slice(0, -8)}${pass.endsWith("AAAAAAAA") ? "BBBBBBBB" : "AAAAAAAA"}`;
      const refused = await handOver({ kind: "pass", pass: forged });
      assert.deepEqual(refused.problem, problem("pass_invalid", { fulfillmentId }));
      const wrong = code === "000000" ? "000001" : "000000";
      const mistyped = await handOver({ kind: "code", code: wrong });
      assert.deepEqual(mistyped.problem, problem("wrong_code", { fulfillmentId }));
      assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 2]);
      const done = await handOver(kind === "pass" ? { kind, pass } : { kind, code });
      assert.equal(done.outcome, "applied");

      await until(
        "the order is complete",
        async () => (await ask("GET", `/api/v1/orders/${id}`)).body.state === "completed",
      );
      assert.deepEqual(await stockOf(db, "soho", "mug"), [3, 0]);
      assert.deepEqual(await stockOf(db, "soho", "lamp"), [4, 0]);
      const again = await handOver({ kind: "pass", pass });
      assert.equal(again.problem?.type, "/problems/wrong-state");
    },
    { worker: true },
  );
}

test("a delivery that is short at one store goes to the next, and leaves from both", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { rug: 3 });
  await stockUp(db, "hoboken", { rug: 2 });
  const { body: { id, fulfillments: [first] } } = await ask("POST", "/api/v1/orders", delivery({ rug: 3 }));
  assert.equal(first.nodeId, "soho");
  const atSoho = await work(shop, "soho"), atHoboken = await work(shop, "hoboken");
  await atSoho("start_pick", { fulfillmentId: first.id });
  await atSoho("confirm_pick", { fulfillmentId: first.id, lineNo: 1, quantity: 1, scanned: "rug" });
  await atSoho("short_pick", { fulfillmentId: first.id, lineNo: 1, quantity: 2, reason: "not_found" });

  const order = async () => (await ask("GET", `/api/v1/orders/${id}`)).body as OrderView;
  const second = await until(
    "Hoboken is given the rest",
    async () => (await order()).fulfillments.find((part) => part.nodeId === "hoboken"),
  );
  assert.deepEqual(second.lines, [{ sku: "rug", quantity: 2, picked: 0, shorted: 0 }]);
  await atHoboken("start_pick", { fulfillmentId: second.id });
  await atHoboken("confirm_pick", { fulfillmentId: second.id, lineNo: 1, quantity: 2, scanned: "rug" });
  for (const [does, fulfillmentId] of [[atSoho, first.id], [atHoboken, second.id]] as const) {
    await does("pack", { fulfillmentId });
    assert.equal((await does("ship", { fulfillmentId, tracking: "1Z999" })).outcome, "applied");
  }
  const done = await until("the order is complete", async () => {
    const now = await order();
    return now.state === "completed" && now;
  });
  assert.deepEqual(done.fulfillments.map(({ nodeId, state }) => [nodeId, state]).sort(), [
    ["hoboken", "shipped"],
    ["soho", "shipped"],
  ]);
  assert.deepEqual(await stockOf(db, "soho", "rug"), [0, 0]);
  assert.deepEqual(await stockOf(db, "hoboken", "rug"), [0, 0]);
}, { worker: true });

test("every invariant is checked live, and each lie in the books is found out", async (shop) => {
  const { db, ask } = shop;
  await stockUp(db, "soho", { mug: 9, lamp: 9 });
  const place = async () => (await ask("POST", "/api/v1/orders", pickup("soho", { mug: 1, lamp: 1 }))).body;
  const [open, cancelled, handed] = [await place(), await place(), await place()];
  await ask("POST", `/api/v1/orders/${cancelled.id}/cancellation`, { reason: "changed my mind" });
  const ana = await work(shop, "soho");
  const fulfillmentId = handed.fulfillments[0].id;
  await ana("start_pick", { fulfillmentId });
  for (const [i, scanned] of ["mug", "lamp"].entries()) {
    await ana("confirm_pick", { fulfillmentId, lineNo: i + 1, quantity: 1, scanned });
  }
  await ana("stage", { fulfillmentId, bin: "P-12" });
  const { code } = (await follow(handed.shopperUrl)).parts[0]!.pickup!;
  await ana("hand_over", { fulfillmentId, proof: { kind: "code", code } });

  const { body } = await ask("GET", "/api/v1/invariants");
  const checked = body.checked.map((each: { name: string }) => each.name);
  assert.deepEqual(body.violations, []);

  const leave = (tx: Parameters<typeof checkInvariants>[0], { shippedAt }: { shippedAt: Date | null }) =>
    tx.run`
      insert into shipment (node_id, fulfillment_id, order_id, promised_by, opened_at, shipped_at)
      values ('soho', ${fulfillmentId}, ${handed.id}, now(), now(), ${shippedAt})`;

  // Each lie is told inside a transaction that is rolled back, and checked there.
  const lies: Record<string, (tx: Parameters<typeof checkInvariants>[0]) => Promise<unknown>> = {
    ledger_equals_stock: (tx) => tx.run`update stock set on_hand = on_hand + 1 where sku = 'mug'`,
    ledger_never_negative: (tx) =>
      tx.run`update movement set d_reserved = d_reserved + 20 where sku = 'mug' and reason = 'allocated'`,
    reservations_equal_reserved: (tx) => tx.run`update stock set reserved = reserved + 1 where sku = 'mug'`,
    reservations_closed_by_movements: (tx) => tx.run`delete from movement where reason = 'released'`,
    no_orphans: (tx) =>
      tx.run`
        insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
        values ('soho', 'rug', 1, 0, 0, 'found', now())`,
    rules_applied: async (tx) => {
      await tx.run`insert into stock_rule_list (version, rules, actor, at) values (1, '[]', '{}', now())`;
      await tx.run`insert into stock_rule_applied (node_id, version, at) values ('soho', 1, now())`;
      await tx.run`update stock set safety_stock = 1 where sku = 'mug'`;
    },
    inbound_equals_promises: (tx) =>
      tx.run`
        insert into inbound (node_id, id, sku, kind, reference, expected_at, ordered, promised)
        values ('soho', gen_random_uuid(), 'rug', 'purchase_order', 'PO-1', now(), 1, 1)`,
    shipped_units_in_parcels: (tx) =>
      tx.run`update fulfillment set state = 'shipped' where id = ${fulfillmentId}`,
    shipped_parcels_have_labels: async (tx) => {
      await leave(tx, { shippedAt: new Date() });
      await tx.run`insert into parcel (node_id, fulfillment_id, no) values ('soho', ${fulfillmentId}, 1)`;
    },
    one_tracking_number_a_parcel: async (tx) => {
      await leave(tx, { shippedAt: null });
      await tx.run`
        insert into label (node_id, id, fulfillment_id, parcel_no, source, state, carrier, carrier_name, tracking,
                           asked_at)
        select 'soho', gen_random_uuid(), ${fulfillmentId}, no, 'local', 'bought', 'ground', 'Ground', '1Z999', now()
          from generate_series(1, 2) as no`;
    },
    promised_equals_open_demand: (tx) =>
      tx.run`delete from reservation where fulfillment_id = ${open.fulfillments[0].id}`,
    no_orphan_reservation: (tx) =>
      tx.run`update reservation set line_no = 9 where fulfillment_id = ${open.fulfillments[0].id}`,
    fulfilled_equals_handed_over: (tx) =>
      tx.run`update fulfillment_line set handed = 0 where fulfillment_id = ${fulfillmentId}`,
    no_line_given_out_twice: (tx) => tx.run`update order_line set cancelled = 1 where order_id = ${open.id}`,
    no_unit_forgotten: (tx) => tx.run`update order_line set quantity = 2 where order_id = ${open.id}`,
    closed_orders_have_no_open_units: (tx) =>
      tx.run`update orders set state = 'completed' where id = ${open.id}`,
    every_order_was_recorded: (tx) => tx.run`delete from event where kind = 'order_placed'`,
    refunds_due_equal_cancelled: (tx) => tx.run`delete from refund_due where order_id = ${cancelled.id}`,
  };
  assert.deepEqual(Object.keys(lies), checked);
  for (const [name, lie] of Object.entries(lies)) {
    await transact(db, async (tx) => {
      await tx.run`alter table movement disable trigger movement_is_append_only`;
      await tx.run`alter table event disable trigger event_is_append_only`;
      await lie(tx);
      const found = (await checkInvariants(tx)).violations.map((violation) => violation.name);
      assert.ok(found.includes(name), `${name} did not notice; found ${found.join(", ") || "nothing"}`);
      return refuse("a lie");
    });
  }

  await db.run`update stock set on_hand = on_hand + 1 where sku = 'mug'`;
  const lied = (await ask("GET", "/api/v1/invariants")).body;
  assert.deepEqual(lied.violations, [{
    ...{ name: "ledger_equals_stock", nodeId: "soho", sku: "mug" },
    ...{ onHand: 9, sumOnHand: 8, reserved: 1, sumReserved: 1, damaged: 0, sumDamaged: 0 },
    ...{ movements: 6, counted: 6 },
  }]);
  await db.run`update stock set on_hand = on_hand - 1 where sku = 'mug'`;
});

test("the invariants are checked once at a time: who asks meanwhile is told to come back", async ({ db, ask }) => {
  const check = () => ask("GET", "/api/v1/invariants");
  let both: Promise<Answer>[] = [];
  await transact(db, async (tx) => {
    // Whichever comes first has to wait for the ledger.
    await tx.run`lock table movement in access exclusive mode`;
    both = [check(), check()];
    const { status, body, headers } = await Promise.race(both);
    assert.deepEqual([status, body], [429, problem("busy", { retryAfterSeconds: 5 })]);
    assert.equal(headers.get("retry-after"), "5");
  });
  assert.deepEqual((await Promise.all(both)).map(({ status }) => status).toSorted(), [200, 429]);
  assert.equal((await check()).status, 200);
});

test("what is not there, not JSON or not allowed is a problem too, and the process says how it is", async (shop) => {
  const { aisle, ask } = shop;
  for (const [path, words] of [["/healthz", "ok\n"], ["/readyz", "ready\n"]] as const) {
    const { status, body } = await aisle.call("GET", path);
    assert.deepEqual([status, body], [200, words]);
  }
  const as = (key: string, headers: Record<string, string> = {}) => ({ key, headers });
  const { headers } = await ask("GET", "/api/v1/invariants", undefined, as("not_a_key_of_anybody"));
  assert.equal(headers.get("www-authenticate"), "Bearer");
  const gone = await aisle.call("GET", "/api/v1/nothing");
  assert.deepEqual([gone.status, gone.body], [404, problem("not_found", {})]);
});

test("every path of the API is on its page, and every answer the page names was given in these walks", async (shop) => {
  const { aisle, ask, db } = shop;
  const key = await channelKey(db);
  const page = (await aisle.call("GET", "/api/v1/openapi.json")).body;
  assert.equal(page.openapi, "3.1.0");
  assert.equal(page.servers[0].url, aisle.url);
  const documented = Object.entries(page.paths as Record<string, Record<string, { responses: object }>>)
    .flatMap(([path, calls]) => Object.entries(calls).map(([method, call]) => ({ method, path, call })));
  const served = Object.keys(routePermissions).filter((route) => route.includes(" /api/"))
    .filter((route) => !route.endsWith("openapi.json")).map((route) => route.replace(/:(\w+)/g, "{$1}"));
  assert.deepEqual(
    documented.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort(),
    served.sort(),
  );

  const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
  const ana = { cookie: await signIn(aisle, { personId, place: "node:soho" }) };
  const managerId = await hire(db, { name: "Cleo M.", role: "store_manager", nodeId: "soho" });
  const cleo = { cookie: await signIn(aisle, { personId: managerId, place: "node:soho" }) };
  for (const { method: lower, path, call } of documented) {
    const method = lower.toUpperCase();
    const route = `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
    const permission = routePermissions[route] as Permission;
    const isCalledBy = allows({ kind: "channel", channelId: "web", name: "" }, permission) ? { key } : cleo;
    // A place is named, everything else has an id that nobody has heard of.
    const at = path.replace("nodes/{id}", "nodes/soho").replace("{service}", "pickup")
      .replace("{id}", crypto.randomUUID());
    await ask(method, at, undefined, {});
    await ask(method, at, undefined, { key: "not_a_key_of_anybody" });
    if ("403" in call.responses) await ask(method, at, undefined, ana);
    if ("400" in call.responses) await ask(method, at, method === "GET" ? undefined : {}, isCalledBy);
    if (method === "GET") await ask(method, at, undefined, isCalledBy);
    if (!("415" in call.responses)) continue;
    await ask(method, at, "x".repeat(300_000), isCalledBy);
    await ask(method, at, undefined, { ...isCalledBy, headers: { "content-type": "text/plain" } });
  }
  const named = documented.flatMap(({ method, path, call }) =>
    Object.keys(call.responses).map((status) => `${method.toUpperCase()} ${path} ${status}`)
  );
  // What is said while the database is away has a walk of its own, with a database to kill.
  const unseen = named.filter((answer) => !given.has(answer) && !answer.endsWith(" 503"));
  assert.deepEqual(unseen, []);
});
