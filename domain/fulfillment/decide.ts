// The rules of picking, staging and handing over. The server decides by them and so does the phone, so that an associate
// without a network hears the same yes or no.
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { names, readScan } from "../catalog/decide.ts";
import type { Fulfillment, FulfillmentLine, FulfillmentState, Operation, OperationOf } from "./types.ts";

/** Who acts: the device knows it as well as the server does. */
export interface Picker {
  personId: string;
  name: string;
}

/** Every step there is. What is not listed here cannot happen, whoever asks. */
const steps: Record<FulfillmentState, FulfillmentState[]> = {
  open: ["picking", "cancelled"],
  picking: ["picked", "cancelled"],
  picked: ["staged", "packed", "cancelled"],
  staged: ["arrived", "handed_over", "cancelled"],
  arrived: ["handed_over", "cancelled"],
  packed: ["shipped", "cancelled"],
  handed_over: [],
  shipped: [],
  cancelled: [],
};

/** Whether a fulfillment may go from one state to another. */
export function mayBecome(from: FulfillmentState, to: FulfillmentState): boolean {
  return steps[from].includes(to);
}

/** Units of a line nobody has found or given up on yet. */
export function toPick(line: FulfillmentLine): number {
  return line.quantity - line.picked - line.shorted;
}

/** Whether anything is still to be looked for. */
export function isPicked(fulfillment: Fulfillment): boolean {
  return fulfillment.lines.every((line) => toPick(line) === 0);
}

/** The line a scan stands for: the first with units left, else any that carries the item. */
export function lineOfScan(fulfillment: Fulfillment, scanned: string): FulfillmentLine | undefined {
  const scan = readScan(scanned);
  const lines = fulfillment.lines.filter((line) => names(scan, line));
  return lines.find((line) => toPick(line) > 0) ?? lines[0];
}

/**
 * The fulfillment after an operation, or a refusal. Proof of a handover is checked elsewhere: by signature on the phone,
 * by signature or code on the server.
 */
export function decide(fulfillment: Fulfillment, operation: Operation, picker: Picker) {
  if (fulfillment.state === "cancelled") {
    return refuse("fulfillment_cancelled", { fulfillmentId: fulfillment.id });
  }
  switch (operation.type) {
    case "start_pick":
      return startPick(fulfillment, operation, picker);
    case "confirm_pick":
      return confirmPick(fulfillment, operation, picker);
    case "short_pick":
      return shortPick(fulfillment, operation, picker);
    case "stage":
      return stage(fulfillment, operation);
    case "hand_over":
      return handOver(fulfillment);
    case "pack":
      return fulfillment.method === "delivery"
        ? become(fulfillment, "packed")
        : wrongState(fulfillment, "packed");
    case "ship":
      return ship(fulfillment, operation);
  }
}

/** Somebody else's pick can be taken over, but only by saying so: they may have gone home, or stand two aisles away. */
function startPick(fulfillment: Fulfillment, { body }: OperationOf<"start_pick">, picker: Picker) {
  const taken = { pickerId: picker.personId, pickerName: picker.name };
  if (fulfillment.state === "picking") {
    if (fulfillment.pickerId === picker.personId) return fulfillment;
    return body.takeOver ? { ...fulfillment, ...taken } : refuse("taken", { by: fulfillment.pickerName });
  }
  const started = become(fulfillment, "picking");
  return isRefusal(started) ? started : { ...started, ...taken };
}

function confirmPick(fulfillment: Fulfillment, { body }: OperationOf<"confirm_pick">, picker: Picker) {
  const line = workableLine(fulfillment, body.lineNo, picker);
  if (isRefusal(line)) return line;
  if (!names(readScan(body.scanned), line)) {
    return refuse("wrong_item", { scanned: body.scanned, expected: line.name });
  }
  return change(fulfillment, line, body.quantity, { picked: line.picked + body.quantity });
}

function shortPick(fulfillment: Fulfillment, { body }: OperationOf<"short_pick">, picker: Picker) {
  const line = workableLine(fulfillment, body.lineNo, picker);
  if (isRefusal(line)) return line;
  return change(fulfillment, line, body.quantity, { shorted: line.shorted + body.quantity });
}

function workableLine(fulfillment: Fulfillment, lineNo: number, picker: Picker) {
  if (fulfillment.state !== "picking") return wrongState(fulfillment, "picking");
  if (fulfillment.pickerId !== picker.personId) return refuse("taken", { by: fulfillment.pickerName });
  return fulfillment.lines.find((line) => line.lineNo === lineNo) ??
    refuse("not_found", { lineNo, fulfillmentId: fulfillment.id });
}

function change(
  fulfillment: Fulfillment,
  line: FulfillmentLine,
  units: number,
  to: Partial<FulfillmentLine>,
) {
  if (units > toPick(line)) return refuse("too_many", { sku: line.sku, left: toPick(line), asked: units });
  const lines = fulfillment.lines.map((other) => other === line ? { ...line, ...to } : other);
  return pickedIfDone({ ...fulfillment, lines });
}

/** Where nothing at all was found there is nothing to stage or pack: the node's part ends here. */
function pickedIfDone(fulfillment: Fulfillment) {
  if (!isPicked(fulfillment)) return fulfillment;
  const found = fulfillment.lines.some((line) => line.picked > 0);
  return become(fulfillment, found ? "picked" : "cancelled");
}

/** Units that were sold over the counter are not looked for any more. */
export function displace(fulfillment: Fulfillment, lost: { lineNo: number; quantity: number }[]) {
  const lines = fulfillment.lines.map((line) => {
    const units = lost.filter(({ lineNo }) => lineNo === line.lineNo)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    return { ...line, shorted: line.shorted + units };
  });
  if (lines.some((line) => toPick(line) < 0)) return refuse("too_many", { fulfillmentId: fulfillment.id });
  return pickedIfDone({ ...fulfillment, lines });
}

function stage(fulfillment: Fulfillment, { body }: OperationOf<"stage">) {
  if (fulfillment.method === "delivery") return wrongState(fulfillment, "staged");
  // Moving a staged order to another bin is staging it again.
  if (fulfillment.state === "staged" || fulfillment.state === "arrived") {
    return { ...fulfillment, bin: body.bin };
  }
  const staged = become(fulfillment, "staged");
  return isRefusal(staged) ? staged : { ...staged, bin: body.bin };
}

function handOver(fulfillment: Fulfillment) {
  return become(fulfillment, "handed_over");
}

/** The shopper of a curbside order stands outside. Saying so again only corrects where, and in what car. */
export function arrive(
  fulfillment: Fulfillment,
  where: { bay: string | null; car: string | null },
  now: Date,
) {
  if (fulfillment.method !== "curbside") return wrongState(fulfillment, "arrived");
  const here = fulfillment.state === "arrived" ? fulfillment : become(fulfillment, "arrived");
  return isRefusal(here) ? here : { ...here, ...where, arrivedAt: here.arrivedAt ?? now };
}

function ship(fulfillment: Fulfillment, { body }: OperationOf<"ship">) {
  const shipped = become(fulfillment, "shipped");
  return isRefusal(shipped) ? shipped : { ...shipped, tracking: body.tracking };
}

function become(fulfillment: Fulfillment, state: FulfillmentState) {
  return mayBecome(fulfillment.state, state) ? { ...fulfillment, state } : wrongState(fulfillment, state);
}

function wrongState(fulfillment: Fulfillment, wanted: FulfillmentState) {
  return refuse("wrong_state", { state: fulfillment.state, wanted });
}

/** A fulfillment as it came over the wire: its instants are text there. */
export type FulfillmentJson = {
  [Key in keyof Fulfillment]: Fulfillment[Key] extends Date ? string
    : Fulfillment[Key] extends Date | null ? string | null
    : Fulfillment[Key];
};

/** A fulfillment as it goes over the wire and into a page. */
export function fulfillmentJson(fulfillment: Fulfillment): FulfillmentJson {
  return {
    ...fulfillment,
    placedAt: fulfillment.placedAt.toISOString(),
    dueBy: fulfillment.dueBy.toISOString(),
    promisedBy: fulfillment.promisedBy.toISOString(),
    holdUntil: fulfillment.holdUntil?.toISOString() ?? null,
    arrivedAt: fulfillment.arrivedAt?.toISOString() ?? null,
  };
}

/** Turns instants back into dates. */
export function reviveFulfillment(json: FulfillmentJson): Fulfillment {
  const instant = (value: string | null) => value === null ? null : new Date(value);
  return {
    ...json,
    placedAt: new Date(json.placedAt),
    dueBy: new Date(json.dueBy),
    promisedBy: new Date(json.promisedBy),
    holdUntil: instant(json.holdUntil),
    arrivedAt: instant(json.arrivedAt),
  };
}
