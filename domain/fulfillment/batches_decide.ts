// Which orders share a walk: by savings, each recomputed for the walks as they have grown (Clarke and Wright, 1964; for orders
// as C&W(ii) in de Koster, van der Poort and Wolters, 1999). Walks are taken by their most urgent order. An order rides along
// only if nobody pays for it: whatever would be ready when due, were the orders picked one by one and the most urgent first, is
// still ready when due; and what is late anyhow is ready at most ten minutes later than then.
import { type Floor, floorOf, type Spot } from "./floor_decide.ts";
import { walkMetres } from "./path_decide.ts";

export interface Wanted {
  id: string;
  dueBy: Date;
  lines: { location: string; quantity: number }[];
}

/** What one person takes along. An order never shares a tote. */
export interface Limits {
  orders: number;
  totes: number;
  unitsPerTote: number;
}

/** Orders picked together, the most urgent first. */
export interface SharedWalk<Order> {
  orders: Order[];
  metres: number;
}

interface Walk<Order> extends SharedWalk<Order> {
  spots: Spot[];
  totes: number;
  minutes: number;
}

const [METRES_A_MINUTE, MINUTES_A_UNIT, LATE_ANYHOW] = [50, 0.25, 10];

export interface Plan {
  limits: Limits;
  now: Date;
  floor?: Floor;
}

/** All the orders in walks, the most urgent walk first. */
export function suggestBatches<Order extends Wanted>(orders: Order[], plan: Plan): SharedWalk<Order>[] {
  return joined(singleWalks(orders, plan), plan, Infinity);
}

/** The walk to begin with: the most urgent order and those that lie on its way. */
export function nextBatch<Order extends Wanted>(orders: Order[], plan: Plan): SharedWalk<Order> | undefined {
  const alone = singleWalks(orders, plan);
  const [first] = joined(alone, plan, Infinity);
  // Others may have found each other first.
  return first?.orders.length === 1 ? joined(alone, plan, 1)[0] : first;
}

/** How much shorter one walk for all of them is than one for each. */
export function metresSaved(orders: Wanted[], floor: Floor = floorFor(orders)): number {
  const alone = orders.map((order) => walkMetres(spotsOf(order, floor), floor.depth));
  const together = walkMetres(orders.flatMap((order) => spotsOf(order, floor)), floor.depth);
  return alone.reduce((total, metres) => total + metres, 0) - together;
}

function singleWalks<Order extends Wanted>(orders: Order[], { limits, floor = floorFor(orders) }: Plan) {
  const urgent = orders.toSorted((a, b) => a.dueBy.getTime() - b.dueBy.getTime());
  return { depth: floor.depth, walks: urgent.map((order) => singleWalk(order, limits, floor)) };
}

function singleWalk<Order extends Wanted>(order: Order, { unitsPerTote }: Limits, floor: Floor): Walk<Order> {
  const units = order.lines.reduce((total, { quantity }) => total + quantity, 0);
  const spots = spotsOf(order, floor);
  const metres = walkMetres(spots, floor.depth);
  const minutes = metres / METRES_A_MINUTE + units * MINUTES_A_UNIT;
  return { orders: [order], metres, spots, totes: Math.ceil(units / unitsPerTote), minutes };
}

/** Two walks become one, the pair that saves most first, as long as one may; only with the first `leaders` of them. */
function joined<Order extends Wanted>(
  { walks: alone, depth }: { walks: Walk<Order>[]; depth: number },
  { limits, now }: Plan,
  leaders: number,
): Walk<Order>[] {
  const latest = new Map(
    finishes(alone, now).map(([{ id, dueBy }, at]) => {
      return [id, at <= dueBy.getTime() ? dueBy.getTime() : at + LATE_ANYHOW * 60_000];
    }),
  );
  const pairs = new Map<Walk<Order>, Map<Walk<Order>, Walk<Order>>>();
  const pair = (a: Walk<Order>, b: Walk<Order>) => {
    if (!pairs.has(a)) pairs.set(a, new Map());
    const known = pairs.get(a)!.get(b) ?? together(a, b, depth);
    pairs.get(a)!.set(b, known);
    return known;
  };
  const fits = ({ orders, totes }: Walk<Order>) => orders.length <= limits.orders && totes <= limits.totes;
  const isInTime = (walks: Walk<Order>[]) =>
    finishes(walks, now).every(([{ id }, at]) => at <= latest.get(id)!);
  for (let walks = alone;;) {
    let [next, most]: [Walk<Order>[] | undefined, number] = [undefined, -1];
    walks.slice(0, leaders).forEach((a, i) =>
      walks.slice(i + 1).forEach((b) => {
        const both = pair(a, b);
        const saved = a.metres + b.metres - both.metres;
        if (saved <= most || !fits(both)) return;
        const tried = walks.flatMap((each) => each === a ? [both] : each === b ? [] : [each]);
        if (isInTime(tried)) [next, most] = [tried, saved];
      })
    );
    if (!next) return walks;
    walks = next;
  }
}

function together<Order extends Wanted>(a: Walk<Order>, b: Walk<Order>, depth: number): Walk<Order> {
  const spots = [...a.spots, ...b.spots];
  const metres = walkMetres(spots, depth);
  const minutes = a.minutes + b.minutes + (metres - a.metres - b.metres) / METRES_A_MINUTE;
  const orders = [...a.orders, ...b.orders].sort((a, b) => a.dueBy.getTime() - b.dueBy.getTime());
  return { orders, metres, spots, totes: a.totes + b.totes, minutes };
}

/** When each order is ready, if the walks follow one another. */
function finishes<Order extends Wanted>(walks: Walk<Order>[], now: Date): [Order, number][] {
  let at = now.getTime();
  return walks.flatMap(({ orders, minutes }) => {
    at += minutes * 60_000;
    return orders.map((order): [Order, number] => [order, at]);
  });
}

function floorFor(orders: Wanted[]): Floor {
  return floorOf(orders.flatMap(({ lines }) => lines.map(({ location }) => location)));
}

function spotsOf({ lines }: Wanted, { spots }: Floor): Spot[] {
  return lines.flatMap(({ location }) => spots.get(location) ?? []);
}
