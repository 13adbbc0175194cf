// A parcel from the packing table to the carrier's manifest, on a real database.
import assert from "node:assert/strict";
import {
  askParcelOffers,
  buyParcelLabel,
  buyRemoteLabel,
  listWork,
  perform,
  printLabel,
  printPackingSlip,
  quoteParcel,
  trackParcel,
  voidParcelLabel,
  voidRemoteLabel,
} from "../domain/fulfillment/mod.ts";
import type { Person } from "../domain/access/types.ts";
import { placeOrder, readOrder, readOrderPage } from "../domain/orders/mod.ts";
import {
  askTracking,
  closeManifest,
  easyPostCarrier,
  findBoxes,
  keepBox,
  keepTariff,
  listServices,
  manifestPage,
  readManifest,
  removeTariff,
  retireBox,
} from "../domain/shipping/mod.ts";
import { CarrierAway, openEasyPost } from "../lib/easypost.ts";
import { type Db, transact } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { EASYPOST_KEY, type EasyPostServer, startEasyPost } from "./support/easypost_server.ts";
import { readPdf, scanPdf } from "./support/pdf.ts";
import { freshDatabase } from "./support/postgres.ts";
import { runReactions } from "./support/reactions.ts";
import {
  agreed,
  associate,
  delivery,
  openShop,
  operation,
  stockOf,
  stockUp,
  testKeys,
  violations,
} from "./support/shop.ts";

const ana = associate("soho");
const keys = await testKeys();
const links = { keys, publicUrl: "http://localhost" };
const local = { isRemote: false, person: ana };
const remote = { isRemote: true, person: ana };
const firstTry = { lastAttempt: false }, lastTry = { lastAttempt: true };

function test(name: string, walk: (db: Db) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, drop } = await freshDatabase("shipping", { max: 6 });
      try {
        await openShop(db);
        await stockUp(db, "soho", { mug: 9, lamp: 9 });
        await walk(db);
        assert.deepEqual(await violations(db), []);
      } finally {
        await drop();
      }
    },
  });
}

type Did = Parameters<typeof operation>[0];

/** Ana does one thing after the other; answers what the last one came to. */
async function does(db: Db, ...acts: Did[]) {
  let last;
  for (const act of acts) {
    const asked = { nodeId: "soho", deviceId: crypto.randomUUID(), person: ana, operation: operation(act) };
    last = await transact(db, (tx) => perform(tx, asked as Parameters<typeof perform>[1], new Date()));
    if (isRefusal(last)) return last;
  }
  return last!;
}

/** A delivery of two mugs and a lamp, picked at Soho. */
async function pickedDelivery(db: Db) {
  const { id } = agreed(await placeOrder(db, "web", delivery({ mug: 2, lamp: 1 })));
  const order = agreed(await readOrder(db, { id, channelId: "web" }, links));
  const fulfillmentId = order.fulfillments[0]!.id;
  agreed(
    await does(
      db,
      ["start_pick", { fulfillmentId }],
      ["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 2, scanned: "mug" }],
      ["confirm_pick", { fulfillmentId, lineNo: 2, quantity: 1, scanned: "lamp" }],
    ),
  );
  return { orderId: order.id, fulfillmentId, number: order.number };
}

/** In two boxes: the mugs in the small one, the lamp in a larger one; both closed and weighed. */
async function packed(db: Db, fulfillmentId: string) {
  const unit = (
    parcelNo: number,
    boxId: string,
    lineNo: number,
    scanned: string,
  ): Did => ["pack_units", { fulfillmentId, parcelNo, boxId, lineNo, quantity: 1, scanned }];
  agreed(
    await does(
      db,
      unit(1, "s", 1, "mug"),
      unit(1, "s", 1, "mug"),
      unit(2, "m", 2, "lamp"),
      ["close_parcel", { fulfillmentId, parcelNo: 1, weightGrams: 950 }],
      ["close_parcel", { fulfillmentId, parcelNo: 2, weightGrams: 1_280 }],
    ),
  );
}

async function parcels(db: Db, fulfillmentId: string) {
  const work = (await listWork(db, "soho")).find(({ id }) => id === fulfillmentId);
  return work?.parcels.map(({ no, labelState, tracking }) => [no, labelState, tracking]);
}

const at = (fulfillmentId: string, no: number) => ({ nodeId: "soho", fulfillmentId, no });

test("two boxes are rated, labelled, shipped and signed for; every unit is in one of them", async (db) => {
  const { orderId, fulfillmentId, number } = await pickedDelivery(db);
  await packed(db, fulfillmentId);
  const offers = agreed(await askParcelOffers(db, at(fulfillmentId, 1), local));
  assert.deepEqual(offers.offers.map(({ id, priceMinor, isSuggested }) => [id, priceMinor, isSuggested]), [
    ["ground/economy", 702, false],
    ["ground/standard", 825, true],
    ["air/two_day", 1_615, false],
    ["air/next_day", 2_737, false],
  ]);

  for (const no of [1, 2]) {
    const wanted = { id: crypto.randomUUID(), offerId: "ground/standard" };
    const label = agreed(await buyParcelLabel(db, at(fulfillmentId, no), wanted, local));
    assert.equal(label.state, "bought");
    assert.deepEqual(agreed(await buyParcelLabel(db, at(fulfillmentId, no), wanted, local)), label);
  }
  assert.deepEqual(await parcels(db, fulfillmentId), [
    [1, "bought", "129900001000000013"],
    [2, "bought", "129900001000000020"],
  ]);
  const paper = readPdf(agreed(await printLabel(db, at(fulfillmentId, 2), "pdf")) as Uint8Array);
  assert.ok(paper.texts.includes("Maya Reyes") && paper.texts.includes("5 Spring Street"));
  assert.deepEqual(await scanPdf(paper), ["(00)129900001000000020"]);
  const thermal = agreed(await printLabel(db, at(fulfillmentId, 2), "zpl"));
  assert.match(String(thermal), /\^FD>;>800129900001000000020\^FS/);
  const slip = readPdf(agreed(await printPackingSlip(db, { nodeId: "soho", fulfillmentId })));
  assert.ok(slip.texts.includes(`Order ${number}`) && slip.texts.includes("2 x"));

  const shipped = agreed(await does(db, ["pack", { fulfillmentId }], ["ship", { fulfillmentId }]));
  assert.equal(shipped.tracking, "129900001000000013, 129900001000000020");
  await runReactions(db);
  const order = agreed(await readOrder(db, { id: orderId, channelId: "web" }, links));
  assert.deepEqual([order.state, order.fulfillments[0]!.tracking], ["completed", [
    { parcel: 1, carrier: "Ground carrier", number: "129900001000000013" },
    { parcel: 2, carrier: "Ground carrier", number: "129900001000000020" },
  ]]);
  assert.deepEqual([await stockOf(db, "soho", "mug"), await stockOf(db, "soho", "lamp")], [[7, 0], [8, 0]]);

  const { waiting } = await manifestPage(db, "soho");
  assert.deepEqual(waiting.map(({ carrier, parcels }) => [carrier, parcels]), [["ground", 2]]);
  const day = { nodeId: "soho", id: crypto.randomUUID(), carrier: "ground" };
  const manifest = agreed(await closeManifest(db, day, ana));
  assert.deepEqual(manifest.lines.map((line) => [line.orderNumber, line.parcelNo, line.weightGrams]), [
    [number, 1, 950],
    [number, 2, 1_280],
  ]);
  assert.deepEqual(agreed(await closeManifest(db, day, ana)), manifest);
  const empty = await closeManifest(db, { ...day, id: crypto.randomUUID() }, ana);
  assert.ok(isRefusal(empty) && empty.kind === "nothing_to_manifest");
  assert.equal(await readManifest(db, "hoboken", manifest.id), undefined);
  assert.equal((await manifestPage(db, "soho")).closed.length, 1);
});

test("a label is void until the parcel has left; an opened box needs a new one", async (db) => {
  const { fulfillmentId } = await pickedDelivery(db);
  await packed(db, fulfillmentId);
  const buy = () =>
    buyParcelLabel(db, at(fulfillmentId, 1), { id: crypto.randomUUID(), offerId: "ground/economy" }, local);
  const first = agreed(await buy());
  const second = await buy();
  assert.ok(isRefusal(second) && second.kind === "label_on_parcel");
  const open: Did = ["reopen_parcel", { fulfillmentId, parcelNo: 1 }];
  const kept = await does(db, open);
  assert.ok(isRefusal(kept) && kept.kind === "label_on_parcel");

  assert.equal(agreed(await voidParcelLabel(db, at(fulfillmentId, 1), local)).state, "voided");
  assert.ok(isRefusal(await printLabel(db, at(fulfillmentId, 1), "pdf")));
  agreed(await does(db, open, ["unpack_units", { fulfillmentId, parcelNo: 1, lineNo: 1, quantity: 2 }]));
  const early = await buy();
  assert.ok(isRefusal(early) && early.kind === "not_found");
  agreed(
    await does(
      db,
      ["pack_units", { fulfillmentId, parcelNo: 1, boxId: "m", lineNo: 1, quantity: 2, scanned: "mug" }],
      ["close_parcel", { fulfillmentId, parcelNo: 1, weightGrams: 1_000 }],
      ["pack", { fulfillmentId }],
    ),
  );
  const again = agreed(await buy());
  assert.notEqual(again.tracking, first.tracking);
  const bare = await does(db, ["ship", { fulfillmentId }]);
  assert.ok(isRefusal(bare) && bare.kind === "label_missing");
  assert.deepEqual(bare.detail, { parcels: [2] });
  agreed(await does(db, ["ship", { fulfillmentId, parcels: [{ no: 2, tracking: "1Z999AA10123456784" }] }]));
  const late = await voidParcelLabel(db, at(fulfillmentId, 1), local);
  assert.ok(isRefusal(late) && late.kind === "wrong_state");
  const { waiting } = await manifestPage(db, "soho");
  assert.deepEqual(waiting.map(({ carrier, parcels }) => [carrier, parcels]), [["ground", 1], ["other", 1]]);
});

test("what is packed as it stands leaves under a typed number; nobody else's order is touched", async (db) => {
  const { fulfillmentId } = await pickedDelivery(db);
  const { fulfillmentId: other } = await pickedDelivery(db);
  agreed(await does(db, ["pack", { fulfillmentId }], ["ship", { fulfillmentId, tracking: "1Z999" }]));
  assert.deepEqual(await parcels(db, other), []);
  const hoboken = { nodeId: "hoboken", fulfillmentId: other, no: 1 };
  assert.ok(isRefusal(await askParcelOffers(db, hoboken, local)));
  assert.ok(isRefusal(await printPackingSlip(db, hoboken)));
});

/** What the worker does with the jobs of a remote carrier, oldest first; answers what it did. */
async function runJobs(db: Db, server: EasyPostServer, job = firstTry) {
  const carrier = easyPostCarrier(
    openEasyPost({ apiKey: EASYPOST_KEY, baseUrl: server.url, timeoutMs: 1_000 }),
  );
  const jobs = await db.many<{ id: string; task: string; payload: never }>`
    select job.id::text, task.identifier as task, job.payload
      from graphile_worker._private_jobs as job
      join graphile_worker._private_tasks as task on task.id = job.task_id
     where task.identifier in ('quote_parcel', 'buy_label', 'void_label')
     order by job.id`;
  for (const { id, task, payload } of jobs) {
    const work = { quote_parcel: quoteParcel, buy_label: buyRemoteLabel, void_label: voidRemoteLabel }[task]!;
    await work(db, carrier, payload, job);
    await db.run`delete from graphile_worker._private_jobs where id = ${id}`;
  }
  return jobs.map(({ task }) => task);
}

function withEasyPost(name: string, walk: (db: Db, server: EasyPostServer) => Promise<void>) {
  test(name, async (db) => {
    const server = startEasyPost();
    try {
      await walk(db, server);
    } finally {
      server.stop().catch(() => {});
    }
  });
}

withEasyPost(
  "a remote carrier is asked by jobs: quoted, bought once though its answer was lost, and given back",
  async (db, server) => {
    const { fulfillmentId } = await pickedDelivery(db);
    await packed(db, fulfillmentId);
    const here = at(fulfillmentId, 1);
    assert.equal(agreed(await askParcelOffers(db, here, remote)).state, "asking");
    assert.equal(agreed(await askParcelOffers(db, here, remote)).state, "asking");
    assert.deepEqual(server.asked, [], "no request waits for a carrier");
    assert.deepEqual(await runJobs(db, server), ["quote_parcel"]);
    const { offers } = agreed(await askParcelOffers(db, here, remote));
    assert.deepEqual(offers.map((each) => [each.carrierName, each.priceMinor, each.isSuggested]), [
      ["USPS", 636, false],
      // Neither keeps a promise of one day; it is the quicker.
      ["UPS", 2_106, true],
    ]);
    const [asked] = [...server.made.values()].map((each) =>
      each.asked as { parcel: object; reference: string }
    );
    assert.deepEqual(asked!.parcel, { weight: 33.6, length: 9.9, width: 7.1, height: 4.8 });

    const label = agreed(
      await buyParcelLabel(db, here, { id: crypto.randomUUID(), offerId: offers[0]!.id }, remote),
    );
    assert.equal(label.state, "buying");
    const early = await does(db, ["ship", { fulfillmentId }]);
    assert.ok(isRefusal(early));
    server.faults.push({ path: /buy$/, loseAnswer: true });
    await assert.rejects(() => runJobs(db, server), CarrierAway);
    assert.deepEqual((await parcels(db, fulfillmentId))![0], [1, "buying", null]);
    assert.deepEqual(await runJobs(db, server), ["buy_label"]);
    assert.deepEqual((await parcels(db, fulfillmentId))![0], [1, "bought", "9400111899223700000001"]);
    assert.equal(server.made.size, 1);
    assert.match(String(agreed(await printLabel(db, here, "zpl"))), /9400111899223700000001/);

    assert.equal(agreed(await voidParcelLabel(db, here, remote)).state, "voiding");
    assert.deepEqual(await runJobs(db, server), ["void_label"]);
    assert.deepEqual((await parcels(db, fulfillmentId))![0], [1, "none", null]);
    assert.equal(server.made.get("shp_1")!.refund_status, "submitted");
  },
);

withEasyPost(
  "a carrier that stays away costs nothing: a number is typed, and what it sells later is given back",
  async (db, server) => {
    const { fulfillmentId } = await pickedDelivery(db);
    await packed(db, fulfillmentId);
    const here = at(fulfillmentId, 1);
    await askParcelOffers(db, here, remote);
    await runJobs(db, server);
    const { offers } = agreed(await askParcelOffers(db, here, remote));
    const buy = () => buyParcelLabel(db, here, { id: crypto.randomUUID(), offerId: offers[0]!.id }, remote);

    // It says no: the parcel says why, and may be tried again.
    agreed(await buy());
    server.faults.push({ path: /buy$/, status: 402, code: "INSUFFICIENT_FUNDS", message: "no money left" });
    await runJobs(db, server);
    const [failed] = (await listWork(db, "soho"))[0]!.parcels;
    assert.deepEqual([failed!.labelState, failed!.labelProblem], ["failed", "no money left"]);

    // It answers nothing, to the last try: people are told, and the job waits for one of them.
    agreed(await buy());
    server.faults.push({ path: /buy$/, status: 500 });
    await assert.rejects(() => runJobs(db, server, lastTry), CarrierAway);
    assert.equal((await parcels(db, fulfillmentId))![0]![1], "failed");

    agreed(
      await does(db, ["pack", { fulfillmentId }], ["ship", {
        fulfillmentId,
        parcels: [{ no: 1, tracking: "A-1" }, { no: 2, tracking: "A-2" }],
      }]),
    );
    assert.deepEqual(await runJobs(db, server), ["buy_label"]);
    assert.deepEqual(await runJobs(db, server), ["void_label"]);
    assert.equal(server.made.get("shp_1")!.refund_status, "submitted");
    const { bought } = await db.one<{ bought: number }>`
    select count(*)::int as bought from label where source = 'easypost' and state = 'bought'`;
    assert.equal(bought, 0);
  },
);

const rita: Person = {
  ...{ kind: "person", personId: crypto.randomUUID(), name: "Rita M.", role: "regional_manager" },
  ...{ nodeId: null, regionId: "east" },
};

test("a price list is taken whole or not at all, and the next parcel costs what it says", async (db) => {
  const { fulfillmentId } = await pickedDelivery(db);
  await packed(db, fulfillmentId);
  const price = async () =>
    agreed(await askParcelOffers(db, at(fulfillmentId, 1), local)).offers
      .map(({ id, priceMinor }) => [id, priceMinor]).filter(([id]) => id !== "air/next_day");
  const before = await price();
  assert.deepEqual(before.map(([id]) => id), ["ground/economy", "ground/standard", "air/two_day"]);
  const [kept] = (await listServices(db)).filter(({ service }) => service === "economy");
  assert.equal(kept!.steps.length, 70);
  const { steps: _, ...economy } = kept!;
  const tables = await db.many`select * from carrier_rate order by 1, 2, 3, 4`;

  const wrong = await keepTariff(
    db,
    rita,
    { ...economy, table: "500\t1 2 3 4 5 6 7 8 9\n400\t1 2 3 4 5 6 7 8 9" } as never,
  );
  assert.ok(wrong && isRefusal(wrong) && wrong.kind === "tariff_not_right");
  assert.deepEqual(await db.many`select * from carrier_rate order by 1, 2, 3, 4`, tables);

  const table = "500\t1 1 1 1 1 1 1 1 1\n70000\t2 2 2 2 2 2 2 2 2";
  assert.equal(
    await keepTariff(db, rita, { ...economy, fuelSurcharge: "0.1000", table } as never),
    undefined,
  );
  assert.deepEqual(await price(), [["ground/economy", 220], ...before.slice(1)]);
  assert.equal(await removeTariff(db, rita, { carrier: "ground", service: "economy" }), undefined);
  assert.deepEqual(await price(), before.slice(1));
  const gone = await removeTariff(db, rita, { carrier: "ground", service: "economy" });
  assert.ok(gone && isRefusal(gone) && gone.kind === "not_found");
});

test("a box that is retired is suggested no more, and what lies in it is priced and sent all the same", async (db) => {
  const { fulfillmentId } = await pickedDelivery(db);
  await packed(db, fulfillmentId);
  const { offers: before } = agreed(await askParcelOffers(db, at(fulfillmentId, 1), local));
  assert.equal(await retireBox(db, rita, "s"), undefined);
  assert.ok(!(await findBoxes(db)).some(({ id }) => id === "s"));
  const { offers } = agreed(await askParcelOffers(db, at(fulfillmentId, 1), local));
  assert.deepEqual(offers.map(({ priceMinor }) => priceMinor), before.map(({ priceMinor }) => priceMinor));
  const s = {
    id: "s",
    name: "Small",
    sidesMm: [250, 180, 130] as [number, number, number],
    tareGrams: 0,
    maxGrams: 1,
  };
  assert.equal(await keepBox(db, rita, s), undefined);
  assert.deepEqual((await findBoxes(db)).find(({ id }) => id === "s"), s);
  const again = await retireBox(db, rita, "no-such-box");
  assert.ok(again && isRefusal(again) && again.kind === "not_found");
});

withEasyPost(
  "a parcel on the road is asked about later and later, and delivered when the last one of its order is",
  async (db, server) => {
    const { fulfillmentId, orderId } = await pickedDelivery(db);
    await packed(db, fulfillmentId);
    for (const no of [1, 2]) {
      const here = at(fulfillmentId, no);
      agreed(await askParcelOffers(db, here, remote));
      await runJobs(db, server);
      const { offers } = agreed(await askParcelOffers(db, here, remote));
      agreed(await buyParcelLabel(db, here, { id: crypto.randomUUID(), offerId: offers[0]!.id }, remote));
      await runJobs(db, server);
    }
    const shippedAt = new Date();
    agreed(await does(db, ["pack", { fulfillmentId }], ["ship", { fulfillmentId }]));
    const carrier = easyPostCarrier(openEasyPost({ apiKey: EASYPOST_KEY, baseUrl: server.url }));
    const later = (hours: number) => new Date(shippedAt.getTime() + hours * 3_600_000 + 60_000);
    const [first, second] = [...server.made.values()].map((each) => each.tracking_code!);
    const asked = () => server.asked.splice(0).filter((each) => each === "GET /v2/trackers").length;
    /** What the clock has asked for is asked. */
    const look = async (hours: number, job = firstTry) => {
      await askTracking(db, later(hours));
      const jobs = await db.many<{ id: string; payload: { nodeId: string; labelId: string } }>`
        select job.id::text, job.payload
          from graphile_worker._private_jobs as job
          join graphile_worker._private_tasks as task on task.id = job.task_id
         where task.identifier = 'track_parcel'
         order by job.id`;
      for (const { id, payload } of jobs) {
        await trackParcel(db, carrier, payload, job, later(hours));
        await db.run`delete from graphile_worker._private_jobs where id = ${id}`;
      }
      return jobs.length;
    };
    const tracked = () =>
      db.many`select parcel_no as no, tracked from label where state = 'bought' order by no`;
    const page = async () => (await readOrderPage(db, keys, orderId))!.parts[0]!.deliveredAt;

    asked();
    assert.deepEqual([await look(0.5), asked()], [0, 0], "nobody has scanned it yet");
    assert.deepEqual([await look(1), asked()], [2, 2]);
    assert.deepEqual(await tracked(), [{ no: 1, tracked: "in_transit" }, { no: 2, tracked: "in_transit" }]);
    // Nothing new: an hour after the change, then two, then four.
    assert.deepEqual([await look(1.5), await look(2), await look(3), await look(4), await look(7)], [
      0,
      2,
      0,
      2,
      0,
    ]);
    assert.deepEqual([await look(8), asked()], [2, 6]);

    server.statuses.set(first!, "delivered").set(second!, "return_to_sender");
    server.faults.push({ path: /trackers$/, status: 500 });
    await assert.rejects(() => look(16), CarrierAway);
    server.faults.push({ path: /trackers$/, status: 500 });
    assert.equal(await look(16, lastTry), 2, "tried to the last, and then at the next look");
    assert.equal(await page(), null);
    const seen = await tracked();
    assert.ok(seen.some(({ tracked }) => tracked === "in_transit"));
    await look(33);
    assert.deepEqual(await tracked(), [{ no: 1, tracked: "delivered" }, { no: 2, tracked: "exception" }]);
    assert.equal(await page(), null, "one of two is not there");

    server.statuses.set(second!, "delivered");
    asked();
    assert.deepEqual([await look(57.5), asked()], [1, 1], "what is there is not asked about");
    assert.equal(await page(), later(57.5).toISOString());
    server.statuses.set(second!, "in_transit");
    assert.deepEqual([await look(500), asked()], [0, 0]);
    assert.equal(await page(), later(57.5).toISOString());
    const told = await db.many<{ kind: string; payload: { tracked?: string } }>`
      select kind, payload from event where kind in ('parcel_tracked', 'delivered') order by at, id`;
    assert.deepEqual(told.map(({ kind, payload }) => payload.tracked ?? kind).sort(), [
      ...["delivered", "delivered", "delivered", "exception", "in_transit", "in_transit"],
    ]);
  },
);
