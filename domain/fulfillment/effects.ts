// What an act on the floor does to stock, read off the lines: units that are picked, missing, given or put back are the
// difference between the lines before and after it.
import type { Sql } from "../../lib/db.ts";
import * as inventory from "../inventory/mod.ts";
import type { Fulfillment, FulfillmentLine } from "./types.ts";

/** What one line came to by an act; negative where the act was undone. */
interface LineChange {
  line: FulfillmentLine;
  picked: number;
  shorted: number;
  handed: number;
  putBack: number;
  found: number;
}

interface How {
  operationId?: string;
  now: Date;
}

/** Moves stock and promises as the lines have changed. Shelves are locked first and in order; a pick locks none. */
export async function moveStock(tx: Sql, before: Fulfillment, after: Fulfillment, how: How) {
  const changes = changesOf(before, after);
  const { nodeId, id: fulfillmentId } = after;
  const shelves = changes.filter((each) => each.shorted || each.handed || each.putBack || each.found);
  if (shelves.length > 0) {
    await inventory.lockShelvesOf(tx, nodeId, shelves.map(({ line }) => line.sku));
  }
  for (const change of changes) await moveLine(tx, after, change, how);
  if (before.state !== "cancelled" && after.state === "cancelled") {
    await inventory.releasePromised(tx, nodeId, fulfillmentId, how.now);
  }
  if (before.state !== "staged" && after.state === "staged") {
    await inventory.confirmStaged(tx, nodeId, fulfillmentId, how.now);
  }
  if (before.state === "staged" && after.state === "picked") {
    await inventory.unstaged(tx, nodeId, fulfillmentId);
  }
}

async function moveLine(tx: Sql, { nodeId, id, orderId }: Fulfillment, change: LineChange, how: How) {
  const { line, picked, shorted, handed, putBack, found } = change;
  const of = (quantity: number): inventory.LineUnits => (
    { nodeId, fulfillmentId: id, lineNo: line.lineNo, sku: line.sku, quantity }
  );
  if (picked > 0) await inventory.unitsPicked(tx, of(picked));
  if (picked < 0) await inventory.unitsUnpicked(tx, of(-picked));
  if (shorted > 0) await giveUp(tx, line, of(shorted), how);
  if (handed > 0) await inventory.closePicked(tx, of(handed), "fulfilled", how);
  if (handed < 0) await inventory.takeBackHanded(tx, { ...of(-handed), orderId }, how);
  if (putBack > 0) await inventory.closePicked(tx, of(putBack), "released", how);
  if (found > 0) await inventory.foundAgain(tx, of(found), how);
}

/** Units nobody looks for any more. Those the till sold have left the book already. */
async function giveUp(tx: Sql, line: FulfillmentLine, units: inventory.LineUnits, how: How) {
  switch (line.shortReason) {
    case "not_found":
    case "damaged":
    case "mismatched":
      return await inventory.shortPicked(tx, { ...units, reason: line.shortReason }, how);
    case "displaced":
      return;
    default:
      return await inventory.releaseUnits(tx, units, how);
  }
}

function changesOf(before: Fulfillment, after: Fulfillment): LineChange[] {
  return after.lines.flatMap((line) => {
    const was = before.lines.find((each) => each.lineNo === line.lineNo);
    if (!was || was === line) return [];
    return [{
      line,
      picked: line.picked - was.picked,
      shorted: line.shorted - was.shorted,
      handed: line.handed - was.handed,
      putBack: line.putBack - was.putBack,
      found: line.found - was.found,
    }];
  });
}
