import { z } from "zod";
import { Instant, text, Uuid, wholeNumber } from "../../lib/shapes.ts";
import { Quantity, Sku } from "../catalog/types.ts";
import { GroupId, NodeId } from "../places/types.ts";

export interface Stock {
  nodeId: string;
  sku: string;
  onHand: number;
  reserved: number;
  safetyStock: number;
}

/** A stock row with what its reserved units are for, and what a channel leaves to the others. */
export interface Buckets extends Stock {
  damaged: number;
  threshold: number;
  held: number;
  allocated: number;
  picked: number;
  staged: number;
}

/** Goods on their way to a node: units still to come, and how many of them are promised. */
export interface Arrival {
  nodeId: string;
  sku: string;
  kind: "purchase_order" | "transfer";
  expectedAt: Date;
  units: number;
  promised: number;
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
  /** Whoever asks has named the hold, and may ask for it again under that name. */
  isNamed?: boolean;
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
  key: { nodes: string[]; skus: string[]; quantities: number[]; lines: number[] };
  demand: { keys: number[]; quantities: number[] };
  line: {
    requests: number[];
    ids: string[];
    keys: number[];
    places: number[];
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
  availableBy: Instant.optional().meta({
    description: "What is not on the shelf may be promised from goods expected by then",
  }),
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
  lines: z.array(z.strictObject({
    nodeId: NodeId,
    sku: Sku,
    quantity: Quantity,
    availableAt: z.iso.datetime().nullable().optional().meta({
      description: "When the goods this line waits for are expected; null for what is on the shelf",
    }),
  })),
}).meta({ id: "Reservation" });

const ActId = Uuid.meta({
  description:
    "The caller's own name for it, at that node: sent again, it is answered the same and done once",
});

export const CountStock = z.strictObject({
  id: ActId.optional(),
  counts: z.array(z.strictObject({ nodeId: NodeId, sku: Sku, counted: wholeNumber(0, 1_000_000) })).min(1)
    .max(500),
}).meta({ id: "CountStock" });
export type CountStock = z.infer<typeof CountStock>;

const Coming = z.strictObject({
  units: z.int(),
  expected: z.array(z.strictObject({ at: z.iso.datetime(), units: z.int() })),
});

export const StockView = z.strictObject({
  nodeId: NodeId,
  sku: Sku,
  onHand: z.int(),
  reserved: z.int(),
  reservedAs: z.strictObject({ held: z.int(), allocated: z.int(), picked: z.int(), staged: z.int() }).meta({
    description: "In carts, for orders, off the shelf, and in a bin for the shopper",
  }),
  safetyStock: z.int(),
  threshold: z.int().meta({ description: "What the asking channel leaves to the others" }),
  damaged: z.int(),
  inTransit: Coming.meta({ description: "On the way from another node" }),
  onOrder: Coming.meta({ description: "On the way from a supplier" }),
  availableToPromise: z.int(),
}).meta({ id: "Stock" });

export const AskAtp = z.strictObject({
  sku: Sku,
  nodeId: NodeId.optional(),
  groupId: GroupId.optional(),
  by: Instant.optional(),
}).refine(({ nodeId, groupId }) => nodeId === undefined || groupId === undefined, {
  error: "name a node or a group, not both",
});
export type AskAtp = z.infer<typeof AskAtp>;

const promisable = {
  availableToPromise: z.int(),
  nodes: z.int().meta({ description: "In how many places there is any" }),
};

export const AtpView = z.strictObject({
  sku: Sku,
  ...promisable,
  steps: z.array(z.strictObject({ at: z.iso.datetime(), ...promisable })).meta({
    description: "From when on how much: now, and after each arrival that changes it",
  }),
}).meta({ id: "AvailableToPromise" });
/** What a rule sets: units kept back, units a channel leaves to the others, or below how many an item is low. */
export const ruleKinds = ["safety_stock", "threshold", "low_stock"] as const;
export type RuleKind = typeof ruleKinds[number];

function named(each: z.ZodType<string>) {
  return z.array(each).min(1).max(500).nullable();
}

/** A rule as it is asked for: every selector that is null lets anything through, and all that are named must fit. */
export const WantedRule = z.strictObject({
  id: Uuid,
  kind: z.enum(ruleKinds),
  name: text(80),
  units: wholeNumber(0, 9_999),
  skus: named(Sku),
  categories: named(text(100)),
  nodeIds: named(NodeId),
  groupIds: named(text(64)),
  channelId: text(64).nullable(),
}).refine(({ kind, channelId }) => (kind === "threshold") === (channelId !== null), {
  error: "a threshold, and nothing else, is a channel's",
  path: ["channelId"],
});
export type WantedRule = z.infer<typeof WantedRule>;

/** A whole list in its order, and the version it was made from. */
export const SaveRules = z.strictObject({
  version: wholeNumber(0, 2_147_483_646),
  rules: z.array(WantedRule).max(200).refine(
    (rules) => new Set(rules.map((rule) => rule.id)).size === rules.length,
    { error: "an id is given twice" },
  ),
});
export type SaveRules = z.infer<typeof SaveRules>;

/** A rule as it stands in the list, with who last changed it and when. */
export interface StockRule extends WantedRule {
  position: number;
  actor: Record<string, unknown>;
  at: Date;
}

/** How low an item stands at a node. */
export type StockLevel = "out" | "low" | "enough";

/** What a channel is told: what it can promise now of an item at a node, in the order it was told. */
export const ChangesView = z.strictObject({
  changes: z.array(z.strictObject({
    number: z.int(),
    nodeId: NodeId,
    sku: Sku,
    availableToPromise: z.int(),
  })),
  next: z.int().meta({ description: "What to ask for next time, as `after`" }),
}).meta({ id: "StockChanges" });
export type ChangesView = z.infer<typeof ChangesView>;

function decimal(max: number) {
  return z.string().regex(/^(0|[1-9][0-9]{0,14})$/).transform(Number).refine((value) => value <= max);
}

/** Where a channel's feed is to go on: as a query, and as the header a browser sends when it lost the line. */
export const FeedNumber = decimal(Number.MAX_SAFE_INTEGER);
export const AskChanges = z.strictObject({
  after: FeedNumber,
  limit: decimal(10_000).refine((limit) => limit > 0).optional(),
});
export const AskStream = z.strictObject({ after: FeedNumber });

// Movements in -------------------------------------------------------------------------------------------------

/** A stock row with all that counts; `kept` is what a channel must leave to the others. */
export interface Shelf extends Stock {
  damaged: number;
  kept: number;
}

/** Goods on their way to a node: one item of a purchase order, or of a transfer from another node. */
export interface Inbound {
  nodeId: string;
  id: string;
  sku: string;
  kind: "purchase_order" | "transfer";
  reference: string;
  fromNodeId: string | null;
  expectedAt: Date;
  ordered: number;
  received: number;
  promised: number;
  closedAt: Date | null;
}

const units = wholeNumber(1, 1_000_000).meta({ description: "Units of an item" });
const unitsOrNone = wholeNumber(0, 1_000_000);
const actLines = <Line extends z.ZodRawShape>(line: Line) =>
  z.array(z.strictObject({ sku: Sku, ...line })).min(1).max(500);

export const AnnounceInbound = z.strictObject({
  id: ActId,
  nodeId: NodeId,
  reference: text(80).meta({ description: "The purchase order, or the sender's shipping notice" }),
  expectedAt: Instant,
  lines: actLines({ ordered: units }),
}).meta({ id: "AnnounceInbound" });
export type AnnounceInbound = z.infer<typeof AnnounceInbound>;

export const ChangeInbound = z.strictObject({
  nodeId: NodeId,
  expectedAt: Instant.optional(),
  lines: actLines({ ordered: unitsOrNone }).optional().meta({
    description: "What is ordered of these items from now on, 0 for no longer; others stay as they are",
  }),
}).refine(({ expectedAt, lines }) => expectedAt !== undefined || lines !== undefined, {
  error: "name a date, lines, or both",
}).meta({ id: "ChangeInbound" });
export type ChangeInbound = z.infer<typeof ChangeInbound>;

export const InboundView = z.strictObject({
  id: Uuid,
  nodeId: NodeId,
  kind: z.enum(["purchase_order", "transfer"]),
  reference: z.string(),
  fromNodeId: NodeId.nullable(),
  lines: z.array(z.strictObject({
    sku: Sku,
    expectedAt: z.iso.datetime(),
    ordered: z.int(),
    received: z.int(),
    promised: z.int(),
    isOpen: z.boolean(),
  })),
}).meta({ id: "Inbound" });
export type InboundView = z.infer<typeof InboundView>;

export const ReceiveStock = z.strictObject({
  id: ActId,
  nodeId: NodeId,
  inboundId: Uuid.optional().meta({ description: "The order or transfer the goods came with" }),
  lines: actLines({
    received: unitsOrNone.meta({ description: "Units for the shelf" }),
    damaged: unitsOrNone.optional().meta({ description: "Units beside them that cannot be sold" }),
  }),
  close: z.boolean().optional().meta({
    description: "Nothing more will come of it; so for a transfer, unless told otherwise",
  }),
}).meta({ id: "ReceiveStock" });
export type ReceiveStock = z.infer<typeof ReceiveStock>;

export const ReceiptView = z.strictObject({
  id: Uuid,
  nodeId: NodeId,
  inboundId: Uuid.nullable(),
  lines: z.array(z.strictObject({
    sku: Sku,
    received: z.int(),
    damaged: z.int(),
    over: z.int().meta({ description: "More than was still to come" }),
    short: z.int().meta({ description: "Still to come, and now not expected any more" }),
    promised: z.int().meta({ description: "Units that carts waited for, and now have" }),
    delayed: z.int().meta({ description: "Units that carts now wait for from a later delivery" }),
    displaced: z.int().meta({ description: "Units promised to carts that nothing is left to keep" }),
  })),
}).meta({ id: "Receipt" });
export type ReceiptView = z.infer<typeof ReceiptView>;

export const TransferStock = z.strictObject({
  id: ActId,
  fromNodeId: NodeId,
  toNodeId: NodeId,
  reference: text(80).optional(),
  expectedAt: Instant,
  lines: actLines({ quantity: units }),
}).refine(({ fromNodeId, toNodeId }) => fromNodeId !== toNodeId, {
  error: "goods are sent to another node",
  path: ["toNodeId"],
}).meta({ id: "TransferStock" });
export type TransferStock = z.infer<typeof TransferStock>;

export const TransferView = z.strictObject({
  id: Uuid,
  fromNodeId: NodeId,
  toNodeId: NodeId,
  expectedAt: z.iso.datetime(),
  lines: z.array(z.strictObject({ sku: Sku, quantity: z.int() })),
}).meta({ id: "Transfer" });
export type TransferView = z.infer<typeof TransferView>;

export const AdjustReason = z.enum([
  ...["found", "lost", "stolen", "damaged", "repaired", "written_off", "spoiled"] as const,
]).meta({ id: "AdjustReason" });
export type AdjustReason = z.infer<typeof AdjustReason>;

export const AdjustStock = z.strictObject({
  id: ActId,
  nodeId: NodeId,
  lines: actLines({ units, reason: AdjustReason }),
  note: text(200).optional(),
}).meta({ id: "AdjustStock" });
export type AdjustStock = z.infer<typeof AdjustStock>;

export const ReturnStock = z.strictObject({
  id: ActId,
  nodeId: NodeId,
  lines: actLines({ quantity: units, disposition: z.enum(["shelf", "damaged", "written_off"]) }),
}).meta({ id: "ReturnStock" });
export type ReturnStock = z.infer<typeof ReturnStock>;

/** What a booking left behind. */
export const BookedView = z.strictObject({
  id: Uuid,
  nodeId: NodeId,
  stock: z.array(z.strictObject({ sku: Sku, onHand: z.int(), reserved: z.int(), damaged: z.int() })),
}).meta({ id: "Booked" });
export type BookedView = z.infer<typeof BookedView>;

export const SellStock = z.strictObject({
  id: ActId,
  nodeId: NodeId,
  at: Instant.meta({ description: "When the till rang it up" }),
  lines: actLines({ quantity: units }),
}).meta({ id: "SellStock" });
export type SellStock = z.infer<typeof SellStock>;

export const SaleView = z.strictObject({
  id: Uuid,
  nodeId: NodeId,
  lines: z.array(z.strictObject({
    sku: Sku,
    sold: z.int(),
    found: z.int().meta({ description: "Units the book did not know of" }),
    displaced: z.int().meta({ description: "Units that were promised to a cart or an order" }),
  })),
}).meta({ id: "Sale" });
export type SaleView = z.infer<typeof SaleView>;

/** One item of a store as it can be offered to a shopper. */
export interface Offer {
  sku: string;
  name: string;
  priceMinor: number;
  currency: string;
  location: string;
  /** Units on the shelf that are promised to nobody. */
  free: number;
}
