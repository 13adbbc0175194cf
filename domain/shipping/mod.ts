// Shipping keeps the parcels a fulfillment leaves in, and whose label is on each. Every unit lies in one parcel, a parcel
// has one label that is not void, and a carrier is asked for a label once.
import type { Sql } from "../../lib/db.ts";
import { withdrawLabel } from "./labels.ts";
import { deleteQuotes, findActiveLabel, insertLabel } from "./label_store.ts";
import * as store from "./store.ts";
import type { ShipmentKey } from "./store.ts";
import type { Parcel } from "./types.ts";

export { findBoxes, findEveryBox } from "./store.ts";
export { checkShipping } from "./invariants.ts";
export { closeManifest, manifestPage, readManifest } from "./manifest.ts";
export {
  answerBuying,
  answerQuote,
  answerVoiding,
  askOffers,
  buyLabel,
  describeParcel,
  type Leaving,
  offersOf,
  shipFrom,
  shipTo,
  voidLabel,
} from "./labels.ts";
export { askTracking, findDelivered, findFollowed, keepTracked } from "./tracking.ts";
export { keepBox, keepTariff, listServices, removeTariff, retireBox } from "./settings.ts";
export { labelPdf, labelZpl, manifestPdf, type PackingSlip, packingSlipPdf } from "./documents.ts";
export { type Carrier, easyPostCarrier } from "./carrier.ts";
export { findActiveLabel, findFiles, findLabel } from "./label_store.ts";

/** The parcels of fulfillments, by fulfillment. */
export async function parcelsOf(sql: Sql, nodeId: string, fulfillmentIds: string[]) {
  if (fulfillmentIds.length === 0) return new Map<string, Parcel[]>();
  const found = await store.findParcels(sql, nodeId, fulfillmentIds);
  return new Map<string, Parcel[]>(
    [...Map.groupBy(found, (parcel) => parcel.fulfillmentId)]
      .map(([id, parcels]) => [id, parcels.map(({ fulfillmentId: _, ...parcel }) => parcel)]),
  );
}

/**
 * Saves what has become of a fulfillment's parcels. What a carrier asked for a parcel holds while it is closed; a parcel
 * that is gone gives its label back.
 */
export async function keepParcels(
  tx: Sql,
  shipment: ShipmentKey & { orderId: string; promisedBy: Date },
  { before, after }: { before: Parcel[]; after: Parcel[] },
  now: Date,
) {
  const changed = after.filter((parcel) => !before.includes(parcel));
  const gone = before.filter(({ no }) => !after.some((parcel) => parcel.no === no)).map(({ no }) => no);
  if (changed.length > 0) {
    await store.insertShipment(tx, { ...shipment, at: now });
    await store.saveParcels(tx, shipment, changed, now);
  }
  for (const no of gone) await withdrawLabel(tx, { ...shipment, no }, now);
  if (gone.length > 0) await store.deleteParcels(tx, shipment, gone);
  const open = changed.filter((parcel) => !parcel.closed).map(({ no }) => no);
  if (open.length > 0) await deleteQuotes(tx, shipment, open);
  for (const parcel of changed) {
    if (parcel.labelState === "typed") await keepTyped(tx, { ...shipment, no: parcel.no }, parcel, now);
  }
}

/** The goods have left: from now on no label is void any more, and each waits for its carrier's manifest. */
export function markShipped(tx: Sql, shipment: ShipmentKey, now: Date) {
  return store.markShipped(tx, shipment, now);
}

/** A number somebody read off a label that was made elsewhere, in place of one that is still being asked for. */
async function keepTyped(tx: Sql, key: store.ParcelKey, { tracking }: Parcel, now: Date) {
  const active = await findActiveLabel(tx, key);
  if (active?.state === "typed" && active.tracking === tracking) return;
  await withdrawLabel(tx, key, now);
  await insertLabel(tx, {
    id: crypto.randomUUID(),
    nodeId: key.nodeId,
    fulfillmentId: key.fulfillmentId,
    parcelNo: key.no,
    source: "typed",
    state: "typed",
    carrier: "other",
    carrierName: "Other carrier",
    serviceName: null,
    priceMinor: null,
    currency: null,
    tracking,
    remoteId: null,
    remoteOffer: null,
  }, now);
}
