import assert from "node:assert/strict";
import { isRefusal } from "../../lib/refusal.ts";
import {
  availableToPromise,
  byNode,
  cut,
  planArrival,
  planChange,
  planPromise,
  planSale,
  sameLines,
  shelfCorrection,
  totals,
} from "./decide.ts";

const mugs = { nodeId: "soho", sku: "mug", onHand: 10, reserved: 3, safetyStock: 2 };

Deno.test("available to promise is on hand less reserved less safety stock, never below nothing", () => {
  assert.equal(availableToPromise(mugs), 5);
  assert.equal(availableToPromise({ ...mugs, safetyStock: 9 }), 0);
});

Deno.test("an empty shelf takes away what nobody was promised, a broken unit only itself", () => {
  const stock = { onHand: 10, reserved: 4 };
  const short = { sku: "mug", quantity: 1 };
  assert.equal(shelfCorrection({ ...short, reason: "not_found" }, stock).dOnHand, -6);
  assert.equal(shelfCorrection({ ...short, reason: "damaged" }, stock).dOnHand, -1);
  assert.equal(shelfCorrection({ ...short, quantity: 8, reason: "mismatched" }, stock).dOnHand, -6);
});

Deno.test("units asked for are summed by item, in the order rows are locked in", () => {
  const asked = [["rug", 1], ["lamp", 2], ["rug", 3]].map(([sku, quantity]) => ({ sku, quantity })) as {
    sku: string;
    quantity: number;
  }[];
  assert.deepEqual([...totals(asked)], [["lamp", 2], ["rug", 4]]);
});

Deno.test("nodes come in one order, whatever order their rows came in, and the rows of a node in theirs", () => {
  const rows = [{ nodeId: "soho", no: 1 }, { nodeId: "albany", no: 2 }, { nodeId: "soho", no: 3 }];
  assert.deepEqual(byNode(rows), [["albany", [rows[1]]], ["soho", [rows[0], rows[2]]]]);
});

let rows = 0;

function held(lineNo: number, sku: string, quantity: number, nodeId = "soho") {
  return { id: `row ${++rows}`, nodeId, lineNo, sku, quantity };
}

function wanted(lineNo: number, sku: string, quantity: number, nodeId = "soho") {
  return { nodeId, lineNo, sku, quantity };
}

const nothing = { keep: [], split: [], reduce: [], release: [], add: [] };

Deno.test("a cart that has not changed keeps its rows, under the line numbers it has now", () => {
  const [mug, lamp] = [held(1, "mug", 2), held(2, "lamp", 1)];
  assert.deepEqual(planChange([mug, lamp], [wanted(1, "lamp", 1), wanted(2, "mug", 2)]), {
    ...nothing,
    keep: [{ id: lamp.id, nodeId: "soho", lineNo: 1 }, { id: mug.id, nodeId: "soho", lineNo: 2 }],
  });
});

Deno.test("fewer units reduce the row, more are added beside it, and an item nobody wants is released", () => {
  const [mug, lamp, rug] = [held(1, "mug", 5), held(2, "lamp", 1), held(3, "rug", 1)];
  const change = planChange([mug, lamp, rug], [wanted(1, "mug", 2), wanted(2, "lamp", 4)]);
  assert.deepEqual(change, {
    ...nothing,
    keep: [{ id: mug.id, nodeId: "soho", lineNo: 1 }, { id: lamp.id, nodeId: "soho", lineNo: 2 }],
    reduce: [{ row: mug, quantity: 3 }],
    release: [rug],
    add: [wanted(2, "lamp", 3)],
  });
});

Deno.test("the same item at another node is other stock: one is released and the other added", () => {
  const mug = held(1, "mug", 2);
  assert.deepEqual(planChange([mug], [wanted(1, "mug", 2, "albany")]), {
    ...nothing,
    release: [mug],
    add: [wanted(1, "mug", 2, "albany")],
  });
});

Deno.test("units that only move to another line of the cart are split off, never released and asked for again", () => {
  const mugs = held(1, "mug", 5);
  assert.deepEqual(planChange([mugs], [wanted(1, "mug", 2), wanted(2, "mug", 3)]), {
    ...nothing,
    keep: [{ id: mugs.id, nodeId: "soho", lineNo: 1 }],
    split: [{ row: mugs, quantity: 3, lineNo: 2 }],
  });
  const [two, three] = [held(1, "mug", 2), held(2, "mug", 3)];
  assert.deepEqual(planChange([two, three], [wanted(1, "mug", 4)]), {
    ...nothing,
    keep: [{ id: two.id, nodeId: "soho", lineNo: 1 }, { id: three.id, nodeId: "soho", lineNo: 1 }],
    reduce: [{ row: three, quantity: 1 }],
  });
});

Deno.test("an order takes a hold when its lines are the same, in whatever order; each row goes to its line", () => {
  const [mug, lamp, more] = [held(1, "mug", 2), held(2, "lamp", 1), held(1, "mug", 1)];
  const order = [{ lineNo: 1, sku: "lamp", quantity: 1 }, { lineNo: 2, sku: "mug", quantity: 3 }];
  assert.deepEqual(sameLines([mug, lamp, more], order), [
    { id: lamp.id, lineNo: 1 },
    { id: mug.id, lineNo: 2 },
    { id: more.id, lineNo: 2 },
  ]);
});

Deno.test("an order with more, fewer or other units than were held does not take the hold", () => {
  const hold = [held(1, "mug", 2), held(2, "lamp", 1)];
  const mugs = { lineNo: 1, sku: "mug", quantity: 2 };
  assert.equal(sameLines(hold, [mugs]), undefined);
  assert.equal(sameLines(hold, [mugs, { lineNo: 2, sku: "lamp", quantity: 2 }]), undefined);
  assert.equal(sameLines(hold, [mugs, { lineNo: 2, sku: "rug", quantity: 1 }]), undefined);
  assert.equal(sameLines(hold, [mugs, { lineNo: 2, sku: "lamp", quantity: 1 }, mugs]), undefined);
});

Deno.test("a sale finds what the book does not know, and takes from promises only what is in its way", () => {
  const carts = [{ id: "a", quantity: 2 }, { id: "b", quantity: 3 }];
  const plan = (sold: number, onHand: number, reserved: number) => {
    const { found, displaced } = planSale(sold, { onHand, reserved }, carts);
    return [found, displaced.map(({ promise, units }) => `${units} of ${promise.id}`).join(" ")];
  };
  assert.deepEqual(plan(1, 5, 4), [0, ""]);
  assert.deepEqual(plan(2, 5, 4), [0, "1 of a"]);
  assert.deepEqual(plan(4, 5, 5), [0, "2 of a 2 of b"]);
  assert.deepEqual(plan(2, 0, 0), [2, ""]);
  assert.deepEqual(plan(2, 1, 1), [1, "1 of a"]);
  // Five can give way, the other two are picked.
  assert.deepEqual(plan(7, 7, 7), [2, "2 of a 3 of b"]);
});

Deno.test("an arrival serves whoever waits first, keeps what can still come, and sends on what cannot", () => {
  const order = { id: "this", ordered: 10, received: 2, promised: 6 };
  const plan = (received: number, damaged: number, closes: boolean, ...rooms: number[]) => {
    const later = rooms.map((room, i) => ({ id: `next ${i}`, room }));
    const { over, short, sizes } = planArrival(order, { received, damaged, closes }, later);
    return [over, short, ...sizes.map(({ units }) => units)];
  };
  // Over, short; then to the shelf, still from this, from the next ones, from nowhere.
  assert.deepEqual(plan(3, 0, false), [0, 0, 3, 3, 0]);
  assert.deepEqual(plan(9, 0, false), [1, 0, 6, 0, 0]);
  assert.deepEqual(plan(3, 4, false, 1), [0, 0, 3, 1, 1, 1]);
  assert.deepEqual(plan(3, 0, true, 1, 9), [0, 5, 3, 0, 1, 2, 0]);
  assert.deepEqual(plan(0, 0, true), [0, 8, 0, 0, 6]);
});

Deno.test("rows are cut into portions, the first first, and not a unit is lost", () => {
  const rows = [{ id: "a", quantity: 2 }, { id: "b", quantity: 3 }];
  const cuts = cut(rows, [{ to: "x", units: 1 }, { to: "y", units: 0 }, { to: "z", units: 4 }]);
  assert.deepEqual(cuts.map(({ row, units, to }) => `${units} of ${row.id} to ${to}`), [
    ...["1 of a to x", "1 of a to z", "3 of b to z"],
  ]);
});

Deno.test("a cart is promised the shelf first, then what comes first, line by line, or told all it lacks", () => {
  const line = (lineNo: number, sku: string, quantity: number) => ({ lineNo, nodeId: "soho", sku, quantity });
  const shelf = [{ nodeId: "soho", sku: "mug", available: 2 }, { nodeId: "soho", sku: "rug", available: 0 }];
  const coming = (id: string, ordered: number, promised: number) => ({
    ...{ nodeId: "soho", id, sku: "mug", kind: "purchase_order", reference: "", fromNodeId: null } as const,
    ...{ expectedAt: new Date(0), ordered, received: 1, promised, closedAt: null },
  });
  const inbound = [coming("first", 4, 2), coming("second", 9, 0)];
  const plan = (...lines: ReturnType<typeof line>[]) => {
    const planned = planPromise(lines, shelf, inbound);
    if (isRefusal(planned)) return planned.detail.shortages;
    return planned.map((part) => `${part.lineNo}: ${part.quantity} from ${part.inboundId ?? "the shelf"}`);
  };
  assert.deepEqual(plan(line(1, "mug", 2)), ["1: 2 from the shelf"]);
  assert.deepEqual(plan(line(1, "mug", 1), line(2, "mug", 4)), [
    ...["1: 1 from the shelf", "2: 1 from the shelf", "2: 1 from first", "2: 2 from second"],
  ]);
  assert.deepEqual(plan(line(1, "rug", 1), line(2, "mug", 6), line(3, "mug", 6)), [
    { nodeId: "soho", sku: "rug", requested: 1, available: 0 },
    { nodeId: "soho", sku: "mug", requested: 12, available: 11 },
  ]);
});
