import { z } from "zod";
import { text, wholeNumber } from "../../lib/shapes.ts";
import type { PostalAddress } from "../places/types.ts";

/** The three sides of a thing in millimetres, in no order. */
export type Sides = [number, number, number];

/** A kind of box the retailer packs in. */
export interface Box {
  id: string;
  name: string;
  /** Inside. */
  sidesMm: Sides;
  tareGrams: number;
  /** Of what is put into it. */
  maxGrams: number;
}

/** Units of one line as they are to be packed; no sides where nobody has measured them. */
export interface PackLine {
  lineNo: number;
  quantity: number;
  weightGrams: number;
  sidesMm: Sides | null;
}

/** A box as it is suggested; no box where the goods travel in their own packaging. */
export interface SuggestedBox {
  boxId: string | null;
  lines: { lineNo: number; quantity: number }[];
  /** Goods and box together. */
  weightGrams: number;
}

export const LABEL_STATES = ["none", "buying", "bought", "failed", "voiding", "typed"] as const;
export type LabelState = typeof LABEL_STATES[number];

/** A parcel of a fulfillment, as server and phone decide on it. */
export interface Parcel {
  no: number;
  boxId: string | null;
  lines: { lineNo: number; quantity: number }[];
  weightGrams: number | null;
  closed: boolean;
  tracking: string | null;
  carrierName: string | null;
  serviceName: string | null;
  labelState: LabelState;
  /** Why the carrier gave no label, in its own words. */
  labelProblem: string | null;
}

/** What a carrier asks for a parcel, and when it would be there. */
export interface Offer {
  id: string;
  carrier: string;
  carrierName: string;
  serviceName: string;
  priceMinor: number;
  currency: string;
  /** On the road; null where the carrier does not say. */
  days: number | null;
}

/** An offer beside what the shopper was promised. */
export interface RankedOffer extends Offer {
  arrivesBy: string | null;
  meetsPromise: boolean;
  isSuggested: boolean;
}

/** All offers for a parcel; `asking` while a remote carrier has not answered yet. */
export interface Offers {
  state: "asking" | "quoted" | "failed";
  offers: RankedOffer[];
  problem: string | null;
}

/** A service of a carrier by its contract, with what it asks in one zone by weight step. */
export interface Tariff {
  carrier: string;
  service: string;
  carrierName: string;
  serviceName: string;
  currency: string;
  fuelSurcharge: string;
  cubicMmPerGram: number;
  days: number;
  steps: { upToGrams: number; priceMinor: number }[];
}

/** A weight and what a parcel up to it costs, zone by zone, in minor units. */
export interface Step {
  upToGrams: number;
  pricesMinor: number[];
}

/** A service as its retailer keeps it: for every zone at once. */
export interface ServiceTariff {
  carrier: string;
  service: string;
  carrierName: string;
  serviceName: string;
  currency: string;
  fuelSurcharge: string;
  cubicMmPerGram: number;
  days: number[];
  steps: Step[];
}

/** Where a parcel is, as its carrier says. */
export type Tracked = "pre_transit" | "in_transit" | "out_for_delivery" | "delivered" | "exception";

/** A place something is sent from or to, as a label needs it. */
export interface Address extends Omit<PostalAddress, "name"> {
  name: string;
  phone: string | null;
}

/** What a carrier must know of a parcel. */
export interface CarrierParcel {
  from: Address;
  to: Address;
  weightGrams: number;
  sidesMm: Sides | null;
}

/** A label of a parcel. */
export interface Label {
  id: string;
  nodeId: string;
  fulfillmentId: string;
  parcelNo: number;
  source: "local" | "easypost" | "typed";
  state: "buying" | "bought" | "failed" | "voiding" | "voided" | "typed";
  carrier: string;
  carrierName: string;
  serviceName: string | null;
  priceMinor: number | null;
  currency: string | null;
  tracking: string | null;
  remoteId: string | null;
  remoteOffer: string | null;
  problem: string | null;
  shippedAt: Date | null;
}

/** What a carrier's manifest lists. */
export interface ManifestLine {
  orderNumber: string;
  parcelNo: number;
  tracking: string;
  carrierName: string;
  serviceName: string | null;
  weightGrams: number | null;
  shippedAt: Date;
}

export interface Manifest {
  id: string;
  nodeId: string;
  carrier: string;
  carrierName: string;
  closedAt: Date;
  closedBy: string;
  lines: ManifestLine[];
}

export const ParcelNo = wholeNumber(1, 99);
export const BoxId = text(32);
export const WeightGrams = wholeNumber(1, 100_000);
export const TrackingNumber = text(64);

/** A parcel in an address. */
export const ParcelPath = z.strictObject({
  id: z.uuid(),
  no: z.string().regex(/^[1-9]\d?$/).transform(Number),
});

export const BuyLabel = z.strictObject({
  id: z.uuid().meta({ description: "Made by the caller: the same id again buys nothing again" }),
  offerId: text(120),
});
export type BuyLabel = z.infer<typeof BuyLabel>;

const Code = z.string().regex(/^[a-z0-9_-]{1,32}$/);
const Millimetres = wholeNumber(1, 3_000);

/** A box as a manager puts it in place. */
export const KeepBox = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,32}$/),
  name: text(40),
  sidesMm: z.tuple([Millimetres, Millimetres, Millimetres]),
  tareGrams: wholeNumber(0, 20_000),
  maxGrams: WeightGrams,
});
export type KeepBox = z.infer<typeof KeepBox>;

export const RetireBox = KeepBox.pick({ id: true });

/** A service of a carrier as a manager puts it in place: its price list as text, a line for each weight. */
export const KeepTariff = z.strictObject({
  carrier: Code,
  service: Code,
  carrierName: text(60),
  serviceName: text(60),
  currency: z.literal("USD"),
  fuelSurcharge: z.string().regex(/^[01]\.\d{4}$/),
  cubicMmPerGram: wholeNumber(1_000, 20_000),
  days: z.array(wholeNumber(0, 60)).length(9),
  table: z.string().max(60_000),
});
export type KeepTariff = z.infer<typeof KeepTariff>;

export const RemoveTariff = KeepTariff.pick({ carrier: true, service: true });
