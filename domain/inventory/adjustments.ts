// What changes on a shelf without a sale or a delivery: found, lost, broken, brought back.
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { componentsOf } from "../catalog/mod.ts";
import { actOnce, type By, lockShelves, readBooked } from "./acts.ts";
import { planAdjustment, returned } from "./decide.ts";
import { move } from "./store.ts";
import type { AdjustStock, BookedView, ReturnStock } from "./types.ts";

/** Puts the book right, with a reason a line. Refused whole when it would leave less than is promised, or damaged. */
export function adjustStock(sql: Sql, told: AdjustStock, by: By) {
  const { id, nodeId } = told;
  const act = { kind: "stock_adjusted", nodeIds: [nodeId], id, body: told } as const;
  return transact(sql, (tx) =>
    actOnce(tx, act, by, async () => {
      const shelves = await lockShelves(tx, nodeId, told.lines.map((line) => line.sku));
      if (isRefusal(shelves)) return shelves;
      const movements = planAdjustment(shelves, told);
      if (isRefusal(movements)) return movements;
      await move(tx, nodeId, movements, by.now ?? new Date());
      return await readBooked(tx, told, shelves) satisfies BookedView;
    }));
}

/** Takes goods back: to the shelf, aside as damaged, or to be thrown away. */
export function takeBack(sql: Sql, told: ReturnStock, by: By) {
  const { id, nodeId } = told;
  const act = { kind: "stock_returned", nodeIds: [nodeId], id, body: told } as const;
  return transact(sql, (tx) =>
    actOnce(tx, act, by, async () => {
      const lines = await componentsOf(tx, told.lines);
      const shelves = await lockShelves(tx, nodeId, lines.map((line) => line.sku));
      if (isRefusal(shelves)) return shelves;
      await move(tx, nodeId, lines.flatMap(returned), by.now ?? new Date());
      return await readBooked(tx, told, shelves) satisfies BookedView;
    }));
}
