import { z } from "zod";
import { text, Uuid, wholeNumber } from "../../lib/shapes.ts";
import { Quantity, Sku } from "../catalog/types.ts";
import type { MovementReason, ShortReason } from "../inventory/types.ts";
import { NodeId } from "../places/types.ts";
import type { Box, Parcel, Sides } from "../shipping/types.ts";

export const Method = z.enum(["pickup", "curbside", "delivery"]).meta({ id: "Method" });
export type Method = z.infer<typeof Method>;

export const FulfillmentState = z.enum([
  "open",
  "picking",
  "picked",
  "staged",
  "arrived",
  "to_put_back",
  "handed_over",
  "packed",
  "shipped",
  "cancelled",
]).meta({ id: "FulfillmentState" });
export type FulfillmentState = z.infer<typeof FulfillmentState>;

/** Where goods may stand until their shopper comes: an ordinary shelf, a cold one, or the floor for what is large. */
export type Zone = "ambient" | "chilled" | "frozen" | "oversize";

/** Why units of a line will not be handed over by this node. What the till sold is "displaced". */
export type ShortedBecause = ShortReason | "declined" | "displaced" | "cancelled" | "substituted";

/** Another item proposed in a line's place, and what the shopper said. Its units are neither to pick nor short meanwhile. */
export interface Substitute {
  id: string;
  sku: string;
  name: string;
  quantity: number;
  /** The line it became once the shopper agreed. */
  lineNo: number | null;
  state: "proposed" | "accepted" | "declined" | "withdrawn" | "expired";
  /** Why the item itself cannot be had: what becomes of it when the shopper has answered. */
  reason: ShortReason;
  /** What a unit costs in the catalogue, in minor units of the order's currency; the shopper never pays more than before. */
  priceMinor: number;
  proposedAt: string;
  answerBy: string;
}

/**
 * One line of a fulfillment as the associate works on it: quantity = picked + shorted + still to pick, and of what was
 * picked some is handed over and some put back on its shelf.
 */
export interface FulfillmentLine {
  lineNo: number;
  sku: string;
  name: string;
  gtins: string[];
  location: string;
  quantity: number;
  picked: number;
  shorted: number;
  shortReason: ShortedBecause | null;
  /** Units of a batch picked together that have been put into this order's own tote. */
  sorted: number;
  handed: number;
  putBack: number;
  /** Units that were missing and have turned up since. */
  found: number;
  zone: Zone;
  /** Of one unit, as it is packed. */
  weightGrams: number;
  /** Null where nobody has measured it. */
  sidesMm: Sides | null;
  /** The age in years the shopper must prove; null for nearly everything. */
  minAge: number | null;
  substitute: Substitute | null;
}

export interface Picker {
  personId: string;
  name: string;
}

/** Several orders picked in one walk: sorted into each order's tote at the shelf, or after the walk. */
export interface PickBatch {
  id: string;
  mode: "sort_while" | "sort_after";
  tote: string;
}

/** Where goods stand in the staging area: a bin's label and its zone. */
export interface Spot {
  bin: string;
  zone: Zone;
}

/** An operation that is already part of a fulfillment, kept so that it is never counted twice and may be undone. */
export interface Mark {
  id: string;
  type: string;
  at: string;
  by: string;
  lineNo?: number;
  quantity?: number;
  /** What a handover gave. */
  given?: { lineNo: number; quantity: number }[];
}

/** How the one at the counter showed that the goods are theirs; an override is a manager's word, an approval one without a network. */
export type ProofKind = "pass" | "code" | "document" | "override" | "approval";

/** A handover as a manager looks it up. */
export interface LoggedHandover {
  id: string;
  fulfillmentId: string;
  orderNumber: string;
  shopperLabel: string;
  at: Date;
  by: string;
  proof: ProofKind;
  manager: string | null;
  managerReason: string | null;
  collector: string | null;
  documentName: string | null;
  documentLastFour: string | null;
  ageSeen: boolean;
  units: number;
  undoneAt: Date | null;
  /** What was kept of it besides. */
  kinds: ("signature" | "photo")[];
}

/** Why goods that were picked go back to their shelf. */
export type EndingReason = "cancelled" | "moved" | "not_collected" | "refused";

/** One node's part of an order, as the server decides on it and as the phone shows it. */
export interface Fulfillment {
  id: string;
  nodeId: string;
  orderId: string;
  orderNumber: string;
  shopperLabel: string;
  /** Who else may collect it, as the shopper named them; null for nobody. */
  collector: string | null;
  method: Method;
  state: FulfillmentState;
  placedAt: Date;
  dueBy: Date;
  promisedBy: Date;
  pickerId: string | null;
  pickerName: string | null;
  /** Who picks it together with the one who took it. */
  helpers: Picker[];
  /** When somebody last worked on it: a pick nobody touches any more is given back. */
  touchedAt: Date | null;
  batch: PickBatch | null;
  /** The bins it stands in, as one reads them out; null until it is staged. */
  bin: string | null;
  spots: Spot[];
  holdUntil: Date | null;
  /** When its shopper was reminded that it is not kept for ever. */
  remindedAt: Date | null;
  onWayAt: Date | null;
  etaAt: Date | null;
  arrivedAt: Date | null;
  /** Who has gone out to the car; null while it still rings. */
  attendedBy: Picker | null;
  escalatedAt: Date | null;
  bay: string | null;
  car: string | null;
  /** The numbers of all its parcels, with commas between. */
  tracking: string | null;
  parcels: Parcel[];
  /** By which proof its goods were handed over; null while none have been. */
  proof: ProofKind | null;
  ending: EndingReason | null;
  /** What its units cost the shopper, in minor units: above the node's limit one proof is not enough. */
  valueMinor: number;
  isHighValue: boolean;
  recent: Mark[];
  lines: FulfillmentLine[];
}

/** A manager lets an order go without proof: asked for by whoever has the phone in hand. */
export const AskOverride = z.strictObject({
  deviceId: Uuid.meta({ description: "The phone's own; a store's device is known without it" }),
  managerId: Uuid,
  pin: z.string().regex(/^\d{4,6}$/),
  reason: text(200),
});
export type AskOverride = z.infer<typeof AskOverride>;

/** A place in a node's staging area. */
export interface Bin {
  label: string;
  zone: Zone;
  /** Orders it has room for. */
  capacity: number;
  used: number;
}

/** A bin as a manager puts it in place: its label as it is printed, in capitals. */
export const KeepBin = z.strictObject({
  label: z.string().regex(/^[A-Z0-9][A-Z0-9 ./_-]{0,31}$/),
  zone: z.enum(["ambient", "chilled", "frozen", "oversize"] satisfies Zone[]),
  capacity: wholeNumber(1, 999),
});
export type KeepBin = z.infer<typeof KeepBin>;

/** What a rule must know of the store beside the order itself. */
export interface Floor {
  /** The bins of the staging area; where a store has named none, any label will do. */
  bins: Bin[];
  /** The item proposed in a line's place, as the catalogue has it. */
  substitute?: { sku: string; name: string; priceMinor: number };
  /** What there is to pack in; where none is known, any box will do. */
  boxes?: Box[];
}

/** How a parcel that has left is followed. */
export const Tracking = z.strictObject({
  parcel: z.int(),
  carrier: z.string().nullable().meta({ description: "null where a number was typed in" }),
  number: z.string(),
}).meta({ id: "Tracking" });
export type Tracking = z.infer<typeof Tracking>;

export const FulfillmentView = z.strictObject({
  id: Uuid,
  nodeId: NodeId,
  method: Method,
  state: FulfillmentState,
  promisedBy: z.iso.datetime(),
  tracking: z.array(Tracking).optional().meta({ description: "Of each parcel, once it has left" }),
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
