import assert from "node:assert/strict";
import { availableToPromise, byNode, planChange, sameLines, shelfCorrection, totals } from "./decide.ts";

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
