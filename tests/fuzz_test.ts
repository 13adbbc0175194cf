import assert from "node:assert/strict";
import fc from "fast-check";
import { problems } from "../domain/problems.ts";
import type { Db } from "../lib/db.ts";
import { enrol, firstTold, type RunningAisle, signIn, startAisle } from "./support/aisle.ts";
import { everythingKept } from "./support/everything.ts";
import { freshDatabase } from "./support/postgres.ts";
import { type RawRequest, sendRaw } from "./support/raw_http.ts";
import {
  channelKey,
  delivery,
  hire,
  openShop,
  operation,
  pickup,
  stockUp,
  violations,
} from "./support/shop.ts";

const seed = Number(Deno.env.get("AISLE_FUZZ_SEED") ?? 20_261_122);
const REQUESTS = 2_000;

interface Shop {
  db: Db;
  aisle: RunningAisle;
  key: string;
  cookie: string;
  managerCookie: string;
  regionCookie: string;
  phoneCookie: string;
  personId: string;
  managerId: string;
}

function test(name: string, walk: (shop: Shop) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url, drop } = await freshDatabase("fuzz", { max: 4 });
      await openShop(db);
      await stockUp(db, "soho", { mug: 500, lamp: 500 });
      const key = await channelKey(db);
      const aisle = await startAisle({ databaseUrl: url, worker: false });
      try {
        const personId = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
        const cookie = await signIn(aisle, { personId, place: "node:soho" });
        const managerId = await hire(db, { name: "Cleo M.", role: "store_manager", nodeId: "soho" });
        const managerCookie = await signIn(aisle, { personId: managerId, place: "node:soho" });
        const regionId = await hire(db, { name: "Eve R.", role: "regional_manager", regionId: "east" });
        const regionCookie = await signIn(aisle, { personId: regionId, place: "region:east" });
        const phoneCookie = await enrol(aisle, managerCookie, { nodeId: "soho", name: "Phone 1" });
        await walk({ db, aisle, key, cookie, managerCookie, regionCookie, phoneCookie, personId, managerId });
        assert.deepEqual(await violations(db), []);
      } finally {
        await aisle.stop();
        await drop();
      }
    },
  });
}

/** A call as it would be right, from which everything wrong is made. */
interface Right {
  method: string;
  target: string;
  as: "channel" | "associate" | "manager" | "phone" | "region" | "nobody";
  body?: unknown;
  /** What a page of ours sends in place of a body. */
  form?: Record<string, string>;
}

/** One right call of every kind: each would be obeyed if it were sent as it is. */
async function rightCalls(shop: Shop): Promise<Record<string, Right>> {
  const { db, aisle, key, personId, managerId } = shop;
  const curbside = pickup("soho", { mug: 1 }, { method: "curbside" });
  const { body: order } = await aisle.call("POST", "/api/v1/orders", curbside, { key });
  const { fulfillments: [{ id: fulfillmentId }] } = order;
  await db.run`
    update fulfillment set state = 'staged', bin = 'P-1', hold_until = now() + interval '1 day' where id = ${fulfillmentId}`;
  const { body: sent } = await aisle.call("POST", "/api/v1/orders", delivery({ mug: 1 }), { key });
  const lines = [{ sku: "mug", quantity: 1 }];
  const { body: hold } = await aisle.call("POST", "/api/v1/reservations", {
    nodeId: "soho",
    lines,
    holdMinutes: 60,
  }, { key });
  const token = new URL(order.shopperUrl).pathname;
  const expectedAt = new Date(Date.now() + 86_400_000).toISOString();
  const act = () => ({ id: crypto.randomUUID(), nodeId: "soho" });
  const { body: coming } = await aisle.call("POST", "/api/v1/inbound", {
    ...{ ...act(), reference: "PO-1", expectedAt, lines: [{ sku: "mug", ordered: 9 }] },
  }, { key });
  const payment = { provider: "stripe", reference: "pi_1", amount: { amount: 1200, currency: "USD" } };
  const more = { payment, service: "standard" as const };
  const approvedAt = new Date().toISOString();
  const approval = {
    kind: "approval" as const,
    managerId,
    reason: "no phone",
    approvedAt,
    mac: "m".repeat(43),
  };
  const operations = [
    operation(["start_pick", { fulfillmentId }], 1),
    operation(["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" }], 2),
    operation(["short_pick", { fulfillmentId, lineNo: 1, quantity: 1, reason: "damaged" }], 3),
    operation(["stage", { fulfillmentId, bin: "P-2" }], 4),
    operation(["hand_over", { fulfillmentId, proof: { kind: "pass", pass: "a.b.c" } }], 5),
    operation(["hand_over", { fulfillmentId, proof: { kind: "code", code: "000000" } }], 6),
    operation(["ship", { fulfillmentId, tracking: "1Z999" }], 7),
    operation(["hand_over", { fulfillmentId, proof: { kind: "override", grant: "g".repeat(43) } }], 8),
    operation(["hand_over", { fulfillmentId, proof: approval }], 9),
  ];
  const api = (method: string, path: string, body?: unknown, as: Right["as"] = "channel") => (
    { method, target: `/api/v1/${path}`, as, body }
  );
  const endpoint = "http://127.0.0.1:9/push";
  const asked = await askedShopper(shop);
  const work = (method: string, path: string, as: Right["as"], more: Partial<Right> = {}) => (
    { method, target: `/work/${path}`, as, ...more }
  );
  const tell = (path: string, body: unknown): Right => (
    { method: "POST", target: `${token}/${path}`, as: "nobody", body }
  );
  const phoneId = await anotherPhone(shop);
  return {
    "ask availability": api("POST", "availability", {
      lines,
      near: { postalCode: "10012", country: "US" },
      limit: 3,
    }),
    "hold stock": api("POST", "reservations", {
      id: crypto.randomUUID(),
      nodeId: "soho",
      lines,
      holdMinutes: 5,
      availableBy: expectedAt,
    }),
    "read a hold": api("GET", `reservations/${hold.id}`),
    "change a hold": api("PUT", `reservations/${hold.id}`, {
      lines: [{ ...lines[0], nodeId: "soho" }],
      holdMinutes: 5,
    }),
    "give a hold back": api("DELETE", `reservations/${hold.id}`),
    "order a pickup": api("POST", "orders", pickup("soho", { mug: 1, lamp: 2 }, more)),
    "order a delivery": api("POST", "orders", delivery({ mug: 1 }, more)),
    "read an order": api("GET", `orders/${order.id}`),
    "cancel an order": api("POST", `orders/${order.id}/cancellation`, { reason: "changed my mind" }),
    "read stock": api("GET", "stock?nodeId=soho"),
    "ask what can be promised": api("GET", "stock/availability?sku=mug&nodeId=soho"),
    "read changes of stock": api("GET", "stock/changes?after=0&limit=9"),
    "follow changes of stock": api("GET", "stock/stream?after=0"),
    "count stock": api("POST", "stock/counts", { counts: [{ nodeId: "soho", sku: "mug", counted: 400 }] }),
    "count stock once": api("POST", "stock/counts", {
      id: crypto.randomUUID(),
      counts: [{ nodeId: "soho", sku: "rug", counted: 4 }],
    }),
    "book a delivery": api("POST", "stock/receipts", {
      ...act(),
      inboundId: coming.id,
      lines: [{ sku: "mug", received: 3, damaged: 1 }],
    }),
    "put the book right": api("POST", "stock/adjustments", {
      ...act(),
      lines: [{ sku: "lamp", units: 2, reason: "damaged" }],
      note: "fell off",
    }),
    "take goods back": api("POST", "stock/returns", {
      ...act(),
      lines: [{ sku: "lamp", quantity: 2, disposition: "shelf" }],
    }),
    "sell at the till": api("POST", "stock/sales", { ...act(), at: expectedAt, lines }),
    "send goods": api("POST", "transfers", {
      id: crypto.randomUUID(),
      fromNodeId: "soho",
      toNodeId: "albany",
      expectedAt,
      lines,
    }),
    "tell of goods": api("POST", "inbound", {
      ...act(),
      reference: "PO-2",
      expectedAt,
      lines: [{ sku: "mug", ordered: 5 }],
    }),
    "change what will come": api("PUT", `inbound/${coming.id}`, {
      nodeId: "soho",
      lines: [{ sku: "mug", ordered: 9 }],
    }),
    "cancel what will come": api("DELETE", `inbound/${coming.id}?nodeId=soho`),
    "send operations": api(
      "POST",
      "operations",
      {
        ...{ deviceId: crypto.randomUUID(), operations, sentAt: new Date().toISOString(), waiting: 7 },
        by: { personId, nodeId: "soho", standing: "full" },
      },
      "associate",
    ),
    "turn a service off": api(
      "PUT",
      "nodes/soho/switches/curbside",
      { until: new Date(Date.now() + 3_600_000).toISOString(), reason: "flood" },
      "manager",
    ),
    "turn a service on": api("DELETE", "nodes/soho/switches/curbside", undefined, "manager"),
    "check invariants": api("GET", "invariants"),
    "look for another item": work("GET", "substitutes?sku=mug", "associate"),
    "let an order go without proof": work("POST", `fulfillments/${fulfillmentId}/override`, "associate", {
      body: { deviceId: crypto.randomUUID(), managerId, pin: "123456", reason: "no phone" },
    }),
    "read the bins": work("GET", "bins", "manager"),
    "keep a bin": work("POST", "bins", "manager", {
      form: { act: "keep", label: "C-1", zone: "chilled", capacity: "4" },
    }),
    "read the handovers": work("GET", "handovers", "manager"),
    "read the devices": work("GET", "devices", "manager"),
    "enrol a device": work("POST", "devices", "manager", { form: { nodeId: "soho", name: "Phone 7" } }),
    "set the idle lock": work("POST", "devices/idle-lock", "manager", {
      form: { nodeId: "soho", seconds: "120" },
    }),
    "take a device back": work("POST", `devices/${phoneId}/revocation`, "manager", { form: {} }),
    "read the price lists": { method: "GET", target: "/rates", as: "region" },
    "keep a box": {
      method: "POST",
      target: "/rates",
      as: "region",
      form: {
        ...{ act: "box", id: "tube", name: "Tube", length: "900", width: "80", height: "80" },
        ...{ tareGrams: "120", maxGrams: "4000" },
      },
    },
    "read the manifest": work("GET", "manifest", "associate"),
    "close the manifest": work("POST", "manifest", "associate", {
      form: { id: crypto.randomUUID(), carrier: "ground" },
    }),
    "answer about another item": asked,
    "set out": tell("departure", { fulfillmentId, minutes: 10 }),
    "name a collector": tell("collector", { fulfillmentId, name: "Jonas Weber" }),
    "arrive at the store": {
      method: "POST",
      target: `${token}/arrival`,
      as: "nobody",
      body: { fulfillmentId, bay: "3", car: "Grey hatchback" },
    },
    "ask for notices": {
      method: "POST",
      target: `${token}/subscription`,
      as: "nobody",
      body: { endpoint, keys: { p256dh: "BA", auth: "AA" } },
    },
    "take a phone in hand": {
      method: "POST",
      target: "/device/session",
      as: "phone",
      body: { personId, pin: "123456" },
    },
    "leave a phone": {
      method: "POST",
      target: "/device/departure",
      as: "phone",
      body: { personId, signedOut: false },
    },
    "read why an order is here": { method: "GET", target: `/orders/${sent.number}`, as: "region" },
    "read what waits": { method: "GET", target: "/queues", as: "region" },
    "follow an order": { method: "GET", target: token, as: "nobody" },
    "follow an order live": { method: "GET", target: `${token}/live`, as: "nobody" },
    "sign in": { method: "POST", target: "/sign-in", as: "nobody" },
  };
}

/** A shopper who is asked about another item, and their yes. */
async function askedShopper({ aisle, key, cookie }: Shop): Promise<Right> {
  const { body: order } = await aisle.call("POST", "/api/v1/orders", pickup("soho", { lamp: 1 }), { key });
  const { fulfillments: [{ id: fulfillmentId }] } = order;
  const propose = { fulfillmentId, lineNo: 1, quantity: 1, sku: "mug", reason: "not_found" as const };
  const operations = [
    operation(["start_pick", { fulfillmentId }], 1),
    operation(["propose_substitute", propose], 2),
  ];
  const sent = { deviceId: crypto.randomUUID(), operations };
  const { body } = await aisle.call("POST", "/api/v1/operations", sent, { cookie });
  assert.deepEqual(body.outcomes.map(({ outcome }: { outcome: string }) => outcome), ["applied", "applied"]);
  const target = `${new URL(order.shopperUrl).pathname}/substitution`;
  return { method: "POST", target, as: "nobody", body: { substituteId: operations[1]!.id, accept: true } };
}

/** A device of the store's that nobody uses. */
async function anotherPhone({ db, personId }: Shop): Promise<string> {
  const { id } = await db.one<{ id: string }>`
    insert into device (node_id, id, name, token_hash, enrolled_by, enrolled_at, last_seen_at)
    values ('soho', gen_random_uuid(), 'Phone 9', 'none', ${personId}, now(), now())
    returning id`;
  return id;
}

// In a body every wrong value stands as the text it is sent as: JSON.stringify could not write most of them.
const wrongAnywhere = [
  "true",
  "[]",
  "{}",
  '{"toString":1}',
  "[[]]",
  "NaN",
  "undefined",
  "'a'",
  "",
  '"\\u000"',
];
const wrongTexts = [
  ...["1", "0.1", '""', '"a\\u0000b"', '"\\ud800"', '"a\\udc00b"', '"two\\nlines"', '"\\u2028"'],
  ...[JSON.stringify("a".repeat(100_000)), '"\xff\xfe"'],
];
const wrongNumbers = [
  ...['"1"', '""', "null", "0.1", "-1", "2147483648", "9007199254740993", "1e21", "1e999", "-1e999"],
  ...["0x10", "01", "+1", "1.5e-3", "1n", '"NaN"'],
];
// Nothing is asked for none of, but what is counted or paid may well be nothing.
const wrongZeros = ["0", "-0", "0.0"];
const wrongContainers = ["null", "0", '"x"', '{"0":1,"length":1}', "[null]", "[[],[]]"];
const wrongKeys = ["__proto__", "constructor", "prototype", "toString", "extra", "", "lines ", "\\u0000"];
const mayBeMissing = new Set([
  ...["limit", "payment", "service", "availableBy", "inboundId", "damaged", "note"],
  ...["by", "standing", "sentAt", "waiting"],
]);
const mayBeNull = new Set(["minutes"]);
const mayBeNothing = new Set(["counted", "amount", "received", "damaged", "ordered", "waiting"]);

const deep = 20_000;
const wrongBodies: Record<string, string | Uint8Array> = {
  "nothing": "",
  "null": "null",
  "a number": "1",
  "a text": '"order"',
  "an empty list": "[]",
  "an empty object": "{}",
  "half an object": '{"lines":[{"sku":"mug"',
  "two objects": "{}{}",
  "not JSON": "lines=mug",
  "XML": "<order/>",
  "lists 20,000 deep": "[".repeat(deep) + "]".repeat(deep),
  "objects 20,000 deep": '{"lines":'.repeat(deep) + "1" + "}".repeat(deep),
  "one megabyte of text": JSON.stringify("a".repeat(1_000_000)),
  "one megabyte of spaces": " ".repeat(1_000_000) + "{}",
  "a hundred thousand keys": `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join()}}`,
  "bytes that are no UTF-8": Uint8Array.of(0x22, 0xff, 0xfe, 0xc0, 0x22),
  "UTF-16": Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00),
  "a NUL": "\0",
};
const wrongTypes = [
  ...["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html"],
  ...["application/jsonp", "application/json, text/plain", "json", "*/*", "application/problem+json"],
];
const wrongIds = [
  ...[
    "%",
    "%zz",
    "%00",
    "%ff",
    "%ed%a0%80",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f",
    "a".repeat(8_000),
    "null",
  ],
  ...["%27%20OR%201=1", "__proto__", "[object%20Object]", "%F0%9F%98%80", "%E2%80%AEgnp", "1", "-1", "*"],
  ...["00000000-0000-0000-0000-00000000000g", "{id}", ":id", "%252e", "%0d%0aset-cookie:a=b", "x".repeat(43)],
];
const wrongQueries = [
  ...["", "?", "?nodeId", "?nodeId=", "?nodeId=soho&nodeId=soho", "?nodeId=soho&sku=mug&sku=mug"],
  ...["?nodeId[]=soho", "?nodeId=%00", "?nodeId=%ff", "?nodeId=%", "?nodeId=soho&sku=%00", "?nodeId=SOHO"],
  ...["?nodeId=soho&sku=%ed%a0%80%00", "?nodeId=soho&extra=1", "?__proto__=1", "?nodeId=soho&__proto__=x"],
  ...[`?nodeId=${"a".repeat(8_000)}`, `?nodeId=soho&sku=${"a".repeat(65)}`, "?nodeId=soho&sku=%0a"],
  ...["?nodeId=%27%20OR%201=1", "?nodeId=../../etc", "?nodeId=soho%00", "?nodeId=soho&sku=", "?nodeId=😀"],
];
const wrongKeysOfChannels = [
  ...["Bearer", "Bearer ", "Bearer null", "Basic d2ViOndlYg==", "bearer aisle_test_key_of_the_web_shop", ""],
  ...["Bearer aisle_test_key_of_the_web_shop, Bearer x", "Bearer ' OR 1=1 --1234567", "Bearer \xff\xfe\xfd"],
  ...[`Bearer ${"a".repeat(8_000)}`, "Bearer aisle_test_key_of_the_web_sho", "Bearer __proto____proto__"],
];
const wrongCookies = [
  ...["__Host-aisle", "__Host-aisle=", "__Host-aisle=%00", "=;=;=", ";;;;", "__Host-aisle=__proto__"],
  ...[`__Host-aisle=${"a".repeat(43)}`, `__Host-aisle=${"a".repeat(8_000)}`, "__Host-aisle=\xff\xfe"],
  ...[`__Host-aisle=${"a".repeat(43)}; __Host-aisle=${"b".repeat(43)}`, "\xff\x80", "aisle=1"],
];
const wrongMethods = ["PUT", "PATCH", "OPTIONS", "PROPFIND", "FOO", "post", "G-E-T", "LOCK"];
const wrongForms = [
  ...["", "personId=&place=&pin=", "place=node:soho&pin=123456", "personId=1&place=node:soho&pin=123456"],
  ...["personId=%00&place=%00&pin=%00", "pin=%&place=%&personId=%", "__proto__=1&constructor=2", "%ff=%ff"],
  ...["personId=00000000-0000-4000-8000-000000000000&place=node:soho&pin=12345", "a=".repeat(10_000)],
  ...["personId=00000000-0000-4000-8000-000000000000&place=&pin=123456", "{}", "pin=".padEnd(1_000_000, "1")],
  ...["personId=00000000-0000-4000-8000-000000000000&place=%00&pin=123456", "pin=1&pin=2&pin[]=3"],
  ...[`personId=00000000-0000-4000-8000-000000000000&place=node:soho%00&pin=123456`, "=&=&=", "&&&&"],
];

/** How a caller proves who they are. */
function proofOf(
  { key, cookie, managerCookie, phoneCookie, regionCookie }: Shop,
  as: Right["as"],
): Record<string, string> {
  if (as === "channel") return { authorization: `Bearer ${key}` };
  if (as === "manager") return { cookie: managerCookie };
  if (as === "phone") return { cookie: phoneCookie };
  if (as === "region") return { cookie: regionCookie };
  return as === "associate" ? { cookie } : {};
}

/** What is wrong with a call, small enough to be read when it turns out to do harm. */
type Wrong = { call: string; how: string; pick: number; place: number };

const hows = ["leaf", "leaf", "leaf", "leaf", "container", "missing", "extra", "body", "type", "id", "query"]
  .concat(["key", "cookie", "method", "form"]);

/** The malformed request, or undefined when this cannot go wrong with this call. */
function malform(right: Right, { how, pick, place }: Wrong): RawRequest | undefined {
  const { method, target, body } = right;
  const any = <Value>(values: Value[]) => values[pick % values.length]!;
  const withBody = (text: string | Uint8Array, type = "application/json"): RawRequest => (
    { method, target, body: text, headers: type ? { "content-type": type } : {} }
  );
  const json = JSON.stringify(body);
  switch (how) {
    case "leaf":
      return body === undefined ? undefined : withBody(asBytes(spoilLeaf(body, pick, place)));
    case "container":
    case "missing":
    case "extra": {
      const text = body === undefined ? undefined : spoilContainer(body, how, pick, place);
      return text === undefined ? undefined : withBody(text);
    }
    case "body":
      return body === undefined ? undefined : withBody(any(Object.values(wrongBodies)));
    case "type":
      return body === undefined ? undefined : withBody(json, any(wrongTypes));
    case "id": {
      const [path, query = ""] = target.split("?");
      const parts = path!.split("/");
      const ids = parts.flatMap((part, i) => part.length > 30 ? [i] : []);
      parts[ids[0] ?? parts.length] = any(wrongIds);
      return {
        method,
        target: parts.join("/") + (query && `?${query}`),
        headers: { "content-type": "application/json" },
        ...(json ? { body: json } : {}),
      };
    }
    case "query":
      return target.includes("?") ? { method, target: target.split("?")[0] + any(wrongQueries) } : undefined;
    case "key":
    case "cookie": {
      if (right.as === "nobody") return undefined;
      const header: Record<string, string> = how === "key"
        ? { authorization: any(wrongKeysOfChannels) }
        : { cookie: any(wrongCookies) };
      const headers = { "content-type": "application/json", ...header };
      return { method, target, headers, ...(json ? { body: json } : {}) };
    }
    case "method":
      return { ...withBody(json ?? ""), method: any(wrongMethods.filter((other) => other !== method)) };
    case "form":
      return target === "/sign-in" || Object.keys(right.form ?? {}).length > 0
        ? withBody(
          any(wrongForms),
          ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""][
            place % 4
          ]!,
        )
        : undefined;
  }
}

const MARK = "@@here@@";

/** The body as text with one of its values wrong. */
function spoilLeaf(body: unknown, pick: number, place: number): string {
  const copy = structuredClone(body);
  const leaves = [...walk(copy)].filter(({ value }) => typeof value !== "object");
  const { parent, key, value } = leaves[place % leaves.length]!;
  const zeros = mayBeNothing.has(key) ? [] : wrongZeros;
  const wrong = [
    // Of two words one is always right.
    ...wrongAnywhere.filter((text) => typeof value !== "boolean" || text !== "true"),
    ...(typeof value === "number" ? [...wrongNumbers, ...zeros] : wrongTexts),
  ].filter((text) => text !== "null" || !mayBeNull.has(key));
  parent[key] = MARK;
  return JSON.stringify(copy).replace(`"${MARK}"`, () => wrong[pick % wrong.length]!);
}

/** What is right is ASCII; a byte beyond it is sent as that one byte, which is no UTF-8. */
function asBytes(text: string): string | Uint8Array {
  return text.includes("\xff") ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : text;
}

/** The body as text with one of its lists or objects wrong, one of its keys missing, or one too many. */
function spoilContainer(body: unknown, how: string, pick: number, place: number): string | undefined {
  const root = { body: structuredClone(body) };
  const nodes = [...walk(root)];
  if (how === "missing") {
    const there = nodes.filter(({ parent, key }) =>
      // The caller's own id of a request may be left out; the ids in it may not.
      parent !== root && !Array.isArray(parent) && !mayBeMissing.has(key) &&
      !(key === "id" && parent === root.body)
    );
    const { parent, key } = there[place % there.length]!;
    delete parent[key];
    return JSON.stringify(root.body);
  }
  const containers = nodes.filter(({ value }) =>
    typeof value === "object" && (how === "container" || !Array.isArray(value))
  );
  const { parent, key, value } = containers[place % containers.length]!;
  if (how === "extra") {
    (value as Record<string, unknown>)[MARK] = 1;
    return JSON.stringify(root.body).replace(
      `"${MARK}":1`,
      `"${wrongKeys[pick % wrongKeys.length]}":{"a":1}`,
    );
  }
  const other = Array.isArray(value) ? ["{}", "[]"] : ["[]", "{}"];
  parent[key] = MARK;
  const wrong = [...wrongContainers, ...other];
  return JSON.stringify(root.body).replace(`"${MARK}"`, () => wrong[pick % wrong.length]!);
}

function* walk(
  parent: unknown,
): Generator<{ parent: Record<string, unknown>; key: string; value: unknown }> {
  for (const [key, value] of Object.entries(parent as Record<string, unknown>)) {
    yield { parent: parent as Record<string, unknown>, key, value };
    if (typeof value === "object" && value !== null) yield* walk(value);
  }
}

const titles = new Map(
  Object.entries(problems).map(([kind, [status, title]]) => [
    `/problems/${kind.replaceAll("_", "-")}`,
    { status, title },
  ]),
);

test(`two thousand malformed requests are refused, each with a reason, and change nothing (seed ${seed})`, async (shop) => {
  const { db, aisle } = shop;
  const calls = await rightCalls(shop);
  const before = await everythingKept(db, ["session"]);
  const tally: Record<number, number> = {};
  const wrong = fc.record({
    call: fc.constantFrom(...Object.keys(calls)),
    how: fc.constantFrom(...hows),
    pick: fc.nat(9_999),
    place: fc.nat(9_999),
  }).filter((wrong) => malform(calls[wrong.call]!, wrong) !== undefined);

  await fc.assert(
    fc.asyncProperty(wrong, async (wrong) => {
      const right = calls[wrong.call]!;
      const request = malform(right, wrong)!;
      const isAuthWrong = wrong.how === "key" || wrong.how === "cookie";
      const headers = { ...(isAuthWrong ? {} : proofOf(shop, right.as)), ...request.headers };
      const { status, type, body } = await sendRaw(aisle.url, { ...request, headers });
      const told = JSON.stringify({ ...request, body: undefined, target: request.target.slice(0, 200) }) +
        String(request.body).slice(0, 300);
      tally[status] = (tally[status] ?? 0) + 1;
      assert.ok(status >= 400 && status < 500, `${status} for ${told}: ${body.slice(0, 300)}`);
      if (type.startsWith("text/html")) {
        return assert.ok(!right.target.startsWith("/api/"), `a page for ${told}`);
      }
      assert.equal(type, "application/problem+json", told);
      const said = JSON.parse(body);
      assert.deepEqual(titles.get(said.type), { status, title: said.title }, told);
      assert.equal(said.status, status);
    }),
    { seed, numRuns: REQUESTS, endOnFailure: true },
  );
  assert.deepEqual(await everythingKept(db, ["session"]), before);
  assert.equal(Object.values(tally).reduce((sum, count) => sum + count), REQUESTS);
  // Had a gate at the front refused them all, nothing behind it would have been tried.
  assert.ok(tally[400]! > REQUESTS / 2, JSON.stringify(tally));
});

test("what is larger than a quarter of a megabyte is refused unread, be it JSON or a form", async (shop) => {
  const { db, aisle } = shop;
  const calls = await rightCalls(shop);
  const before = await everythingKept(db, ["session"]);
  for (const { method, target, as, body, form } of Object.values(calls)) {
    // What is named by its address alone reads nothing that is sent.
    const isUnread = form && Object.keys(form).length === 0;
    if (method !== "POST" || isUnread) continue;
    const [type, sent] = body === undefined
      ? ["application/x-www-form-urlencoded", "pin=123456&place=".padEnd(300_000, "a")]
      : ["application/json", JSON.stringify(body).padEnd(300_000)];
    const headers = { ...proofOf(shop, as), "content-type": type };
    const answer = await sendRaw(aisle.url, { method, target, headers, body: sent });
    assert.equal(answer.status, 413, target);
    assert.equal(JSON.parse(answer.body).type, "/problems/too-large");
  }
  assert.deepEqual(await everythingKept(db, ["session"]), before);
});

test("each call would have been obeyed, had it been right", async (shop) => {
  const calls = await rightCalls(shop);
  const answered: Record<string, number> = {};
  for (const [name, { method, target, body, as, form }] of Object.entries(calls)) {
    if (name === "sign in") continue;
    const type = form ? "application/x-www-form-urlencoded" : "application/json";
    const headers = { ...proofOf(shop, as), "content-type": type, origin: shop.aisle.url };
    const text = form
      ? `${new URLSearchParams(form)}`
      : body === undefined
      ? undefined
      : JSON.stringify(body);
    const sent = text === undefined ? {} : { body: text };
    answered[name] = (await sendRaw(shop.aisle.url, { method, target, headers, ...sent })).status;
  }
  assert.deepEqual(answered, {
    ...{ "ask what can be promised": 200, "turn a service off": 200, "turn a service on": 204 },
    ...{ "take a phone in hand": 200, "leave a phone": 204 },
    ...{ "read why an order is here": 200, "read what waits": 200 },
    ...{ "look for another item": 200, "let an order go without proof": 201 },
    ...{ "read the bins": 200, "keep a bin": 303, "read the handovers": 200, "read the devices": 200 },
    ...{ "enrol a device": 303, "set the idle lock": 303, "take a device back": 303 },
    ...{ "read the price lists": 200, "keep a box": 303 },
    ...{ "read the manifest": 200, "close the manifest": 303 },
    ...{ "answer about another item": 204, "set out": 204, "name a collector": 204 },
    ...{ "ask availability": 200, "hold stock": 201, "read a hold": 200, "change a hold": 200 },
    ...{ "give a hold back": 204, "order a pickup": 201 },
    ...{ "order a delivery": 201, "read an order": 200, "cancel an order": 409, "read stock": 200 },
    ...{ "read changes of stock": 200, "follow changes of stock": 200 },
    ...{ "count stock once": 200, "book a delivery": 200, "put the book right": 200, "take goods back": 200 },
    ...{ "sell at the till": 200, "send goods": 200, "tell of goods": 200, "change what will come": 200 },
    ...{ "cancel what will come": 204 },
    ...{ "count stock": 200, "send operations": 200, "check invariants": 200, "arrive at the store": 204 },
    ...{ "ask for notices": 201, "follow an order": 200, "follow an order live": 200 },
  });
});

const evil = [
  "<svg/onload=alert(1)>",
  "</script><script>alert(1)</script>",
  "'OR1=1;--",
  '"><img/src=x>',
  "../../etc/passwd",
  "\u202egnp.exe",
  "😀👩‍👩‍👧‍👦",
  "{{7*7}}${7*7}",
  "__proto__",
  "=cmd|'/C calc'!A0",
  "A\u0301\u200bé",
];

test("a name that is code, a formula or an emoji is kept as it is and shown as text", async (shop) => {
  const { db, aisle, key, cookie } = shop;
  const harmless = await pageOf(shop, "Maya", "W-harmless");
  for (const [i, name] of evil.entries()) {
    const page = await pageOf(shop, name, `${name}${i}`);
    assert.equal(page.match(/<script/g)?.length, harmless.match(/<script/g)?.length, name);
    assert.ok(!/<svg\/onload|<img\/src|<script>alert/.test(page), name);
    const shown = name.split(" ")[0]!.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const text = page.replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'");
    assert.ok(text.includes(`${shown}’s order`), `${name} is not shown`);
  }
  const kept = await db.many<{ name: string; channelOrderId: string }>`
    select shopper.name, orders.channel_order_id
      from shopper join orders on orders.id = shopper.order_id
     where orders.channel_order_id <> 'W-harmless' order by orders.placed_at`;
  assert.deepEqual(kept, evil.map((name, i) => ({ name, channelOrderId: `${name}${i}` })));
  const list = (await aisle.call("GET", "/work", undefined, { cookie })).body as string;
  assert.ok(!/<svg\/onload|<img\/src|<script>alert/.test(list));
  assert.equal((await aisle.call("GET", "/api/v1/invariants", undefined, { key })).status, 200);
});

/** Orders as somebody, puts the order into a bin of that name, lets them arrive in a car of that name. */
async function pageOf({ db, aisle, key }: Shop, name: string, channelOrderId: string): Promise<string> {
  const shopper = { name, email: "maya@example.com", phone: name.padEnd(5).slice(0, 32).trim() || name };
  if (shopper.phone.length < 5) shopper.phone = "55555";
  const order = { ...pickup("soho", { mug: 1 }, { shopper, channelOrderId }), method: "curbside" };
  const { status, body } = await aisle.call("POST", "/api/v1/orders", order, { key });
  assert.equal(status, 201, JSON.stringify(body));
  const [{ id: fulfillmentId }] = body.fulfillments;
  await db.run`
    update fulfillment set state = 'staged', bin = ${name.slice(0, 32)}, hold_until = now() + interval '1 day'
     where id = ${fulfillmentId}`;
  const { pathname } = new URL(body.shopperUrl);
  const arrival = { fulfillmentId, bay: name.slice(0, 20), car: name };
  const arrived = await aisle.call("POST", `${pathname}/arrival`, arrival);
  // A cut through the middle of an emoji is no text.
  assert.equal(arrived.status, name.slice(0, 20).isWellFormed() ? 204 : 400);
  const told = await firstTold<{ firstName: string }>(`${body.shopperUrl}/live`);
  assert.equal(told.firstName, name.split(/\s+/)[0]);
  return await (await fetch(body.shopperUrl)).text();
}
