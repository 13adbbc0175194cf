// How a fulfillment ends other than in its shopper's hands: cancelled, not collected in time, or left lying by its picker.
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { record } from "../events.ts";
import { cancel, endHold } from "./ending_decide.ts";
import { happening, unitsInHand } from "./happenings.ts";
import { save } from "./perform.ts";
import { abandon } from "./pick_decide.ts";
import * as store from "./store.ts";
import type { Fulfillment } from "./types.ts";
import { announceWork, lockWork, withLines } from "./work.ts";

const HOUR = 3_600_000;
/** A shopper is reminded when this is left of the time their goods are kept. */
const REMIND_MS = 24 * HOUR;

/** Takes back every part of an order, until goods have left. Refused whole when some have. */
export async function cancelFulfillments(tx: Sql, orderId: string, actor: Actor, now: Date) {
  const parts = (await store.findFulfillmentsOfOrder(tx, orderId)).filter((row) => row.state !== "cancelled")
    .sort((a, b) => a.nodeId < b.nodeId || (a.nodeId === b.nodeId && a.id < b.id) ? -1 : 1);
  for (const { nodeId, id } of parts) {
    const row = await store.lockFulfillment(tx, nodeId, id);
    if (!row) continue;
    const before = await withLines(tx, row);
    const after = cancel(before);
    if (isRefusal(after)) return after;
    if (after === before) continue;
    await save(tx, before, after, { now });
    await record(tx, happening("fulfillment_cancelled", after, {}, actor));
  }
  await announceWork(tx, parts.map((row) => row.nodeId));
}

/** Takes back parts nobody has begun with, so that other nodes can have them. Refused whole when one has been begun. */
export async function withdraw(tx: Sql, parts: { nodeId: string; id: string }[], actor: Actor, now: Date) {
  const inOrder = parts.toSorted((a, b) =>
    a.nodeId < b.nodeId || (a.nodeId === b.nodeId && a.id < b.id) ? -1 : 1
  );
  for (const { nodeId, id } of inOrder) {
    const before = (await lockWork(tx, nodeId, [id]))[0]!;
    if (before.state !== "open") return refuse("wrong_state", { state: before.state, expected: "open" });
    const cancelled = cancel(before);
    if (isRefusal(cancelled)) return cancelled;
    const after = { ...cancelled, ending: "moved" as const };
    await save(tx, before, after, { now });
    await record(tx, happening("fulfillment_moved", after, {}, actor));
  }
  await announceWork(tx, parts.map(({ nodeId }) => nodeId));
}

/** Deliveries nobody has begun with, which have something to gain from being looked at again. */
export function findMovable(sql: Sql, asked: { dueAfter: Date; nodeId: string | null; limit: number }) {
  return store.findMovable(sql, asked);
}

/** Sends back to the shelf what nobody came for. Answers how many. */
export async function endHolds(sql: Sql, now = new Date()) {
  const past = await store.findHeldPast(sql, now);
  return await each(sql, past, async (tx, before) => {
    const after = endHold(before, now);
    if (!after || isRefusal(after)) return false;
    await save(tx, before, after, { now });
    const units = unitsInHand(before).map((line) => happening("units_refused", after, line));
    await record(tx, happening("hold_ended", after, {}), ...units);
    return true;
  });
}

/** Reminds shoppers whose goods are kept for not much longer; once each. */
export function remindOfHolds(sql: Sql, now = new Date()) {
  return transact(sql, async (tx) => {
    const due = await store.markReminded(tx, new Date(now.getTime() + REMIND_MS), now);
    await record(tx, ...due.map((row) => happening("hold_reminded", row, {})));
    await announceWork(tx, due.map((row) => row.nodeId));
    return due.length;
  });
}

/** Gives back to the list what its picker has left. Answers how many. */
export async function giveBackAbandoned(sql: Sql, now = new Date()) {
  return await each(sql, await store.findAbandoned(sql, now), async (tx, before) => {
    const idleSince = await store.findIdleSince(tx, before.nodeId, now);
    const after = abandon(before, idleSince);
    if (!after) return false;
    await save(tx, before, after, { now });
    await record(tx, happening("pick_abandoned", after, { by: before.pickerId }));
    return true;
  });
}

/** Does the same with each, in a transaction of its own, on the locked fulfillment. Answers with how many it was done. */
async function each(
  sql: Sql,
  rows: { nodeId: string; id: string }[],
  act: (tx: Sql, before: Fulfillment) => Promise<boolean>,
) {
  let done = 0;
  for (const { nodeId, id } of rows) {
    await transact(sql, async (tx) => {
      const row = await store.lockFulfillment(tx, nodeId, id);
      if (!row || !await act(tx, await withLines(tx, row))) return;
      await announceWork(tx, [nodeId]);
      done++;
    });
  }
  return done;
}
