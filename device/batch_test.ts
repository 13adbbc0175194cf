import assert from "node:assert/strict";
import { picks } from "../domain/fulfillment/pick_decide.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import type { Step } from "../sw/queue.ts";
import {
  type Batch,
  batchOf,
  choosable,
  goWithout,
  itemsOf,
  nextOf,
  shareOfScan,
  stillOpen,
  suggestedTotes,
  toteOf,
} from "./batch.ts";
import { ana, ben, MUG, mugs, order, pickedBy, waiting, withPending } from "./testdata.ts";
import { stopsOf } from "./walk.ts";

const due = (time: string) => ({ dueBy: new Date(`2026-06-01T${time}:00Z`) });
const lamps = (quantity: number) =>
  mugs(quantity, { lineNo: 2, sku: "LAMP", name: "Lamp", gtins: [], location: "A04-2" });
const rug = mugs(1, { sku: "RUG", name: "Rug", gtins: [], location: "A12-1" });

/** Three orders ana picks at once: two with mugs, one with a rug. */
function walk(mode: "sort_while" | "sort_after"): Fulfillment[] {
  const batch = (tote: string) => ({ batch: { id: "walk", mode, tote }, ...pickedBy(ana) });
  return [
    order("late", { ...batch("T3"), ...due("15:00"), lines: [rug] }),
    order("soon", { ...batch("T1"), ...due("09:00"), lines: [mugs(1), lamps(1)] }),
    order("next", { ...batch("T2"), ...due("10:00"), lines: [mugs(2)] }),
  ];
}

function batch(orders: Fulfillment[]): Batch {
  const found = batchOf(
    orders,
    orders.find((each) => picks(each, ana.personId) || each.state === "picked")!,
    ana.personId,
  );
  assert.ok(found);
  return found;
}

/** Scans one after the other, each for whom it is meant. */
function scanned(orders: Fulfillment[], ...scans: string[]): Fulfillment[] {
  return scans.reduce((now, scan) => {
    const at = batch(now);
    const { order: { id: fulfillmentId }, line: { lineNo } } = shareOfScan(at, scan)!;
    const type = at.phase === "walk" ? "confirm_pick" as const : "sort_units" as const;
    const body = { fulfillmentId, lineNo, quantity: 1, scanned: scan };
    return withPending(now, [waiting({ type, body } as Step)]);
  }, orders);
}

Deno.test("one stop of a walk serves every order that wants the item", () => {
  const at = batch(walk("sort_while"));
  assert.deepEqual([at.phase, at.orders.map(({ id }) => id)], ["walk", ["soon", "next", "late"]]);
  assert.deepEqual(
    stopsOf(at).map((
      { sku, left, shares },
    ) => [sku, left, shares.map((each) => [each.order.batch!.tote, each.left])]),
    [
      ["LAMP", 1, [["T1", 1]]],
      ["MUG", 3, [["T1", 1], ["T2", 2]]],
      ["RUG", 1, [["T3", 1]]],
    ],
  );
});

Deno.test("a scan is for the most urgent order first, and a wrong item for none", () => {
  let orders = walk("sort_while");
  const totes: string[] = [];
  for (const scan of [MUG, MUG, MUG]) {
    totes.push(shareOfScan(batch(orders), scan)!.order.batch!.tote);
    orders = scanned(orders, scan);
  }
  assert.deepEqual(totes, ["T1", "T2", "T2"]);
  assert.equal(shareOfScan(batch(orders), MUG)!.left, 0);
  assert.equal(shareOfScan(batch(orders), "2999999999991"), undefined);
});

Deno.test("sorted at the shelf, the walk is over with its last unit; then its orders come in turn", () => {
  const orders = scanned(walk("sort_while"), "lamp", MUG, MUG, MUG, "rug");
  assert.deepEqual(orders.map(({ state }) => state), ["picked", "picked", "picked"]);
  assert.equal(batchOf(orders, orders[0]!, ana.personId), undefined);
  assert.equal(nextOf(orders, "walk", ana.personId)?.id, "soon");
  const staged = orders.map((each) => each.id === "soon" ? { ...each, state: "staged" as const } : each);
  assert.equal(nextOf(staged, "walk", ana.personId)?.id, "next");
});

Deno.test("sorted afterwards, each unit out of the cart goes to the most urgent order that lacks it", () => {
  const brought = scanned(walk("sort_after"), "lamp", MUG, MUG, MUG, "rug");
  const cart = batch(brought);
  assert.deepEqual([cart.phase, stopsOf(cart).map(({ sku, left }) => [sku, left])], [
    "sort",
    [["LAMP", 1], ["MUG", 3], ["RUG", 1]],
  ]);
  const half = scanned(brought, MUG, MUG);
  assert.deepEqual(half.map((each) => each.lines[0]!.sorted), [0, 1, 1]);
  const sorted = scanned(half, MUG, "lamp", "rug");
  assert.equal(batchOf(sorted, sorted[0]!, ana.personId), undefined);
});

Deno.test("a cart somebody is still walking with is not sorted by another, one that was left is", () => {
  const [late, soon, next] = scanned(walk("sort_after"), MUG, "lamp") as [
    Fulfillment,
    Fulfillment,
    Fulfillment,
  ];
  assert.equal(soon.state, "picked");
  assert.equal(batchOf([late, soon, next], soon, ben.personId), undefined);
  const left = { pickerId: null, pickerName: null };
  assert.equal(
    batchOf([{ ...late, ...left }, soon, { ...next, ...left }], soon, ben.personId)?.phase,
    "sort",
  );
});

Deno.test("an order that was cancelled or taken over leaves the walk to the others", () => {
  const [late, soon, next] = walk("sort_while") as [Fulfillment, Fulfillment, Fulfillment];
  const rest = [{ ...soon, state: "to_put_back" as const }, { ...late, ...pickedBy(ben) }, next];
  assert.deepEqual(batch(rest).orders.map(({ id }) => id), ["next"]);
  assert.equal(batchOf(rest, rest[0]!, ana.personId), undefined);
});

Deno.test("when units are missing, the orders that can wait the longest go without", () => {
  const mug = itemsOf(batch(walk("sort_while"))).find(({ sku }) => sku === "MUG")!;
  const without = (units: number) =>
    goWithout(mug, units).map(({ share, quantity }) => [share.order.batch!.tote, quantity]);
  assert.deepEqual(without(1), [["T2", 1]]);
  assert.deepEqual(without(3), [["T2", 2], ["T1", 1]]);
});

Deno.test("orders nobody has can be chosen, the most urgent first, each with a tote", () => {
  const all = [
    order("mine", { ...pickedBy(ana), ...due("08:00") }),
    ...["14", "09", "11", "12", "10"].map((hour) => order(hour, due(`${hour}:00`))),
  ];
  assert.deepEqual(choosable(all).map(({ id }) => id), ["09", "10", "11", "12", "14"]);
  assert.deepEqual(suggestedTotes(["09", "10"]), { "09": "T1", "10": "T2" });
  assert.deepEqual(stillOpen(all, ["14", "mine", "09"]), ["09", "14"]);
});

Deno.test("a tote is named by its label or by any text, never by an item", () => {
  assert.equal(toteOf("TOTE:12"), "12");
  assert.equal(toteOf(" blue 3 "), "BLUE 3");
  assert.equal(toteOf(MUG), undefined);
  assert.equal(toteOf("x".repeat(33)), undefined);
});
