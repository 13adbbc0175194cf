import type { Demand, HeldLine, Movement, ShortReason, Stock } from "./types.ts";

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
