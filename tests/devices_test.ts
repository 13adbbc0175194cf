import assert from "node:assert/strict";
import type { Role } from "../domain/access/types.ts";
import type { Db } from "../lib/db.ts";
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
import { approvalText } from "../domain/fulfillment/override_decide.ts";
import { hands, pickAndStage, place } from "./support/floor.ts";
import {
  channelKey,
  hire,
  openShop,
  operation,
  pickup,
  stockOf,
  stockUp,
  violations,
} from "./support/shop.ts";
import { until } from "./support/until.ts";

interface Shop {
  db: Db;
  aisle: RunningAisle;
  /** The manager's session, and a phone of Soho that nobody has in hand. */
  cleo: string;
  phone: string;
  ana: string;
  ben: string;
}

function test(name: string, walk: (shop: Shop) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url, drop } = await freshDatabase("devices", { max: 4 });
      await openShop(db);
      await stockUp(db, "soho", { mug: 50 });
      const aisle = await startAisle({ databaseUrl: url, worker: false });
      try {
        const atSoho = (name: string, role: Role = "associate") => hire(db, { name, role, nodeId: "soho" });
        const manager = await atSoho("Cleo M.", "store_manager");
        const enrolling = await signIn(aisle, { personId: manager, place: "node:soho" });
        const phone = await enrol(aisle, enrolling, { nodeId: "soho", name: "Phone 1" });
        const cleo = await signIn(aisle, { personId: manager, place: "node:soho" });
        const [ana, ben] = [await atSoho("Ana P."), await atSoho("Ben T.")];
        await walk({ db, aisle, cleo, phone, ana, ben });
        assert.deepEqual(await violations(db), []);
      } finally {
        await aisle.stop();
        await drop();
      }
    },
  });
}

/** A tile and a PIN; answers the cookies of the phone as they are then. */
async function unlock({ aisle, phone }: Shop, personId: string, { pin = "123456", before = "" } = {}) {
  const as = { cookie: [phone, before].filter(Boolean).join("; ") };
  const answer = await aisle.call("POST", "/device/session", { personId, pin }, as);
  if (answer.status !== 200) return { ...answer, session: "", as };
  const session = answer.headers.getSetCookie().find((each) => each.startsWith("__Host-aisle="))!.split(
    ";",
  )[0]!;
  return { ...answer, session, as: { cookie: `${phone}; ${session}` } };
}

const leave = ({ aisle, phone }: Shop, session: string, personId: string, signedOut: boolean) =>
  aisle.call("POST", "/device/departure", { personId, signedOut }, { cookie: `${phone}; ${session}` });

async function openOrder({ db, aisle }: Shop): Promise<string> {
  const key = await channelKey(db);
  const { body } = await aisle.call("POST", "/api/v1/orders", pickup("soho", { mug: 1 }), { key });
  return body.fulfillments[0].id;
}

type Did = Parameters<typeof operation>[0];

interface Letter {
  by?: { personId: string; nodeId?: string; standing?: "full" | "offline" };
  at?: Date;
  sentAt?: Date;
  waiting?: number;
}

const send = ({ aisle }: Shop, as: Caller, did: Did[], { by, at, sentAt, waiting }: Letter = {}) =>
  aisle.call("POST", "/api/v1/operations", {
    deviceId: crypto.randomUUID(),
    by: by && { nodeId: "soho", ...by },
    operations: did.map((each, i) => ({
      ...operation(each, i + 1),
      ...(at && { at: at.toISOString() }),
    })),
    ...(sentAt && { sentAt: sentAt.toISOString() }),
    ...(waiting !== undefined && { waiting }),
  }, as);

const outcomesOf = ({ body }: { body: { outcomes: { outcome: string; problem?: { type: string } }[] } }) =>
  body.outcomes.map(({ outcome, problem }) => problem ? [outcome, problem.type.split("/").at(-1)] : outcome);

const pickerOf = (db: Db, id: string) =>
  db.one<{ pickerId: string | null }>`select picker_id from fulfillment where id = ${id}`;

const hours = (count: number, from = new Date()) => new Date(from.getTime() + count * 3_600_000);

test("a manager enrols a phone: it shows the store's people at once, and is one of the store's devices", async (shop) => {
  const { db, aisle, cleo, phone } = shop;
  assert.match(phone, /^__Host-aisle-device=[\w-]{43}$/);
  const page = { cookie: phone, headers: { accept: "text/html" } };
  const start = await aisle.call("GET", "/sign-in", undefined, page);
  assert.deepEqual([start.status, start.headers.get("location")], [303, "/work"]);
  const work = await aisle.call("GET", "/work", undefined, page);
  assert.equal(work.status, 200);
  for (const name of ["Ana P.", "Ben T.", "Cleo M.", "Phone 1"]) assert.ok(work.body.includes(name), name);
  const told = await firstTold<{ fulfillments: unknown[] }>(`${aisle.url}/live/work`, { cookie: phone });
  assert.deepEqual(told.fulfillments, []);

  const list = await aisle.call("GET", "/work/devices", undefined, { cookie: `${phone}; ${cleo}` });
  assert.match(list.body, /This phone is “Phone 1”/);
  const again = { nodeId: "soho", name: "Phone 2" };
  const before = await everythingKept(db);
  assert.equal((await postForm(aisle, "/work/devices", again, `${phone}; ${cleo}`)).status, 409);
  for (const name of ["", " ".repeat(0), "x".repeat(41)]) {
    assert.equal((await postForm(aisle, "/work/devices", { nodeId: "soho", name }, cleo)).status, 400);
  }
  assert.equal((await postForm(aisle, "/work/devices", { ...again, nodeId: "hoboken" }, cleo)).status, 404);
  assert.deepEqual(await everythingKept(db), before);
  const { kinds } = await db.one<{ kinds: string[] }>`
    select array_agg(kind) as kinds from event where topic = 'node:soho' and payload ->> 'name' = 'Phone 1'`;
  assert.deepEqual(kinds, ["device_enrolled"]);
});

test("the phone changes hands: one session takes the place of the other, and each does their own work", async (shop) => {
  const { db, ana, ben } = shop;
  const [first, second] = [await openOrder(shop), await openOrder(shop)];
  const hers = await unlock(shop, ana);
  assert.deepEqual(hers.body, { personId: ana, name: "Ana P.", role: "associate" });
  assert.deepEqual(outcomesOf(await send(shop, hers.as, [["start_pick", { fulfillmentId: first }]])), [
    "applied",
  ]);
  const his = await unlock(shop, ben, { before: hers.session });
  const { sessions } = await db.one<{ sessions: string[] }>`
    select array_agg(person_id) as sessions from session where device_id is not null and person_id <> (
      select enrolled_by from device)`;
  assert.deepEqual(sessions, [ben]);
  assert.equal((await shop.aisle.call("GET", "/stock", undefined, { cookie: hers.session })).status, 401);
  assert.deepEqual(outcomesOf(await send(shop, his.as, [["start_pick", { fulfillmentId: second }]])), [
    "applied",
  ]);
  assert.deepEqual([await pickerOf(db, first), await pickerOf(db, second)], [{ pickerId: ana }, {
    pickerId: ben,
  }]);
  const devices = await db.many`
    select distinct operation.device_id = device.id as is_this_phone from operation cross join device`;
  assert.deepEqual(devices, [{ isThisPhone: true }]);
});

test("what somebody did before going home is taken from the phone, while another has it and when nobody has", async (shop) => {
  const { db, ana, ben } = shop;
  const orders = [await openOrder(shop), await openOrder(shop), await openOrder(shop)];
  const pick = (i: number): Did[] => [["start_pick", { fulfillmentId: orders[i]! }]];
  const hers = await unlock(shop, ana);
  const done = new Date();
  await leave(shop, hers.session, ana, true);
  const his = await unlock(shop, ben);
  const by = { personId: ana };
  assert.deepEqual(outcomesOf(await send(shop, his.as, pick(0), { by, at: done })), ["applied"]);
  await leave(shop, his.session, ben, false);
  assert.deepEqual(outcomesOf(await send(shop, { cookie: shop.phone }, pick(1), { by, at: done })), [
    "applied",
  ]);
  assert.deepEqual([await pickerOf(db, orders[0]!), await pickerOf(db, orders[1]!)], [{ pickerId: ana }, {
    pickerId: ana,
  }]);

  // A phone whose clock is a day ahead says so, and what it tells is put right.
  const ahead = { at: hours(24, done), sentAt: hours(24) };
  assert.deepEqual(outcomesOf(await send(shop, { cookie: shop.phone }, pick(2), { by, ...ahead })), [
    "applied",
  ]);
  assert.deepEqual(await pickerOf(db, orders[2]!), { pickerId: ana });
});

test("what was not done in their time on the phone waits for its author, and nothing of it changes", async (shop) => {
  const { db, aisle, ana, ben, phone } = shop;
  const order = await openOrder(shop);
  const pick: Did[] = [["start_pick", { fulfillmentId: order }]];
  const hers = await unlock(shop, ana);
  await leave(shop, hers.session, ana, true);
  const hoboken = await hire(db, { name: "Hal", role: "associate", nodeId: "hoboken" });
  const before = await everythingKept(db);
  const asPhone = { cookie: phone };
  const refused: [Caller, Letter][] = [
    [asPhone, { by: { personId: ana }, at: hours(-1) }],
    [asPhone, { by: { personId: ana }, at: hours(1) }],
    [asPhone, { by: { personId: ben } }],
    [asPhone, { by: { personId: hoboken } }],
    [asPhone, { by: { personId: hoboken, nodeId: "hoboken" } }],
    [asPhone, { by: { personId: crypto.randomUUID() } }],
    [asPhone, {}],
    // Without the phone's own token nobody speaks for the absent, a manager neither.
    [{}, { by: { personId: ana }, at: new Date() }],
    [{ cookie: shop.cleo }, { by: { personId: ana }, at: new Date() }],
    [{ cookie: `__Host-aisle-device=${"x".repeat(43)}` }, { by: { personId: ana }, at: new Date() }],
  ];
  for (const [as, letter] of refused) {
    const { status, body } = await send(shop, as, pick, letter);
    assert.deepEqual([status, body.type], [401, "/problems/not-signed-in"], JSON.stringify(letter));
  }
  assert.deepEqual(await everythingKept(db), before);
  // Twelve hours and no more.
  await db.run`
    update device_person set signed_in_at = now() - interval '13 hours', runs_out_at = now() - interval '1 hour',
                             signed_out_at = null
     where person_id = ${ana}`;
  assert.equal((await send(shop, asPhone, pick, { by: { personId: ana } })).status, 401);
  // The first that is covered goes, what follows it outside of her time stays.
  await unlock(shop, ana);
  const [one, two] = [operation(pick[0]!, 1), operation(pick[0]!, 2)];
  const sent = {
    deviceId: crypto.randomUUID(),
    by: { personId: ana, nodeId: "soho" },
    operations: [one, { ...two, at: hours(20).toISOString() }],
  };
  const { body } = await aisle.call("POST", "/api/v1/operations", sent, asPhone);
  assert.deepEqual(body.outcomes, [{ id: one.id, outcome: "applied" }]);
});

test("what somebody did who has since left the company is taken with the role they had, and they come back no more", async (shop) => {
  const { db, ana } = shop;
  const order = await openOrder(shop);
  await unlock(shop, ana);
  await db.run`update person set active = false where id = ${ana}`;
  const by = { personId: ana, standing: "offline" as const };
  const as = { cookie: shop.phone };
  const sent = await send(shop, as, [["start_pick", { fulfillmentId: order }]], { by });
  assert.deepEqual(outcomesOf(sent), ["applied"]);
  assert.equal((await unlock(shop, ana)).status, 401);
});

test("without a network nothing is done that a manager answers for, whoever says so", async (shop) => {
  const { db, ana, phone } = shop;
  const fulfillmentId = await openOrder(shop);
  const hers = await unlock(shop, ana);
  const by = { personId: ana, standing: "offline" as const };
  const before = await everythingKept(db, ["operation"]);
  for (const as of [hers.as, { cookie: phone }]) {
    const sent = await send(shop, as, [["extend_hold", { fulfillmentId, hours: 24 }]], { by });
    assert.deepEqual(outcomesOf(sent), [["refused", "needs-sign-in"]]);
  }
  assert.deepEqual(await everythingKept(db, ["operation"]), before);
});

test("a phone that is taken back signs everybody out, and its work is refused to a person and not dropped", async (shop) => {
  const { db, aisle, cleo, phone, ana } = shop;
  const order = await openOrder(shop);
  const hers = await unlock(shop, ana);
  const start = operation(["start_pick", { fulfillmentId: order }], 1);
  const letter = (...operations: unknown[]) => ({
    deviceId: crypto.randomUUID(),
    by: { personId: ana, nodeId: "soho" },
    operations,
  });
  const applied = await aisle.call("POST", "/api/v1/operations", letter(start), hers.as);
  assert.deepEqual(outcomesOf(applied), ["applied"]);
  const stream = await fetch(`${aisle.url}/live/work`, { headers: { cookie: phone } });
  let hasEnded = false;
  stream.body!.pipeTo(new WritableStream()).catch(() => {}).finally(() => hasEnded = true);

  const { id } = await db.one<{ id: string }>`select id from device`;
  assert.equal((await postForm(aisle, `/work/devices/${id}/revocation`, {}, cleo)).status, 303);
  assert.equal((await postForm(aisle, `/work/devices/${id}/revocation`, {}, cleo)).status, 404);
  for (const path of ["/work/list", "/live/work"]) {
    const { status, body } = await aisle.call("GET", path, undefined, { cookie: phone });
    assert.deepEqual([status, body.type], [403, "/problems/device-revoked"]);
  }
  assert.equal((await aisle.call("GET", "/stock", undefined, { cookie: hers.session })).status, 401);
  const tried = await unlock(shop, ana);
  assert.deepEqual([tried.status, tried.body.type], [403, "/problems/device-revoked"]);

  const before = await everythingKept(db);
  const next = operation(
    ["confirm_pick", { fulfillmentId: order, lineNo: 1, quantity: 1, scanned: "mug" }],
    2,
  );
  // What had been applied is still told so: its answer may have been lost on the way.
  const late = await aisle.call("POST", "/api/v1/operations", letter(start, next), { cookie: phone });
  assert.deepEqual(outcomesOf(late), ["applied", ["refused", "device-revoked"]]);
  assert.deepEqual(await everythingKept(db), before);
  const page = { cookie: phone, headers: { accept: "text/html" } };
  assert.equal((await aisle.call("GET", "/work", undefined, page)).headers.get("location"), "/sign-in");
  // Whoever signs in on it all the same sends nothing from it, until it is enrolled again.
  const session = await signIn(aisle, { personId: ana, place: "node:soho" });
  const both = { cookie: `${phone}; ${session}` };
  const refused = await aisle.call("POST", "/api/v1/operations", letter(next), both);
  assert.deepEqual(outcomesOf(refused), [["refused", "device-revoked"]]);
  const anew = await postForm(
    aisle,
    "/work/devices",
    { nodeId: "soho", name: "Phone 1" },
    `${phone}; ${cleo}`,
  );
  assert.equal(anew.status, 303);
  await until("the stream of the phone ends", () => hasEnded, 14_000);
});

test("five wrong PINs on a phone are all there are, on every phone of the store", async (shop) => {
  const { aisle, cleo, ana, ben } = shop;
  const other = { ...shop, phone: await enrol(aisle, cleo, { nodeId: "soho", name: "Phone 2" }) };
  for (let i = 0; i < 5; i++) {
    const { status, body } = await unlock(i % 2 ? shop : other, ana, { pin: "000000" });
    assert.deepEqual([status, body.type], [401, "/problems/wrong-pin"]);
  }
  for (const phone of [shop, other]) {
    const { status, headers } = await unlock(phone, ana);
    assert.equal(status, 429);
    assert.ok(Number(headers.get("retry-after")) > 600);
  }
  assert.equal((await unlock(shop, ben)).status, 200);
  const { body } = await aisle.call("POST", "/device/session", { personId: ben, pin: "12" }, {
    cookie: shop.phone,
  });
  assert.equal(body.type, "/problems/malformed");
});

test("leaving ends the session and no other; only signing out ends the turn", async (shop) => {
  const { db, ana, ben } = shop;
  const turns = () =>
    db.many`
      select signed_out_at is not null as out from device_person where person_id = ${ana} order by signed_in_at`;
  const hers = await unlock(shop, ana);
  assert.equal((await leave(shop, hers.session, ben, false)).status, 204);
  assert.equal((await shop.aisle.call("GET", "/stock", undefined, { cookie: hers.session })).status, 200);
  assert.equal((await leave(shop, hers.session, ana, false)).status, 204);
  assert.equal((await shop.aisle.call("GET", "/stock", undefined, { cookie: hers.session })).status, 401);
  assert.deepEqual(await turns(), [{ out: false }]);
  const again = await unlock(shop, ana);
  assert.deepEqual(await turns(), [{ out: false }]);
  await leave(shop, again.session, ana, true);
  assert.deepEqual(await turns(), [{ out: true }]);
  const third = await unlock(shop, ana);
  assert.deepEqual(await turns(), [{ out: true }, { out: false }]);
  // The way out on every other page is the same way.
  await postForm(shop.aisle, "/sign-out", {}, third.as.cookie);
  assert.deepEqual(await turns(), [{ out: true }, { out: true }]);
});

test("the list says when a phone was seen, by whom, and what waits on it; a region's manager sees its stores'", async (shop) => {
  const { db, aisle, ana, cleo } = shop;
  const order = await openOrder(shop);
  const hers = await unlock(shop, ana);
  await send(shop, hers.as, [["start_pick", { fulfillmentId: order }]], { waiting: 8 });
  await db.run`update device set last_seen_at = now() - interval '2 hours'`;
  const text = async (cookie: string) =>
    ((await aisle.call("GET", "/work/devices", undefined, { cookie })).body as string)
      .replaceAll(/<script[^]*?<\/script>|<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
  assert.match(
    await text(cleo),
    /Phone 1 In use Seen 2 h ago · Ana P\. 7 steps wait on it Enrolled by Cleo M\./,
  );
  const manager = async (name: string, regionId: string) => {
    const personId = await hire(db, { name, role: "regional_manager", regionId });
    return await signIn(aisle, { personId, place: `region:${regionId}` });
  };
  assert.match(await text(await manager("Eve R.", "east")), /Phone 1 In use Soho · Seen 2 h ago/);
  const west = await manager("Finn S.", "west");
  assert.doesNotMatch(await text(west), /Phone 1/);
  const { id } = await db.one<{ id: string }>`select id from device`;
  assert.equal((await postForm(aisle, `/work/devices/${id}/revocation`, {}, west)).status, 404);
  await aisle.call("GET", "/work/list", undefined, { cookie: shop.phone });
  assert.match(await text(cleo), /Seen 0 min ago/);

  assert.equal(
    (await postForm(aisle, "/work/devices/idle-lock", { nodeId: "soho", seconds: "120" }, cleo)).status,
    303,
  );
  const work = await aisle.call("GET", "/work", undefined, hers.as);
  assert.match(work.body, /idleLockSeconds\\":120/);
});

test("without a network a manager lets go what is not valuable, on a phone they were signed in on, once", async (shop) => {
  const { db, aisle, ana } = shop;
  const { id: cleo } = await db.one<{ id: string }>`select id from person where name = 'Cleo M.'`;
  const orders = [];
  for (let i = 0; i < 3; i++) {
    const order = await place(db, pickup("soho", { mug: 1 }));
    await pickAndStage(hands(db, order.fulfillmentId), "mug", 1);
    orders.push(order.fulfillmentId);
  }
  const [first, second, dear] = orders as [string, string, string];
  await db.run`update fulfillment set value_minor = 1000000 where id = ${dear}`;
  const hers = await unlock(shop, cleo);
  const key: string = hers.body.approvalKey;
  assert.match(key, /^[\w-]{43}$/);
  await leave(shop, hers.session, cleo, false);
  const { as } = await unlock(shop, ana, { before: hers.session });

  const word = async (id: string, { managerId = cleo, at = new Date(), by = key } = {}) => {
    const said = { managerId, reason: "phone broken", approvedAt: at.toISOString() };
    return { kind: "approval" as const, ...said, mac: await signedBy(by, approvalText(id, said)) };
  };
  const gives = async (id: string, proof: Awaited<ReturnType<typeof word>>, from: Caller = as) =>
    outcomesOf(await send(shop, from, [["hand_over", { fulfillmentId: id, proof }]]))[0];
  const before = await stockOf(db, "soho", "mug");
  const invalid = ["refused", "approval-invalid"];
  const good = await word(first);
  assert.deepEqual(await gives(first, { ...good, reason: "for a friend" }), invalid);
  assert.deepEqual(await gives(second, good), invalid);
  assert.deepEqual(await gives(first, await word(first, { by: "A".repeat(43) })), invalid);
  assert.deepEqual(await gives(first, await word(first, { managerId: ana })), invalid);
  assert.deepEqual(await gives(first, await word(first, { at: hours(13) })), invalid);
  const browser = await signIn(aisle, { personId: ana, place: "node:soho" });
  assert.deepEqual(await gives(first, good, { cookie: browser }), invalid);
  assert.deepEqual(await gives(dear, await word(dear)), ["refused", "approval-not-enough"]);
  assert.deepEqual([await stockOf(db, "soho", "mug"), await db.many`select from handover`], [before, []]);

  assert.equal(await gives(first, good), "applied");
  const kept = await db.many`select proof, manager_id, manager_reason, person_id from handover`;
  assert.deepEqual(kept, [{
    proof: "approval",
    managerId: cleo,
    managerReason: "phone broken",
    personId: ana,
  }]);
  const { id: operationId } = await db.one<{ id: string }>`select id from handover`;
  const undone = await send(shop, as, [["undo", { fulfillmentId: first, operationId }]]);
  assert.deepEqual(outcomesOf(undone), ["applied"]);
  assert.deepEqual(await gives(first, good), ["refused", "override-spent"]);
});

async function signedBy(key: string, text: string): Promise<string> {
  const raw = Uint8Array.fromBase64(key, { alphabet: "base64url" });
  const hmac = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", hmac, new TextEncoder().encode(text));
  return new Uint8Array(mac).toBase64({ alphabet: "base64url", omitPadding: true });
}
