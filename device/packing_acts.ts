// What is done at the packing table. All of it works without a network; only labels are bought with one, see
// label_acts.ts.
import { suggestBoxes } from "../domain/shipping/boxes_decide.ts";
import type { Box, Parcel, SuggestedBox } from "../domain/shipping/types.ts";
import { leftToPack, lineToPack, nextParcelNo, toPack } from "../domain/fulfillment/packing_decide.ts";
import type { Fulfillment, FulfillmentLine } from "../domain/fulfillment/types.ts";
import { finish, perform } from "./acts.ts";
import { type Desk, say } from "./desk.ts";
import { refusalWords } from "./words.ts";

/** The box on the table: the one that is open, else the one to take next. */
export interface OnTable {
  no: number;
  boxId: string | null;
  open: Parcel | undefined;
  /** Boxes for all that lies in no closed one, as far as they can be told. */
  plan: SuggestedBox[];
}

/** Which box is packed now: what the associate chose, else what is suggested for all that is left. */
export function onTable(desk: Desk, order: Fulfillment): OnTable {
  const open = order.parcels.findLast((parcel) => !parcel.closed);
  const plan = suggestBoxes(unclosed(order), desk.floor.value.boxes ?? []);
  const suggested = plan[0]?.boxId ?? null;
  const boxId = desk.chosenBox.value !== undefined ? desk.chosenBox.value : open ? open.boxId : suggested;
  return { no: open?.no ?? nextParcelNo(order), boxId, open, plan };
}

function unclosed(order: Fulfillment) {
  return order.lines.map((line) => {
    const { lineNo, weightGrams, sidesMm } = line;
    const inOpen = order.parcels.filter((parcel) => !parcel.closed).flatMap(({ lines }) => lines)
      .filter((each) => each.lineNo === lineNo).reduce((sum, each) => sum + each.quantity, 0);
    return { lineNo, weightGrams, sidesMm, quantity: toPack(order, line) + inOpen };
  });
}

export function boxNamed(desk: Desk, boxId: string | null): Box | undefined {
  return desk.floor.value.boxes?.find((box) => box.id === boxId);
}

/** What a parcel should weigh: its goods by the catalogue, and its box. */
export function expectedGrams(desk: Desk, order: Fulfillment, parcel: Parcel): number {
  const goods = parcel.lines.reduce((sum, { lineNo, quantity }) => {
    const line = order.lines.find((each) => each.lineNo === lineNo);
    return sum + (line?.weightGrams ?? 0) * quantity;
  }, 0);
  return goods + (boxNamed(desk, parcel.boxId)?.tareGrams ?? 0);
}

/** One scan at the packing table is one unit into the box. */
export async function packScanned(desk: Desk, order: Fulfillment, scanned: string) {
  const line = lineToPack(order, scanned);
  if (!line) {
    const { title, detail } = refusalWords(desk.t, "wrong_item");
    return say(desk, "wrong", title, detail);
  }
  if (toPack(order, line) === 0) return say(desk, "wrong", desk.t.packing.allOfThem, line.name);
  await packOne(desk, order, line, scanned);
}

export async function packOne(
  desk: Desk,
  order: Fulfillment,
  { lineNo, name }: FulfillmentLine,
  scanned: string,
) {
  const { no: parcelNo, boxId } = onTable(desk, order);
  const body = { fulfillmentId: order.id, parcelNo, boxId, lineNo, quantity: 1, scanned };
  const after = await perform(desk, { type: "pack_units", body });
  if (!after) return;
  desk.chosenBox.value = undefined;
  const left = leftToPack(after).reduce((sum, { quantity }) => sum + quantity, 0);
  say(desk, "right", left === 0 ? desk.t.packing.allIn : desk.t.packing.left(desk.t.units(left)), name);
}

export async function unpackOne(desk: Desk, order: Fulfillment, { no: parcelNo }: Parcel, lineNo: number) {
  const body = { fulfillmentId: order.id, parcelNo, lineNo, quantity: 1 };
  const after = await perform(desk, { type: "unpack_units", body });
  const name = after?.lines.find((line) => line.lineNo === lineNo)?.name;
  if (after) say(desk, "plain", desk.t.packing.takenOut, name);
}

/** Closes the box on the table; with the last of them the order is packed. */
export async function closeParcel(desk: Desk, order: Fulfillment, parcelNo: number, weightGrams: number) {
  if (!Number.isInteger(weightGrams) || weightGrams < 1 || weightGrams > 100_000) {
    return say(desk, "wrong", desk.t.packing.notAWeight, desk.t.packing.notAWeightDetail);
  }
  const fulfillmentId = order.id;
  const after = await perform(desk, { type: "close_parcel", body: { fulfillmentId, parcelNo, weightGrams } });
  if (!after) return;
  const isLast = leftToPack(after).length === 0 && after.parcels.every((parcel) => parcel.closed);
  const packed = isLast && await perform(desk, { type: "pack", body: { fulfillmentId } });
  say(desk, "right", packed ? desk.t.packing.packed : desk.t.packing.closed(parcelNo));
}

export async function reopenParcel(desk: Desk, order: Fulfillment, parcelNo: number) {
  const body = { fulfillmentId: order.id, parcelNo };
  const after = await perform(desk, { type: "reopen_parcel", body });
  if (after) say(desk, "plain", desk.t.packing.opened(parcelNo));
}

/** A number read off a label that was made elsewhere: for the first parcel that has none. */
export function noteTracking(
  desk: Desk,
  order: Fulfillment,
  text: string,
  no = firstWithoutNumber(desk, order),
) {
  const tracking = text.trim();
  if (tracking === "" || tracking.length > 64 || no === undefined) {
    return say(desk, "wrong", desk.t.packing.notTracking, desk.t.packing.notTrackingDetail);
  }
  desk.typed.value = new Map(desk.typed.value).set(typedKey(order, no), tracking);
  say(desk, "right", desk.t.packing.noted(no), tracking);
}

export function typedFor(desk: Desk, order: Fulfillment, no: number): string | undefined {
  return desk.typed.value.get(typedKey(order, no));
}

export function hasNumber(desk: Desk, order: Fulfillment, { no, labelState }: Parcel): boolean {
  return labelState === "bought" || typedFor(desk, order, no) !== undefined;
}

/** On its way, every parcel under the number of its label or the one that was typed. */
export async function shipOrder(desk: Desk, order: Fulfillment) {
  const parcels = order.parcels.flatMap(({ no, labelState }) => {
    const tracking = typedFor(desk, order, no);
    return tracking && labelState !== "bought" ? [{ no, tracking }] : [];
  });
  const body = { fulfillmentId: order.id, ...(parcels.length > 0 ? { parcels } : {}) };
  const after = await perform(desk, { type: "ship", body });
  if (after) finish(desk, { kind: "shipped", fulfillment: after });
}

function firstWithoutNumber(desk: Desk, order: Fulfillment): number | undefined {
  return order.parcels.find((parcel) => !hasNumber(desk, order, parcel))?.no;
}

function typedKey({ id }: Fulfillment, no: number): string {
  return `${id}/${no}`;
}
