// Units nobody has for now: they wait in a queue a person sees, are tried again by the clock, and end sourced or paid back.
import { uuidv7 } from "uuidv7";
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { record } from "../events.ts";
import { findDecisions } from "../routing/mod.ts";
import { reroute } from "./rerouting.ts";
import { giveUp } from "./giving_up.ts";
import * as store from "./store.ts";
import * as waitingStore from "./waiting_store.ts";
import type { Wait } from "./waiting_store.ts";

const DAY = 86_400_000;
/** How many of the lines that wait the clock looks at in one turn. */
const TURN = 500;

/**
 * Lets units of a line wait, where the rules by which the order was sourced last say so; false where they say that it is
 * given up.
 */
export async function letWait(
  tx: Sql,
  { orderId, lineNo, units, why }: { orderId: string; lineNo: number; units: number; why: Wait["why"] },
  now: Date,
): Promise<boolean> {
  const after = (await findDecisions(tx, orderId)).at(-1)?.decision.after;
  if (after?.to !== "queue") return false;
  const { queue, autoCancelDays } = after;
  const autoCancelAt = autoCancelDays === null ? null : new Date(now.getTime() + autoCancelDays * DAY);
  await waitingStore.enter(tx, {
    orderId,
    lineNo,
    queue,
    quantity: units,
    why,
    enteredAt: now,
    autoCancelAt,
  });
  const payload = { orderId, lineNo, quantity: units };
  await record(tx, { kind: "line_queued", topic: `order:${orderId}`, payload, now });
  return true;
}

/** How many units of a line wait. */
export async function waitingUnits(tx: Sql, orderId: string, lineNo: number): Promise<number> {
  return (await waitingStore.findOpen(tx, orderId, lineNo))?.quantity ?? 0;
}

/** Tries everything that waits once more, and gives up what has waited for too long. Answers how many units left. */
export async function brokerWaiting(sql: Sql, now = new Date()) {
  let left = 0;
  for (
    const { orderId, lineNo, autoCancelAt } of await waitingStore.findWaiting(sql, {
      queue: null,
      limit: TURN,
    })
  ) {
    const isOver = autoCancelAt !== null && autoCancelAt <= now;
    const ended =
      await (isOver ? giveUpWait(sql, { orderId, lineNo }, now) : tryAgain(sql, { orderId, lineNo }, now));
    if (!isRefusal(ended)) left += ended;
  }
  return left;
}

/** A line that waits; with the moment it began, only that wait and none after it. */
type Line = { orderId: string; lineNo: number; enteredAt?: Date };

/** Sources what waits of a line, as far as somebody has it now. Answers how many units. */
export function tryAgain(sql: Sql, asked: Line, now = new Date(), actor?: Actor) {
  const { orderId, lineNo } = asked;
  return withWait(sql, asked, async (tx, order, wait) => {
    await waitingStore.countTry(tx, wait);
    const line = (await store.findLines(tx, orderId)).find((each) => each.lineNo === lineNo)!;
    const { units } = await reroute(tx, order, {
      line,
      units: wait.quantity,
      occasion: "queued",
      queue: wait.queue,
      actor,
    }, now);
    if (units === 0) return 0;
    await waitingStore.leave(tx, wait, { units, outcome: "sourced", now });
    await record(tx, {
      ...{ kind: "line_rerouted", topic: `order:${orderId}`, payload: { orderId, lineNo, units }, now },
      ...(actor ? { actor: { ...actor } } : {}),
    });
    return units;
  });
}

/** Gives up what waits of a line: it is cancelled and its price owed. Answers how many units. */
export function giveUpWait(sql: Sql, asked: Line, now = new Date(), actor?: Actor) {
  const { orderId, lineNo } = asked;
  return withWait(sql, asked, async (tx, order, wait) => {
    await waitingStore.leave(tx, wait, { units: wait.quantity, outcome: "cancelled", now });
    await giveUp(tx, order, { id: uuidv7(), lineNo, quantity: wait.quantity }, "not_available", now);
    await record(tx, {
      ...{ kind: "line_unfillable", topic: `order:${orderId}`, now },
      payload: { orderId, lineNo, units: wait.quantity },
      ...(actor ? { actor: { ...actor } } : {}),
    });
    return wait.quantity;
  });
}

function withWait<Result>(
  sql: Sql,
  { orderId, lineNo, enteredAt }: Line,
  act: (tx: Sql, order: store.Order, wait: Wait) => Promise<Result>,
) {
  return transact(sql, async (tx) => {
    const order = await store.lockOrder(tx, orderId);
    const wait = order && await waitingStore.findOpen(tx, orderId, lineNo);
    const isOther = enteredAt !== undefined && wait?.enteredAt.getTime() !== enteredAt.getTime();
    if (!order || !wait || isOther) return refuse("not_found", { orderId, lineNo });
    return await act(tx, order, wait);
  });
}

/**
 * What a person does about lines that wait, each for itself: tries them again now, or gives them up. Answers on how many
 * lines and units it was done; what does not wait any more is left as it is, so that asking twice is asking once.
 */
export async function settleWaits(
  sql: Sql,
  actor: Actor,
  { act, lines }: { act: "try_again" | "give_up"; lines: Line[] },
  now = new Date(),
) {
  const done = { lines: 0, units: 0, gone: 0 };
  for (const line of lines) {
    const units = await (act === "give_up" ? giveUpWait : tryAgain)(sql, line, now, actor);
    if (isRefusal(units)) done.gone++;
    else if (units > 0) {
      done.lines++;
      done.units += units;
    }
  }
  return done;
}

/** What waits where, the longest first, and how that went over the last two weeks. */
export async function readQueues(
  sql: Sql,
  { queue, limit }: { queue: string | null; limit: number },
  now = new Date(),
) {
  const [queues, waiting, trend] = await Promise.all([
    waitingStore.summarise(sql),
    waitingStore.findWaiting(sql, { queue, limit }),
    waitingStore.trend(sql, { from: new Date(now.getTime() - 13 * DAY), to: now }),
  ]);
  return { queues, waiting, trend };
}
