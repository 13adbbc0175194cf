// A cart holds a kit's component in one line; an order may have it in two, at prices a cent apart.
import { uuidv7 } from "uuidv7";
import type { Sql } from "../../lib/db.ts";
import * as store from "./store.ts";
import type { Demand } from "./types.ts";

/** A line of an order; `kitLineNo` is the line as it was placed, when that was a kit. */
export interface OrderDemand extends Demand {
  kitLineNo?: number | null;
}

/** An order's lines as its cart held them: one for a kit's component, under the number of the first of its lines. */
export function asHeld(lines: OrderDemand[]): Demand[] {
  return componentsOf(lines).map(([first, ...more]) => ({
    ...first!,
    quantity: more.reduce((sum, line) => sum + line.quantity, first!.quantity),
  }));
}

/** Gives held rows to the lines of an order, cutting a row that serves two. The rows are locked. */
export async function cutToLines(
  tx: Sql,
  held: store.Reservation[],
  taken: { id: string; lineNo: number }[],
  lines: OrderDemand[],
) {
  const rows = new Map(held.map((row) => [row.id, row]));
  const cut: { id: string; lineNo: number }[] = [];
  for (const component of componentsOf(lines)) {
    const free = taken.filter(({ lineNo }) => lineNo === component[0]!.lineNo).map(({ id }) => rows.get(id)!);
    for (const { lineNo, quantity } of component) {
      for (let missing = quantity; missing > 0;) {
        const row = free.shift()!;
        const part = row.quantity > missing ? { ...row, id: uuidv7(), quantity: missing } : row;
        if (part !== row) {
          await store.splitOff(tx, row, part);
          free.unshift({ ...row, quantity: row.quantity - missing });
        }
        cut.push({ id: part.id, lineNo });
        missing -= part.quantity;
      }
    }
  }
  return cut;
}

function componentsOf(lines: OrderDemand[]): OrderDemand[][] {
  const nameOf = ({ kitLineNo, lineNo, sku }: OrderDemand) =>
    kitLineNo ? `${kitLineNo}\n${sku}` : `line ${lineNo}`;
  return [...Map.groupBy(lines, nameOf).values()];
}
