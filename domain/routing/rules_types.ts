// What a retailer says of sourcing: groups of routings, each of rules tried one after the other, and what the solver
// weighs. A set is drafted, compared, published and rolled back as a whole.
import { z } from "zod";
import { text, Uuid, wholeNumber } from "../../lib/shapes.ts";

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/);
const Amount = wholeNumber(0, 10_000_000).meta({ description: "In minor units" });

/** Any of these, or none of these. */
export const Choice = z.strictObject({
  is: z.enum(["any_of", "none_of"]),
  of: z.array(text(64)).min(1).max(200),
}).meta({ id: "Choice" });
export type Choice = z.infer<typeof Choice>;

/** Which orders a routing is for: everything it names must fit; it is for all when it names nothing. */
export const OrderFilter = z.strictObject({
  services: Choice.optional(),
  categories: Choice.optional().meta({ description: "Of any item of the order" }),
  queues: Choice.optional().meta({ description: "Where the order waits; placed orders wait nowhere" }),
  valueFromMinor: Amount.optional(),
  valueToMinor: Amount.optional(),
}).meta({ id: "OrderFilter" });
export type OrderFilter = z.infer<typeof OrderFilter>;

/** In which order a batch of waiting orders is gone through. */
export const OrderSort = z.enum(["due", "placed", "service", "value"]).meta({ id: "OrderSort" });
export type OrderSort = z.infer<typeof OrderSort>;

/** By what nodes are ranked where the first that fits is taken. */
export const NodeSort = z.enum(["distance", "stock", "capacity_left", "weeks_of_supply", "sequence"]).meta({
  id: "NodeSort",
  description: "`sequence`: as the rule's node groups are listed",
});
export type NodeSort = z.infer<typeof NodeSort>;

const Left = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("next_rule") }),
  z.strictObject({ to: z.literal("cancel") }),
  z.strictObject({
    to: z.literal("queue"),
    queue: Slug,
    autoCancelDays: wholeNumber(1, 90).nullable(),
  }),
]);

export const Rule = z.strictObject({
  id: Slug,
  name: text(80),
  isOn: z.boolean(),
  mode: z.enum(["optimise", "in_order"]).meta({
    description:
      "`optimise`: the cheapest plan; `in_order`: the first node by rank that fits, whatever it costs",
  }),
  nodes: z.strictObject({
    groups: Choice.optional(),
    kinds: z.array(z.enum(["store", "depot"])).min(1).max(2).optional(),
    withinMiles: wholeNumber(1, 12_500).optional(),
  }),
  keepBack: wholeNumber(0, 1_000).meta({
    description: "Units a node keeps for itself, on top of safety stock",
  }),
  capacity: z.strictObject({
    isHard: z.boolean().meta({ description: "Nothing to a node whose day is full" }),
    pickupPercent: wholeNumber(0, 100).meta({ description: "Of a store's day, kept for pickups" }),
    sharePercent: wholeNumber(1, 100).meta({
      description: "Of what a node has of an item, at most, to one order",
    }),
  }),
  assign: z.strictObject({
    isPartial: z.boolean().meta({ description: "Whether part of an order may be taken" }),
    maxPackages: wholeNumber(1, 10).nullable(),
    leastPackageMinor: Amount.meta({
      description: "What each package of a split and what is left must be worth",
    }),
    keepsKitsTogether: z.boolean(),
  }),
  rankedBy: z.array(NodeSort).max(5),
  left: Left.meta({ description: "What becomes of what this rule could not give to anybody" }),
}).meta({ id: "RoutingRule" });
export type Rule = z.infer<typeof Rule>;

export const Routing = z.strictObject({
  id: Slug,
  name: text(80),
  isOn: z.boolean(),
  orders: OrderFilter,
  sortedBy: z.array(OrderSort).max(4),
  rules: z.array(Rule).min(1).max(20),
}).meta({ id: "Routing" });
export type Routing = z.infer<typeof Routing>;

export const RoutingGroup = z.strictObject({
  id: Slug,
  name: text(80),
  isOn: z.boolean(),
  channels: Choice.optional(),
  routings: z.array(Routing).min(1).max(20),
}).meta({ id: "RoutingGroup" });
export type RoutingGroup = z.infer<typeof RoutingGroup>;

/** What the solver weighs besides what is paid; null: not at all. */
export const Weights = z.strictObject({
  splitMinor: Amount.meta({ description: "For each package" }),
  latePerDayMinor: Amount,
  marginPercent: wholeNumber(0, 100).meta({ description: "Of an item's price" }),
  stockoutDays: wholeNumber(1, 60).nullable().meta({
    description: "Days until shelves are filled again: sales to walk-ins lost until then count",
  }),
  rejectMinor: Amount.nullable().meta({
    description: "What it costs to source a unit again that was not found",
  }),
  congestionMinor: Amount.nullable().meta({ description: "For a package at a node whose day is full" }),
  rampDays: wholeNumber(0, 365).meta({
    description: "Days over which a new store comes to its full capacity",
  }),
}).meta({ id: "RoutingWeights" });
export type Weights = z.infer<typeof Weights>;

export const RoutingRules = z.strictObject({
  groups: z.array(RoutingGroup).min(1).max(20),
  weights: Weights,
}).superRefine(({ groups }, context) => {
  const ids = groups.flatMap((group) => [
    group.id,
    ...group.routings.flatMap((routing) => [routing.id, ...routing.rules.map((rule) => rule.id)]),
  ]);
  for (const id of new Set(ids.filter((each, i) => ids.indexOf(each) < i))) {
    context.addIssue({ code: "custom", message: `"${id}" names two things`, path: ["groups"] });
  }
}).meta({ id: "RoutingRules" });
export type RoutingRules = z.infer<typeof RoutingRules>;

/** A draft as it is saved; without an id it is a new one. */
export const SaveDraft = z.strictObject({ id: Uuid.optional(), name: text(80), rules: RoutingRules });
export type SaveDraft = z.infer<typeof SaveDraft>;
