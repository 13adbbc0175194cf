import { z } from "zod";
import { Instant, text, Uuid, wholeNumber } from "../../lib/shapes.ts";
import { Quantity, Sku } from "../catalog/types.ts";
import type { ShortReason } from "../inventory/types.ts";
import { BoxId, ParcelNo, TrackingNumber, WeightGrams } from "../shipping/types.ts";

const fulfillmentId = Uuid;
// An order has a hundred lines at most, and more when some of them are kits.
const lineNo = wholeNumber(1, 9_999);
const envelope = { id: Uuid, seq: wholeNumber(1, 2_147_483_647), at: Instant };
const anyUnits = z.array(z.strictObject({ lineNo, quantity: Quantity })).max(500);
const units = anyUnits.min(1);
const shortReason = z.enum(["not_found", "damaged", "mismatched"] satisfies ShortReason[]);
const zone = z.enum(["ambient", "chilled", "frozen", "oversize"]);
const label = text(32);
/** 32 bytes, base64url. */
const secret = z.string().regex(/^[\w-]{43}$/);

function operation<Type extends string, Body extends z.ZodRawShape>(type: Type, body: Body) {
  return z.strictObject({
    ...envelope,
    type: z.literal(type),
    body: z.strictObject({ fulfillmentId, ...body }),
  });
}

/** How the one at the counter showed that the goods are theirs. */
export const Proof = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("pass"), pass: text(2_000) }),
  z.strictObject({ kind: z.literal("code"), code: z.string().regex(/^\d{6}$/) }),
  z.strictObject({
    kind: z.literal("document"),
    name: text(120),
    lastFour: z.string().regex(/^[A-Z0-9]{4}$/),
  }),
  z.strictObject({
    kind: z.literal("override"),
    grant: secret.meta({ description: "A manager's word, as the store system granted it for this handover" }),
  }),
  z.strictObject({
    kind: z.literal("approval"),
    managerId: Uuid,
    reason: text(200),
    approvedAt: Instant,
    mac: secret.meta({ description: "By a key that only the manager's PIN opens on this device" }),
  }).meta({ description: "A manager's word without a network: not for goods of value" }),
]);
export type Proof = z.infer<typeof Proof>;

/** A signature as strokes, or a photo as a JPEG: proof kept beside the handover, when the shopper agrees to it. */
const Evidence = z.strictObject({
  kind: z.enum(["signature", "photo"]),
  data: z.string().regex(/^data:image\/(svg\+xml|jpeg|png);base64,[A-Za-z0-9+/=]+$/).max(200_000),
});

/** What an associate can do, as a device sends it: an id and a number the device made, and the device's own time. */
export const Operation = z.discriminatedUnion("type", [
  operation("start_pick", {
    takeOver: z.boolean().optional(),
    batch: z.strictObject({ id: Uuid, mode: z.enum(["sort_while", "sort_after"]), tote: label }).optional(),
  }),
  operation("join_pick", {}),
  operation("give_back", {}),
  operation("confirm_pick", { lineNo, quantity: Quantity, scanned: text(512) }),
  operation("sort_units", { lineNo, quantity: Quantity, scanned: text(512) }),
  operation("undo", { operationId: Uuid }),
  operation("short_pick", { lineNo, quantity: Quantity, reason: shortReason }),
  operation("propose_substitute", { lineNo, quantity: Quantity, sku: Sku, reason: shortReason }),
  operation("withdraw_substitute", { lineNo }),
  operation("reject", { lines: units, reason: z.enum([...shortReason.options, "declined"]) }),
  operation("find_again", { lineNo, quantity: Quantity }),
  operation("put_back", { lineNo, quantity: Quantity, scanned: text(512) }),
  operation("stage", { bin: label, zone: zone.optional() }),
  operation("extend_hold", { hours: wholeNumber(1, 336) }),
  operation("attend", {}),
  operation("hand_over", {
    proof: Proof,
    document: z.strictObject({ name: text(120), lastFour: z.string().regex(/^[A-Z0-9]{4}$/) }).optional(),
    collector: text(120).optional(),
    ageSeen: z.boolean().optional(),
    lines: anyUnits.optional().meta({
      description: "What is handed over; everything that was picked if left out, nothing when all is refused",
    }),
    rest: z.enum(["keep", "refuse"]).optional().meta({
      description: "Whether what is left waits on, or the shopper does not want it",
    }),
    evidence: z.array(Evidence).max(2).optional(),
  }),
  operation("pack_units", {
    parcelNo: ParcelNo,
    boxId: BoxId.nullable().meta({ description: "null: in its own packaging" }),
    lineNo,
    quantity: Quantity,
    scanned: text(512),
  }),
  operation("unpack_units", { parcelNo: ParcelNo, lineNo, quantity: Quantity }),
  operation("close_parcel", { parcelNo: ParcelNo, weightGrams: WeightGrams }),
  operation("reopen_parcel", { parcelNo: ParcelNo }),
  operation("pack", {}),
  operation("ship", {
    tracking: TrackingNumber.optional().meta({ description: "Of the one parcel that has no label" }),
    parcels: z.array(z.strictObject({ no: ParcelNo, tracking: TrackingNumber })).max(99).optional().meta({
      description: "Numbers read off labels that were made elsewhere",
    }),
  }),
]).meta({ id: "Operation" });
export type Operation = z.infer<typeof Operation>;
export type OperationOf<Type extends Operation["type"]> = Extract<Operation, { type: Type }>;
