// What an associate has chosen on the screen and not yet done: which orders to see, and which to take in one walk.
import { signal } from "@preact/signals";
import type { Method, PickBatch } from "../domain/fulfillment/types.ts";

export const filters = ["all", "pickup", "curbside", "delivery", "mine"] as const;
export type Filter = "all" | Method | "mine";

/** Orders on their way into one walk: first which, then a tote for each. */
export interface Several {
  step: "choose" | "totes";
  ids: string[];
  mode: PickBatch["mode"];
  /** By order; a name is suggested until a label is scanned or typed. */
  totes: Record<string, string>;
  /** Orders whose tote was scanned: the next label is for the first that is not among them. */
  scanned: string[];
}

export function createChoices() {
  return {
    filter: signal<Filter>("all"),
    several: signal<Several | null>(null),
    /** The item of a walk an associate chose to look for first. */
    chosenItem: signal<string | null>(null),
    isMenuOpen: signal(false),
  };
}
