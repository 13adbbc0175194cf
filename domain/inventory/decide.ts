import { refuse } from "../../lib/refusal.ts";
import type {
  AdjustReason,
  AdjustStock,
  Arrival,
  ChangeInbound,
  Demand,
  HeldLine,
  Inbound,
  Movement,
  ReturnStock,
  Shelf,
  ShortReason,
  Stock,
} from "./types.ts";

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

/**
 * What a sale over the counter does to the book. What is in the hand is sold: units the book does not know of are found
 * first, and where it says they are promised, the promises give way in the order they come in. What nobody can give up
 * (it is picked, and stands in a bin) must be other units than the one in the hand, so that one is found too.
 */
export function planSale<Promised extends { quantity: number }>(
  sold: number,
  stock: Pick<Stock, "onHand" | "reserved">,
  promises: Promised[],
) {
  const missing = Math.max(0, sold - stock.onHand);
  let inTheWay = Math.max(0, stock.reserved - (stock.onHand + missing - sold));
  const displaced: { promise: Promised; units: number }[] = [];
  for (const promise of promises) {
    if (inTheWay === 0) break;
    const units = Math.min(inTheWay, promise.quantity);
    displaced.push({ promise, units });
    inTheWay -= units;
  }
  return { found: missing + inTheWay, displaced };
}

const adjusted: Record<AdjustReason, { onHand: 1 | 0 | -1; damaged: 1 | 0 | -1 }> = {
  found: { onHand: 1, damaged: 0 },
  lost: { onHand: -1, damaged: 0 },
  stolen: { onHand: -1, damaged: 0 },
  spoiled: { onHand: -1, damaged: 0 },
  damaged: { onHand: -1, damaged: 1 },
  repaired: { onHand: 1, damaged: -1 },
  written_off: { onHand: 0, damaged: -1 },
};

/** The movements of an adjustment, line by line; a refusal when any would leave less than is promised or damaged. */
export function planAdjustment(
  stock: Pick<Shelf, "sku" | "onHand" | "reserved" | "damaged">[],
  { lines, note }: Pick<AdjustStock, "lines" | "note">,
) {
  const rows = new Map(stock.map((row) => [row.sku, { ...row }]));
  const below: object[] = [], unbroken: object[] = [];
  for (const { sku, units, reason } of lines) {
    const row = rows.get(sku)!;
    row.onHand += adjusted[reason].onHand * units;
    row.damaged += adjusted[reason].damaged * units;
    if (row.onHand < row.reserved) {
      below.push({ sku, onHand: row.onHand + units, units, reserved: row.reserved });
    }
    if (row.damaged < 0) unbroken.push({ sku, damaged: row.damaged + units, units });
  }
  if (below.length > 0) return refuse("adjustment_below_reserved", { lines: below });
  if (unbroken.length > 0) return refuse("not_that_many_damaged", { lines: unbroken });
  return lines.map(({ sku, units, reason }): Movement => ({
    sku,
    dOnHand: adjusted[reason].onHand * units,
    dReserved: 0,
    dDamaged: adjusted[reason].damaged * units,
    reason,
    note,
  }));
}

/** What goods that came back do: to the shelf, aside, or away at once. */
export function returned({ sku, quantity, disposition }: ReturnStock["lines"][number]): Movement[] {
  const back = { sku, dReserved: 0, reason: "returned" } as const;
  if (disposition === "shelf") return [{ ...back, dOnHand: quantity }];
  const aside: Movement = { ...back, dOnHand: 0, dDamaged: quantity };
  if (disposition === "damaged") return [aside];
  return [aside, { sku, dOnHand: 0, dReserved: 0, dDamaged: -quantity, reason: "written_off" }];
}

/** Units of a row cut off for somewhere. */
export interface Portion<Row, To> {
  row: Row;
  units: number;
  to: To;
}

/** Cuts rows, the first first, into portions of so many units; there must be that many. */
export function cut<Row extends { quantity: number }, To>(rows: Row[], sizes: { to: To; units: number }[]) {
  const portions: Portion<Row, To>[] = [];
  const left = rows.map((row) => ({ row, units: row.quantity }));
  for (const { to, units } of sizes) {
    for (let wanted = units; wanted > 0;) {
      const next = left[0]!;
      const taken = Math.min(wanted, next.units);
      portions.push({ row: next.row, units: taken, to });
      next.units -= taken;
      wanted -= taken;
      if (next.units === 0) left.shift();
    }
  }
  return portions;
}

/** Where a promise is kept from: the shelf, an inbound by id, or nowhere any more. */
export type KeptFrom = { from: "shelf" } | { from: "inbound"; id: string } | { from: "nowhere" };

/**
 * What an arrival of one item does to the promises that wait for it, the oldest first: units that came are theirs; what
 * is still to come stays promised; the rest waits for the node's next deliveries, as far as they have room.
 */
export function planArrival(
  expected: Pick<Inbound, "id" | "ordered" | "received" | "promised">,
  arrived: { received: number; damaged: number; closes: boolean },
  later: { id: string; room: number }[],
) {
  const before = Math.max(0, expected.ordered - expected.received);
  const came = arrived.received + arrived.damaged;
  const over = Math.max(0, came - before);
  const short = arrived.closes ? Math.max(0, before - came) : 0;
  const kept = Math.min(expected.promised, arrived.received);
  const stays = Math.min(expected.promised - kept, Math.max(0, before - came - short));
  let homeless = expected.promised - kept - stays;
  const sizes: { to: KeptFrom; units: number }[] = [
    { to: { from: "shelf" }, units: kept },
    { to: { from: "inbound", id: expected.id }, units: stays },
  ];
  for (const { id, room } of later) {
    const units = Math.min(room, homeless);
    sizes.push({ to: { from: "inbound", id }, units });
    homeless -= units;
  }
  sizes.push({ to: { from: "nowhere" }, units: homeless });
  return { over, short, sizes };
}

/** How a line of an order to come stands, for whoever is told why it cannot change. */
export function standing({ sku, ordered, received, promised }: Inbound) {
  return { sku, ordered, received, promised };
}

/** What a change does to the lines of an order to come: never less than has come or is promised; none closes a line. */
export function planInboundChange(rows: Inbound[], change: Omit<ChangeInbound, "nodeId">, now: Date) {
  const { id, kind } = rows[0]!;
  if (rows.every((row) => row.closedAt !== null)) return refuse("inbound_closed", { inboundId: id });
  if (change.lines && kind === "transfer") return refuse("inbound_fixed", { id });
  const wanted = totals((change.lines ?? []).map(({ sku, ordered }) => ({ sku, quantity: ordered })));
  const below = rows.filter(({ sku, received, promised }) =>
    (wanted.get(sku) ?? Infinity) < received + promised
  );
  if (below.length > 0) return refuse("inbound_promised", { id, lines: below.map(standing) });

  const expected = change.expectedAt === undefined ? undefined : new Date(change.expectedAt);
  const saved = rows.filter((row) => row.closedAt === null || (wanted.get(row.sku) ?? 0) > 0).map((row) => ({
    sku: row.sku,
    ordered: wanted.get(row.sku) || row.ordered,
    expectedAt: expected ?? row.expectedAt,
    closedAt: wanted.get(row.sku) === 0 ? now : null,
  }));
  const added = [...wanted].filter(([sku, ordered]) => ordered > 0 && !rows.some((row) => row.sku === sku))
    .map(([sku, ordered]) => ({ sku, ordered }));
  return { saved, added };
}

/** A part of a line, promised from the shelf or from goods on their way. */
export type PromisedPart = HeldLine & { inboundId: string | null };

/**
 * Promises lines from the shelf as far as it goes, then from what is to come, the earliest first; or names every
 * shortage. `onShelf` are units available by node and item, `coming` is in order of arrival.
 */
export function planPromise<Line extends HeldLine>(
  lines: Line[],
  onShelf: { nodeId: string; sku: string; available: number }[],
  coming: Inbound[],
) {
  const sources = Map.groupBy([
    ...onShelf.map((row) => ({ ...row, inboundId: null, units: row.available })),
    ...coming.map(({ nodeId, sku, id, ...row }) => {
      return { nodeId, sku, inboundId: id, units: row.ordered - row.received - row.promised };
    }),
  ], nameOf);
  const shortages = [...Map.groupBy(lines, nameOf)].flatMap(([name, asked]) => {
    const { nodeId, sku } = asked[0]!;
    const requested = asked.reduce((sum, line) => sum + line.quantity, 0);
    const available = (sources.get(name) ?? []).reduce((sum, source) => sum + source.units, 0);
    return requested > available ? [{ nodeId, sku, requested, available }] : [];
  });
  if (shortages.length > 0) return refuse("insufficient_stock", { shortages });
  return lines.flatMap((line) => {
    let missing = line.quantity;
    const parts: (Line & PromisedPart)[] = [];
    for (const source of sources.get(nameOf(line))!) {
      const quantity = Math.min(missing, source.units);
      if (quantity === 0) continue;
      parts.push({ ...line, quantity, inboundId: source.inboundId });
      source.units -= quantity;
      missing -= quantity;
    }
    return parts;
  });
}

// No SKU or node id holds a line break.
function nameOf({ nodeId, sku }: { nodeId: string; sku: string }): string {
  return `${nodeId}\n${sku}`;
}
