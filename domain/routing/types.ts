import type { Demand } from "../inventory/types.ts";
import type { RoutingRules, Rule } from "./rules_types.ts";

export type ShippingService = "standard" | "expedited";

/** What rules ask about an order. */
export interface OrderFacts {
  channelId: string;
  service: string;
  valueMinor: number;
  categories: readonly string[];
  /** Where it waits; null for one that is just placed. */
  queue: string | null;
}

/** What rules ask about a node. */
export interface NodeFacts {
  id: string;
  kind: "store" | "depot";
  groupIds: readonly string[];
  miles: number;
  /** Packages of its day, and how many of those are taken; null where nothing limits them. */
  capacityPerDay: number | null;
  load: number;
}

export interface RankedNode extends NodeFacts {
  stock: ReadonlyMap<string, number>;
  /** Walk-in units a day by item. */
  rates: ReadonlyMap<string, number>;
}

export interface BrokerLine {
  lineNo: number;
  sku: string;
  quantity: number;
  weightGrams: number;
  unitPriceMinor: number;
  kitLineNo: number | null;
}

/** A node that ships now, as a plan sees it. */
export interface BrokerNode extends RankedNode {
  lat: number;
  lon: number;
  /** The carrier's zone from there, 1 to 9. */
  zone: number;
  /** Days until a package leaves. */
  readyDays: number;
  /** By what the book said (1, 2, 3 and more units): how often a unit was looked for, and not found. */
  picks: readonly { asked: number; failed: number }[];
}

export interface Brokerage {
  order: OrderFacts & { service: ShippingService; to: { lat: number; lon: number } };
  lines: readonly BrokerLine[];
  nodes: readonly BrokerNode[];
  /** Nodes that had the order before, and gave it back. */
  tried: ReadonlySet<string>;
  rules: RoutingRules;
  rulesVersion: number;
  /** A node that has to be in the plan: what if? */
  through?: string;
}

/** What is paid for a package, in minor units; `total` is the sum of the parts. */
export interface PackageCost {
  ship: number;
  pack: number;
  pick: number;
  packaging: number;
  split: number;
  late: number;
  total: number;
}

/**
 * What is weighed for a package besides, in minor units: sales to walk-ins probably lost, picks that probably fail, the
 * rush at its node, what later orders would need it for.
 */
export interface PackageWeighed {
  stockout: number;
  reject: number;
  congestion: number;
  dual: number;
  total: number;
}

/** What a node is to send of a line; `left` is what its book said it had of the item when it was chosen. */
export interface PackageLine extends Demand {
  left: number;
}

export interface Package {
  nodeId: string;
  miles: number;
  zone: number;
  service: ShippingService;
  lines: PackageLine[];
  cost: PackageCost;
  weighed: PackageWeighed;
}

/** Why a node was not asked, or not taken. */
export type Reason =
  | "chosen"
  /** It had the order before and gave it back. */
  | "tried"
  | "no_stock"
  | "not_in_group"
  | "other_kind"
  | "too_far"
  | "at_capacity"
  | "too_late"
  /** It has too little to take the part that the chosen one took. */
  | "incomplete"
  /** The same goods from there cost more. */
  | "dearer"
  /** Others stand before it in the rule's order. */
  | "lower_rank";

export interface Considered {
  nodeId: string;
  miles: number;
  reason: Reason;
  /** How much dearer it would be. */
  byMinor?: number;
}

/** Another plan there was: which nodes, and what it would have come to. */
export interface PlanSummary {
  packages: Omit<Package, "service">[];
  totalMinor: number;
  scoreMinor: number;
}

/** Who ships what of an order, and why. */
export interface Decision {
  rulesVersion: number;
  groupId: string;
  routingId: string;
  /** Rules that were tried, in their order. */
  ruleIds: string[];
  packages: Package[];
  /** What no rule could give to anybody, and what is to become of it. */
  left: Demand[];
  after: Rule["left"];
  totalMinor: number;
  scoreMinor: number;
  /** False when the order was too large to look at every plan. */
  exact: boolean;
  /** Whether all of it was sourced at least cost, and none by rank. */
  isLeastCost: boolean;
  /** The best plan without the node of the most goods. */
  runnerUp: PlanSummary | null;
  /** Everything from the nearest node that has it. */
  nearest: PlanSummary | null;
  considered: Considered[];
}

/** What a decision was made for. */
export type Occasion = "placed" | "rerouted" | "rebrokered" | "queued" | "forced";
