import assert from "node:assert/strict";
import { allows, type Permission, permissions, routePermissions } from "../domain/access/decide.ts";
import type { Actor, Role } from "../domain/access/types.ts";
import { beginDraft } from "../domain/routing/mod.ts";
import type { RegionLoad } from "../domain/workload/types.ts";
import { sweepAttempts } from "../lib/attempts.ts";
import type { Db } from "../lib/db.ts";
import { sha256 } from "../lib/tokens.ts";
import {
  type Caller,
  enrol,
  firstTold,
  postForm,
  type RunningAisle,
  signIn,
  startAisle,
} from "./support/aisle.ts";
import { everythingKept } from "./support/everything.ts";
import { freshDatabase } from "./support/postgres.ts";
import { channelKey, delivery, hire, openShop, operation, pickup, stockOf, stockUp } from "./support/shop.ts";
import { until } from "./support/until.ts";

interface Shop {
  db: Db;
  url: string;
  aisle: RunningAisle;
  key: string;
}

function test(name: string, walk: (shop: Shop) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url, drop } = await freshDatabase("permissions", { max: 4 });
      await openShop(db);
      const key = await channelKey(db);
      const aisle = await startAisle({ databaseUrl: url, worker: false });
      try {
        await walk({ db, url, aisle, key });
      } finally {
        await aisle.stop();
        await drop();
      }
    },
  });
}

/** Somebody who calls: who the tables say they are, where they belong, and how they prove it. */
interface Calling {
  actor: Actor;
  at: string | null;
  as: Caller;
}

const wrongKey: Caller = { key: "not_a_key_of_anybody" };

async function hireAndSignIn(
  { db, aisle }: Shop,
  name: string,
  role: Role,
  at: { nodeId?: string; regionId?: string },
) {
  const personId = await hire(db, { name, role, ...at });
  const place = at.nodeId ? `node:${at.nodeId}` : `region:${at.regionId}`;
  const cookie = await signIn(aisle, { personId, place });
  const { nodeId = null, regionId = null } = at;
  const actor: Actor = { kind: "person", personId, name, role, nodeId, regionId };
  return { actor, at: nodeId ?? regionId, as: { cookie } };
}

/** A live stream, and what it has told. */
async function openStream<Told>(url: string, cookie: string) {
  const { body } = await fetch(url, { headers: { cookie } });
  let text = "", hasEnded = false;
  (async () => {
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) text += chunk;
    hasEnded = true;
  })().catch(() => {}); // cut off, when the test fails and stops its server
  const told = () => [...text.matchAll(/^data: (.*)\n\n/gm)].map(([, data]) => JSON.parse(data!) as Told);
  return { told, hasEnded: () => hasEnded };
}

/** A phone of Soho with nobody signed in on it, in use or taken back. */
async function enrolled({ db, aisle }: Shop, { actor: by }: Calling, kind: "device" | "revoked_device") {
  // In a session of its own, which ends with the phone.
  const personId = by.kind === "person" ? by.personId : "";
  const manager = await signIn(aisle, { personId, place: "node:soho" });
  const cookie = await enrol(aisle, manager, { nodeId: "soho", name: kind });
  const { id } = await db.one<{ id: string }>`select id from device where name = ${kind}`;
  if (kind === "revoked_device") await postForm(aisle, `/work/devices/${id}/revocation`, {}, manager);
  const actor: Actor = { kind, deviceId: id, nodeId: "soho", name: kind };
  return { actor, at: "soho", as: { cookie } };
}

async function everybody(shop: Shop): Promise<Record<string, Calling>> {
  const hired = (...who: [name: string, role: Role, at: { nodeId?: string; regionId?: string }]) =>
    hireAndSignIn(shop, ...who);
  const cleo = await hired("Cleo M.", "store_manager", { nodeId: "soho" });
  return {
    "a phone of Soho": await enrolled(shop, cleo, "device"),
    "a phone Soho took back": await enrolled(shop, cleo, "revoked_device"),
    "anyone": { actor: { kind: "anyone" }, at: null, as: {} },
    "a channel": {
      actor: { kind: "channel", channelId: "web", name: "Web shop" },
      at: null,
      as: { key: shop.key },
    },
    "an associate of Soho": await hired("Ana P.", "associate", { nodeId: "soho" }),
    "an associate of Hoboken": await hired("Ben T.", "associate", { nodeId: "hoboken" }),
    "the manager of Soho": cleo,
    "the manager of Hoboken": await hired("Dan W.", "store_manager", { nodeId: "hoboken" }),
    "the manager of the East": await hired("Eve R.", "regional_manager", { regionId: "east" }),
    "the manager of the West": await hired("Finn S.", "regional_manager", { regionId: "west" }),
  };
}

/** A request, and its status when the tables allow it: which may depend on whether what it names is theirs. */
interface Asking {
  path: string;
  body?: unknown;
  form?: Record<string, string>;
  status: number;
}

// Asked for by everybody: the same id buys one label.
const LABEL = "0c000000-0000-4000-8000-00000000000c", MANIFEST = "0d000000-0000-4000-8000-00000000000d";

/** Things that are there to be asked for: an order waiting at the curb of Soho, and Ana's PIN. */
async function thingsToAskFor({ db, aisle, key }: Shop) {
  await stockUp(db, "soho", { mug: 500 });
  const place = async () => {
    const placed = await aisle.call("POST", "/api/v1/orders", pickup("soho", { mug: 1 }), { key });
    assert.equal(placed.status, 201);
    return placed.body;
  };
  const curbside = { ...pickup("soho", { mug: 1 }), method: "curbside" };
  const { body: waiting } = await aisle.call("POST", "/api/v1/orders", curbside, { key });
  const [{ id: fulfillmentId }] = waiting.fulfillments;
  const until = new Date(Date.now() + 3_600_000);
  await db.run`
    update fulfillment set state = 'staged', bin = 'P-1', hold_until = ${until} where id = ${fulfillmentId}`;
  const hold = { nodeId: "soho", lines: [{ sku: "mug", quantity: 1 }], holdMinutes: 5 };
  const reserve = async () => (await aisle.call("POST", "/api/v1/reservations", hold, { key })).body.id;
  const parcels = await closedParcels({ db, aisle, key });
  const personId = await hire(db, { name: "Gus", role: "associate", nodeId: "soho" });
  const draft = async () => (await beginDraft(db, { kind: "anyone" }, "Outlets first")).id;
  const drift = async () =>
    (await db.one<{ id: string }>`
      insert into stock_drift (node_id, id, sku, kind, found, explanation, found_at)
      values ('soho', gen_random_uuid(), 'mug', 'moment', '{}', 'More was promised than there was', now())
      returning id`).id;
  const phone = async () =>
    (await db.one<{ id: string }>`
      insert into device (node_id, id, name, token_hash, enrolled_by, enrolled_at, last_seen_at)
      values ('soho', gen_random_uuid(), 'Phone', 'none', ${personId}, now(), now())
      returning id`).id;
  const announced = act({ reference: "PO-1", expectedAt: tomorrow, lines: [{ sku: "mug", ordered: 1 }] });
  const { body: { id: coming } } = await aisle.call("POST", "/api/v1/inbound", announced, { key });
  return {
    db,
    coming,
    waiting,
    fulfillmentId,
    token: new URL(waiting.shopperUrl).pathname,
    ...parcels,
    place,
    reserve,
    hold,
    personId,
    draft,
    drift,
    phone,
  };
}

/** An order of its own that waits for its shopper. */
async function stagedOrder(db: Db, place: Things["place"]) {
  const { shopperUrl, fulfillments: [{ id: fulfillmentId }] } = await place();
  const until = new Date(Date.now() + 3_600_000);
  await db.run`
    update fulfillment set state = 'staged', bin = 'P-2', hold_until = ${until} where id = ${fulfillmentId}`;
  return { fulfillmentId, token: new URL(shopperUrl).pathname };
}

/** A delivery at Soho in two closed boxes, the second with a label; one that was collected before stands on a manifest. */
async function closedParcels({ db, aisle, key }: Pick<Shop, "db" | "aisle" | "key">) {
  const placed = await aisle.call("POST", "/api/v1/orders", delivery({ mug: 2 }), { key });
  assert.equal(placed.status, 201);
  const [{ id, nodeId }] = placed.body.fulfillments;
  const orderNumber = placed.body.number as string;
  assert.equal(nodeId, "soho");
  await db.run`update fulfillment set state = 'picked' where id = ${id}`;
  await db.run`update fulfillment_line set picked = 2 where fulfillment_id = ${id}`;
  await db.run`
    insert into shipment (node_id, fulfillment_id, order_id, promised_by, opened_at)
    values ('soho', ${id}, ${placed.body.id}, now(), now())`;
  await db.run`
    insert into parcel (node_id, fulfillment_id, no, box_id, weight_grams, closed_at)
    select 'soho', ${id}, no, 's', 500, now() from generate_series(1, 40) as no`;
  await db.run`
    insert into manifest (node_id, id, carrier, closed_at, closed_by)
    values ('soho', ${MANIFEST}, 'ground', now(), '{"name": "Ana P."}')`;
  const label = (no: number) =>
    db.run`
      insert into label (node_id, id, fulfillment_id, parcel_no, source, state, carrier, carrier_name, service_name,
                         tracking, asked_at)
      values ('soho', gen_random_uuid(), ${id}, ${no}, 'local', 'bought', 'ground', 'Ground carrier', 'Standard',
              '129900001000000013', now())`;
  let last = 2;
  await label(last);
  const path = `/work/fulfillments/${id}/parcels`;
  return {
    parcel: `${path}/1`,
    labelled: `${path}/2`,
    // Each is void after one call.
    number: orderNumber,
    relabel: async () => (await label(++last), `${path}/${last}`),
  };
}

const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

/** Something booked at Soho, under an id of its own. */
function act(told: object) {
  return { id: crypto.randomUUID(), nodeId: "soho", ...told };
}

type Things = Awaited<ReturnType<typeof thingsToAskFor>>;

/** What to ask of every route, so that whoever may do it succeeds. */
const asking: Record<string, (things: Things, who: Calling) => Asking | Promise<Asking>> = {
  "GET /": () => ({ path: "/", status: 303 }),
  "GET /healthz": () => ({ path: "/healthz", status: 200 }),
  "GET /readyz": () => ({ path: "/readyz", status: 200 }),
  "GET /sign-in": (_, { actor }) => ({
    path: "/sign-in",
    status: actor.kind === "person" || actor.kind === "device" ? 303 : 200,
  }),
  "POST /sign-in": ({ personId }) => ({
    path: "/sign-in",
    form: { personId, place: "node:soho", pin: "123456" },
    status: 303,
  }),
  "GET /order/:token": ({ token }) => ({ path: token, status: 200 }),
  "GET /order/:token/live": ({ token }) => ({ path: `${token}/live`, status: 200 }),
  "POST /order/:token/subscription": ({ token }) => ({
    path: `${token}/subscription`,
    body: { endpoint: "http://127.0.0.1:9/push", keys: { p256dh: "BA", auth: "AA" } },
    status: 201,
  }),
  "POST /order/:token/arrival": ({ token, fulfillmentId }) => ({
    path: `${token}/arrival`,
    body: { fulfillmentId, bay: "3", car: null },
    status: 204,
  }),
  // Only a store's own device has these doors.
  "POST /device/session": ({ personId }, { actor }) => ({
    path: "/device/session",
    body: { personId, pin: "123456" },
    status: actor.kind === "device" ? 200 : 401,
  }),
  "POST /device/departure": ({ personId }, { actor }) => ({
    path: "/device/departure",
    body: { personId, signedOut: true },
    status: actor.kind === "device" ? 204 : 401,
  }),
  "GET /work/devices": () => ({ path: "/work/devices", status: 200 }),
  "POST /work/devices": (_, { at }) => ({
    path: "/work/devices",
    form: { nodeId: "soho", name: "Phone 7" },
    status: at === "soho" || at === "east" ? 303 : 404,
  }),
  "POST /work/devices/idle-lock": (_, { at }) => ({
    path: "/work/devices/idle-lock",
    form: { nodeId: "soho", seconds: "120" },
    status: at === "soho" || at === "east" ? 303 : 404,
  }),
  "POST /work/devices/:id/revocation": async ({ phone }, { at }) => ({
    path: `/work/devices/${await phone()}/revocation`,
    form: {},
    status: at === "soho" || at === "east" ? 303 : 404,
  }),
  "POST /order/:token/departure": async ({ place, db }) => {
    const { fulfillmentId, token } = await stagedOrder(db, place);
    return { path: `${token}/departure`, body: { fulfillmentId, minutes: 10 }, status: 204 };
  },
  "POST /order/:token/collector": async ({ place, db }) => {
    const { fulfillmentId, token } = await stagedOrder(db, place);
    return { path: `${token}/collector`, body: { fulfillmentId, name: "Jonas Weber" }, status: 204 };
  },
  "GET /work/bins": () => ({ path: "/work/bins", status: 200 }),
  "POST /work/bins": () => ({
    path: "/work/bins",
    form: { act: "keep", label: "C-1", zone: "chilled", capacity: "4" },
    status: 303,
  }),
  "GET /work/handovers": () => ({ path: "/work/handovers", status: 200 }),
  // Nothing was asked of this shopper.
  "POST /order/:token/substitution": ({ token }) => ({
    path: `${token}/substitution`,
    body: { substituteId: crypto.randomUUID(), accept: true },
    status: 404,
  }),
  "GET /work{/:id}?": () => ({ path: "/work", status: 200 }),
  "GET /work/list": () => ({ path: "/work/list", status: 200 }),
  "GET /work/substitutes": () => ({ path: "/work/substitutes?sku=mug", status: 200 }),
  "GET /live/work": () => ({ path: "/live/work", status: 200 }),
  "GET /work/manifest": () => ({ path: "/work/manifest", status: 200 }),
  "POST /work/manifest": () => ({
    path: "/work/manifest",
    form: { id: crypto.randomUUID(), carrier: "ground" },
    status: 303,
  }),
  "GET /work/manifests/:id/manifest.pdf": (_, { at }) => ({
    path: `/work/manifests/${MANIFEST}/manifest.pdf`,
    status: at === "soho" ? 200 : 404,
  }),
  "POST /work/fulfillments/:id/parcels/:no/offers": ({ parcel }, { at }) => ({
    path: `${parcel}/offers`,
    status: at === "soho" ? 200 : 404,
  }),
  "POST /work/fulfillments/:id/parcels/:no/label": ({ parcel }, { at }) => ({
    path: `${parcel}/label`,
    body: { id: LABEL, offerId: "ground/standard" },
    status: at === "soho" ? 201 : 404,
  }),
  "GET /work/fulfillments/:id/parcels/:no/label.pdf": ({ labelled }, { at }) => ({
    path: `${labelled}/label.pdf`,
    status: at === "soho" ? 200 : 404,
  }),
  "GET /work/fulfillments/:id/parcels/:no/label.zpl": ({ labelled }, { at }) => ({
    path: `${labelled}/label.zpl`,
    status: at === "soho" ? 200 : 404,
  }),
  "DELETE /work/fulfillments/:id/parcels/:no/label": async ({ relabel }, { at }) => ({
    path: `${await relabel()}/label`,
    status: at === "soho" ? 200 : 404,
  }),
  "GET /work/fulfillments/:id/packing-slip.pdf": ({ labelled }, { at }) => ({
    path: `${labelled.split("/parcels")[0]}/packing-slip.pdf`,
    status: at === "soho" ? 200 : 404,
  }),
  // Nobody's PIN is that one: it is asked, and refused, wherever it may be asked at all.
  "POST /work/fulfillments/:id/override": ({ fulfillmentId }, { at }) => ({
    path: `/work/fulfillments/${fulfillmentId}/override`,
    body: {
      deviceId: crypto.randomUUID(),
      managerId: crypto.randomUUID(),
      pin: "000000",
      reason: "no phone",
    },
    status: at === "soho" ? 401 : 404,
  }),
  "GET /region": () => ({ path: "/region", status: 200 }),
  "GET /rates": () => ({ path: "/rates", status: 200 }),
  "POST /rates": () => ({
    path: "/rates",
    form: {
      ...{ act: "box", id: "tube", name: "Tube", length: "900", width: "80", height: "80" },
      ...{ tareGrams: "120", maxGrams: "4000" },
    },
    status: 303,
  }),
  "GET /rules": () => ({ path: "/rules", status: 200 }),
  "POST /rules": () => ({
    path: "/rules",
    form: { act: "publish", draft: JSON.stringify({ version: 0, rules: [] }) },
    status: 303,
  }),
  "GET /orders": () => ({ path: "/orders", status: 200 }),
  "GET /orders/:number": ({ number }, { at }) => ({
    path: `/orders/${number}?through=albany`,
    status: at === "east" ? 200 : 404,
  }),
  "GET /queues": () => ({ path: "/queues", status: 200 }),
  "POST /queues": () => ({
    path: "/queues",
    form: { act: "give_up_now", line: `${crypto.randomUUID()}.1.1` },
    status: 303,
  }),
  "GET /routing": () => ({ path: "/routing", status: 200 }),
  "POST /routing": () => ({ path: "/routing", form: { act: "draft", name: "Outlets first" }, status: 303 }),
  "GET /routing/drafts/:id": async ({ draft }) => ({ path: `/routing/drafts/${await draft()}`, status: 200 }),
  "GET /routing/drafts/:id/comparison": async ({ draft }) => ({
    path: `/routing/drafts/${await draft()}/comparison`,
    status: 200,
  }),
  "POST /routing/drafts/:id": async ({ draft }) => ({
    path: `/routing/drafts/${await draft()}`,
    form: { act: "add:group" },
    status: 303,
  }),
  "GET /live/region": () => ({ path: "/live/region", status: 200 }),
  "GET /stock": () => ({ path: "/stock", status: 200 }),
  "GET /stock/:nodeId/:sku": (_, { at }) => ({
    path: "/stock/soho/mug",
    status: at === "soho" || at === "east" ? 200 : 404,
  }),
  "POST /stock/:nodeId/:sku/settlement": async ({ drift }, { at }) => ({
    path: "/stock/soho/mug/settlement",
    form: { driftId: await drift(), note: "counted twice" },
    status: at === "soho" || at === "east" ? 303 : 404,
  }),
  "GET /api/v1/openapi.json": () => ({ path: "/api/v1/openapi.json", status: 200 }),
  "POST /api/v1/availability": () => ({
    path: "/api/v1/availability",
    body: { lines: [{ sku: "mug", quantity: 1 }], near: { postalCode: "10012", country: "US" } },
    status: 200,
  }),
  "POST /api/v1/reservations": ({ hold }) => ({ path: "/api/v1/reservations", body: hold, status: 201 }),
  "GET /api/v1/reservations/:id": async ({ reserve }) => ({
    path: `/api/v1/reservations/${await reserve()}`,
    status: 200,
  }),
  "PUT /api/v1/reservations/:id": async ({ reserve, hold }) => ({
    path: `/api/v1/reservations/${await reserve()}`,
    body: hold,
    status: 200,
  }),
  "DELETE /api/v1/reservations/:id": async ({ reserve }) => ({
    path: `/api/v1/reservations/${await reserve()}`,
    status: 204,
  }),
  "POST /api/v1/orders": () => ({ path: "/api/v1/orders", body: pickup("soho", { mug: 1 }), status: 201 }),
  "GET /api/v1/orders/:id": ({ waiting }) => ({ path: `/api/v1/orders/${waiting.id}`, status: 200 }),
  "POST /api/v1/orders/:id/cancellation": async ({ place }) => ({
    path: `/api/v1/orders/${(await place()).id}/cancellation`,
    body: { reason: "changed my mind" },
    status: 200,
  }),
  "GET /api/v1/stock": (_, { at }) => ({
    path: "/api/v1/stock?nodeId=soho",
    status: at === null || at === "soho" || at === "east" ? 200 : 404,
  }),
  "GET /api/v1/stock/availability": (_, { at }) => ({
    path: "/api/v1/stock/availability?sku=mug&nodeId=soho",
    status: at === null || at === "soho" || at === "east" ? 200 : 404,
  }),
  "PUT /api/v1/nodes/:id/switches/:service": (_, { at }) => ({
    path: "/api/v1/nodes/soho/switches/curbside",
    body: { until: null, reason: "flood" },
    status: at === "soho" || at === "east" ? 200 : 404,
  }),
  "DELETE /api/v1/nodes/:id/switches/:service": (_, { at }) => ({
    path: "/api/v1/nodes/soho/switches/curbside",
    status: at === "soho" || at === "east" ? 204 : 404,
  }),
  // What a channel is told is its own: nobody else has a feed.
  "GET /api/v1/stock/changes": (_, { at }) => ({
    path: "/api/v1/stock/changes?after=0",
    status: at === null ? 200 : 403,
  }),
  "GET /api/v1/stock/stream": (_, { at }) => ({
    path: "/api/v1/stock/stream?after=0",
    status: at === null ? 200 : 403,
  }),
  "POST /api/v1/stock/counts": (_, { at }) => ({
    path: "/api/v1/stock/counts",
    body: { counts: [{ nodeId: "soho", sku: "lamp", counted: 9 }] },
    status: at === null || at === "soho" ? 200 : 404,
  }),
  "POST /api/v1/stock/adjustments": (_, { at }) => ({
    path: "/api/v1/stock/adjustments",
    body: act({ lines: [{ sku: "mug", units: 1, reason: "found" }] }),
    status: at === null || at === "soho" ? 200 : 404,
  }),
  "POST /api/v1/stock/returns": (_, { at }) => ({
    path: "/api/v1/stock/returns",
    body: act({ lines: [{ sku: "mug", quantity: 1, disposition: "shelf" }] }),
    status: at === null || at === "soho" ? 200 : 404,
  }),
  "POST /api/v1/stock/receipts": () => ({
    path: "/api/v1/stock/receipts",
    body: act({ lines: [{ sku: "mug", received: 1 }] }),
    status: 200,
  }),
  "POST /api/v1/stock/sales": () => ({
    path: "/api/v1/stock/sales",
    body: act({ at: tomorrow, lines: [{ sku: "mug", quantity: 1 }] }),
    status: 200,
  }),
  "POST /api/v1/transfers": () => ({
    path: "/api/v1/transfers",
    body: {
      ...{ id: crypto.randomUUID(), fromNodeId: "soho", toNodeId: "albany", expectedAt: tomorrow },
      lines: [{ sku: "mug", quantity: 1 }],
    },
    status: 200,
  }),
  "POST /api/v1/inbound": () => ({
    path: "/api/v1/inbound",
    body: act({ reference: "PO-2", expectedAt: tomorrow, lines: [{ sku: "mug", ordered: 1 }] }),
    status: 200,
  }),
  "PUT /api/v1/inbound/:id": ({ coming }) => ({
    path: `/api/v1/inbound/${coming}`,
    body: { nodeId: "soho", expectedAt: tomorrow },
    status: 200,
  }),
  "DELETE /api/v1/inbound/:id": ({ coming }) => ({
    path: `/api/v1/inbound/${coming}?nodeId=soho`,
    status: 204,
  }),
  "POST /api/v1/operations": ({ fulfillmentId }, { actor }) => ({
    path: "/api/v1/operations",
    body: {
      deviceId: crypto.randomUUID(),
      operations: [operation(["stage", { fulfillmentId, bin: "P-2" }])],
    },
    // A device that says of nobody that they did it has no author for it.
    status: actor.kind === "device" ? 401 : 200,
  }),
  "GET /api/v1/invariants": () => ({ path: "/api/v1/invariants", status: 200 }),
  // Last, for it ends the session all others use.
  "POST /sign-out": () => ({ path: "/sign-out", form: {}, status: 303 }),
};

async function statusOf({ aisle }: Shop, method: string, { path, body, form }: Asking, as: Caller) {
  const headers = new Headers();
  if (as.key) headers.set("authorization", `Bearer ${as.key}`);
  if (as.cookie) headers.set("cookie", as.cookie);
  if (body !== undefined) headers.set("content-type", "application/json");
  const sent = form ? new URLSearchParams(form) : body === undefined ? undefined : JSON.stringify(body);
  const answer = await fetch(aisle.url + path, { method, headers, body: sent, redirect: "manual" });
  await answer.body?.cancel();
  return answer.status;
}

test("every route and every caller: who may, may; who may not changes nothing", async (shop) => {
  const people = await everybody(shop);
  const things = await thingsToAskFor(shop);
  assert.deepEqual(Object.keys(asking).sort(), Object.keys(routePermissions).sort());

  const expected: Record<string, number> = {};
  const answered: Record<string, number> = {};
  const denied: (() => Promise<void>)[] = [], allowed: (() => Promise<void>)[] = [];
  for (const [route, ask] of Object.entries(asking)) {
    const method = route.split(" ")[0]!;
    for (const [name, who] of Object.entries(people)) {
      const call = `${name}: ${route}`;
      const isAllowed = allows(who.actor, routePermissions[route]!);
      const asked = await ask(things, who);
      const isKnown = who.actor.kind !== "anyone" && who.actor.kind !== "device";
      expected[call] = isAllowed ? asked.status : isKnown ? 403 : 401;
      (isAllowed ? allowed : denied).push(async () => {
        answered[call] = await statusOf(shop, method, asked, who.as);
      });
    }
    const asked = await ask(things, people["anyone"]!);
    expected[`a wrong key: ${route}`] = 401;
    denied.push(async () => {
      answered[`a wrong key: ${route}`] = await statusOf(shop, method, asked, wrongKey);
    });
  }
  const before = await everythingKept(shop.db);
  for (const each of denied) await each();
  assert.deepEqual(await everythingKept(shop.db), before);
  for (const each of allowed) await each();
  assert.deepEqual(answered, expected);
});

Deno.test("the tables say what was agreed: a store's people do the work, its manager counts, a region is watched", () => {
  const granted = (grantee: string) =>
    Object.entries(permissions).filter(([, grantees]) => (grantees as readonly string[]).includes(grantee))
      .map(([name]) => name as Permission).sort();
  const everyone = ["own_order.follow", "public.read", "session.start"];
  assert.deepEqual(granted("anyone"), everyone);
  assert.deepEqual(granted("revoked_device"), [...everyone, "operation.apply"].sort());
  assert.deepEqual(
    granted("device"),
    [...everyone, "device.unlock", "operation.apply", "work.see"].sort(),
  );
  const staff = [...everyone, "device.unlock", "session.end", "stock.inspect", "stock.read"];
  const shipping = ["label.buy", "label.see", "label.void", "manifest.close", "manifest.see"];
  const worker = [...staff, ...shipping, "operation.apply", "override.ask", "work.see"];
  assert.deepEqual(granted("associate"), worker.sort());
  const booked = ["stock.adjust", "stock.count", "stock.return", "stock.settle"];
  assert.deepEqual(
    granted("store_manager"),
    [...worker, ...booked, "bins.keep", "device.manage", "handover.override", "handover.read", "node.switch"]
      .sort(),
  );
  assert.deepEqual(
    granted("regional_manager"),
    [
      ...[
        ...staff,
        "device.manage",
        "invariants.read",
        "load.see",
        "node.switch",
        "rates.edit",
        "rules.edit",
      ],
      ...["queue.settle", "sourcing.see", "stock.settle"],
    ].sort(),
  );
  assert.deepEqual(granted("channel"), [
    ...[
      "availability.read",
      "inbound.announce",
      "inbound.cancel",
      "inbound.change",
      "invariants.read",
      "order.cancel",
      "order.place",
      "order.read",
      "public.read",
    ],
    ...[
      "reservation.change",
      "reservation.make",
      "reservation.read",
      "reservation.release",
      "stock.adjust",
      "stock.count",
      "stock.read",
      "stock.receive",
      "stock.return",
      "stock.sell",
      "stock.transfer",
    ],
  ]);
});

test("a method a route does not know answers nobody, whoever asks", async (shop) => {
  const { "a channel": channel, "the manager of Soho": manager } = await everybody(shop);
  const before = await everythingKept(shop.db);
  const paths = new Set(Object.keys(routePermissions).map((route) => route.split(" ")[1]!));
  for (const pattern of paths) {
    const path = pattern.replace("{/:id}?", "").replace(/:\w+/, crypto.randomUUID());
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) {
      if (routePermissions[`${method} ${pattern}`]) continue;
      for (const { as } of [channel!, manager!]) {
        const status = await statusOf(shop, method, { path, status: 404 }, as);
        assert.equal(status, 404, `${method} ${path}`);
      }
    }
  }
  assert.deepEqual(await everythingKept(shop.db), before);
});

test("an associate's store is all they reach: Soho's work is not there for Hoboken, and nothing of it changes", async (shop) => {
  const { db, aisle, key } = shop;
  await stockUp(db, "soho", { mug: 3 });
  const { body: order } = await aisle.call("POST", "/api/v1/orders", pickup("soho", { mug: 1 }), { key });
  const [{ id: fulfillmentId }] = order.fulfillments;
  const ben = await hireAndSignIn(shop, "Ben T.", "associate", { nodeId: "hoboken" });
  const before = await everythingKept(db, ["operation"]);

  const acts: Parameters<typeof operation>[0][] = [
    ["start_pick", { fulfillmentId }],
    ["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" }],
    ["short_pick", { fulfillmentId, lineNo: 1, quantity: 1, reason: "not_found" }],
    ["stage", { fulfillmentId, bin: "P-1" }],
    ["pack", { fulfillmentId }],
    ["ship", { fulfillmentId, tracking: "1Z999" }],
  ];
  const operations = acts.map((act, i) => operation(act, i + 1));
  const sent = { deviceId: crypto.randomUUID(), operations };
  const { body } = await aisle.call("POST", "/api/v1/operations", sent, ben.as);
  assert.deepEqual(
    body.outcomes.map((each: { outcome: string; problem: { type: string } }) => [
      each.outcome,
      each.problem.type,
    ]),
    Array(acts.length).fill(["refused", "/problems/not-found"]),
  );
  for (const path of ["/work", `/work/${fulfillmentId}`, "/work/list"]) {
    const seen = await aisle.call("GET", path, undefined, ben.as);
    assert.equal(seen.status, 200);
    assert.ok(!JSON.stringify(seen.body).includes(order.number), `${path} shows Soho's order`);
    assert.ok(!JSON.stringify(seen.body).includes("Maya"), `${path} shows Soho's shopper`);
  }
  const stock = await aisle.call("GET", "/api/v1/stock?nodeId=soho", undefined, ben.as);
  const nowhere = await aisle.call("GET", "/api/v1/stock?nodeId=nowhere", undefined, ben.as);
  assert.deepEqual([stock.status, stock.body.title], [nowhere.status, nowhere.body.title]);
  assert.deepEqual(await everythingKept(db, ["operation"]), before);
});

test("a regional manager sees the stores of the region, and no other's", async (shop) => {
  const { aisle } = shop;
  const east = await hireAndSignIn(shop, "Eve R.", "regional_manager", { regionId: "east" });
  const west = await hireAndSignIn(shop, "Finn S.", "regional_manager", { regionId: "west" });
  const page = async (as: Caller) => (await aisle.call("GET", "/region", undefined, as)).body as string;
  const [eastern, western] = [await page(east.as), await page(west.as)];
  assert.ok(eastern.includes("Hoboken") && !eastern.includes("Reno depot"));
  assert.ok(western.includes("Reno depot") && !western.includes("Hoboken"));
  const told = await firstTold<RegionLoad>(`${aisle.url}/live/region`, west.as);
  assert.deepEqual(told.nodes.map((node) => node.nodeId), ["reno"]);
});

test("one channel's orders are not there for another", async (shop) => {
  const { db, aisle, key } = shop;
  await stockUp(db, "soho", { mug: 5 });
  const market = "market_key_for_the_other_channel";
  await db.run`
    insert into channel (id, name, key_hash) values ('market', 'Market', ${sha256(market)})`;
  const order = pickup("soho", { mug: 1 });
  const { body: placed } = await aisle.call("POST", "/api/v1/orders", order, { key });
  const before = await everythingKept(db);
  const read = await aisle.call("GET", `/api/v1/orders/${placed.id}`, undefined, { key: market });
  assert.deepEqual([read.status, read.body.type], [404, "/problems/not-found"]);
  const reason = { reason: "not mine" };
  const cancelled = await aisle.call("POST", `/api/v1/orders/${placed.id}/cancellation`, reason, {
    key: market,
  });
  assert.deepEqual([cancelled.status, cancelled.body.type], [404, "/problems/not-found"]);
  assert.deepEqual(await everythingKept(db), before);
  // The same channel order id is each channel's own.
  const own = await aisle.call("POST", "/api/v1/orders", order, { key: market });
  assert.equal(own.status, 201);
  assert.notEqual(own.body.id, placed.id);
  assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 2]);
});

test("a session ends when it is signed out, old, idle, or its person leaves or loses the role", async (shop) => {
  const { db, aisle } = shop;
  const ends: Record<string, (cookie: string, personId: string) => Promise<unknown>> = {
    "signed out": (cookie) => postForm(aisle, "/sign-out", {}, cookie),
    "twelve hours old": () => db.run`update session set expires_at = now()`,
    "idle for two hours": () => db.run`update session set last_seen_at = now() - interval '2 hours 1 second'`,
    "a person who left": (_, personId) => db.run`update person set active = false where id = ${personId}`,
    "a role lost": (_, personId) => db.run`delete from person_role where person_id = ${personId}`,
    "another store": (_, personId) =>
      db.run`update person_role set node_id = 'hoboken' where person_id = ${personId}`,
    "a higher role": (_, personId) =>
      db.run`update person_role set role = 'store_manager' where person_id = ${personId}`,
  };
  for (const [how, end] of Object.entries(ends)) {
    const ana = await hireAndSignIn(shop, "Ana P.", "associate", { nodeId: "soho" });
    const see = async () => (await aisle.call("GET", "/work/list", undefined, ana.as)).status;
    assert.equal(await see(), 200);
    await end(ana.as.cookie, ana.actor.kind === "person" ? ana.actor.personId : "");
    assert.equal(await see(), 401, how);
    const page = { cookie: ana.as.cookie, headers: { accept: "text/html" } };
    const { status, headers } = await aisle.call("GET", "/work", undefined, page);
    assert.deepEqual([status, headers.get("location")], [303, "/sign-in"], how);
  }
  const fresh = await hireAndSignIn(shop, "Ana P.", "associate", { nodeId: "soho" });
  await db.run`update session set last_seen_at = now() - interval '1 hour 59 minutes'`;
  assert.equal((await aisle.call("GET", "/work/list", undefined, fresh.as)).status, 200);
  const { idle } = await db.one<{ idle: boolean }>`
    select bool_and(last_seen_at < now() - interval '1 minute') as idle from session
     where expires_at > now() and person_id = ${fresh.actor.kind === "person" ? fresh.actor.personId : ""}`;
  assert.equal(idle, false, "being used keeps a session awake");
});

test("work that names its author is taken from that person at that store, and from nobody else", async (shop) => {
  const { db, aisle, key } = shop;
  await stockUp(db, "soho", { mug: 3 });
  const { body: order } = await aisle.call("POST", "/api/v1/orders", pickup("soho", { mug: 1 }), { key });
  const [{ id: fulfillmentId }] = order.fulfillments;
  const ana = await hireAndSignIn(shop, "Ana P.", "associate", { nodeId: "soho" });
  const ben = await hireAndSignIn(shop, "Ben T.", "associate", { nodeId: "soho" });
  const personId = ana.actor.kind === "person" ? ana.actor.personId : "";
  const send = (nodeId: string, as: Caller) =>
    aisle.call("POST", "/api/v1/operations", {
      deviceId: crypto.randomUUID(),
      by: { personId, nodeId },
      operations: [operation(["start_pick", { fulfillmentId }], 1)],
    }, as);

  const before = await everythingKept(db);
  for (const [nodeId, as] of [["soho", ben.as], ["hoboken", ana.as]] as const) {
    const { status, body } = await send(nodeId, as);
    assert.deepEqual([status, body.type], [401, "/problems/not-signed-in"]);
  }
  assert.deepEqual(await everythingKept(db), before);
  const { status, body } = await send("soho", ana.as);
  assert.deepEqual([status, body.outcomes[0].outcome], [200, "applied"]);
});

test("a live stream ends with its session, and keeps none awake", async (shop) => {
  const { db, aisle, key } = shop;
  await stockUp(db, "soho", { mug: 50 });
  let placed = 0;
  const place = async () => {
    const { status } = await aisle.call("POST", "/api/v1/orders", pickup("soho", { mug: 1 }), { key });
    assert.equal(status, 201);
    placed++;
  };
  const ends: Record<string, (cookie: string) => Promise<unknown>> = {
    "signed out": (cookie) => postForm(aisle, "/sign-out", {}, cookie),
    "idle for two hours": () => db.run`update session set last_seen_at = now() - interval '2 hours 1 second'`,
  };
  /** How many orders it told of, each time it told something. */
  const counts = {
    "/live/work": (told: { fulfillments: unknown[] }) => told.fulfillments.length,
    "/live/region": (told: RegionLoad) => told.nodes.find(({ nodeId }) => nodeId === "soho")!.backlog,
  };
  for (const [how, end] of Object.entries(ends)) {
    for (
      const [path, role, at] of [
        ["/live/work", "associate", { nodeId: "soho" }],
        ["/live/region", "regional_manager", { regionId: "east" }],
      ] as const
    ) {
      const { as } = await hireAndSignIn(shop, "Ana P.", role, at);
      const stream = await openStream<never>(aisle.url + path, as.cookie);
      const told = () => stream.told().map(counts[path]);
      await db.run`update session set last_seen_at = now() - interval '1 hour'`;
      for (let more = 0; more < 2; more++) {
        await place();
        await until("the stream goes on", () => told().at(-1) === placed);
      }
      const { awake } = await db.one<{ awake: number }>`
        select count(*)::int as awake from session where last_seen_at > now() - interval '59 minutes'`;
      assert.equal(awake, 0, `${path} kept its session awake`);

      await end(as.cookie);
      await place();
      // Sooner than by the sign of life, which comes every 15 seconds.
      await until(`${path} ends: ${how}`, stream.hasEnded, 14_000);
      // One may have been on its way: allowed before the end, and read after it.
      assert.ok(told().filter((orders) => orders === placed).length <= 1, `${path} went on: ${how}`);
    }
  }
});

test("the session cookie is for this host alone, out of script's reach, for one shift", async ({ db, aisle }) => {
  const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
  const signedIn = await postForm(aisle, "/sign-in", { personId, place: "node:soho", pin: "123456" });
  assert.equal(signedIn.headers.get("location"), "/work");
  const cookie = signedIn.headers.get("set-cookie")!;
  const [, token, expires] = cookie.match(
    /^__Host-aisle=([\w-]{43}); Path=\/; Secure; HttpOnly; SameSite=Lax; Expires=(.*)$/,
  )!;
  const hours = (Date.parse(expires!) - Date.now()) / 3_600_000;
  assert.ok(hours > 11.9 && hours <= 12, `${hours} hours`);
  const kept = await db.many<{ tokenHash: string }>`select token_hash from session`;
  assert.deepEqual(kept, [{ tokenHash: sha256(token!) }]);
  const out = await postForm(aisle, "/sign-out", {}, cookie.split(";")[0]);
  assert.equal(
    out.headers.get("set-cookie"),
    "__Host-aisle=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
  );
  assert.deepEqual(await db.many`select from session`, []);
});

test("after five wrong PINs the right one does not help, in this process or the next", async (shop) => {
  const { db, aisle, url } = shop;
  const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
  const other = await hire(db, { name: "Ben T.", role: "associate", nodeId: "soho" });
  const tryPin = async (at: RunningAisle, pin: string, who = personId) =>
    (await postForm(at, "/sign-in", { personId: who, place: "node:soho", pin })).status;
  // Four wrong ones, then the right one, start the count anew.
  for (let i = 0; i < 4; i++) assert.equal(await tryPin(aisle, "000000"), 401);
  assert.equal(await tryPin(aisle, "123456"), 303);

  const tries = await Promise.all(
    Array.from({ length: 20 }, (_, i) => tryPin(aisle, String(i).padStart(6, "0"))),
  );
  assert.deepEqual(tries.toSorted(), [...Array(5).fill(401), ...Array(15).fill(429)]);
  assert.equal(await tryPin(aisle, "123456"), 429);
  assert.equal(await tryPin(aisle, "123456", other), 303);
  await aisle.stop();
  const restarted = await startAisle({ databaseUrl: url, worker: false });
  try {
    assert.equal(await tryPin(restarted, "123456"), 429);
    await db.run`update attempt set expire = 0`;
    assert.equal(await tryPin(restarted, "123456"), 303);
  } finally {
    await restarted.stop();
  }
});

test("people who are not there leave no trace, and a whole place has a limit of its own", async (shop) => {
  const { db, aisle } = shop;
  const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
  const tryPin = async (personId: string, place: string, pin = "123456") =>
    (await postForm(aisle, "/sign-in", { personId, place, pin })).status;
  for (const place of ["node:soho", "node:hoboken", `node:${"a".repeat(64)}`, "region:east", "soho"]) {
    assert.equal(await tryPin(crypto.randomUUID(), place), 401);
    if (place !== "node:soho") assert.equal(await tryPin(personId, place), 401);
  }
  assert.deepEqual(await db.many`select from attempt`, []);

  assert.equal(await tryPin(personId, "node:soho", "000000"), 401);
  const counted = () =>
    db.many<{ key: string; points: number }>`select key, points from attempt order by key`;
  assert.deepEqual(await counted(), [
    { key: `pin-place:node:soho`, points: 1 },
    { key: `pin:${personId}`, points: 1 },
  ]);
  await db.run`update attempt set points = 100 where key = 'pin-place:node:soho'`;
  assert.equal(await tryPin(personId, "node:soho"), 429);
  assert.equal(await sweepAttempts(db), 0);
  assert.equal(await sweepAttempts(db, new Date(Date.now() + 901_000)), 2);
  assert.deepEqual(await counted(), []);
  assert.equal(await tryPin(personId, "node:soho"), 303);
});

test("another site's page changes nothing, whatever it sends and however it calls it", async (shop) => {
  const { db, aisle } = shop;
  const things = await thingsToAskFor(shop);
  const cleo = await hireAndSignIn(shop, "Cleo M.", "store_manager", { nodeId: "soho" });
  const routes = Object.keys(asking).filter((route) => !route.startsWith("GET "));
  const bodies: Record<string, (asked: Asking) => BodyInit | undefined> = {
    "application/json": ({ body }) => JSON.stringify(body ?? {}),
    "text/plain": ({ body }) => JSON.stringify(body ?? {}),
    "application/x-www-form-urlencoded": ({ form }) => new URLSearchParams(form),
    "multipart/form-data": ({ form }) => {
      const data = new FormData();
      for (const [name, value] of Object.entries(form ?? {})) data.set(name, value);
      return data;
    },
    "none": () => undefined,
  };
  const strangers: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    { "sec-fetch-site": "same-site", origin: "https://other.localhost" },
    { "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
  ];
  const asked = await Promise.all(routes.map((route) => asking[route]!(things, cleo)));
  const before = await everythingKept(db);
  for (const [i, route] of routes.entries()) {
    for (const [type, bodyOf] of Object.entries(bodies)) {
      for (const stranger of strangers) {
        const headers = new Headers({ ...stranger, cookie: cleo.as.cookie });
        // A form of several parts names its own boundary.
        if (type !== "none" && type !== "multipart/form-data") headers.set("content-type", type);
        const [method, body] = [route.split(" ")[0]!, bodyOf(asked[i]!)];
        const answer = await fetch(aisle.url + asked[i]!.path, { method, headers, body, redirect: "manual" });
        const said = await answer.json();
        assert.deepEqual([answer.status, said.type], [403, "/problems/cross-site"], `${route} as ${type}`);
      }
    }
  }
  assert.deepEqual(await everythingKept(db), before);
  assert.equal((await aisle.call("GET", "/work/list", undefined, cleo.as)).status, 200);
});
