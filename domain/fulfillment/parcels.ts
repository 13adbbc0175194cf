// Offers, labels and papers of a fulfillment's parcels. A label changes only under the lock of its fulfillment, so that
// none is bought for what has left; what a remote carrier is asked is asked by jobs.
import type { Person } from "../access/types.ts";
import { type Db, type Sql, transact } from "../../lib/db.ts";
import type { Job } from "../../lib/jobs.ts";
import { isRefusal, type Refusal, refuse } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import * as shipping from "../shipping/mod.ts";
import type { BuyLabel, Label } from "../shipping/types.ts";
import { happening } from "./happenings.ts";
import * as store from "./store.ts";
import { announceWork, withLines } from "./work.ts";

/** Which parcel, of which fulfillment, at which node. */
export interface ParcelAt {
  nodeId: string;
  fulfillmentId: string;
  no: number;
}

/** Whether labels come from a carrier outside the building. */
interface Source {
  isRemote: boolean;
}

/** What carriers ask for a parcel; it must be closed, for its weight and its box are what is priced. */
export function askParcelOffers(db: Db, at: ParcelAt, source: Source, now = new Date()) {
  return transact(db, async (tx) => {
    const found = await lockLeaving(tx, at);
    return isRefusal(found) ? found : await shipping.askOffers(tx, found.leaving, source, now);
  });
}

/** Buys the label of a parcel by one of its offers. */
export function buyParcelLabel(
  db: Db,
  at: ParcelAt,
  wanted: BuyLabel,
  { isRemote, person }: Source & { person: Person },
  now = new Date(),
) {
  return transact(db, async (tx) => {
    const found = await lockLeaving(tx, at);
    if (isRefusal(found)) return found;
    const label = await shipping.buyLabel(tx, found.leaving, wanted, { isRemote }, now);
    if (isRefusal(label)) return label;
    await told(tx, found.fulfillment, label, { person, now });
    return label;
  });
}

/** Gives a parcel's label back, until it has left. */
export function voidParcelLabel(db: Db, at: ParcelAt, { person }: { person: Person }, now = new Date()) {
  return transact(db, async (tx) => {
    const found = await lockLeaving(tx, at);
    if (isRefusal(found)) return found;
    const label = await shipping.voidLabel(tx, at, now);
    if (isRefusal(label)) return label;
    await told(tx, found.fulfillment, label, { person, now });
    return label;
  });
}

/** Asks a remote carrier what a parcel costs. */
export async function quoteParcel(
  db: Db,
  carrier: shipping.Carrier,
  { quoteId, ...at }: ParcelAt & { quoteId: string },
  job: Pick<Job, "lastAttempt">,
) {
  const found = await leavingOf(db, await store.findFulfillment(db, at.nodeId, at.fulfillmentId), at.no);
  // Opened again or shipped meanwhile: nobody waits for an answer.
  if (isRefusal(found)) return;
  const parcel = await shipping.describeParcel(db, found.leaving);
  await asked(
    job,
    () => carrier.quote(parcel, `${at.fulfillmentId}/${at.no}`),
    (said) =>
      transact(db, async (tx) => {
        await shipping.answerQuote(tx, at, quoteId, said);
        await announceWork(tx, [at.nodeId]);
      }),
  );
}

/** Buys from a remote carrier the label that was ordered. */
export async function buyRemoteLabel(
  db: Db,
  carrier: shipping.Carrier,
  { nodeId, labelId }: { nodeId: string; labelId: string },
  job: Pick<Job, "lastAttempt">,
  now = new Date(),
) {
  const label = await shipping.findLabel(db, nodeId, labelId);
  // Whoever replays a dead letter wants it bought after all; what was given up before it was bought is not.
  if (!label || (label.state !== "buying" && label.state !== "failed")) return;
  const bought = { remoteId: label.remoteId!, offerId: label.remoteOffer! };
  await asked(
    job,
    () => carrier.buy(bought),
    (said) => settle(db, label, (tx, locked) => shipping.answerBuying(tx, locked, said, now), now),
  );
}

/** Gives a label back to the remote carrier it was bought from. */
export async function voidRemoteLabel(
  db: Db,
  carrier: shipping.Carrier,
  { nodeId, labelId }: { nodeId: string; labelId: string },
  job: Pick<Job, "lastAttempt">,
  now = new Date(),
) {
  const label = await shipping.findLabel(db, nodeId, labelId);
  if (!label) return;
  await asked(
    job,
    () => carrier.refund(label.remoteId!),
    (said) => settle(db, label, (tx, locked) => shipping.answerVoiding(tx, locked, said, now), now),
  );
}

/**
 * Asks a carrier and passes on what it said. A carrier that is away is asked again; after the last try people are told,
 * and the job waits among the dead letters.
 */
async function asked<Said>(
  { lastAttempt }: Pick<Job, "lastAttempt">,
  ask: () => Promise<Said>,
  answer: (said: Said | { problem: string }) => Promise<unknown>,
) {
  let said: Said;
  try {
    said = await ask();
  } catch (error) {
    if (lastAttempt) await answer({ problem: error instanceof Error ? error.message : String(error) });
    throw error;
  }
  await answer(said);
}

/** Changes a label under its fulfillment's lock, and tells the node what it has become. */
function settle(
  db: Db,
  { nodeId, id, fulfillmentId }: Label,
  change: (tx: Sql, label: Label) => Promise<unknown>,
  now: Date,
) {
  return transact(db, async (tx) => {
    const fulfillment = await store.lockFulfillment(tx, nodeId, fulfillmentId);
    const before = await shipping.findLabel(tx, nodeId, id);
    if (!fulfillment || !before) return;
    await change(tx, before);
    const after = (await shipping.findLabel(tx, nodeId, id))!;
    if (after.state !== before.state) await told(tx, fulfillment, after, { now });
  });
}

const becoming = {
  buying: { kind: "label_asked" },
  bought: { kind: "label_bought" },
  typed: { kind: "label_bought" },
  failed: { kind: "label_failed" },
  voiding: { kind: "label_voided" },
  voided: { kind: "label_voided" },
} as const;

async function told(
  tx: Sql,
  fulfillment: store.Row,
  { id, parcelNo, state, carrier }: Label,
  { person, now }: { person?: Person; now: Date },
) {
  const { kind } = becoming[state];
  await record(tx, { ...happening(kind, fulfillment, { labelId: id, parcelNo, carrier }, person), now });
  await announceWork(tx, [fulfillment.nodeId]);
}

async function lockLeaving(tx: Sql, { nodeId, fulfillmentId, no }: ParcelAt) {
  return await leavingOf(tx, await store.lockFulfillment(tx, nodeId, fulfillmentId), no);
}

/** A closed parcel of a fulfillment that has not left yet. */
async function leavingOf(sql: Sql, row: Awaited<ReturnType<typeof store.lockFulfillment>>, no: number) {
  if (!row) return refuse("not_found", { no });
  const fulfillment = await withLines(sql, row);
  const parcel = fulfillment.parcels.find((each) => each.no === no);
  if (!parcel) return refuse("not_found", { no });
  if (fulfillment.state !== "picked" && fulfillment.state !== "packed") {
    return refuse("wrong_state", { state: fulfillment.state, wanted: "packed" });
  }
  if (!parcel.closed) return refuse("parcel_open", { parcels: [no] });
  const { nodeId, id: fulfillmentId, orderId, promisedBy } = fulfillment;
  return { fulfillment, leaving: { nodeId, fulfillmentId, orderId, promisedBy, parcel } };
}

/** A parcel's label to print: as the carrier made it, or as the local engine draws it. */
export async function printLabel(sql: Sql, { nodeId, fulfillmentId, no }: ParcelAt, format: "pdf" | "zpl") {
  const row = await store.findFulfillment(sql, nodeId, fulfillmentId);
  if (!row) return refuse("not_found", { no });
  const fulfillment = await withLines(sql, row);
  const parcel = fulfillment.parcels.find((each) => each.no === no);
  const label = await shipping.findActiveLabel(sql, { nodeId, fulfillmentId, no });
  if (!parcel || label?.state !== "bought") return refuse("not_found", { no });
  if (label.source !== "local") return (await shipping.findFiles(sql, nodeId, label.id))[format]!;
  const printed = {
    from: await shipping.shipFrom(sql, nodeId),
    to: await shipping.shipTo(sql, fulfillment.orderId),
    tracking: label.tracking!,
    carrierName: label.carrierName,
    serviceName: label.serviceName!,
    orderNumber: fulfillment.orderNumber,
    parcel: { no, of: fulfillment.parcels.length, weightGrams: parcel.weightGrams! },
  };
  return await (format === "pdf" ? shipping.labelPdf(printed) : shipping.labelZpl(printed));
}

/** What lies in which parcel, for whoever opens them. */
export async function printPackingSlip(
  sql: Sql,
  { nodeId, fulfillmentId }: Omit<ParcelAt, "no">,
): Promise<Uint8Array | Refusal<"not_found">> {
  const row = await store.findFulfillment(sql, nodeId, fulfillmentId);
  const fulfillment = row && await withLines(sql, row);
  if (!fulfillment || fulfillment.parcels.length === 0) return refuse("not_found", { fulfillmentId });
  const lines = new Map(fulfillment.lines.map((line) => [line.lineNo, line]));
  return await shipping.packingSlipPdf({
    orderNumber: fulfillment.orderNumber,
    from: await shipping.shipFrom(sql, nodeId),
    to: await shipping.shipTo(sql, fulfillment.orderId),
    parcels: fulfillment.parcels.map(({ no, tracking, lines: inside }) => ({
      no,
      tracking,
      lines: inside.map(({ lineNo, quantity }) => {
        const { sku, name } = lines.get(lineNo)!;
        return { sku, name, quantity };
      }),
    })),
  });
}
