// What the solver is told and what it answers. Whole numbers throughout: money in micro-dollars, weight in millionths
// of a pound, so that equal plans cost exactly the same and a table of costs sums to its total.

/** A millionth of a dollar. */
export type Micros = number;

/** A place that ships, as far as its costs go. */
export interface NodeFacts {
  id: string;
  kind: "store" | "dc";
  lat: number;
  lon: number;
  /** Days until a package leaves it. */
  readyDays: number;
  packCost: Micros;
  /** For one unit. */
  pickCost: Micros;
  /** Packages in a whole day; null where nothing limits them. */
  capacityPerDay: number | null;
  pickup: boolean;
}

export interface SkuFacts {
  id: string;
  /** Millionths of a pound. */
  weight: number;
  price: Micros;
  /** What is earned on a unit sold, and lost with a sale. */
  margin: Micros;
  /** What a unit left over at the end loses. */
  markdown: Micros;
}

/** A carrier's service: days on the road, the first pound and each further one, by zone. */
export interface Service {
  name: string;
  days: readonly number[];
  base: readonly Micros[];
  perLb: readonly Micros[];
}

export interface Costs {
  /** Miles up to which each zone but the last reaches. */
  zoneMiles: readonly number[];
  services: readonly Service[];
  packaging: Micros;
  /** For every package of an order. */
  splitPenalty: Micros;
  latePerDay: Micros;
  /** For a unit left out, on top of its margin. */
  unfilledPenalty: Micros;
}

export interface Line {
  sku: number;
  quantity: number;
  /** Lines of one group, such as the parts of a kit, go in one package or not at all. */
  group?: string;
}

/** An order to be sourced; nodes and items by their index in the snapshot. */
export interface Ask {
  /** Days from the start. */
  at: number;
  to: { lat: number; lon: number };
  /** The carrier's zone from each node, where its own chart says it; by miles otherwise. */
  zones?: Uint8Array;
  promiseDays: number;
  /** The store the shopper comes to: it ships nothing, and others send what it lacks to it. */
  pickupNode?: number;
  lines: readonly Line[];
  /** `one_box`: all in one package or nothing; `fastest`: first the earliest last arrival, then the cost. */
  mode?: "cheapest" | "one_box" | "fastest";
  maxPackages?: number;
  /** What every package of a split, and what is left out, has to be worth at least. */
  minShipmentValue?: Micros;
  /** Nodes not to be asked: they refused before, or are closed. */
  barred?: ReadonlySet<number>;
  /** A node that has to be in the plan: what if? */
  through?: number;
  /** Days from now by which everything has to be there. */
  arriveBy?: number;
}

/** What is paid for a package. */
export interface PackageCost {
  ship: Micros;
  pack: Micros;
  pick: Micros;
  packaging: Micros;
  split: Micros;
  late: Micros;
}

/** What is not paid but weighed: sales likely lost, refusals likely met, a store's rush, what others need it for. */
export interface PackagePrices {
  stockout: Micros;
  reject: Micros;
  congestion: Micros;
  dual: Micros;
}

export interface Units {
  sku: number;
  units: number;
}

export interface PlannedPackage {
  node: number;
  zone: number;
  /** Index of the service; −1 where the shopper comes for it. */
  service: number;
  contents: Units[];
  cost: PackageCost;
  prices: PackagePrices;
}

export interface RoutePlan {
  packages: PlannedPackage[];
  unfilled: Units[];
  /** Paid for the packages, and lost with what is left out. */
  cost: Micros;
  /** The cost and everything weighed: what was made least. */
  score: Micros;
  /** Whether no other plan has a lower score. */
  exact: boolean;
}
