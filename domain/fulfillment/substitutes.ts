// Fulfillment's part in a substitute: the lines and the stock, once the shopper has answered.
import type { Sql } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { promiseInHand } from "../inventory/mod.ts";
import { happening } from "./happenings.ts";
import { save } from "./perform.ts";
import { untouched } from "./steps_decide.ts";
import { acceptSubstitute, endSubstitute } from "./substitute_decide.ts";
import * as store from "./store.ts";
import { announceWork, withLines } from "./work.ts";

export interface Asked {
  nodeId: string;
  fulfillmentId: string;
  lineNo: number;
}

/** The shopper takes the other item, as a line of this number. Answers what was asked; its stock is promised at once. */
export async function takeSubstitute(tx: Sql, asked: Asked, newLineNo: number, now: Date) {
  const before = await lock(tx, asked);
  if (isRefusal(before)) return before;
  const substitute = before.lines.find((line) => line.lineNo === asked.lineNo)?.substitute;
  const line = substitute &&
    untouched({ lineNo: newLineNo, sku: substitute.sku, quantity: substitute.quantity });
  const after = line
    ? acceptSubstitute(before, asked.lineNo, line)
    : refuse("not_asked", { lineNo: asked.lineNo });
  if (isRefusal(after)) return after;
  await save(tx, before, after, { now });
  const { nodeId, fulfillmentId } = asked;
  const { sku, quantity } = line!;
  const units = { nodeId, fulfillmentId, orderId: before.orderId, lineNo: newLineNo, sku, quantity };
  await promiseInHand(tx, { ...units, state: "allocated" }, "found", { now });
  await record(tx, happening("substitute_accepted", after, { lineNo: asked.lineNo, quantity, sku }));
  await announceWork(tx, [nodeId]);
  return substitute!;
}

/** The shopper does not want it, or the time to answer is over. What is missing goes the way of all that is. */
export async function declineSubstitute(tx: Sql, asked: Asked, how: "declined" | "expired", now: Date) {
  const before = await lock(tx, asked);
  if (isRefusal(before)) return before;
  const { substitute } = before.lines.find((line) => line.lineNo === asked.lineNo)!;
  const after = endSubstitute(before, asked.lineNo, how);
  if (isRefusal(after)) return after;
  await save(tx, before, after, { now });
  const units = { lineNo: asked.lineNo, quantity: substitute!.quantity };
  await record(
    tx,
    happening("substitute_declined", after, { ...units, how }),
    happening("pick_shorted", after, { ...units, reason: substitute!.reason }),
  );
  if (before.state === "picking" && after.state === "picked") {
    await record(tx, happening("pick_finished", after, {}));
  }
  await announceWork(tx, [asked.nodeId]);
}

/** Proposals whose time is over. */
export function findUnanswered(sql: Sql, now: Date): Promise<Asked[]> {
  return store.findUnanswered(sql, now);
}

async function lock(tx: Sql, { nodeId, fulfillmentId, lineNo }: Asked) {
  const row = await store.lockFulfillment(tx, nodeId, fulfillmentId);
  const found = row && await withLines(tx, row);
  return found?.lines.some((line) => line.lineNo === lineNo)
    ? found
    : refuse("not_found", { fulfillmentId, lineNo });
}
