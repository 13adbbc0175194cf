import type { Demand } from "../inventory/types.ts";

export type ShippingService = "standard" | "expedited";

/** A node that could ship part of an order: how far, in which carrier zone, and what it can promise. */
export interface Candidate {
  nodeId: string;
  miles: number;
  zone: number;
  available: ReadonlyMap<string, number>;
}

/** A line to be shipped, with the weight of one unit in grams. */
export interface ShipLine extends Demand {
  weightGrams: number;
}

/** What a package costs, in minor units; `total` is the sum of the parts. */
export interface PackageCost {
  ship: number;
  pack: number;
  pick: number;
  packaging: number;
  split: number;
  total: number;
}

export interface Package {
  nodeId: string;
  miles: number;
  zone: number;
  lines: Demand[];
  cost: PackageCost;
}

/** Why a node that had some of the goods was not chosen. */
export interface PassedOver {
  nodeId: string;
  reason: "incomplete" | "farther" | "costlier";
}

export interface Plan {
  packages: Package[];
  totalMinor: number;
  /** False when the order was too large to try every split. */
  exact: boolean;
  passedOver: PassedOver[];
}
