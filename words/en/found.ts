import { count } from "./count.ts";

/** What was never found of an order that is over. */
export const found = {
  isOver: "This order is over here",
  isOverDetail: "What was missing can be sold again, if it turns up.",
  scan: "Put on its shelf and scan",
  missing: (units: number) => count(units, { one: "# was missing", other: "# were missing" }),
  one: "Found one",
  wasMissing: (order: string) => `Missing from order ${order}`,
  scanAgain: "Put it on its shelf, and scan it again.",
  notMissing: "That was not missing",
};
