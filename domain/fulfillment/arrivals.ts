// The shopper on the way and outside: what they say from their page, and the clock that runs from then on.
import { isDeepStrictEqual } from "node:util";
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { arrive, nameCollector, setOut } from "./counter_decide.ts";
import { happening } from "./happenings.ts";
import * as store from "./store.ts";
import type { Fulfillment } from "./types.ts";
import { announceWork, withLines } from "./work.ts";

interface Named {
  orderId: string;
  fulfillmentId: string;
}

/** The shopper stands outside. Telling it twice changes only what they say about bay and car. */
export function arriveAtStore(
  sql: Sql,
  arrival: Named & { bay: string | null; car: string | null },
  now = new Date(),
) {
  const { bay, car } = arrival;
  return tellStore(sql, arrival, (before) => arrive(before, { bay, car }, now), now);
}

/** The shopper has set out, and may say when they will be there. */
export function setOutForStore(sql: Sql, trip: Named & { etaAt: Date | null }, now = new Date()) {
  return tellStore(sql, trip, (before) => setOut(before, trip.etaAt, now), now);
}

/** Somebody else may collect the order, by this name; null for nobody. */
export function letCollect(sql: Sql, named: Named & { collector: string | null }, now = new Date()) {
  return tellStore(sql, named, (before) => nameCollector(before, named.collector), now);
}

function tellStore(
  sql: Sql,
  { orderId, fulfillmentId }: Named,
  decide: (before: Fulfillment) => ReturnType<typeof arrive | typeof setOut | typeof nameCollector>,
  now: Date,
) {
  return transact(sql, async (tx) => {
    const found = (await store.findFulfillmentsOfOrder(tx, orderId)).find(({ id }) => id === fulfillmentId);
    const row = found && await store.lockFulfillment(tx, found.nodeId, found.id);
    if (!row) return refuse("not_found", { fulfillmentId });
    const before = await withLines(tx, row);
    const after = decide(before);
    if (isRefusal(after)) return after;
    if (isDeepStrictEqual(after, before)) return;
    await store.saveFulfillment(tx, after, now);
    if (before.state !== after.state) await record(tx, happening("shopper_arrived", after, {}));
    if (!before.onWayAt && after.onWayAt) await record(tx, happening("shopper_set_out", after, {}));
    if (before.collector !== after.collector) await record(tx, happening("collector_named", after, {}));
    await announceWork(tx, [row.nodeId]);
  });
}

/** Tells of shoppers who have waited outside too long: once each. */
export function escalateWaiting(sql: Sql, now = new Date()) {
  return transact(sql, async (tx) => {
    const waiting = await store.markEscalated(tx, now);
    await record(tx, ...waiting.map((each) => happening("wait_escalated", each, {})));
    await announceWork(tx, waiting.map((each) => each.nodeId));
    return waiting.length;
  });
}
