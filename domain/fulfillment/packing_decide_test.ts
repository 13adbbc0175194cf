import assert from "node:assert/strict";
import fc from "fast-check";
import { mugs, order } from "../../device/testdata.ts";
import { isRefusal } from "../../lib/refusal.ts";
import type { Box, Parcel } from "../shipping/types.ts";
import { decide } from "./decide.ts";
import type { Operation } from "./operation_types.ts";
import { leftToPack, lineToPack, nextParcelNo, trackingOf } from "./packing_decide.ts";
import { inHand } from "./steps_decide.ts";
import type { Fulfillment } from "./types.ts";

const ana = { personId: "7d1c0f0e-0000-4000-8000-000000000001", name: "Ana P." };
const boxes: Box[] = [{ id: "s", name: "S", sidesMm: [250, 180, 120], tareGrams: 130, maxGrams: 6_000 }];

/** Three mugs and a lamp, picked and on the packing table. */
const picked = order("1", {
  method: "delivery",
  state: "picked",
  lines: [mugs(3, { picked: 3 }), mugs(1, { lineNo: 2, sku: "LAMP", name: "Lamp", gtins: [], picked: 1 })],
});

type Did = {
  [T in Operation["type"]]: [T, Omit<Extract<Operation, { type: T }>["body"], "fulfillmentId">];
}[Operation["type"]];

function tried([type, body]: Did, from: Fulfillment) {
  const operation = { id: crypto.randomUUID(), seq: 1, at: "2027-03-01T12:00:00Z", type, body };
  return decide(from, operation as unknown as Operation, ana, { bins: [], boxes });
}

function after(steps: Did[], from = picked): Fulfillment {
  return steps.reduce((state, step) => {
    const next = tried(step, state);
    assert.ok(!isRefusal(next), `${step[0]} is refused: ${isRefusal(next) && next.kind}`);
    return next;
  }, from);
}

function refusal(step: Did, from: Fulfillment) {
  const refused = tried(step, from);
  assert.ok(isRefusal(refused), `${step[0]} is allowed`);
  return [refused.kind, refused.detail];
}

const mug = (
  parcelNo: number,
  quantity = 1,
): Did => ["pack_units", { parcelNo, boxId: "s", lineNo: 1, quantity, scanned: "036000291452" }];
const lamp = (
  parcelNo: number,
): Did => ["pack_units", { parcelNo, boxId: null, lineNo: 2, quantity: 1, scanned: "lamp" }];
const close = (parcelNo: number): Did => ["close_parcel", { parcelNo, weightGrams: 900 }];
const inside = ({ parcels }: Fulfillment) =>
  parcels.map(({ no, lines }) => [no, ...lines.map((line) => `${line.quantity}x${line.lineNo}`)]);

function labelled(fulfillment: Fulfillment, to: Partial<Parcel>): Fulfillment {
  return { ...fulfillment, parcels: fulfillment.parcels.map((parcel) => ({ ...parcel, ...to })) };
}

Deno.test("each scan puts one unit into a box; when all are in closed boxes the order is packed", () => {
  const two = after([mug(1), mug(1), mug(2), lamp(2)]);
  assert.deepEqual(inside(two), [[1, "2x1"], [2, "1x1", "1x2"]]);
  assert.deepEqual([leftToPack(two), nextParcelNo(two)], [[], 3]);
  assert.deepEqual(refusal(["pack", {}], two), ["parcel_open", { parcels: [1, 2] }]);
  assert.equal(after([close(1), close(2), ["pack", {}]], two).state, "packed");
});

Deno.test("the wrong item, a unit too many, an unknown or a closed box: nothing is packed", () => {
  const packed = after([mug(1, 3), close(1)]);
  const wrong: Did = ["pack_units", {
    parcelNo: 2,
    boxId: "s",
    lineNo: 2,
    quantity: 1,
    scanned: "036000291452",
  }];
  assert.equal(refusal(wrong, packed)[0], "wrong_item");
  assert.deepEqual(refusal(mug(2), packed), ["too_many", { sku: "MUG", left: 0, asked: 1 }]);
  assert.deepEqual(refusal(lamp(1), packed), ["parcel_closed", { no: 1 }]);
  const unknown: Did = ["pack_units", {
    parcelNo: 2,
    boxId: "huge",
    lineNo: 2,
    quantity: 1,
    scanned: "lamp",
  }];
  assert.deepEqual(refusal(unknown, packed), ["not_found", { boxId: "huge" }]);
  assert.deepEqual(refusal(["pack", {}], packed), ["units_left", { left: [{ lineNo: 2, quantity: 1 }] }]);
  assert.equal(refusal(mug(1), { ...picked, method: "pickup" })[0], "wrong_state");
});

Deno.test("what is taken out again is left to pack, and a box with nothing in it is none", () => {
  const packed = after([mug(1, 2), lamp(2)]);
  const out = after([["unpack_units", { parcelNo: 1, lineNo: 1, quantity: 1 }]], packed);
  assert.deepEqual(inside(out), [[1, "1x1"], [2, "1x2"]]);
  assert.equal(lineToPack(out, "036000291452")?.lineNo, 1);
  const empty = after([["unpack_units", { parcelNo: 2, lineNo: 2, quantity: 1 }]], out);
  assert.deepEqual(inside(empty), [[1, "1x1"]]);
  assert.equal(refusal(["unpack_units", { parcelNo: 1, lineNo: 1, quantity: 2 }], empty)[0], "too_many");
});

Deno.test("a closed box is opened again only without a label; a packed order is then on the table again", () => {
  const packed = after([mug(1, 3), lamp(1), close(1), ["pack", {}]]);
  const bought = labelled(packed, { labelState: "bought", tracking: "1Z999" });
  assert.deepEqual(refusal(["reopen_parcel", { parcelNo: 1 }], bought), [
    "label_on_parcel",
    { no: 1, tracking: "1Z999" },
  ]);
  const open = after([["reopen_parcel", { parcelNo: 1 }]], labelled(packed, { labelState: "failed" }));
  assert.deepEqual([open.state, open.parcels[0]!.closed, open.parcels[0]!.weightGrams], [
    "picked",
    false,
    null,
  ]);
});

Deno.test("nothing ships without a number on each parcel: of its label, else one that was typed", () => {
  const packed = after([mug(1, 3), close(1), lamp(2), close(2), ["pack", {}]]);
  assert.deepEqual(refusal(["ship", { tracking: "1Z999" }], packed), ["label_missing", { parcels: [1, 2] }]);
  const one = {
    ...packed,
    parcels: labelled(packed, { labelState: "bought", tracking: "SSCC" }).parcels.slice(0, 1),
  };
  const half = { ...one, parcels: [...one.parcels, packed.parcels[1]!] };
  const shipped = after([["ship", { tracking: "1Z999" }]], half);
  assert.deepEqual([shipped.state, shipped.tracking], ["shipped", "SSCC, 1Z999"]);
  assert.deepEqual(trackingOf(shipped).map(({ parcel, number }) => [parcel, number]), [[1, "SSCC"], [
    2,
    "1Z999",
  ]]);
  const typed = after([["ship", { parcels: [{ no: 2, tracking: "B" }, { no: 1, tracking: "A" }] }]], packed);
  assert.equal(typed.tracking, "A, B");
});

Deno.test("packed without saying how, it leaves as one parcel, weighed by the catalogue", () => {
  const packed = after([["pack", {}]]);
  assert.deepEqual(inside(packed), [[1, "3x1", "1x2"]]);
  assert.deepEqual([packed.parcels[0]!.boxId, packed.parcels[0]!.weightGrams], [null, 1_600]);
});

Deno.test("a box holds no unit that goes back to its shelf", () => {
  const packed = after([mug(1, 3)]);
  const confirmed = { ...packed, recent: [] };
  assert.ok(isRefusal(tried(["put_back", { lineNo: 1, quantity: 1, scanned: "mug" }], confirmed)));
  const going = { ...packed, state: "to_put_back" as const, ending: "cancelled" as const };
  const back = after([["put_back", { lineNo: 1, quantity: 1, scanned: "mug" }]], going);
  assert.deepEqual(back.parcels, []);
});

const Act = fc.oneof(
  fc.record({
    no: fc.integer({ min: 1, max: 3 }),
    lineNo: fc.constantFrom(1, 2),
    units: fc.integer({ min: 1, max: 3 }),
  })
    .map(({ no, lineNo, units }): Did => [
      "pack_units",
      { parcelNo: no, boxId: null, lineNo, quantity: units, scanned: lineNo === 1 ? "mug" : "lamp" },
    ]),
  fc.record({
    no: fc.integer({ min: 1, max: 3 }),
    lineNo: fc.constantFrom(1, 2),
    units: fc.integer({ min: 1, max: 3 }),
  })
    .map(({ no, lineNo, units }): Did => ["unpack_units", { parcelNo: no, lineNo, quantity: units }]),
  fc.integer({ min: 1, max: 3 }).map(close),
  fc.integer({ min: 1, max: 3 }).map((parcelNo): Did => ["reopen_parcel", { parcelNo }]),
  fc.constant<Did>(["pack", {}]),
);

Deno.test("whatever is packed and unpacked: no unit is in two boxes, and packed means each is in one", () => {
  fc.assert(fc.property(fc.array(Act, { maxLength: 40 }), (acts) => {
    let state = picked;
    for (const act of acts) {
      const next = tried(act, state);
      if (!isRefusal(next)) state = next;
      for (const line of state.lines) {
        const units = state.parcels.flatMap(({ lines }) => lines).filter((each) =>
          each.lineNo === line.lineNo
        )
          .reduce((sum, each) => sum + each.quantity, 0);
        assert.ok(units <= inHand(line));
        if (state.state === "packed") assert.equal(units, inHand(line));
      }
      assert.ok(state.parcels.every(({ lines }) => lines.length > 0));
    }
  }));
});
