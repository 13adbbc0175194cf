import { z } from "zod";
import { Uuid, wholeNumber } from "../../lib/shapes.ts";
import { Quantity, Sku } from "../catalog/types.ts";
import { NodeId } from "../places/types.ts";

export interface Stock {
  nodeId: string;
  sku: string;
  onHand: number;
  reserved: number;
  safetyStock: number;
}

/** Units of one item asked for; `lineNo` is the line of the order or hold that asks. */
export interface Demand {
  lineNo: number;
  sku: string;
  quantity: number;
}

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

/** One request for stock: a cart's hold, or an order's own. All its lines are promised, or none. */
export interface Reserving {
  channelId: string;
  holdId: string | null;
  orderId: string | null;
  expiresAt: Date | null;
  lines: ReservingLine[];
  /** More for a hold there is already, rather than the hold itself asked for again. */
  addsTo?: boolean;
}

/**
 * A batch of requests laid flat: one array a column. Requests and keys count from 1; keys are the distinct stock rows,
 * node by node, and a request's demands end where `request.demands` says.
 */
export interface Batch {
  request: {
    ids: (string | null)[];
    marks: (string | null)[];
    channels: string[];
    orders: (string | null)[];
    expiries: (Date | null)[];
    times: Date[];
    demands: number[];
  };
  key: { nodes: string[]; skus: string[] };
  demand: { keys: number[]; quantities: number[] };
  line: {
    requests: number[];
    ids: string[];
    keys: number[];
    nodes: string[];
    skus: string[];
    nos: number[];
    quantities: number[];
    fulfillments: (string | null)[];
  };
}

/** A line of a hold: units of one item at one node, for a line of the cart. */
export interface HeldLine extends Demand {
  nodeId: string;
}

/** A line as it is written down; `id` is the reservation's. */
export interface ReservingLine extends Demand {
  id: string;
  nodeId: string;
  fulfillmentId: string | null;
}

export type ShortReason = "not_found" | "damaged" | "mismatched";

export type MovementReason =
  | ("received" | "counted" | "held" | "allocated" | "released" | "expired" | "displaced" | "fulfilled")
  | ShortReason
  | (
    | "found"
    | "sold"
    | "returned"
    | "transferred"
    | "repaired"
    | "lost"
    | "stolen"
    | "spoiled"
    | "written_off"
  )
  | "corrected";

/** What one row of the ledger says. */
export interface Movement {
  sku: string;
  dOnHand: number;
  dReserved: number;
  dDamaged?: number;
  reason: MovementReason;
  note?: string | null;
  reservationId?: string | null;
  operationId?: string | null;
}

const HoldLines = z.array(z.strictObject({
  sku: Sku,
  quantity: Quantity,
  nodeId: NodeId.optional().meta({ description: "Where, when not at the reservation's own node" }),
})).min(1).max(100);

const holdMinutes = wholeNumber(1, 1_440).meta({ description: "How long the cart may keep it" });

export const MakeReservation = z.strictObject({
  id: Uuid.optional().meta({
    description: "The caller's own name for it: sent again, it is the same reservation",
  }),
  nodeId: NodeId.optional(),
  lines: HoldLines,
  holdMinutes,
}).refine(everyLineHasNode, {
  error: "every line needs a node, its own or the reservation's",
  path: ["lines"],
})
  .meta({ id: "MakeReservation" });
export type MakeReservation = z.infer<typeof MakeReservation>;

/** What a cart shall hold from now on, whole: more, less, or elsewhere. */
export const ChangeReservation = z.strictObject({ nodeId: NodeId.optional(), lines: HoldLines, holdMinutes })
  .refine(everyLineHasNode, {
    error: "every line needs a node, its own or the reservation's",
    path: ["lines"],
  })
  .meta({ id: "ChangeReservation" });
export type ChangeReservation = z.infer<typeof ChangeReservation>;

function everyLineHasNode(wanted: { nodeId?: string; lines: { nodeId?: string }[] }): boolean {
  return wanted.nodeId !== undefined || wanted.lines.every((line) => line.nodeId !== undefined);
}

export const ReservationView = z.strictObject({
  id: Uuid,
  state: z.enum(["held", "allocated", "picked", "fulfilled", "released", "expired", "displaced"]),
  expiresAt: z.iso.datetime().nullable(),
  lines: z.array(z.strictObject({ nodeId: NodeId, sku: Sku, quantity: Quantity })),
}).meta({ id: "Reservation" });

export const CountStock = z.strictObject({
  counts: z.array(z.strictObject({ nodeId: NodeId, sku: Sku, counted: wholeNumber(0, 1_000_000) })).min(1)
    .max(500),
}).meta({ id: "CountStock" });
export type CountStock = z.infer<typeof CountStock>;

export const StockView = z.strictObject({
  nodeId: NodeId,
  sku: Sku,
  onHand: z.int(),
  reserved: z.int(),
  safetyStock: z.int(),
  availableToPromise: z.int(),
}).meta({ id: "Stock" });
