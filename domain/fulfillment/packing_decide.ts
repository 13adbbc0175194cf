// The rules of packing and shipping, for server and phone alike: every unit that was picked lies in one parcel, and
// nothing leaves without a tracking number on each.
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { names, readScan } from "../catalog/decide.ts";
import type { Box, Parcel } from "../shipping/types.ts";
import type { OperationOf } from "./operation_types.ts";
import { become, inHand, lineNumbered, wrongState } from "./steps_decide.ts";
import type { Fulfillment, FulfillmentLine, Tracking } from "./types.ts";

/** Units of a line that lie in no parcel yet. */
export function toPack({ parcels }: Pick<Fulfillment, "parcels">, line: FulfillmentLine): number {
  return inHand(line) - packed(parcels, line.lineNo);
}

/** What is left to pack, line by line. */
export function leftToPack(fulfillment: Fulfillment): { line: FulfillmentLine; quantity: number }[] {
  return fulfillment.lines.map((line) => ({ line, quantity: toPack(fulfillment, line) }))
    .filter(({ quantity }) => quantity > 0);
}

/** The line a scan is packed for: the first with units left, else any that carries the item. */
export function lineToPack(fulfillment: Fulfillment, scanned: string): FulfillmentLine | undefined {
  const scan = readScan(scanned);
  const lines = fulfillment.lines.filter((line) => line.picked > 0 && names(scan, line));
  return lines.find((line) => toPack(fulfillment, line) > 0) ?? lines[0];
}

/** The number of the next parcel: one that no parcel has. */
export function nextParcelNo({ parcels }: Pick<Fulfillment, "parcels">): number {
  return Math.max(0, ...parcels.map(({ no }) => no)) + 1;
}

/** Parcels that nobody could follow yet, if they left now. */
export function withoutTracking({ parcels }: Pick<Fulfillment, "parcels">): Parcel[] {
  return parcels.filter(({ labelState }) => labelState !== "bought" && labelState !== "typed");
}

/** Whether a label is on the parcel, or about to be. */
export function hasLabel({ labelState }: Parcel): boolean {
  return labelState !== "none" && labelState !== "failed";
}

export function packUnits(fulfillment: Fulfillment, { body }: OperationOf<"pack_units">, boxes: Box[]) {
  const line = packable(fulfillment, body.lineNo);
  if (isRefusal(line)) return line;
  if (!names(readScan(body.scanned), line)) {
    return refuse("wrong_item", { scanned: body.scanned, expected: line.name });
  }
  const left = toPack(fulfillment, line);
  if (body.quantity > left) return refuse("too_many", { sku: line.sku, left, asked: body.quantity });
  const { parcelNo: no, boxId } = body;
  if (boxId !== null && boxes.length > 0 && !boxes.some((box) => box.id === boxId)) {
    return refuse("not_found", { boxId });
  }
  const parcel = fulfillment.parcels.find((each) => each.no === no) ?? emptyParcel(no, boxId);
  if (parcel.closed) return refuse("parcel_closed", { no });
  return withParcel(fulfillment, {
    ...parcel,
    boxId,
    lines: changed(parcel.lines, line.lineNo, body.quantity),
  });
}

export function unpackUnits(fulfillment: Fulfillment, { body }: OperationOf<"unpack_units">) {
  const line = packable(fulfillment, body.lineNo);
  if (isRefusal(line)) return line;
  const parcel = openParcel(fulfillment, body.parcelNo);
  if (isRefusal(parcel)) return parcel;
  const left = packed([parcel], line.lineNo);
  if (body.quantity > left) return refuse("too_many", { sku: line.sku, left, asked: body.quantity });
  const lines = changed(parcel.lines, line.lineNo, -body.quantity);
  if (lines.length > 0) return withParcel(fulfillment, { ...parcel, lines });
  return { ...fulfillment, parcels: fulfillment.parcels.filter((each) => each !== parcel) };
}

export function closeParcel(fulfillment: Fulfillment, { body }: OperationOf<"close_parcel">) {
  if (fulfillment.state !== "picked") return wrongState(fulfillment, "picked");
  const parcel = openParcel(fulfillment, body.parcelNo);
  if (isRefusal(parcel)) return parcel;
  return withParcel(fulfillment, { ...parcel, closed: true, weightGrams: body.weightGrams });
}

/** Opened again it has no weight any more; a label is for a closed parcel, so it comes off first. */
export function reopenParcel(
  fulfillment: Fulfillment,
  { body: { parcelNo: no } }: OperationOf<"reopen_parcel">,
) {
  const parcel = fulfillment.parcels.find((each) => each.no === no);
  if (!parcel) return refuse("not_found", { no });
  const picked = fulfillment.state === "picked" ? fulfillment : become(fulfillment, "picked");
  if (isRefusal(picked)) return picked;
  if (hasLabel(parcel)) return refuse("label_on_parcel", { no, tracking: parcel.tracking });
  return withParcel(picked, { ...parcel, closed: false, weightGrams: null, ...noLabel });
}

/** Packed is what lies in closed parcels, to the unit. What was packed without saying how is one parcel as it stands. */
export function pack(fulfillment: Fulfillment) {
  if (fulfillment.method !== "delivery") return wrongState(fulfillment, "packed");
  const done = become(fulfillment, "packed");
  if (isRefusal(done)) return done;
  if (done.parcels.length === 0) return inOneParcel(done);
  const left = leftToPack(fulfillment).map(({ line, quantity }) => ({ lineNo: line.lineNo, quantity }));
  if (left.length > 0) return refuse("units_left", { left });
  const open = done.parcels.filter((parcel) => !parcel.closed).map(({ no }) => no);
  return open.length > 0 ? refuse("parcel_open", { parcels: open }) : done;
}

/** Every parcel leaves with a number: of the label bought for it, else one somebody read off another carrier's label. */
export function ship(fulfillment: Fulfillment, { body }: OperationOf<"ship">) {
  const shipped = become(fulfillment, "shipped");
  if (isRefusal(shipped)) return shipped;
  const whole = shipped.parcels.length > 0 ? shipped : inOneParcel(shipped);
  const without = withoutTracking(whole);
  const typed = new Map(body.parcels?.map(({ no, tracking }) => [no, tracking]));
  if (body.tracking && without.length === 1) typed.set(without[0]!.no, body.tracking);
  const missing = without.filter(({ no }) => !typed.has(no)).map(({ no }) => no);
  if (missing.length > 0) return refuse("label_missing", { parcels: missing });
  const parcels = whole.parcels.map((parcel) =>
    without.includes(parcel) ? typedOn(parcel, typed.get(parcel.no)!) : parcel
  );
  const lines = shipped.lines.map((line) => ({ ...line, handed: line.handed + inHand(line) }));
  return { ...whole, lines, parcels, tracking: parcels.map((parcel) => parcel.tracking).join(", ") };
}

/**
 * Keeps parcels true to what is in the hand, whatever was done: what goes back to the shelf lies in no parcel, and a unit
 * that lies in one is not taken back without unpacking it.
 */
export function withTrueParcels(fulfillment: Fulfillment) {
  if (fulfillment.parcels.length === 0 || fulfillment.state === "shipped") return fulfillment;
  if (fulfillment.state === "to_put_back" || fulfillment.state === "cancelled") {
    return { ...fulfillment, parcels: [] };
  }
  const over = fulfillment.lines.find((line) => toPack(fulfillment, line) < 0);
  return over ? refuse("units_packed", { lineNo: over.lineNo, sku: over.sku }) : fulfillment;
}

function packable(fulfillment: Fulfillment, lineNo: number) {
  if (fulfillment.method !== "delivery" || fulfillment.state !== "picked") {
    return wrongState(fulfillment, "picked");
  }
  return lineNumbered(fulfillment, lineNo);
}

function openParcel({ parcels }: Fulfillment, no: number) {
  const parcel = parcels.find((each) => each.no === no);
  if (!parcel) return refuse("not_found", { no });
  return parcel.closed ? refuse("parcel_closed", { no }) : parcel;
}

/** All of it in its own packaging, weighed by the catalogue. */
function inOneParcel(fulfillment: Fulfillment): Fulfillment {
  const lines = fulfillment.lines.filter((line) => inHand(line) > 0);
  const parcel: Parcel = {
    ...emptyParcel(1, null),
    lines: lines.map((line) => ({ lineNo: line.lineNo, quantity: inHand(line) })),
    weightGrams: lines.reduce((sum, line) => sum + line.weightGrams * inHand(line), 0),
    closed: true,
  };
  return { ...fulfillment, parcels: [parcel] };
}

const noLabel = {
  tracking: null,
  carrierName: null,
  serviceName: null,
  labelState: "none" as const,
  labelProblem: null,
};

function emptyParcel(no: number, boxId: string | null): Parcel {
  return { no, boxId, lines: [], weightGrams: null, closed: false, ...noLabel };
}

function typedOn(parcel: Parcel, tracking: string): Parcel {
  return { ...parcel, ...noLabel, tracking, labelState: "typed" };
}

function withParcel(fulfillment: Fulfillment, parcel: Parcel): Fulfillment {
  const others = fulfillment.parcels.filter((each) => each.no !== parcel.no);
  return { ...fulfillment, parcels: [...others, parcel].sort((a, b) => a.no - b.no) };
}

function changed(lines: Parcel["lines"], lineNo: number, units: number): Parcel["lines"] {
  const quantity = packed([{ lines }], lineNo) + units;
  const others = lines.filter((each) => each.lineNo !== lineNo);
  return (quantity > 0 ? [...others, { lineNo, quantity }] : others).sort((a, b) => a.lineNo - b.lineNo);
}

function packed(parcels: Pick<Parcel, "lines">[], lineNo: number): number {
  return parcels.flatMap(({ lines }) => lines).filter((each) => each.lineNo === lineNo)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

/** How each parcel is followed that has left. */
export function trackingOf({ state, parcels }: Pick<Fulfillment, "state" | "parcels">): Tracking[] {
  if (state !== "shipped") return [];
  return parcels.map(({ no, tracking, labelState, carrierName }) => (
    { parcel: no, carrier: labelState === "typed" ? null : carrierName, number: tracking! }
  ));
}
