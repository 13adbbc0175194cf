// Picking: who has the order, unit after unit, alone, with others, or several orders in one walk.
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { names, readScan } from "../catalog/decide.ts";
import { become, lineNumbered, pickedIfDone, toPick, withLine, wrongState } from "./steps_decide.ts";
import type { OperationOf } from "./operation_types.ts";
import type { Fulfillment, FulfillmentLine, Picker } from "./types.ts";

/** Whether this person works on the pick: it is theirs, or they joined it. */
export function picks({ state, pickerId, helpers }: Fulfillment, personId: string): boolean {
  return state === "picking" && (pickerId === personId || helpers.some((each) => each.personId === personId));
}

/** The line a scan stands for: the first with units left, else any that carries the item. */
export function lineOfScan(fulfillment: Fulfillment, scanned: string): FulfillmentLine | undefined {
  const scan = readScan(scanned);
  const lines = fulfillment.lines.filter((line) => names(scan, line));
  return lines.find((line) => toPick(line) > 0) ?? lines[0];
}

/** Somebody else's pick can be taken over, but only by saying so: they may have gone home, or stand two aisles away. */
export function startPick(fulfillment: Fulfillment, { body }: OperationOf<"start_pick">, picker: Picker) {
  const taken = {
    ...{ pickerId: picker.personId, pickerName: picker.name },
    ...(body.batch ? { batch: body.batch } : {}),
  };
  if (fulfillment.state !== "picking") {
    const started = become(fulfillment, "picking");
    return isRefusal(started) ? started : { ...started, ...taken };
  }
  if (fulfillment.pickerId === picker.personId || fulfillment.pickerId === null) {
    return { ...fulfillment, ...taken };
  }
  if (!body.takeOver) return refuse("taken", { by: fulfillment.pickerName });
  return { ...fulfillment, ...taken, helpers: [] };
}

/** Many hands on one order: whoever joins picks beside the one who took it. */
export function joinPick(fulfillment: Fulfillment, picker: Picker) {
  if (fulfillment.state !== "picking") return wrongState(fulfillment, "picking");
  if (picks(fulfillment, picker.personId)) return fulfillment;
  if (fulfillment.pickerId === null) {
    return { ...fulfillment, pickerId: picker.personId, pickerName: picker.name };
  }
  return { ...fulfillment, helpers: [...fulfillment.helpers, picker] };
}

/** Leaves a pick to others: a helper goes, or the order is anybody's again, with what is already in its bag. */
export function giveBack(fulfillment: Fulfillment, picker: Picker) {
  if (!picks(fulfillment, picker.personId)) return notMine(fulfillment);
  const helpers = fulfillment.helpers.filter((each) => each.personId !== picker.personId);
  if (fulfillment.pickerId !== picker.personId) return { ...fulfillment, helpers };
  const [next, ...others] = helpers;
  if (next) return { ...fulfillment, pickerId: next.personId, pickerName: next.name, helpers: others };
  return letGo(fulfillment);
}

/** A pick nobody has touched for so long goes back to the list. */
export function abandon(fulfillment: Fulfillment, idleSince: Date) {
  const isIdle = fulfillment.state === "picking" && fulfillment.pickerId !== null &&
    fulfillment.touchedAt !== null && fulfillment.touchedAt <= idleSince;
  return isIdle ? letGo(fulfillment) : undefined;
}

function letGo(fulfillment: Fulfillment): Fulfillment {
  const isUntouched = fulfillment.lines.every((line) => line.picked === 0 && line.shorted === 0);
  const state = isUntouched ? "open" as const : fulfillment.state;
  const batch = isUntouched ? null : fulfillment.batch;
  return { ...fulfillment, state, batch, pickerId: null, pickerName: null, helpers: [] };
}

export function confirmPick(fulfillment: Fulfillment, { body }: OperationOf<"confirm_pick">, picker: Picker) {
  const line = workableLine(fulfillment, body.lineNo, picker);
  if (isRefusal(line)) return line;
  if (!names(readScan(body.scanned), line)) {
    return refuse("wrong_item", { scanned: body.scanned, expected: line.name });
  }
  if (body.quantity > toPick(line)) return tooMany(line, body.quantity);
  return pickedIfDone(withLine(fulfillment, line, { picked: line.picked + body.quantity }));
}

/** After the walk: a unit out of the cart goes into this order's tote. */
export function sortUnits(fulfillment: Fulfillment, { body }: OperationOf<"sort_units">) {
  if (fulfillment.state !== "picking" && fulfillment.state !== "picked") {
    return wrongState(fulfillment, "picked");
  }
  const line = lineNumbered(fulfillment, body.lineNo);
  if (isRefusal(line)) return line;
  if (!names(readScan(body.scanned), line)) {
    return refuse("wrong_item", { scanned: body.scanned, expected: line.name });
  }
  const left = toSort(fulfillment, line);
  if (body.quantity > left) return refuse("too_many", { sku: line.sku, left, asked: body.quantity });
  return withLine(fulfillment, line, { sorted: line.sorted + body.quantity });
}

/** Units of a line that lie in the cart of a batch and not yet in the order's tote. */
export function toSort({ batch }: Fulfillment, line: FulfillmentLine): number {
  return batch?.mode === "sort_after" ? line.picked - line.sorted : 0;
}

/** A line of an order this person is picking. */
export function workableLine(fulfillment: Fulfillment, lineNo: number, picker: Picker) {
  if (fulfillment.state !== "picking") return wrongState(fulfillment, "picking");
  if (!picks(fulfillment, picker.personId)) return notMine(fulfillment);
  return lineNumbered(fulfillment, lineNo);
}

function notMine({ state, pickerName }: Fulfillment) {
  return state === "picking" ? refuse("taken", { by: pickerName }) : refuse("wrong_state", { state });
}

export function tooMany(line: FulfillmentLine, asked: number) {
  return refuse("too_many", { sku: line.sku, left: toPick(line), asked });
}
