// Where a fulfillment's parcels are, told to its order as its carrier says it.
import { type Db, transact } from "../../lib/db.ts";
import type { Job } from "../../lib/jobs.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { type Carrier, findFollowed, keepTracked } from "../shipping/mod.ts";
import { trackedAs } from "../shipping/tracking_decide.ts";
import { happening } from "./happenings.ts";
import { findFulfillment } from "./store.ts";

/** Asks a carrier where a parcel is. One that is away is asked again, and after the last try at the next look. */
export async function trackParcel(
  db: Db,
  carrier: Pick<Carrier, "track">,
  { nodeId, labelId }: { nodeId: string; labelId: string },
  { lastAttempt }: Pick<Job, "lastAttempt">,
  now = new Date(),
) {
  const label = await findFollowed(db, nodeId, labelId);
  if (!label) return;
  const said = await carrier.track(label.tracking).catch((error) => {
    if (!lastAttempt) throw error;
  });
  const tracked = said && !isRefusal(said) ? trackedAs(said.status) : undefined;
  if (!tracked) return;
  await transact(db, async (tx) => {
    const kept = await keepTracked(tx, { nodeId, labelId }, tracked, now);
    const fulfillment = kept && await findFulfillment(tx, nodeId, kept.fulfillmentId);
    if (!fulfillment) return;
    const { parcelNo, isThere } = kept;
    const told = [happening("parcel_tracked", fulfillment, { parcelNo, tracked })];
    if (isThere) told.push(happening("delivered", fulfillment, {}));
    await record(tx, ...told.map((each) => ({ ...each, now })));
  });
}
