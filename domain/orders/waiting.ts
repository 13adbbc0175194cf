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

type Line = { orderId: string; lineNo: number };

/** Sources what waits of a line, as far as somebody has it now. Answers how many units. */
export function tryAgain(sql: Sql, { orderId, lineNo }: Line, now = new Date()) {
  return withWait(sql, { orderId, lineNo }, async (tx, order, wait) => {
    await waitingStore.countTry(tx, wait);
    const line = (await store.findLines(tx, orderId)).find((each) => each.lineNo === lineNo)!;
    const { units } = await reroute(tx, order, {
      line,
      units: wait.quantity,
      occasion: "queued",
      queue: wait.queue,
    }, now);
    if (units === 0) return 0;
    await waitingStore.leave(tx, wait, { units, outcome: "sourced", now });
    await record(tx, {
      ...{ kind: "line_rerouted", topic: `order:${orderId}`, payload: { orderId, lineNo, units }, now },
    });
    return units;
  });
}

/** Gives up what waits of a line: it is cancelled and its price owed. Answers how many units. */
export function giveUpWait(sql: Sql, { orderId, lineNo }: Line, now = new Date(), actor?: Actor) {
  return withWait(sql, { orderId, lineNo }, async (tx, order, wait) => {
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
  { orderId, lineNo }: Line,
  act: (tx: Sql, order: store.Order, wait: Wait) => Promise<Result>,
) {
  return transact(sql, async (tx) => {
    const order = await store.lockOrder(tx, orderId);
    const wait = order && await waitingStore.findOpen(tx, orderId, lineNo);
    if (!order || !wait) return refuse("not_found", { orderId, lineNo });
    return await act(tx, order, wait);
  });
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
