// Offers and labels of parcels. The local engine answers in the transaction that asks. A remote carrier is asked by jobs:
// each is named by what it is about, tried again later and later, and in the end waits for a person.
import { addJob } from "../../lib/jobs.ts";
import type { Sql } from "../../lib/db.ts";
import { isRefusal, type Refusal, refuse } from "../../lib/refusal.ts";
import { findNode } from "../places/mod.ts";
import { zoneTo } from "../routing/mod.ts";
import type { Postage } from "./carrier.ts";
import { ssccOf } from "./labels_decide.ts";
import * as labels from "./label_store.ts";
import { offersBy, rankOffers } from "./rates_decide.ts";
import { findBox, findShipTo, findTariffs, type ParcelKey } from "./store.ts";
import type { Address, BuyLabel, CarrierParcel, Label, Offer, Offers, Parcel } from "./types.ts";

/** Tries of a remote carrier: the last comes about half an hour after the first. */
const TRIES = 8;

/** A parcel on its way out, with what is known of where it goes and until when. */
export interface Leaving {
  nodeId: string;
  fulfillmentId: string;
  orderId: string;
  promisedBy: Date;
  parcel: Parcel;
}

/** What carriers ask for a closed parcel. With a remote carrier the question is sent, and answered when it has. */
export async function askOffers(tx: Sql, leaving: Leaving, { isRemote }: { isRemote: boolean }, now: Date) {
  if (!isRemote) return await offersOf(tx, leaving, { isRemote }, now);
  const quote = await labels.findQuote(tx, keyOf(leaving));
  if (!quote || quote.state === "failed") {
    const id = crypto.randomUUID();
    await labels.askQuote(tx, keyOf(leaving), id, now);
    const { nodeId, fulfillmentId, parcel: { no } } = leaving;
    await addJob(tx, "quote_parcel", { nodeId, fulfillmentId, no, quoteId: id }, {
      key: `quote:${id}`,
      maxAttempts: TRIES,
    });
  }
  return await offersOf(tx, leaving, { isRemote }, now);
}

/** What carriers ask, as far as they have answered. */
export async function offersOf(
  sql: Sql,
  leaving: Leaving,
  { isRemote }: { isRemote: boolean },
  now: Date,
) {
  if (!isRemote) {
    const offers = await localOffers(sql, leaving);
    return isRefusal(offers) ? offers : quoted(offers, leaving, now);
  }
  const quote = await labels.findQuote(sql, keyOf(leaving));
  if (quote?.state === "quoted") return quoted(quote.offers!, leaving, now);
  return {
    state: quote?.state === "failed" ? "failed" : "asking",
    offers: [],
    problem: quote?.problem ?? null,
  };
}

function quoted(offers: Offer[], { promisedBy }: Leaving, now: Date): Offers {
  return { state: "quoted", offers: rankOffers(offers, promisedBy, now), problem: null };
}

async function localOffers(sql: Sql, leaving: Leaving) {
  const node = await findNode(sql, leaving.nodeId);
  if (!node) throw new Error(`No node ${leaving.nodeId} under a parcel`);
  const zone = await zoneTo(sql, node, await shipTo(sql, leaving.orderId));
  if (isRefusal(zone)) return zone;
  return offersBy(await findTariffs(sql, zone), await measured(sql, leaving.parcel));
}

/**
 * Buys a label by an offer: at once from the local engine, else by a job. The same id again is the same label; a parcel
 * that has a label, or is about to have one, is not given another.
 */
export async function buyLabel(
  tx: Sql,
  leaving: Leaving,
  wanted: BuyLabel,
  { isRemote }: { isRemote: boolean },
  now: Date,
) {
  const known = await labels.findLabel(tx, leaving.nodeId, wanted.id);
  if (known) return isOf(known, leaving) ? known : refuse("label_id_reused", { id: wanted.id });
  const active = await labels.findActiveLabel(tx, keyOf(leaving));
  if (active) return refuse("label_on_parcel", { no: leaving.parcel.no, tracking: active.tracking });

  const offered = await offersOf(tx, leaving, { isRemote }, now);
  if (isRefusal(offered)) return offered;
  const offer = offered.offers.find((each) => each.id === wanted.offerId);
  if (!offer) return refuse("not_found", { offerId: wanted.offerId });
  await (isRemote ? orderRemote : makeLocal)(tx, leaving, { id: wanted.id, offer }, now);
  return (await labels.findLabel(tx, leaving.nodeId, wanted.id))!;
}

async function makeLocal(tx: Sql, leaving: Leaving, bought: { id: string; offer: Offer }, now: Date) {
  const tracking = ssccOf(await labels.nextSerial(tx, leaving.nodeId));
  const made = labelOf(leaving, bought);
  await labels.insertLabel(tx, { ...made, source: "local", state: "bought", tracking }, now);
}

async function orderRemote(tx: Sql, leaving: Leaving, bought: { id: string; offer: Offer }, now: Date) {
  const quote = await labels.findQuote(tx, keyOf(leaving));
  const made = labelOf(leaving, bought);
  const remote = { remoteId: quote!.remoteId, remoteOffer: bought.offer.id };
  await labels.insertLabel(tx, { ...made, ...remote, source: "easypost", state: "buying" }, now);
  await remoteJob(tx, "buy_label", made);
}

/** A parcel's label given back: at once where nobody else has heard of it. */
export async function voidLabel(tx: Sql, key: ParcelKey, now: Date) {
  const label = await labels.findActiveLabel(tx, key);
  if (!label) return refuse("not_found", { no: key.no });
  if (label.shippedAt) return refuse("wrong_state", { state: "shipped", wanted: "voided" });
  if (label.state === "voiding") return label;
  const isElsewhere = label.source === "easypost" && label.state === "bought";
  const state = isElsewhere ? "voiding" as const : "voided" as const;
  await labels.saveLabel(tx, label, { state }, now);
  if (isElsewhere) await remoteJob(tx, "void_label", label);
  return { ...label, state };
}

/** Takes a label off a parcel that no longer needs it, whatever became of it so far. */
export async function withdrawLabel(tx: Sql, key: ParcelKey, now: Date) {
  const label = await labels.findActiveLabel(tx, key);
  if (!label) return;
  await labels.saveLabel(tx, label, { state: "voided" }, now);
  if (label.source === "easypost" && label.state === "bought") await remoteJob(tx, "void_label", label);
}

/** A remote carrier has said what it asks. */
export function answerQuote(
  tx: Sql,
  key: ParcelKey,
  quoteId: string,
  said: { remoteId: string; offers: Offer[] } | Refusal<"carrier_declined"> | { problem: string },
) {
  const failed = (problem: string) => ({ state: "failed" as const, remoteId: null, offers: null, problem });
  const answer = isRefusal(said)
    ? failed(String(said.detail.reason))
    : "problem" in said
    ? failed(said.problem)
    : { state: "quoted" as const, ...said, problem: null };
  return labels.answerQuote(tx, key, { id: quoteId, ...answer });
}

/**
 * A remote carrier has sold a label, or will not. One that nobody wants any more, because its parcel was opened or got
 * another label meanwhile, is given back.
 */
export async function answerBuying(
  tx: Sql,
  label: Label,
  said: Postage | Refusal<"carrier_declined"> | { problem: string },
  now: Date,
) {
  const { nodeId, fulfillmentId, parcelNo: no } = label;
  if (isRefusal(said) || "problem" in said) {
    const problem = isRefusal(said) ? String(said.detail.reason) : said.problem;
    if (label.state === "buying") await labels.saveLabel(tx, label, { state: "failed", problem }, now);
    return;
  }
  const active = await labels.findActiveLabel(tx, { nodeId, fulfillmentId, no });
  const isWanted = label.state === "buying" || (label.state === "failed" && !active);
  if (!isWanted && label.state !== "failed" && label.state !== "voided") return;
  await labels.saveFiles(tx, label, said);
  const state = isWanted ? "bought" as const : "voided" as const;
  await labels.saveLabel(tx, label, { state, tracking: said.tracking }, now);
  if (!isWanted) await remoteJob(tx, "void_label", label);
}

/** A remote carrier has taken a label back, or will not: then it is still on the parcel. */
export async function answerVoiding(
  tx: Sql,
  label: Label,
  said: { settled: boolean } | Refusal<"carrier_declined"> | { problem: string },
  now: Date,
) {
  if (label.state !== "voiding") return;
  const problem = isRefusal(said) ? String(said.detail.reason) : "problem" in said ? said.problem : null;
  await labels.saveLabel(tx, label, { state: problem === null ? "voided" : "bought", problem }, now);
}

/** A parcel as a remote carrier must know it. */
export async function describeParcel(sql: Sql, { nodeId, orderId, parcel }: Leaving): Promise<CarrierParcel> {
  const [from, to] = [await shipFrom(sql, nodeId), await shipTo(sql, orderId)];
  return { from, to, ...await measured(sql, parcel) };
}

/** Who sends it. */
export async function shipFrom(sql: Sql, nodeId: string): Promise<Address> {
  const node = await findNode(sql, nodeId);
  if (!node) throw new Error(`No node ${nodeId} under a parcel`);
  const { name, address: line1, city, state, postalCode } = node;
  return { name, line1, city, state, postalCode, country: "US", phone: null };
}

/** Who it goes to. */
export async function shipTo(sql: Sql, orderId: string): Promise<Address> {
  const shopper = await findShipTo(sql, orderId);
  if (!shopper?.shipTo) throw new Error(`Order ${orderId} goes to no address`);
  const { name, phone, shipTo } = shopper;
  return { ...shipTo, name: shipTo.name ?? name, phone };
}

/** Weight as it was put on the scales, and the sides of its box. */
async function measured(sql: Sql, { boxId, weightGrams }: Parcel) {
  const box = boxId === null ? undefined : await findBox(sql, boxId);
  return { weightGrams: weightGrams!, sidesMm: box?.sidesMm ?? null };
}

function labelOf({ nodeId, fulfillmentId, parcel }: Leaving, { id, offer }: { id: string; offer: Offer }) {
  const { carrier, carrierName, serviceName, priceMinor, currency } = offer;
  const about = { nodeId, id, fulfillmentId, parcelNo: parcel.no, carrier, carrierName, serviceName };
  return { ...about, priceMinor, currency, tracking: null, remoteId: null, remoteOffer: null };
}

function remoteJob(tx: Sql, name: "buy_label" | "void_label", { nodeId, id }: Pick<Label, "nodeId" | "id">) {
  return addJob(tx, name, { nodeId, labelId: id }, { key: `${name}:${id}`, maxAttempts: TRIES });
}

function isOf(label: Label, { fulfillmentId, parcel }: Leaving): boolean {
  return label.fulfillmentId === fulfillmentId && label.parcelNo === parcel.no;
}

function keyOf({ nodeId, fulfillmentId, parcel: { no } }: Leaving): ParcelKey {
  return { nodeId, fulfillmentId, no };
}
