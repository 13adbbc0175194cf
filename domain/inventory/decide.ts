import type { Arrival, Demand, HeldLine, Movement, ShortReason, Stock } from "./types.ts";

/** Available to promise: on hand − reserved − safety stock, never below nothing. */
export function availableToPromise(stock: Pick<Stock, "onHand" | "reserved" | "safetyStock">): number {
  return Math.max(0, stock.onHand - stock.reserved - stock.safetyStock);
}

/** Units asked for by SKU, in SKU order: the order rows are locked in. */
export function totals(demand: { sku: string; quantity: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of demand) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return new Map([...sums].sort(([a], [b]) => a < b ? -1 : 1));
}

/**
 * What a short pick says about the shelf. Damaged or mismatched units are gone, as many as were missing. Not found
 * means the associate saw the shelf empty: everything that nobody else was promised is gone too, so that no further
 * order is sent to look for it.
 */
export function shelfCorrection(
  short: { sku: string; quantity: number; reason: ShortReason },
  stock: Pick<Stock, "onHand" | "reserved">,
): Movement {
  const unpromised = stock.onHand - stock.reserved;
  const gone = short.reason === "not_found" ? unpromised : Math.min(short.quantity, unpromised);
  return { sku: short.sku, dOnHand: -gone, dReserved: 0, reason: short.reason };
}

/** Rows by node, in the order in which everybody locks nodes. */
export function byNode<Row extends { nodeId: string }>(rows: Row[]): [string, Row[]][] {
  return [...Map.groupBy(rows, (row) => row.nodeId)].sort(([a], [b]) => a < b ? -1 : 1);
}

type Held = HeldLine & { id: string };

/**
 * What must happen to a hold so that it holds these lines: units that stay are never let go, be it as a row or as a part
 * split off one, what nobody asks for any more is released, and what is missing is added.
 */
export function planChange<Row extends Held>(held: Row[], wanted: HeldLine[]) {
  const keep: { id: string; nodeId: string; lineNo: number }[] = [];
  const split: { row: Row; quantity: number; lineNo: number }[] = [];
  const add: HeldLine[] = [];
  const rest = held.map((row) => ({ row, quantity: row.quantity }));
  for (const line of wanted) {
    let missing = line.quantity;
    for (const from of rest) {
      const { row } = from;
      if (row.nodeId !== line.nodeId || row.sku !== line.sku) continue;
      const quantity = Math.min(missing, from.quantity);
      if (quantity === 0) continue;
      if (from.quantity === row.quantity) keep.push({ id: row.id, nodeId: row.nodeId, lineNo: line.lineNo });
      else split.push({ row, quantity, lineNo: line.lineNo });
      from.quantity -= quantity;
      missing -= quantity;
    }
    if (missing > 0) add.push({ ...line, quantity: missing });
  }
  const release = rest.filter(({ row, quantity }) => quantity === row.quantity).map(({ row }) => row);
  const reduce = rest.filter(({ row, quantity }) => quantity > 0 && quantity < row.quantity);
  return { keep, split, reduce, release, add };
}

/** Gives each line asked for the held rows of its item and quantity; undefined when they are not the same lines. */
export function sameLines(held: Held[], asked: Demand[]): { id: string; lineNo: number }[] | undefined {
  const lines = [...Map.groupBy(held, (row) => `${row.lineNo}\n${row.sku}`).values()];
  const matched = asked.flatMap(({ lineNo, sku, quantity }) => {
    const at = lines.findIndex((rows) =>
      rows[0]!.sku === sku && rows.reduce((sum, row) => sum + row.quantity, 0) === quantity
    );
    return at === -1 ? [] : [lines.splice(at, 1)[0]!.map(({ id }) => ({ id, lineNo }))];
  });
  return lines.length === 0 && matched.length === asked.length ? matched.flat() : undefined;
}

/** So many units can be promised from then on. */
export interface From {
  at: Date;
  units: number;
}

/**
 * What can be promised from when on: today what is left on the shelf, then also what arrives, less what of each arrival
 * is promised already. Where more is held back than there is, arrivals fill that up first. What is late has no date any
 * more, so nothing is promised from it.
 */
export function availableOverTime(
  left: number,
  arrivals: readonly Pick<Arrival, "expectedAt" | "units" | "promised">[],
  now: Date,
): From[] {
  const steps = [{ at: now, units: Math.max(0, left) }];
  let sum = left;
  const coming = arrivals.filter(({ expectedAt }) => expectedAt > now)
    .sort((a, b) => a.expectedAt.getTime() - b.expectedAt.getTime());
  for (const { expectedAt: at, units, promised } of coming) {
    sum += Math.max(0, units - promised);
    steps.push({ at, units: Math.max(0, sum) });
  }
  return changesOf(steps);
}

/** How many kits: at every time as many as the scarcest component allows. */
export function kitOverTime(components: readonly { quantity: number; steps: From[] }[]): From[] {
  return atEveryTime(
    components.map(({ steps }) => steps),
    (units) => Math.min(...units.map((have, i) => Math.floor(have / components[i]!.quantity))),
  );
}

/** Several places taken together. */
export function together(places: readonly From[][]): From[] {
  return atEveryTime(places, (units) => units.reduce((sum, have) => sum + have, 0));
}

/** In how many of several places there is anything, from when on. */
export function placesWith(places: readonly From[][]): From[] {
  return atEveryTime(places, (units) => units.filter((have) => have > 0).length);
}

/** What there is at an instant. */
export function unitsAt(steps: readonly From[], at: Date): number {
  return steps.findLast((step) => step.at <= at)?.units ?? 0;
}

/** Several courses of figures made one, by what they come to at each time that any of them changes. */
function atEveryTime(courses: readonly From[][], value: (units: number[]) => number): From[] {
  const changes = courses.flatMap((steps, course) => steps.map(({ at, units }) => ({ at, units, course })))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const units = courses.map(() => 0);
  const steps: From[] = [];
  changes.forEach((change, i) => {
    units[change.course] = change.units;
    if (changes[i + 1]?.at.getTime() === change.at.getTime()) return;
    steps.push({ at: change.at, units: value(units) });
  });
  return changesOf(steps);
}

/** The first step, and each that differs from the one before; of several at one instant the last. */
function changesOf(steps: From[]): From[] {
  const last = steps.filter(({ at }, i) => steps[i + 1]?.at.getTime() !== at.getTime());
  return last.filter(({ units }, i) => i === 0 || units !== last[i - 1]!.units);
}
