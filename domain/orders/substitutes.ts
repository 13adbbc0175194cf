// The shopper's answer to another item: its line, its price and what is owed back commit with the store's work and stock.
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import {
  type Asked,
  declineSubstitute,
  findUnanswered,
  listFulfillments,
  takeSubstitute,
} from "../fulfillment/mod.ts";
import { oweRefund } from "../payments/mod.ts";
import * as store from "./store.ts";
import type { AnswerSubstitute } from "./types.ts";

/** Yes or no to a proposal. The same answer again changes nothing; another one is too late. */
export function answerSubstitute(sql: Sql, orderId: string, answer: AnswerSubstitute, now = new Date()) {
  return transact(sql, async (tx) => {
    const order = await store.lockOrder(tx, orderId);
    if (!order) return refuse("not_found", { orderId });
    const found = await findAsked(tx, orderId, answer.substituteId);
    if (!found) return refuse("not_found", { substituteId: answer.substituteId });
    const { asked, state } = found;
    const wanted = answer.accept ? "accepted" : "declined";
    if (state === wanted) return;
    if (state !== "proposed") return refuse("not_asked", { lineNo: asked.lineNo, state });
    if (!answer.accept) return await declineSubstitute(tx, asked, "declined", now);
    return await exchange(tx, order, asked, now);
  });
}

/** The new line costs what the catalogue says, and never more than the one it replaces; what is less is owed back. */
async function exchange(tx: Sql, order: store.Order, asked: Asked, now: Date) {
  const lines = await store.findLines(tx, order.id);
  const line = lines.find((each) => each.lineNo === asked.lineNo)!;
  const lineNo = Math.max(...lines.map((each) => each.lineNo)) + 1;
  const taken = await takeSubstitute(tx, asked, lineNo, now);
  if (isRefusal(taken)) return taken;
  const { id: causeId, quantity, sku } = taken;
  const unitPriceMinor = Math.min(line.unitPriceMinor, taken.priceMinor);
  await store.insertReplacement(tx, order.id, {
    lineNo,
    sku,
    quantity,
    unitPriceMinor,
    replaces: line.lineNo,
  });
  await store.addCancelled(tx, order.id, line.lineNo, quantity);
  const amountMinor = quantity * (line.unitPriceMinor - unitPriceMinor);
  const owed = { orderId: order.id, causeId, lineNo: line.lineNo, quantity, amountMinor };
  await oweRefund(tx, { ...owed, currency: order.currency, reason: "exchanged" }, now);
}

/** Ends proposals nobody answered in time. Answers how many. */
export async function expireSubstitutes(sql: Sql, now = new Date()) {
  const unanswered = await findUnanswered(sql, now);
  for (const asked of unanswered) {
    await transact(sql, (tx) => declineSubstitute(tx, asked, "expired", now));
  }
  return unanswered.length;
}

async function findAsked(tx: Sql, orderId: string, substituteId: string) {
  for (const { id: fulfillmentId, nodeId, lines } of await listFulfillments(tx, orderId)) {
    const line = lines.find(({ substitute }) => substitute?.id === substituteId);
    if (line) return { asked: { nodeId, fulfillmentId, lineNo: line.lineNo }, state: line.substitute!.state };
  }
}
