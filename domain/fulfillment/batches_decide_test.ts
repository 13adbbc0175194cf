import assert from "node:assert/strict";
import fc from "fast-check";
import { metresSaved, nextBatch, suggestBatches, type Wanted } from "./batches_decide.ts";

const now = new Date("2026-06-01T09:00:00Z");
const limits = { orders: 3, totes: 4, unitsPerTote: 10 };
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

/** Due so many minutes from now, one unit from each shelf. */
function order(id: string, due: number, ...locations: string[]): Wanted {
  return { id, dueBy: inMinutes(due), lines: locations.map((location) => ({ location, quantity: 1 })) };
}

const idsOf = (walks: { orders: Wanted[] }[]) => walks.map(({ orders }) => orders.map(({ id }) => id));

Deno.test("orders from the same aisles share a walk, and the most urgent walk comes first", () => {
  const orders = [
    order("m1", 90, "M-20"),
    order("a1", 60, "A-04"),
    order("m2", 120, "M-18"),
    order("a2", 100, "A-05"),
  ];
  const walks = suggestBatches(orders, { limits: { ...limits, orders: 2 }, now });
  assert.deepEqual(idsOf(walks), [["a1", "a2"], ["m1", "m2"]]);
  assert.deepEqual(walks.map(({ metres }) => metres), [20, 170]);
  assert.equal(metresSaved([orders[1]!, orders[3]!]), 18);
});

Deno.test("a large order fills the totes of its walk, and no walk has more orders than one carries", () => {
  const large = { ...order("large", 60, "A-01"), lines: [{ location: "A-01", quantity: 31 }] };
  const small = [1, 2, 3, 4].map((place) => order(`${place}`, 60 + place, `A-0${place}`));
  const walks = suggestBatches([large, ...small], { limits, now });
  assert.deepEqual(idsOf(walks), [["large"], ["1"], ["2", "3", "4"]]);
  const nowhere = small.map((each) => ({ ...each, lines: [{ location: "", quantity: 1 }] }));
  assert.deepEqual(idsOf(suggestBatches(nowhere, { limits, now })), [["1", "2", "3"], ["4"]]);
});

Deno.test("nothing rides along that would make an order late which is due sooner", () => {
  const urgent = order("urgent", 3, "A-01");
  const far = order("far", 300, "M-24");
  assert.deepEqual(idsOf(suggestBatches([far, urgent], { limits, now })), [["urgent"], ["far"]]);
  const relaxed = { ...urgent, dueBy: inMinutes(30) };
  assert.deepEqual(idsOf(suggestBatches([far, relaxed], { limits, now })), [["urgent", "far"]]);
  // Both are late already, and a few minutes matter less than a second walk.
  const late = [{ ...urgent, dueBy: inMinutes(-60) }, { ...far, dueBy: inMinutes(-30) }];
  assert.deepEqual(idsOf(suggestBatches(late, { limits, now })), [["urgent", "far"]]);
});

Deno.test("when others have found each other first, the most urgent order is still not sent alone", () => {
  const orders = [order("first", 60, "A-01"), ...[1, 2, 3].map((i) => order(`m${i}`, 60 + i, `M-2${i}`))];
  assert.deepEqual(idsOf(suggestBatches(orders, { limits, now })), [["first"], ["m1", "m2", "m3"]]);
  assert.deepEqual(idsOf([nextBatch(orders, { limits, now })!]), [["first", "m1", "m2"]]);
  assert.equal(nextBatch([], { limits, now }), undefined);
});

const shelf = fc.tuple(fc.constantFrom("A", "B", "F", "M"), fc.integer({ min: 1, max: 24 })).map((name) =>
  name.join("-")
);
const anyOrder = fc.record({
  due: fc.integer({ min: -30, max: 60 }),
  lines: fc.array(fc.record({ location: shelf, quantity: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
});

Deno.test("every order is in one walk, within the limits, and none is late that needed not to be", () => {
  fc.assert(
    fc.property(fc.array(anyOrder, { maxLength: 9 }), (some) => {
      const orders = some.map(({ due, lines }, i) => ({ id: `${i}`, dueBy: inMinutes(due), lines }));
      const walks = suggestBatches(orders, { limits, now });
      assert.deepEqual(idsOf(walks).flat().sort(), orders.map(({ id }) => id));
      for (const { orders: together } of walks) assert.ok(together.length <= limits.orders);
      const alone = suggestBatches(orders, { limits: { ...limits, orders: 1 }, now });
      assert.ok(metresOf(walks) <= metresOf(alone));
      const [ready, before] = [readyIn(walks), readyIn(alone)];
      for (const { id, dueBy } of orders) {
        const due = (dueBy.getTime() - now.getTime()) / 60_000;
        const most = before.get(id)! <= due ? due : before.get(id)! + 10;
        assert.ok(ready.get(id)! <= most + 1e-9);
      }
    }),
    { numRuns: 150, seed: 1964 },
  );
});

function metresOf(walks: { metres: number }[]): number {
  return walks.reduce((total, { metres }) => total + metres, 0);
}

/** Minutes until each is ready: 50 metres a minute, and a quarter of a minute for each unit. */
function readyIn(walks: { orders: Wanted[]; metres: number }[]): Map<string, number> {
  let minutes = 0;
  return new Map(walks.flatMap(({ orders, metres }) => {
    const units = orders.flatMap(({ lines }) => lines).reduce((total, { quantity }) => total + quantity, 0);
    minutes += metres / 50 + units / 4;
    return orders.map(({ id }): [string, number] => [id, minutes]);
  }));
}
