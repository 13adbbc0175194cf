import { z } from "zod";
import { Instant, text, Uuid, wholeNumber } from "../../lib/shapes.ts";
import { Quantity, Sku } from "../catalog/types.ts";
import type { MovementReason, ShortReason } from "../inventory/types.ts";
import { NodeId } from "../places/types.ts";

export const Method = z.enum(["pickup", "curbside", "delivery"]).meta({ id: "Method" });
export type Method = z.infer<typeof Method>;

export const FulfillmentState = z.enum([
  "open",
  "picking",
  "picked",
  "staged",
  "arrived",
  "handed_over",
  "packed",
  "shipped",
  "cancelled",
]).meta({ id: "FulfillmentState" });
export type FulfillmentState = z.infer<typeof FulfillmentState>;

/** One line of a fulfillment as the associate works on it; `quantity` = picked + shorted + still to pick. */
export interface FulfillmentLine {
  lineNo: number;
  sku: string;
  name: string;
  gtins: string[];
  location: string;
  quantity: number;
  picked: number;
  shorted: number;
}

/** One node's part of an order, as the server decides on it and as the phone shows it. */
export interface Fulfillment {
  id: string;
  nodeId: string;
  orderId: string;
  orderNumber: string;
  shopperLabel: string;
  method: Method;
  state: FulfillmentState;
  placedAt: Date;
  dueBy: Date;
  promisedBy: Date;
  pickerId: string | null;
  pickerName: string | null;
  bin: string | null;
  holdUntil: Date | null;
  arrivedAt: Date | null;
  bay: string | null;
  car: string | null;
  tracking: string | null;
  lines: FulfillmentLine[];
}

const fulfillmentId = Uuid;
// An order has a hundred lines at most, and more when some of them are kits.
const lineNo = wholeNumber(1, 9_999);
const envelope = { id: Uuid, seq: wholeNumber(1, 2_147_483_647), at: Instant };

function operation<Type extends string, Body extends z.ZodRawShape>(type: Type, body: Body) {
  return z.strictObject({
    ...envelope,
    type: z.literal(type),
    body: z.strictObject({ fulfillmentId, ...body }),
  });
}

/** What an associate can do, as a device sends it: an id and a number the device made, and the device's own time. */
export const Operation = z.discriminatedUnion("type", [
  operation("start_pick", { takeOver: z.boolean().optional() }),
  operation("confirm_pick", { lineNo, quantity: Quantity, scanned: text(512) }),
  operation("short_pick", {
    lineNo,
    quantity: Quantity,
    reason: z.enum(["not_found", "damaged", "mismatched"] satisfies ShortReason[]),
  }),
  operation("stage", { bin: text(32) }),
  operation("hand_over", {
    proof: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("pass"), pass: text(2_000) }),
      z.strictObject({ kind: z.literal("code"), code: z.string().regex(/^\d{6}$/) }),
    ]),
  }),
  operation("pack", {}),
  operation("ship", { tracking: text(64) }),
]).meta({ id: "Operation" });
export type Operation = z.infer<typeof Operation>;
export type OperationOf<Type extends Operation["type"]> = Extract<Operation, { type: Type }>;

export const FulfillmentView = z.strictObject({
  id: Uuid,
  nodeId: NodeId,
  method: Method,
  state: FulfillmentState,
  promisedBy: z.iso.datetime(),
  lines: z.array(z.strictObject({
    sku: Sku,
    quantity: Quantity,
    picked: z.int(),
    shorted: z.int(),
    kit: z.strictObject({ sku: Sku, line: z.int() }).optional().meta({
      description: "The kit it is a component of, and which line of the order as it was placed",
    }),
  })),
}).meta({ id: "Fulfillment" });

/** A promise as it stood at a moment: for whom, since when, until when. */
export interface PromiseLine {
  id: string;
  quantity: number;
  state: "held" | "allocated" | "picked" | "staged";
  since: Date;
  until: Date | null;
  order: { number: string; fulfillmentId: string } | null;
}

/** A movement in the book, and what it came to. */
export interface LedgerLine {
  number: number;
  at: Date;
  reason: MovementReason;
  dOnHand: number;
  dReserved: number;
  dDamaged: number;
  onHand: number;
  reserved: number;
  damaged: number;
  note: string | null;
  operationId: string | null;
  order: { number: string; fulfillmentId: string } | null;
}

export interface InboundLine {
  id: string;
  kind: "purchase_order" | "transfer";
  reference: string;
  from: string | null;
  expectedAt: Date;
  outstanding: number;
  promised: number;
}

export interface DriftLine {
  id: string;
  kind: string;
  explanation: string;
  movement: number | null;
  foundAt: Date;
  settledAt: Date | null;
  settledBy: string | null;
  note: string | null;
}

/** Stock of an item at a node, as of a moment. */
export interface StockPage {
  node: { id: string; name: string; timeZone: string };
  item: { sku: string; name: string; location: string };
  /** The moment it shows; null for now. */
  at: Date | null;
  now: Date;
  counts: {
    onHand: number;
    reserved: number;
    damaged: number;
    safetyStock: number;
    availableToPromise: number;
  };
  /** Reserved units by what has become of them. */
  split: Record<PromiseLine["state"], number>;
  promises: PromiseLine[];
  morePromises: number;
  ledger: LedgerLine[];
  /** The number to go on from to what is older; null at the beginning of the ledger. */
  older: number | null;
  isNewest: boolean;
  inbound: InboundLine[];
  drifts: DriftLine[];
}
