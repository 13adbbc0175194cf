import assert from "node:assert/strict";
import { isRefusal } from "../../lib/refusal.ts";
import { decide } from "./decide.ts";
import { cancel, displace, endHold } from "./ending_decide.ts";
import type { Operation } from "./operation_types.ts";
import { abandon, lineOfScan } from "./pick_decide.ts";
import { untouched } from "./steps_decide.ts";
import type { Floor, Fulfillment } from "./types.ts";
import { fulfillmentJson, reviveFulfillment } from "./wire_decide.ts";

const ana = { personId: "7d1c0f0e-0000-4000-8000-000000000001", name: "Ana P." };
const ben = { personId: "7d1c0f0e-0000-4000-8000-000000000002", name: "Ben K." };
const at = "2026-11-18T15:30:00Z";

const order: Fulfillment = {
  id: "7d1c0f0e-0000-4000-8000-00000000000a",
  nodeId: "soho",
  orderId: "7d1c0f0e-0000-4000-8000-00000000000b",
  orderNumber: "7K3QM-4TZ29",
  shopperLabel: "Maya R.",
  collector: null,
  method: "pickup",
  state: "open",
  placedAt: new Date(at),
  dueBy: new Date(at),
  promisedBy: new Date(at),
  pickerId: null,
  pickerName: null,
  helpers: [],
  touchedAt: null,
  batch: null,
  bin: null,
  spots: [],
  holdUntil: null,
  remindedAt: null,
  onWayAt: null,
  etaAt: null,
  arrivedAt: null,
  attendedBy: null,
  escalatedAt: null,
  bay: null,
  car: null,
  tracking: null,
  parcels: [],
  proof: null,
  ending: null,
  valueMinor: 4100,
  isHighValue: false,
  recent: [],
  lines: [
    untouched({
      lineNo: 1,
      sku: "mug",
      name: "Mug",
      gtins: ["02000000000015"],
      location: "A-01",
      quantity: 2,
      weightGrams: 400,
    }),
    untouched({
      lineNo: 2,
      sku: "lamp",
      name: "Lamp",
      gtins: ["02000000000022"],
      location: "B-07",
      quantity: 1,
      weightGrams: 400,
    }),
  ],
};

type Did = {
  [T in Operation["type"]]: [T, Omit<Extract<Operation, { type: T }>["body"], "fulfillmentId">];
}[Operation["type"]];

function did([type, body]: Did, when = at): Operation {
  return {
    id: crypto.randomUUID(),
    seq: 1,
    at: when,
    type,
    body: { fulfillmentId: order.id, ...body },
  } as Operation;
}

function after(steps: Did[], from = order, who = ana): Fulfillment {
  return steps.reduce((state, step) => {
    const next = decide(state, did(step), who);
    assert.ok(!isRefusal(next), `${step[0]} is refused: ${isRefusal(next) && next.kind}`);
    return next;
  }, from);
}

function refusal(step: Did, from: Fulfillment, who = ana, floor?: Floor, when = at) {
  const refused = decide(from, did(step, when), who, floor);
  assert.ok(isRefusal(refused), `${step[0]} is allowed`);
  return refused.kind;
}

const mug: Did = ["confirm_pick", { lineNo: 1, quantity: 1, scanned: "2000000000015" }];
const lamp: Did = ["confirm_pick", { lineNo: 2, quantity: 1, scanned: "lamp" }];
const noLamp: Did = ["short_pick", { lineNo: 2, quantity: 1, reason: "not_found" }];

Deno.test("each scan counts one unit, and the last one finishes the pick", () => {
  const picking = after([["start_pick", {}], mug, mug]);
  assert.deepEqual([picking.state, picking.lines[0]!.picked], ["picking", 2]);
  assert.equal(after([lamp], picking).state, "picked");
});

Deno.test("an item of another order is refused and changes nothing", () => {
  const picking = after([["start_pick", {}]]);
  assert.equal(
    refusal(["confirm_pick", { lineNo: 1, quantity: 1, scanned: "2000000000022" }], picking),
    "wrong_item",
  );
  assert.equal(picking.lines[0]!.picked, 0);
});

Deno.test("a third mug of two is too many", () => {
  assert.equal(refusal(mug, after([["start_pick", {}], mug, mug])), "too_many");
});

Deno.test("what Ana picks Ben cannot pick too", () => {
  const picking = after([["start_pick", {}]]);
  assert.equal(refusal(["start_pick", {}], picking, ben), "taken");
  assert.equal(refusal(mug, picking, ben), "taken");
});

Deno.test("with one item short the rest is still staged; with nothing found the part ends", () => {
  assert.equal(after([["start_pick", {}], mug, mug, noLamp]).state, "picked");
  const noMugs: Did = ["short_pick", { lineNo: 1, quantity: 2, reason: "damaged" }];
  assert.equal(after([["start_pick", {}], noMugs, noLamp]).state, "cancelled");
});

Deno.test("nothing is handed over that was not staged, and nothing twice", () => {
  const picked = after([["start_pick", {}], mug, mug, lamp]);
  const handOver: Did = ["hand_over", { proof: { kind: "code", code: "123456" } }];
  assert.equal(refusal(handOver, picked), "wrong_state");
  const gone = after([["stage", { bin: "P-12" }], handOver], picked);
  assert.deepEqual([gone.state, gone.bin], ["handed_over", "P-12"]);
  assert.equal(refusal(handOver, gone), "wrong_state");
});

Deno.test("a delivery is packed and shipped, never staged", () => {
  const picked = after([["start_pick", {}], mug, mug, lamp], { ...order, method: "delivery" });
  assert.equal(refusal(["stage", { bin: "P-12" }], picked), "wrong_state");
  const shipped = after([["pack", {}], ["ship", { tracking: "1Z999" }]], picked);
  assert.deepEqual([shipped.state, shipped.tracking], ["shipped", "1Z999"]);
});

Deno.test("once cancelled, every operation is told so", () => {
  assert.equal(refusal(mug, { ...order, state: "cancelled" }), "fulfillment_cancelled");
});

Deno.test("a scan finds the line that still needs it", () => {
  const twice = { ...order, lines: [{ ...order.lines[0]!, picked: 2 }, { ...order.lines[0]!, lineNo: 3 }] };
  assert.equal(lineOfScan(twice, "2000000000015")?.lineNo, 3);
  assert.equal(lineOfScan(order, "2000000000039"), undefined);
});

Deno.test("a fulfillment survives the wire", () => {
  assert.deepEqual(reviveFulfillment(JSON.parse(JSON.stringify(fulfillmentJson(order)))), order);
});

Deno.test("what was sold over the counter is not looked for: the pick ends when nothing else is left", () => {
  const lose = (from: Fulfillment, ...units: number[]) =>
    displace(from, units.map((quantity, i) => ({ lineNo: i + 1, quantity })));
  const lines = (...done: [picked: number, shorted: number][]) =>
    order.lines.map((line, i) => ({ ...line, picked: done[i]![0], shorted: done[i]![1] }));
  const state = (after: ReturnType<typeof displace>) => isRefusal(after) ? after.kind : after.state;
  const [mugs, lamps] = order.lines.map((line) => line.quantity) as [number, number];

  assert.equal(state(lose(order, 1)), "open");
  assert.equal(state(lose(order, mugs, lamps)), "cancelled");
  const picking: Fulfillment = { ...order, state: "picking", lines: lines([mugs, 0], [0, 0]) };
  assert.equal(state(lose(picking, 0, lamps)), "picked");
  assert.equal(state(lose(picking, 1)), "too_many");
  assert.equal(state(lose({ ...picking, lines: lines([0, mugs], [0, 0]) }, 0, lamps)), "cancelled");
});

const all = after([["start_pick", {}], mug, mug, lamp]);
const inBin = after([["stage", { bin: "P-12" }]], all);
const code: Did = ["hand_over", { proof: { kind: "code", code: "123456" } }];
const lastId = (from: Fulfillment) => from.recent.at(-1)!.id;
const given = (from: Fulfillment) => from.lines.map(({ handed, putBack }) => [handed, putBack]);

Deno.test("two pick one order together, and a third who has not joined does not", () => {
  const both = after([["join_pick", {}]], after([["start_pick", {}]]), ben);
  assert.equal(after([mug], both, ben).lines[0]!.picked, 1);
  const cara = { personId: "7d1c0f0e-0000-4000-8000-000000000003", name: "Cara L." };
  assert.equal(refusal(mug, both, cara), "taken");
  const handedOn = after([["give_back", {}]], both, ana);
  assert.deepEqual([handedOn.pickerName, handedOn.helpers, handedOn.state], ["Ben K.", [], "picking"]);
});

Deno.test("a pick that is given back untouched is open again; one that was begun keeps its bag", () => {
  assert.equal(after([["start_pick", {}], ["give_back", {}]]).state, "open");
  const begun = after([["start_pick", {}], mug, ["give_back", {}]]);
  assert.deepEqual([begun.state, begun.pickerId, begun.lines[0]!.picked], ["picking", null, 1]);
  assert.equal(after([["start_pick", {}]], begun, ben).pickerName, "Ben K.");
});

Deno.test("a pick is abandoned when nobody touched it for so long, not a moment before", () => {
  const begun = after([["start_pick", {}], mug]);
  assert.equal(abandon(begun, new Date(Date.parse(at) - 1)), undefined);
  assert.equal(abandon(begun, new Date(at))?.pickerId, null);
});

Deno.test("a scan is undone within its minute, once, by whoever made it", () => {
  const minuteOn = (seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString();
  const undoLast: Did = ["undo", { operationId: lastId(all) }];
  const undone = after([undoLast], all);
  assert.deepEqual([undone.state, undone.lines[1]!.picked], ["picking", 0]);
  assert.equal(refusal(undoLast, undone), "nothing_to_undo");
  assert.equal(refusal(undoLast, all, ben), "nothing_to_undo");
  assert.equal(refusal(undoLast, all, ana, undefined, minuteOn(61)), "too_late_to_undo");
  assert.ok(!isRefusal(decide(all, did(undoLast, minuteOn(60)), ana)));
});

Deno.test("units picked for several orders at once are sorted into each one's tote before it is staged", () => {
  const batch = { id: crypto.randomUUID(), mode: "sort_after" as const, tote: "T-1" };
  const picked = after([["start_pick", { batch }], mug, mug, lamp]);
  assert.equal(refusal(["stage", { bin: "P-12" }], picked), "not_sorted");
  const sort = (lineNo: number, quantity: number, scanned: string): Did => [
    "sort_units",
    { lineNo, quantity, scanned },
  ];
  assert.equal(refusal(sort(1, 3, "mug"), picked), "too_many");
  assert.equal(refusal(sort(1, 1, "lamp"), picked), "wrong_item");
  const sorted = after([sort(1, 2, "mug"), sort(2, 1, "lamp"), ["stage", { bin: "P-12" }]], picked);
  assert.equal(sorted.state, "staged");
});

Deno.test("an order nobody has begun is rejected whole or in part; another's is not", () => {
  const some: Did = ["reject", { lines: [{ lineNo: 2, quantity: 1 }], reason: "declined" }];
  const less = after([some]);
  assert.deepEqual([less.state, less.lines[1]!.shorted, less.lines[1]!.shortReason], ["open", 1, "declined"]);
  const whole: Did = ["reject", {
    lines: [{ lineNo: 1, quantity: 2 }, { lineNo: 2, quantity: 1 }],
    reason: "not_found",
  }];
  assert.equal(after([whole]).state, "cancelled");
  assert.equal(refusal(whole, after([["start_pick", {}]], order, ben)), "taken");
});

Deno.test("cold goods and the rest each need a bin of their own kind before the order is ready", () => {
  const cold = {
    ...all,
    lines: all.lines.map((line, i) => i === 1 ? { ...line, zone: "chilled" as const } : line),
  };
  const floor: Floor = {
    bins: [
      { label: "P-12", zone: "ambient", capacity: 2, used: 1 },
      { label: "P-13", zone: "ambient", capacity: 1, used: 1 },
      { label: "C-01", zone: "chilled", capacity: 1, used: 0 },
      { label: "F-01", zone: "frozen", capacity: 1, used: 0 },
    ],
  };
  assert.equal(refusal(["stage", { bin: "X-99" }], cold, ana, floor), "unknown_bin");
  assert.equal(refusal(["stage", { bin: "P-13" }], cold, ana, floor), "bin_full");
  assert.equal(refusal(["stage", { bin: "F-01" }], cold, ana, floor), "wrong_zone");
  const half = decide(cold, did(["stage", { bin: "P-12" }]), ana, floor);
  assert.ok(!isRefusal(half) && half.state === "picked");
  const whole = decide(half, did(["stage", { bin: "C-01" }]), ana, floor);
  assert.ok(!isRefusal(whole));
  assert.deepEqual([whole.state, whole.bin], ["staged", "P-12, C-01"]);
});

Deno.test("of what is handed over in part, the rest waits on, or goes back to its shelf and ends the order", () => {
  const some = (rest: "keep" | "refuse"): Did => [
    "hand_over",
    { proof: { kind: "code", code: "123456" }, lines: [{ lineNo: 1, quantity: 1 }], rest },
  ];
  const waits = after([some("keep")], inBin);
  assert.deepEqual([waits.state, given(waits)], ["staged", [[1, 0], [0, 0]]]);
  assert.equal(after([code], waits).state, "handed_over");

  const refused = after([some("refuse")], inBin);
  assert.deepEqual([refused.state, refused.ending], ["to_put_back", "refused"]);
  const back = (lineNo: number, scanned: string): Did => ["put_back", { lineNo, quantity: 1, scanned }];
  assert.equal(refusal(back(2, "mug"), refused), "wrong_item");
  const ended = after([back(1, "mug"), back(2, "lamp")], refused);
  assert.deepEqual([ended.state, given(ended)], ["handed_over", [[1, 1], [0, 1]]]);
});

Deno.test("a shopper who wants none of it proves who they are, and all goes back to its shelf", () => {
  const none = (more = {}): Did => [
    "hand_over",
    { proof: { kind: "code", code: "123456" }, lines: [], rest: "refuse", ...more },
  ];
  assert.equal(refusal(none({ rest: "keep" }), inBin), "nothing_given");
  const lessDear = inBin.lines.map((line) => ({ ...line, minAge: 21 }));
  const refused = after([none()], { ...inBin, isHighValue: true, lines: lessDear });
  assert.deepEqual([refused.state, refused.ending, refused.proof], ["to_put_back", "refused", null]);
  assert.deepEqual(given(refused), [[0, 0], [0, 0]]);
  const back = after([["undo", { operationId: lastId(refused) }]], refused);
  assert.deepEqual([back.state, back.ending], ["staged", null]);
  const shelved = after([["put_back", { lineNo: 1, quantity: 1, scanned: "mug" }]], refused);
  assert.equal(refusal(["undo", { operationId: lastId(refused) }], shelved), "wrong_state");
  const rest: Did[] = [
    ["put_back", { lineNo: 1, quantity: 1, scanned: "mug" }],
    ["put_back", { lineNo: 2, quantity: 1, scanned: "lamp" }],
  ];
  const ended = after(rest, shelved);
  assert.deepEqual([ended.state, given(ended)], ["cancelled", [[0, 2], [0, 1]]]);
  const some = after(
    [["hand_over", { ...code[1] as object, lines: [{ lineNo: 1, quantity: 1 }] } as never]],
    inBin,
  );
  assert.equal(after([none(), ...rest], some).state, "handed_over");
});

Deno.test("a handover is taken back within its minute, and can then be made again", () => {
  const gone = after([code], inBin);
  const back = after([["undo", { operationId: lastId(gone) }]], gone);
  assert.deepEqual([back.state, back.proof, given(back)], ["staged", null, [[0, 0], [0, 0]]]);
  assert.equal(after([code], back).state, "handed_over");
});

Deno.test("age, value, collector and name are seen before goods leave", () => {
  const wine = { ...inBin, lines: inBin.lines.map((line) => ({ ...line, minAge: 21 })) };
  assert.equal(refusal(code, wine), "age_not_seen");
  assert.equal(
    after([["hand_over", { ...code[1] as object, ageSeen: true } as never]], wine).state,
    "handed_over",
  );

  const dear = { ...inBin, isHighValue: true };
  assert.equal(refusal(code, dear), "document_needed");
  const seen = (name: string, more = {}): Did => [
    "hand_over",
    { proof: { kind: "document", name, lastFour: "4T29" }, ...more },
  ];
  assert.equal(refusal(seen("Mary Rowe"), dear), "name_differs");
  assert.equal(after([seen("Máya Rowe")], dear).state, "handed_over");

  assert.equal(refusal(seen("Leo Ruiz", { collector: "Leo Ruiz" }), inBin), "collector_not_named");
  const named = { ...inBin, collector: "Leo Ruiz" };
  assert.equal(refusal(seen("Maya Rowe", { collector: "Leo Ruiz" }), named), "name_differs");
  assert.equal(after([seen("leo ruíz", { collector: "Leo Ruiz" })], named).proof, "document");
});

Deno.test("what a manager lets go without a network is nothing valuable, and age is seen all the same", () => {
  const approved = (more = {}): Did => [
    "hand_over",
    {
      proof: {
        kind: "approval",
        managerId: crypto.randomUUID(),
        reason: "no phone",
        approvedAt: at,
        mac: "",
      },
      ...more,
    },
  ];
  assert.equal(after([approved()], inBin).proof, "approval");
  const dear = { ...inBin, isHighValue: true };
  assert.equal(refusal(approved(), dear), "approval_not_enough");
  const seen = { name: "Maya Rowe", lastFour: "4T29" };
  assert.equal(refusal(approved({ document: seen }), dear), "approval_not_enough");
  assert.equal(after([approved({ lines: [], rest: "refuse" })], dear).state, "to_put_back");
  const wine = { ...inBin, lines: inBin.lines.map((line) => ({ ...line, minAge: 21 })) };
  assert.equal(refusal(approved(), wine), "age_not_seen");
});

Deno.test("an order is cancelled until goods have left: what is in the bag goes back to its shelf first", () => {
  const state = (after: ReturnType<typeof cancel>) =>
    isRefusal(after) ? after.kind : [after.state, after.ending];
  assert.deepEqual(state(cancel(order)), ["cancelled", "cancelled"]);
  const begun = cancel(after([["start_pick", {}], mug]));
  assert.deepEqual(state(begun), ["to_put_back", "cancelled"]);
  assert.ok(!isRefusal(begun));
  assert.deepEqual(begun.lines.map((line) => line.shorted), [1, 1]);
  assert.deepEqual(state(cancel(inBin)), ["to_put_back", "cancelled"]);
  assert.equal(state(cancel(after([code], inBin))), "too_late_to_cancel");
});

Deno.test("what nobody collects in time goes back, unless its shopper stands outside", () => {
  const held = { ...inBin, holdUntil: new Date(at) };
  assert.equal(endHold(held, new Date(Date.parse(at) - 1)), undefined);
  const ended = endHold(held, new Date(at));
  assert.ok(ended && !isRefusal(ended));
  assert.deepEqual([ended.state, ended.ending], ["to_put_back", "not_collected"]);
  assert.equal(endHold({ ...held, state: "arrived" }, new Date(at)), undefined);
});

Deno.test("what was missing can turn up again, once, and only what was missing", () => {
  const gone = after([["start_pick", {}], mug, mug, noLamp]);
  const found: Did = ["find_again", { lineNo: 2, quantity: 1 }];
  const again = after([found], gone);
  assert.equal(again.lines[1]!.found, 1);
  assert.equal(refusal(found, again), "too_many");
});
