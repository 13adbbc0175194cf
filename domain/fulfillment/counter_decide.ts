// From the bin to the shopper's hands: staging, the hold, the car outside, and the handover, whole or in part.
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { checkIdentity } from "./identity_decide.ts";
import { toSort } from "./pick_decide.ts";
import { become, inHand, lineNumbered, withLine, wrongState } from "./steps_decide.ts";
import type { OperationOf } from "./operation_types.ts";
import type { Bin, Floor, Fulfillment, Picker, Zone } from "./types.ts";

/** Puts an order into a bin; once every zone its goods need has one, it is ready. A staged order can move to another. */
export function stage(fulfillment: Fulfillment, { body }: OperationOf<"stage">, { bins }: Floor) {
  if (fulfillment.method === "delivery") return wrongState(fulfillment, "staged");
  const isStaged = fulfillment.state === "staged" || fulfillment.state === "arrived";
  if (!isStaged && fulfillment.state !== "picked") return wrongState(fulfillment, "staged");
  if (fulfillment.lines.some((line) => toSort(fulfillment, line) > 0)) {
    return refuse("not_sorted", { fulfillmentId: fulfillment.id });
  }
  const zone = zoneOfBin(fulfillment, body, bins);
  if (isRefusal(zone)) return zone;
  const spots = [...fulfillment.spots.filter((spot) => spot.zone !== zone), { bin: body.bin, zone }];
  const after = { ...fulfillment, spots, bin: spots.map((spot) => spot.bin).join(", ") };
  return isStaged || zonesWithoutBin(after).length > 0 ? after : become(after, "staged");
}

/** Where goods can stand, the plain one first. */
export const zones: Zone[] = ["ambient", "oversize", "chilled", "frozen"];

/** The zones this order's goods must stand in. */
export function zonesOf({ lines }: Fulfillment): Zone[] {
  const needed = new Set(lines.filter((line) => inHand(line) > 0).map((line) => line.zone));
  return zones.filter((zone) => needed.has(zone));
}

/** Those that still need a bin. */
export function zonesWithoutBin(fulfillment: Fulfillment): Zone[] {
  return zonesOf(fulfillment).filter((zone) => !fulfillment.spots.some((spot) => spot.zone === zone));
}

/** Which zone a bin serves for this order: a named bin its own, any other label the first zone that needs one. */
function zoneOfBin(fulfillment: Fulfillment, body: OperationOf<"stage">["body"], bins: Bin[]) {
  const zones = zonesOf(fulfillment);
  const bin = bins.find((each) => each.label === body.bin);
  if (bins.length > 0 && !bin) return refuse("unknown_bin", { bin: body.bin });
  const zone = bin?.zone ?? body.zone ?? zonesWithoutBin(fulfillment)[0] ?? zones[0] ?? "ambient";
  if (!zones.includes(zone)) return refuse("wrong_zone", { bin: body.bin, zone, needed: zones });
  const isThere = fulfillment.spots.some((spot) => spot.bin === body.bin);
  if (bin && !isThere && bin.used >= bin.capacity) {
    return refuse("bin_full", { bin: body.bin, capacity: bin.capacity });
  }
  return zone;
}

/** Keeps it longer for its shopper. */
export function extendHold(fulfillment: Fulfillment, { body }: OperationOf<"extend_hold">) {
  if ((fulfillment.state !== "staged" && fulfillment.state !== "arrived") || !fulfillment.holdUntil) {
    return wrongState(fulfillment, "staged");
  }
  const holdUntil = new Date(fulfillment.holdUntil.getTime() + body.hours * 3_600_000);
  return { ...fulfillment, holdUntil, remindedAt: null };
}

/** The shopper has set out. It may be said again, with another time. */
export function setOut(fulfillment: Fulfillment, etaAt: Date | null, now: Date) {
  if (fulfillment.method === "delivery" || fulfillment.state !== "staged") {
    return wrongState(fulfillment, "staged");
  }
  return { ...fulfillment, onWayAt: fulfillment.onWayAt ?? now, etaAt };
}

/** The shopper says who else may collect it, or that nobody may any more; until it is in somebody's hands. */
export function nameCollector(fulfillment: Fulfillment, collector: string | null) {
  const isOpen = ["open", "picking", "picked", "staged", "arrived"].includes(fulfillment.state);
  if (fulfillment.method === "delivery" || !isOpen) return wrongState(fulfillment, "handed_over");
  return { ...fulfillment, collector };
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

/** Somebody goes out to the car: it stops ringing for the others. */
export function attend(fulfillment: Fulfillment, picker: Picker) {
  if (fulfillment.state !== "arrived") return wrongState(fulfillment, "arrived");
  if (fulfillment.attendedBy) return fulfillment;
  return { ...fulfillment, attendedBy: { personId: picker.personId, name: picker.name } };
}

/** Gives goods to their shopper: all, or some, the rest of which waits on or is not wanted; or all of it is not. */
export function handOver(fulfillment: Fulfillment, { body }: OperationOf<"hand_over">) {
  if (fulfillment.state !== "staged" && fulfillment.state !== "arrived") {
    return wrongState(fulfillment, "handed_over");
  }
  const given = body.lines ?? everything(fulfillment);
  if (given.length === 0 && body.rest !== "refuse") return refuse("nothing_given", {});
  const unproved = checkIdentity(fulfillment, body, given);
  if (unproved) return unproved;
  let after: Fulfillment = given.length > 0 ? { ...fulfillment, proof: body.proof.kind } : fulfillment;
  for (const { lineNo, quantity } of given) {
    const line = lineNumbered(after, lineNo);
    if (isRefusal(line)) return line;
    if (quantity > inHand(line)) {
      return refuse("too_many", { sku: line.sku, left: inHand(line), asked: quantity });
    }
    after = withLine(after, line, { handed: line.handed + quantity });
  }
  if (after.lines.every((line) => inHand(line) === 0)) return become(after, "handed_over");
  if (body.rest !== "refuse") return after;
  const refused = become(after, "to_put_back");
  return isRefusal(refused) ? refused : { ...refused, ending: "refused" as const };
}

/** What a handover gives when nothing else is said: all there is. */
export function everything({ lines }: Fulfillment): { lineNo: number; quantity: number }[] {
  return lines.filter((line) => inHand(line) > 0).map((line) => ({
    lineNo: line.lineNo,
    quantity: inHand(line),
  }));
}
