import { z } from "zod";
import { Instant, text, Uuid, wholeNumber } from "../../lib/shapes.ts";
import { Money, Quantity, Sku } from "../catalog/types.ts";
import {
  type EndingReason,
  type FulfillmentState,
  FulfillmentView,
  Method,
  type Tracking,
} from "../fulfillment/types.ts";
import { NodeId, type OpeningHours, type Point, PostalAddress } from "../places/types.ts";
import type { Decision, Occasion, Reason } from "../routing/types.ts";

const Email = z.email().max(254).refine((value) => value.isWellFormed());

export const Payment = z.strictObject({
  provider: text(40),
  reference: text(120),
  amount: Money,
}).meta({ id: "Payment", description: "An authorisation the channel already holds" });
export type Payment = z.infer<typeof Payment>;

const ordered = {
  channelOrderId: text(120),
  service: z.enum(["standard", "expedited"]).optional(),
  shopper: z.strictObject({ name: text(120), email: Email, phone: text(32, 5).optional() }),
  lines: z.array(z.strictObject({ sku: Sku, quantity: Quantity, unitPrice: Money })).min(1).max(100),
  payment: Payment.optional(),
  collector: text(120).optional().meta({ description: "Who else may collect it" }),
};

/** A line as it is sourced: its number and weight, and the kit it is a component of, with the number that line had. */
export interface SourcedLine {
  lineNo: number;
  sku: string;
  quantity: number;
  unitPriceMinor: number;
  weightGrams: number;
  kitSku: string | null;
  kitLineNo: number | null;
}

/** An order as any channel places it. A pickup brings its store, a delivery its address. */
export const PlaceOrder = z.discriminatedUnion("method", [
  z.strictObject({ ...ordered, method: z.literal("pickup"), nodeId: NodeId, reservationId: Uuid.optional() }),
  z.strictObject({
    ...ordered,
    method: z.literal("curbside"),
    nodeId: NodeId,
    reservationId: Uuid.optional(),
  }),
  z.strictObject({ ...ordered, method: z.literal("delivery"), shipTo: PostalAddress }),
]).meta({ id: "PlaceOrder" });
export type PlaceOrder = z.infer<typeof PlaceOrder>;

export const CancelOrder = z.strictObject({ reason: text(200) }).meta({ id: "CancelOrder" });
export type CancelOrder = z.infer<typeof CancelOrder>;

/** A shopper's answer to another item in a line's place. */
export const AnswerSubstitute = z.strictObject({ substituteId: Uuid, accept: z.boolean() });
export type AnswerSubstitute = z.infer<typeof AnswerSubstitute>;

export const OrderState = z.enum(["confirmed", "in_fulfillment", "completed", "cancelled"]).meta({
  id: "OrderState",
});
export type OrderState = z.infer<typeof OrderState>;

export const OrderView = z.strictObject({
  id: Uuid,
  number: z.string(),
  state: OrderState,
  method: Method,
  shopperUrl: z.url(),
  fulfillments: z.array(FulfillmentView),
}).meta({ id: "Order" });
export type OrderView = z.infer<typeof OrderView>;

export const AskAvailability = z.strictObject({
  lines: z.array(z.strictObject({ sku: Sku, quantity: Quantity })).min(1).max(100),
  near: z.strictObject({ postalCode: text(12), country: z.literal("US") }),
  limit: wholeNumber(1, 50).optional(),
}).meta({ id: "AskAvailability" });
export type AskAvailability = z.infer<typeof AskAvailability>;

export const AvailabilityView = z.strictObject({
  pickup: z.array(z.strictObject({
    nodeId: NodeId,
    name: z.string(),
    miles: z.number(),
    readyBy: Instant.nullable(),
    complete: z.boolean(),
    lines: z.array(z.strictObject({ sku: Sku, availableToPromise: z.int() })),
  })),
  delivery: z.strictObject({ complete: z.boolean(), promisedBy: Instant.nullable() }),
}).meta({ id: "Availability" });

/** An order as its shopper follows it. Instants are ISO strings: the page also gets it over its live stream. */
export interface OrderPage {
  number: string;
  state: OrderState;
  method: Method;
  firstName: string;
  placedAt: string;
  currency: string;
  totalMinor: number;
  lines: {
    lineNo: number;
    sku: string;
    name: string;
    quantity: number;
    cancelled: number;
    unitPriceMinor: number;
    /** The name of the kit it came with. */
    kit: string | null;
    /** The name of the item it came in the place of. */
    replaces: string | null;
  }[];
  parts: OrderPart[];
  refunds: { lineNo: number; name: string; quantity: number; amountMinor: number; reason: string }[];
}

/** Another item in the place of one the store could not find. */
export interface AskedItem {
  substituteId: string;
  name: string;
  insteadOf: string;
  quantity: number;
  /** What a unit would cost: never more than the one it replaces. */
  unitPriceMinor: number;
  answerBy: string;
}

/** One place's part of the order, with what the shopper needs to collect it. */
export interface OrderPart {
  id: string;
  state: FulfillmentState;
  method: Method;
  promisedBy: string;
  holdUntil: string | null;
  bin: string | null;
  /** When the last of its parcels was there, as its carrier says. */
  deliveredAt: string | null;
  bay: string | null;
  tracking: Tracking[];
  ending: EndingReason | null;
  collector: string | null;
  onWayAt: string | null;
  etaAt: string | null;
  /** Whether somebody has gone out to the car. */
  isAttended: boolean;
  lines: { name: string; quantity: number; picked: number; shorted: number }[];
  /** Other items the store asks about, and until when. */
  asked: AskedItem[];
  place: {
    name: string;
    address: string;
    city: string;
    state: string;
    postalCode: string;
    timeZone: string;
    openingHours: OpeningHours;
    lat: number;
    lon: number;
  };
  /** Only while there is something to collect: the signed pass, its QR code as SVG markup, and the six digits. */
  pickup: { pass: string; qrSvg: string; code: string } | null;
}

/** A place as a decision about an order names it. */
export interface PlaceNamed {
  name: string;
  city: string;
  state: string;
  lat: number;
  lon: number;
}

/** Who ships an order and why: every decision that was made for it, the first one first. */
export interface OrderSourcing {
  id: string;
  number: string;
  service: "standard" | "expedited";
  state: OrderState;
  currency: string;
  totalMinor: number;
  placedAt: Date;
  channelId: string;
  to: { postalCode: string; city: string; state: string; point: Point | null };
  lines: {
    lineNo: number;
    sku: string;
    name: string;
    quantity: number;
    fulfilled: number;
    cancelled: number;
  }[];
  /** `units`: that it still means for the shopper, or has given them. */
  parts: { nodeId: string; state: FulfillmentState; units: number }[];
  waits: { lineNo: number; queue: string; quantity: number; enteredAt: Date; autoCancelAt: Date | null }[];
  decisions: {
    decision: Decision;
    occasion: Occasion;
    at: Date;
    /** Who asked for it; null where it came about by itself. */
    by: string | null;
    ruleNames: string[];
  }[];
  nodes: Record<string, PlaceNamed>;
}

/** What an order would cost if a node took part, beside the best there is now. */
export interface WhatIf {
  nodeId: string;
  best: Decision;
  /** Null where the node can take nothing of it. */
  forced: Decision | null;
  /** Why the best plan does without it; null where it was not even asked, for it has nothing or does not ship now. */
  reason: Reason | null;
  moreMinor: number | null;
}
