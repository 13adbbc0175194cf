// The counter and the curb: a store's bins, who may collect, who answers for the store, and the log of what left it.
import assert from "node:assert/strict";
import { keepBin, listBins, listHandovers, readWork, removeBin } from "../domain/fulfillment/mod.ts";
import { letCollect, remindOfHolds, setOutForStore } from "../domain/fulfillment/mod.ts";
import { isRefusal } from "../lib/refusal.ts";
import { codeOf, floorTest, hands, partOf, pickAndStage, place, wordOf } from "./support/floor.ts";
import { associate, hire, pickup, stockOf, stockUp } from "./support/shop.ts";

const at = (nodeId: string) => ({ nodeId, actor: associate(nodeId) });

floorTest(
  "a store's bins are its own: kept, changed and taken away, but never one with an order in it",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    await keepBin(db, at("soho"), { label: "P-1", zone: "ambient", capacity: 2 });
    await keepBin(db, at("soho"), { label: "C-1", zone: "chilled", capacity: 1 });
    await keepBin(db, at("hoboken"), { label: "P-1", zone: "frozen", capacity: 9 });
    await keepBin(db, at("soho"), { label: "P-1", zone: "ambient", capacity: 3 });
    const order = await place(db, pickup("soho", { mug: 1 }));
    await pickAndStage(hands(db, order.fulfillmentId), "mug", 1, "P-1");
    assert.deepEqual(await listBins(db, "soho"), [
      { label: "C-1", zone: "chilled", capacity: 1, used: 0 },
      { label: "P-1", zone: "ambient", capacity: 3, used: 1 },
    ]);
    const before = await db.many`select * from bin order by node_id, label`;
    const kept = await removeBin(db, at("soho"), "P-1");
    assert.ok(isRefusal(kept) && kept.kind === "bin_in_use");
    assert.deepEqual(await db.many`select * from bin order by node_id, label`, before);
    await removeBin(db, at("soho"), "C-1");
    await removeBin(db, at("soho"), "C-1");
    assert.deepEqual((await listBins(db, "soho")).map(({ label }) => label), ["P-1"]);
    assert.deepEqual((await listBins(db, "hoboken")).map(({ label, zone }) => [label, zone]), [[
      "P-1",
      "frozen",
    ]]);
  },
);

floorTest("a phone knows who answers for its store, and nobody from elsewhere", async (db) => {
  const mona = await hire(db, { name: "Mona Lund", role: "store_manager", nodeId: "soho" });
  await hire(db, { name: "Ben Koch", role: "associate", nodeId: "soho" });
  await hire(db, { name: "Olga Rim", role: "store_manager", nodeId: "hoboken" });
  assert.deepEqual((await readWork(db, "soho")).managers, [{ personId: mona, name: "Mona Lund" }]);
  await db.run`update person set active = false where id = ${mona}`;
  assert.deepEqual((await readWork(db, "soho")).managers, []);
});

floorTest("only whom the shopper named collects, and nobody is named for what has left", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  const order = await place(db, pickup("soho", { mug: 1 }));
  const named = { orderId: order.id, fulfillmentId: order.fulfillmentId };
  const does = hands(db, order.fulfillmentId);
  assert.equal(await letCollect(db, { ...named, collector: "Jonas Weber" }), undefined);
  await pickAndStage(does, "mug", 1);
  const proof = (name: string) => ({ kind: "document" as const, name, lastFour: "4711" });
  const gives = (name: string) => does("hand_over", { proof: proof(name), collector: name });
  assert.equal(await gives("Ivo Kern"), "collector-not-named");
  await letCollect(db, { ...named, collector: null });
  assert.equal(await gives("Jonas Weber"), "collector-not-named");
  assert.deepEqual(await stockOf(db, "soho", "mug"), [5, 1]);
  await letCollect(db, { ...named, collector: "Jonas Weber" });
  assert.equal(await gives("Jonas Weber"), "applied");
  const late = await letCollect(db, { ...named, collector: "Ivo Kern" });
  assert.ok(late && isRefusal(late) && late.kind === "wrong_state");
  assert.equal((await partOf(db, order)).collector, "Jonas Weber");
  const elsewhere = { orderId: crypto.randomUUID(), fulfillmentId: order.fulfillmentId, collector: "X" };
  const unknown = await letCollect(db, elsewhere);
  assert.ok(unknown && isRefusal(unknown) && unknown.kind === "not_found");
});

floorTest(
  "the log says who gave what on which proof, shows what was signed, and keeps what was undone",
  async (db) => {
    await stockUp(db, "soho", { mug: 5 });
    const order = await place(db, pickup("soho", { mug: 2 }));
    const ana = await hire(db, { name: "Ana Pires", role: "associate", nodeId: "soho" });
    const mona = await hire(db, { name: "Mona Lund", role: "store_manager", nodeId: "soho" });
    const does = hands(db, order.fulfillmentId, { ...associate("soho"), personId: ana });
    await pickAndStage(does, "mug", 2);
    const data = `data:image/svg+xml;base64,${btoa("<svg/>")}`;
    const evidence = [{ kind: "signature" as const, data }];
    const first = await does.sends("hand_over", { proof: await codeOf(order.fulfillmentId), evidence });
    await does("undo", { operationId: first.id });
    const proof = await wordOf(db, does, mona);
    assert.ok(typeof proof === "object");
    await does("hand_over", { proof, lines: [{ lineNo: 1, quantity: 2 }] });
    const { handovers, evidence: none } = await listHandovers(db, "soho");
    assert.deepEqual(none, []);
    assert.deepEqual(
      handovers.map((
        each,
      ) => [each.by, each.proof, each.units, each.manager, each.managerReason, each.kinds]),
      [
        ["Ana Pires", "override", 2, "Mona Lund", "phone broken", []],
        ["Ana Pires", "code", 2, null, null, ["signature"]],
      ],
    );
    assert.deepEqual(handovers.map(({ undoneAt }) => undoneAt !== null), [false, true]);
    const opened = await listHandovers(db, "soho", { open: first.id });
    assert.deepEqual(opened.evidence, [{ kind: "signature", data }]);
    const elsewhere = await listHandovers(db, "hoboken", { open: first.id });
    assert.deepEqual([elsewhere.handovers, elsewhere.evidence], [[], []]);
    const older = await listHandovers(db, "soho", { before: handovers[0]!.at });
    assert.deepEqual(older.handovers.map(({ id }) => id), [first.id]);
  },
);

floorTest("whose order is kept longer is reminded anew", async (db) => {
  await stockUp(db, "soho", { mug: 5 });
  const order = await place(db, pickup("soho", { mug: 1 }));
  const does = hands(db, order.fulfillmentId);
  await pickAndStage(does, "mug", 1);
  const hoursBefore = async (hours: number) =>
    new Date((await partOf(db, order)).holdUntil!.getTime() - hours * 3_600_000);
  assert.equal(await remindOfHolds(db, await hoursBefore(2)), 1);
  assert.ok((await partOf(db, order)).remindedAt);
  assert.equal(await does("extend_hold", { hours: 48 }), "applied");
  assert.equal((await partOf(db, order)).remindedAt, null);
  assert.equal(await remindOfHolds(db, await hoursBefore(30)), 0);
  assert.equal(await remindOfHolds(db, await hoursBefore(2)), 1);
  const named = { orderId: order.id, fulfillmentId: order.fulfillmentId };
  const etaAt = new Date("2026-06-01T12:00:00Z");
  assert.equal(await setOutForStore(db, { ...named, etaAt }), undefined);
  assert.deepEqual((await partOf(db, order)).etaAt, etaAt);
});
