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

export type ShortReason = "not_found" | "damaged" | "mismatched";

export type MovementReason =
  | ("received" | "counted" | "held" | "allocated" | "released" | "expired" | "displaced" | "fulfilled")
  | ShortReason
  | ("found" | "sold");

/** What one row of the ledger says. */
export interface Movement {
  sku: string;
  dOnHand: number;
  dReserved: number;
  reason: MovementReason;
  reservationId?: string | null;
  operationId?: string | null;
}

const lines = z.array(z.strictObject({ sku: Sku, quantity: Quantity })).min(1).max(100);

export const MakeReservation = z.strictObject({
  nodeId: NodeId,
  lines,
  holdMinutes: wholeNumber(1, 1_440).meta({ description: "How long the cart may keep it" }),
}).meta({ id: "MakeReservation" });
export type MakeReservation = z.infer<typeof MakeReservation>;

export const ReservationView = z.strictObject({
  id: Uuid,
  nodeId: NodeId,
  state: z.enum(["held"]),
  expiresAt: z.iso.datetime(),
  lines,
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
