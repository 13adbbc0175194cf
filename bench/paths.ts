// deno task bench paths: how far one walks for orders, by the shortest walk and by rules of thumb, and for orders in walks by
// savings instead of as they came.
import { rounded, spreadOf } from "./support/figures.ts";
import { report, say } from "./support/report.ts";
import { type Demand, henn, type Store } from "./paths/instances.ts";
import { largestGap, sShape } from "./paths/rivals.ts";
import { suggestBatches } from "../domain/fulfillment/batches_decide.ts";
import { walkMetres } from "../domain/fulfillment/path_decide.ts";

const INSTANCES = 40;
const NO_HURRY = { now: new Date(0) };

await report(
  "paths",
  () => Promise.resolve({ instances: INSTANCES, figures: [measure("classes"), measure("uniform")] }),
);

function measure(demand: Demand) {
  say(`demand ${demand}`);
  const stores = Array.from({ length: INSTANCES }, (_, seed) => henn(demand, seed));
  const times: number[] = [];
  const planned = stores.map((store) => {
    const began = performance.now();
    const walks = suggestBatches(store.orders, { limits: limitsOf(store), floor: store.floor, ...NO_HURRY });
    times.push(performance.now() - began);
    return walks.map(({ orders }) => orders);
  });
  return {
    demand,
    single: lengths(stores, stores.map(({ orders }) => orders.map((order) => [order]))),
    asTheyCame: lengths(stores, stores.map(asTheyCame)),
    savings: lengths(stores, planned),
    millisecondsToBatch: spreadOf(times),
    microsecondsAWalk: microsecondsAWalk(stores, planned),
  };
}

type Orders = Store["orders"];

/** Walks an instance, metres an instance, and metres a walk, each way of walking it. */
function lengths(stores: Store[], walks: Orders[][]) {
  const all = stores.flatMap((store, i) =>
    walks[i]!.map((orders) => ({ store, spots: store.spotsOf(orders) }))
  );
  const ways = { exact: walkMetres, sShape, largestGap };
  const metres = Object.fromEntries(
    Object.entries(ways).map(([way, lengthOf]) => {
      const total = all.reduce(
        (sum, { store, spots }) => sum + store.toCounter + lengthOf(spots, store.floor.depth),
        0,
      );
      return [way, { anInstance: rounded(total / stores.length, 0), aWalk: rounded(total / all.length) }];
    }),
  );
  return { walks: rounded(all.length / stores.length), ...metres };
}

/** Orders in the order they came, as many as fit into one walk. */
function asTheyCame({ orders, capacity }: Store): Orders[] {
  const walks: Orders[] = [];
  let room = 0;
  for (const order of orders) {
    if (order.lines.length > room) {
      walks.push([]);
      room = capacity;
    }
    walks.at(-1)!.push(order);
    room -= order.lines.length;
  }
  return walks;
}

function limitsOf({ capacity }: Store) {
  return { orders: Infinity, totes: capacity, unitsPerTote: 1 };
}

function microsecondsAWalk(stores: Store[], planned: Orders[][]) {
  const walks = stores.flatMap((store, i) =>
    planned[i]!.map((orders) => [store.spotsOf(orders), store.floor.depth] as const)
  );
  const began = performance.now();
  for (const [spots, depth] of walks) walkMetres(spots, depth);
  return rounded((performance.now() - began) * 1000 / walks.length);
}
