// The steps a fulfillment can go. What is not listed here cannot happen, whoever asks.
import { refuse } from "../../lib/refusal.ts";
import type { Fulfillment, FulfillmentLine, FulfillmentState } from "./types.ts";

const steps: Record<FulfillmentState, FulfillmentState[]> = {
  open: ["picking", "cancelled"],
  picking: ["open", "picked", "to_put_back", "cancelled"],
  picked: ["picking", "staged", "packed", "to_put_back"],
  staged: ["picked", "arrived", "handed_over", "to_put_back"],
  arrived: ["handed_over", "to_put_back"],
  packed: ["picked", "shipped", "to_put_back"],
  // Back to the shelf, or, when a handover is undone within its minute, to the shopper.
  to_put_back: ["cancelled", "handed_over", "staged", "arrived"],
  handed_over: ["staged", "arrived"],
  shipped: [],
  cancelled: [],
};

/** A line nobody has worked on yet. */
export function untouched(
  line: Pick<FulfillmentLine, "lineNo" | "sku" | "quantity"> & Partial<FulfillmentLine>,
): FulfillmentLine {
  return {
    ...{ name: "", gtins: [], location: "", zone: "ambient", weightGrams: 0, sidesMm: null, minAge: null },
    ...{
      picked: 0,
      shorted: 0,
      shortReason: null,
      sorted: 0,
      handed: 0,
      putBack: 0,
      found: 0,
      substitute: null,
    },
    ...line,
  };
}

/** Whether a fulfillment may go from one state to another. */
export function mayBecome(from: FulfillmentState, to: FulfillmentState): boolean {
  return steps[from].includes(to);
}

/** The fulfillment in another state, or a refusal where no step leads there. */
export function become(fulfillment: Fulfillment, state: FulfillmentState) {
  return mayBecome(fulfillment.state, state) ? { ...fulfillment, state } : wrongState(fulfillment, state);
}

export function wrongState(fulfillment: Fulfillment, wanted: FulfillmentState) {
  return refuse("wrong_state", { state: fulfillment.state, wanted });
}

/** Units of a line nobody has found or given up on yet, and that wait for no shopper's answer. */
export function toPick(line: FulfillmentLine): number {
  return line.quantity - line.picked - line.shorted - proposed(line);
}

/** Units the shopper is being asked about. */
export function proposed({ substitute }: FulfillmentLine): number {
  return substitute?.state === "proposed" ? substitute.quantity : 0;
}

/** Units in the bag or the bin: picked, and neither handed over nor put back. */
export function inHand(line: FulfillmentLine): number {
  return line.picked - line.handed - line.putBack;
}

/** Units of a line this node still means for the shopper, or has given them. */
export function kept({ state, ending }: Fulfillment, line: FulfillmentLine): number {
  if (state === "cancelled") return 0;
  // What is on its way back to the shelf is given up already, but for what was refused at the counter a moment ago.
  if (state === "to_put_back" && ending !== "refused") return line.handed;
  return line.quantity - line.shorted - line.putBack;
}

/** Whether anything is still to be looked for, or to be answered. */
export function isPicked(fulfillment: Fulfillment): boolean {
  return fulfillment.lines.every((line) => toPick(line) === 0 && proposed(line) === 0);
}

/** Where nothing at all was found there is nothing to stage or pack: the node's part ends here. */
export function pickedIfDone(fulfillment: Fulfillment) {
  if (!isPicked(fulfillment)) return fulfillment;
  const found = fulfillment.lines.some((line) => line.picked > 0);
  if (found && fulfillment.state === "open") return wrongState(fulfillment, "picked");
  return become(fulfillment, found ? "picked" : "cancelled");
}

/** The fulfillment with one of its lines changed. */
export function withLine(
  fulfillment: Fulfillment,
  line: FulfillmentLine,
  to: Partial<FulfillmentLine>,
): Fulfillment {
  return {
    ...fulfillment,
    lines: fulfillment.lines.map((other) => other.lineNo === line.lineNo ? { ...line, ...to } : other),
  };
}

export function lineNumbered(fulfillment: Fulfillment, lineNo: number) {
  return fulfillment.lines.find((line) => line.lineNo === lineNo) ??
    refuse("not_found", { lineNo, fulfillmentId: fulfillment.id });
}
