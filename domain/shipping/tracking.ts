// Parcels on the road: the clock asks their carriers, later and later, until they are where they belong.
import { type Sql, transact } from "../../lib/db.ts";
import { addJob } from "../../lib/jobs.ts";
import { lookAgainAt } from "./tracking_decide.ts";
import * as store from "./tracking_store.ts";
import type { Tracked } from "./types.ts";

/** Parcels asked about in one turn of the clock. */
const LOOKS = 200;
/** Tries of one look: what a carrier does not answer then it is asked at the next. */
const TRIES = 3;

export { findDelivered, findFollowed } from "./tracking_store.ts";

/** Has the carriers of all parcels asked whose time has come. Answers how many. */
export function askTracking(sql: Sql, now = new Date()) {
  return transact(sql, async (tx) => {
    const due = await store.lockDue(tx, now, LOOKS);
    for (const each of due) {
      // Before the answer is known: one that never comes must not make us ask without end.
      await store.setNext(tx, each, lookAgainAt(each.trackLooks + 1, each.shippedAt, now));
      const { nodeId, id: labelId } = each;
      await addJob(tx, "track_parcel", { nodeId, labelId }, { key: `track:${labelId}`, maxAttempts: TRIES });
    }
    return due.length;
  });
}

/** Keeps where a parcel is. Answers what is new: nothing, the parcel's own news, and whether all of them are there now. */
export async function keepTracked(
  tx: Sql,
  { nodeId, labelId }: { nodeId: string; labelId: string },
  tracked: Tracked,
  now: Date,
) {
  const before = await store.lockFollowed(tx, nodeId, labelId);
  if (!before || before.tracked === tracked) return undefined;
  const next = tracked === "delivered" ? null : lookAgainAt(0, before.shippedAt, now);
  await store.saveTracked(tx, before, { tracked, next }, now);
  const { fulfillmentId, parcelNo } = before;
  const isThere = tracked === "delivered" && await store.markDelivered(tx, { nodeId, fulfillmentId }, now);
  return { fulfillmentId, parcelNo, isThere };
}
