// Stores and orders as Henn and Wäscher describe theirs ("Tabu search heuristics for the order batching problem in manual order
// picking systems", EJOR 222, 2012): ten aisles of 45 places on each side, 5 length units apart, a place one unit long. Drawn by
// our own seeds, not their files, so that lengths compare with each other and not with the paper's.
import { seeded, wholeBetween } from "../../demo/random.ts";
import type { Wanted } from "../../domain/fulfillment/batches_decide.ts";
import type { Floor, Spot } from "../../domain/fulfillment/floor_decide.ts";

export type Demand = "classes" | "uniform";

export interface Store {
  floor: Floor;
  orders: Wanted[];
  /** Articles a walk may have. */
  capacity: number;
  /** There and back from the counter to the first aisle's front end. */
  toCounter: number;
  spotsOf(orders: Wanted[]): Spot[];
}

const [AISLES, PLACES, PITCH, ORDERS] = [10, 45, 5, 40];
const locations = Array.from(
  { length: AISLES * PLACES },
  (_, i) =>
    [`${Math.floor(i / PLACES)}-${i % PLACES}`, {
      x: PITCH * Math.floor(i / PLACES),
      y: 1 + i % PLACES,
    }] as const,
);
/** One end of an aisle to the other: a unit from the first and the last place to its cross aisle. */
const floor: Floor = { spots: new Map(locations), depth: PLACES + 1 };

/** A tenth of the articles makes 52 % of the demand, three tenths 36 %, the rest 12 %; each class in aisles of its own. */
const classes = [
  { demand: 0.52, aisles: [0, 0] },
  { demand: 0.36, aisles: [1, 3] },
  { demand: 0.12, aisles: [4, 9] },
] as const;

export function henn(demand: Demand, seed: number): Store {
  const random = seeded(`paths:${demand}:${seed}`);
  const aisle = () => {
    if (demand === "uniform") return wholeBetween(random, [0, AISLES - 1]);
    const [drawn, [first, second, third]] = [random(), classes];
    const { aisles } = drawn < first.demand ? first : drawn < first.demand + second.demand ? second : third;
    return wholeBetween(random, aisles);
  };
  const orders = Array.from({ length: ORDERS }, (_, i) => ({
    id: `${i}`,
    dueBy: new Date("2030-01-01"),
    lines: Array.from({ length: wholeBetween(random, [5, 25]) }, () => ({
      location: `${aisle()}-${wholeBetween(random, [0, PLACES - 1])}`,
      quantity: 1,
    })),
  }));
  const spotsOf = (some: Wanted[]) =>
    some.flatMap(({ lines }) => lines.map(({ location }) => floor.spots.get(location)!));
  return { floor, orders, capacity: 45, toCounter: 1, spotsOf };
}
