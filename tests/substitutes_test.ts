// Another item in the place of one that cannot be found, from the shelf to the money.
import assert from "node:assert/strict";
import { answerSubstitute, cancelOrder, expireSubstitutes, readOrderPage } from "../domain/orders/mod.ts";
import { isRefusal } from "../lib/refusal.ts";
import { codeOf, floorTest, hands, keys, partOf, place } from "./support/floor.ts";
import { runReactions } from "./support/reactions.ts";
import { agreed, pickup, stockOf, stockUp } from "./support/shop.ts";

type Shop = Parameters<Parameters<typeof floorTest>[1]>[0];

/** Two lamps wanted, one found; a mug is offered for the other. */
async function asked(db: Shop, lamps = 2) {
  await stockUp(db, "soho", { mug: 5, lamp: lamps });
  const order = await place(db, pickup("soho", { lamp: 2 }));
  const does = hands(db, order.fulfillmentId);
  await does("start_pick", {});
  await does("confirm_pick", { lineNo: 1, quantity: 1, scanned: "lamp" });
  const mug = { lineNo: 1, quantity: 1, sku: "mug", reason: "not_found" as const };
  const { said, id: substituteId } = await does.sends("propose_substitute", mug);
  assert.equal(said, "applied");
  return { ...order, does, mug, substituteId };
}

floorTest(
  "the shopper takes a mug for the missing lamp: it is picked, handed over, and the difference owed",
  async (db) => {
    const { does, substituteId, ...order } = await asked(db);
    const page = await readOrderPage(db, keys, order.id);
    assert.deepEqual(page?.parts[0]?.asked.map((item) => [item.name, item.insteadOf, item.unitPriceMinor]), [
      ["Blue mug", "Blue lamp", 1200],
    ]);
    assert.equal(await does("short_pick", { lineNo: 1, quantity: 1, reason: "not_found" }), "too-many");
    const yes = { substituteId, accept: true };
    assert.equal(await answerSubstitute(db, order.id, yes), undefined);
    assert.equal(await answerSubstitute(db, order.id, yes), undefined);
    const changed = await answerSubstitute(db, order.id, { ...yes, accept: false });
    assert.ok(isRefusal(changed) && changed.kind === "not_asked");
    assert.deepEqual([await stockOf(db, "soho", "lamp"), await stockOf(db, "soho", "mug")], [[1, 1], [5, 1]]);

    assert.equal(await does("confirm_pick", { lineNo: 2, quantity: 1, scanned: "mug" }), "applied");
    await does("stage", { bin: "P-12" });
    assert.equal(await does("hand_over", { proof: await codeOf(order.fulfillmentId) }), "applied");
    await runReactions(db);
    assert.deepEqual([await stockOf(db, "soho", "lamp"), await stockOf(db, "soho", "mug")], [[0, 0], [4, 0]]);
    const done = await readOrderPage(db, keys, order.id);
    assert.equal(done?.state, "completed");
    assert.deepEqual(done?.lines.map((line) => [line.name, line.replaces, line.unitPriceMinor]), [
      ["Blue lamp", null, 1700],
      ["Blue mug", "Blue lamp", 1200],
    ]);
    assert.deepEqual(
      done?.refunds.map(({ quantity, amountMinor, reason }) => [quantity, amountMinor, reason]),
      [
        [1, 500, "exchanged"],
      ],
    );
  },
);

floorTest("a no, and no answer in time, leave the lamp missing and its price goes back", async (db) => {
  const { does, substituteId, mug, ...order } = await asked(db);
  await answerSubstitute(db, order.id, { substituteId, accept: false });
  await runReactions(db);
  assert.equal((await partOf(db, order)).state, "picked");
  assert.deepEqual((await readOrderPage(db, keys, order.id))?.refunds.map(({ amountMinor }) => amountMinor), [
    1700,
  ]);
  assert.equal(await does("propose_substitute", mug), "wrong-state");

  const late = await asked(db, 3);
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  assert.equal(await expireSubstitutes(db, minutes(9)), 0);
  assert.equal(await expireSubstitutes(db, minutes(11)), 1);
  assert.equal((await partOf(db, late)).lines[0]!.substitute?.state, "expired");
  const tooLate = await answerSubstitute(db, late.id, { substituteId: late.substituteId, accept: true });
  assert.ok(isRefusal(tooLate) && tooLate.kind === "not_asked");
});

floorTest("the lamp turns up, or the order is cancelled: nobody is asked any more", async (db) => {
  const { does, substituteId, mug, ...order } = await asked(db);
  assert.equal(await does("propose_substitute", mug), "already-asked");
  assert.equal(await does("withdraw_substitute", { lineNo: 1 }), "applied");
  const gone = await answerSubstitute(db, order.id, { substituteId, accept: true });
  assert.ok(isRefusal(gone) && gone.kind === "not_asked");
  assert.equal(await does("propose_substitute", { ...mug, sku: "lamp" }), "not-a-substitute");
  assert.equal(await does("propose_substitute", { ...mug, sku: "unicorn" }), "not-a-substitute");
  assert.equal(await does("propose_substitute", mug), "applied");
  const by = { actor: { kind: "channel" as const, channelId: "web", name: "Web shop" }, channelId: "web" };
  agreed(await cancelOrder(db, by, order.id, { reason: "changed my mind" }));
  assert.equal((await partOf(db, order)).lines[0]!.substitute?.state, "withdrawn");
  assert.equal(await does("put_back", { lineNo: 1, quantity: 1, scanned: "lamp" }), "applied");
  assert.deepEqual(await stockOf(db, "soho", "lamp"), [2, 0]);
});
