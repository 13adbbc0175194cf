// What will not be handed over: units that are missing or refused, orders that are cancelled or never collected, and the way
// of picked goods back to their shelf.
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { names, readScan } from "../catalog/decide.ts";
import { picks, tooMany, workableLine } from "./pick_decide.ts";
import { become, inHand, lineNumbered, pickedIfDone, toPick, withLine, wrongState } from "./steps_decide.ts";
import type { OperationOf } from "./operation_types.ts";
import type { EndingReason, Fulfillment, FulfillmentLine, Picker, ShortedBecause } from "./types.ts";

export function shortPick(fulfillment: Fulfillment, { body }: OperationOf<"short_pick">, picker: Picker) {
  const line = workableLine(fulfillment, body.lineNo, picker);
  if (isRefusal(line)) return line;
  if (body.quantity > toPick(line)) return tooMany(line, body.quantity);
  return pickedIfDone(shorter(fulfillment, line, body.quantity, body.reason));
}

/** This node will not do these units, or the whole order. What is already picked stays picked. */
export function reject(fulfillment: Fulfillment, { body }: OperationOf<"reject">, picker: Picker) {
  const { state, pickerId, pickerName } = fulfillment;
  if (state !== "open" && state !== "picking") return wrongState(fulfillment, "cancelled");
  const isMine = state === "open" || pickerId === null || picks(fulfillment, picker.personId);
  if (!isMine) return refuse("taken", { by: pickerName });
  let after: Fulfillment = fulfillment;
  for (const { lineNo, quantity } of body.lines) {
    const line = lineNumbered(after, lineNo);
    if (isRefusal(line)) return line;
    if (quantity > toPick(line)) return tooMany(line, quantity);
    after = shorter(after, line, quantity, body.reason);
  }
  return pickedIfDone(after);
}

/** Units that were sold over the counter are not looked for any more. */
export function displace(fulfillment: Fulfillment, lost: { lineNo: number; quantity: number }[]) {
  let after = fulfillment;
  for (const { lineNo, quantity } of lost) {
    const line = lineNumbered(after, lineNo);
    if (isRefusal(line)) return line;
    if (quantity > toPick(line)) return refuse("too_many", { fulfillmentId: fulfillment.id });
    after = shorter(after, line, quantity, "displaced");
  }
  return pickedIfDone(after);
}

/** The store has one of what it gave up on after all. */
export function findAgain(fulfillment: Fulfillment, { body }: OperationOf<"find_again">) {
  const line = lineNumbered(fulfillment, body.lineNo);
  if (isRefusal(line)) return line;
  const left = toFind(line);
  if (body.quantity > left) return refuse("too_many", { sku: line.sku, left, asked: body.quantity });
  return withLine(fulfillment, line, { found: line.found + body.quantity });
}

/** Units of a line that were given up and may be there after all. */
export function toFind({ shortReason, shorted, found }: FulfillmentLine): number {
  return shortReason === "not_found" ? shorted - found : 0;
}

/** Takes back a part of an order, until its goods have left. What is in the bag or the bin goes back to its shelf. */
export function cancel(fulfillment: Fulfillment) {
  if (fulfillment.state === "to_put_back") return fulfillment;
  if (["handed_over", "shipped", "cancelled"].includes(fulfillment.state) || hasLeft(fulfillment)) {
    return refuse("too_late_to_cancel", { fulfillmentId: fulfillment.id, state: fulfillment.state });
  }
  // With nothing in the bag there is nothing to tell of its lines: all that was promised is released.
  if (fulfillment.lines.every((line) => inHand(line) === 0)) return endOrPutBack(fulfillment, "cancelled");
  const lines = fulfillment.lines.map((line) => {
    const units = line.quantity - line.picked - line.shorted;
    if (units === 0) return line;
    const substitute = line.substitute?.state === "proposed"
      ? { ...line.substitute, state: "withdrawn" as const }
      : line.substitute;
    return { ...line, shorted: line.shorted + units, shortReason: "cancelled" as const, substitute };
  });
  return endOrPutBack({ ...fulfillment, lines }, "cancelled");
}

/** Nobody came for it as long as it was kept. */
export function endHold(fulfillment: Fulfillment, now: Date) {
  if (fulfillment.state !== "staged" || !fulfillment.holdUntil || fulfillment.holdUntil > now) {
    return undefined;
  }
  return endOrPutBack(fulfillment, "not_collected");
}

/** To the shelf with what is in the bin; where there is nothing to carry, it is over. */
export function endOrPutBack(fulfillment: Fulfillment, ending: EndingReason) {
  const state = fulfillment.lines.some((line) => inHand(line) > 0) ? "to_put_back" : "cancelled";
  const after = become(fulfillment, state);
  return isRefusal(after) ? after : { ...after, ending };
}

export function putBack(fulfillment: Fulfillment, { body }: OperationOf<"put_back">) {
  if (fulfillment.state !== "to_put_back") return wrongState(fulfillment, "to_put_back");
  const line = lineNumbered(fulfillment, body.lineNo);
  if (isRefusal(line)) return line;
  if (!names(readScan(body.scanned), line)) {
    return refuse("wrong_item", { scanned: body.scanned, expected: line.name });
  }
  if (body.quantity > inHand(line)) {
    return refuse("too_many", { sku: line.sku, left: inHand(line), asked: body.quantity });
  }
  const after = withLine(fulfillment, line, { putBack: line.putBack + body.quantity });
  if (after.lines.some((each) => inHand(each) > 0)) return after;
  return become(after, hasLeft(after) ? "handed_over" : "cancelled");
}

/** Whether some of it is already the shopper's. */
export function hasLeft({ lines }: Fulfillment): boolean {
  return lines.some((line) => line.handed > 0);
}

function shorter(
  fulfillment: Fulfillment,
  line: FulfillmentLine,
  units: number,
  shortReason: ShortedBecause,
) {
  return withLine(fulfillment, line, { shorted: line.shorted + units, shortReason });
}
