import assert from "node:assert/strict";
import { isRefusal } from "../../lib/refusal.ts";
import { decide, displace, fulfillmentJson, lineOfScan, reviveFulfillment } from "./decide.ts";
import type { Fulfillment, Operation } from "./types.ts";

const ana = { personId: "7d1c0f0e-0000-4000-8000-000000000001", name: "Ana P." };
const ben = { personId: "7d1c0f0e-0000-4000-8000-000000000002", name: "Ben K." };
const at = "2026-11-18T15:30:00Z";

const order: Fulfillment = {
  id: "7d1c0f0e-0000-4000-8000-00000000000a",
  nodeId: "soho",
  orderId: "7d1c0f0e-0000-4000-8000-00000000000b",
  orderNumber: "7K3QM-4TZ29",
  shopperLabel: "Maya R.",
  method: "pickup",
  state: "open",
  placedAt: new Date(at),
  dueBy: new Date(at),
  promisedBy: new Date(at),
  pickerId: null,
  pickerName: null,
  bin: null,
  holdUntil: null,
  arrivedAt: null,
  bay: null,
  car: null,
  tracking: null,
  lines: [
    {
      lineNo: 1,
      sku: "mug",
      name: "Mug",
      gtins: ["02000000000015"],
      location: "A-01",
      quantity: 2,
      picked: 0,
      shorted: 0,
    },
    {
      lineNo: 2,
      sku: "lamp",
      name: "Lamp",
      gtins: ["02000000000022"],
      location: "B-07",
      quantity: 1,
      picked: 0,
      shorted: 0,
    },
  ],
};

type Did = {
  [T in Operation["type"]]: [T, Omit<Extract<Operation, { type: T }>["body"], "fulfillmentId">];
}[Operation["type"]];

function did([type, body]: Did): Operation {
  return {
    id: crypto.randomUUID(),
    seq: 1,
    at,
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

function refusal(step: Did, from: Fulfillment, who = ana) {
  const refused = decide(from, did(step), who);
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
