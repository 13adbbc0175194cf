// What the book says, in the words of the shop floor.
import type { LedgerLine, PromiseLine, StockPage } from "../../domain/fulfillment/types.ts";
import type { IconName } from "../icon_paths.ts";
import { clock, day } from "../when.ts";

type Said = Pick<LedgerLine, "reason" | "dOnHand" | "dReserved" | "dDamaged">;

/** "2 held for a cart", "10 received": the units that moved and what became of them. */
export function movementWords(movement: Said): string {
  return `${Math.abs(unitsOf(movement))} ${reasonWords(movement)}`;
}

function unitsOf({ dOnHand, dReserved, dDamaged }: Said): number {
  return dOnHand || dReserved || dDamaged;
}

function reasonWords(movement: Said): string {
  const isMore = unitsOf(movement) > 0;
  switch (movement.reason) {
    case "received":
      return "received";
    case "counted":
      return isMore ? "more counted than booked" : "fewer counted than booked";
    case "held":
      return "held for a cart";
    case "allocated":
      return "promised to an order";
    case "released":
      return "given back";
    case "expired":
      return "given back, the cart’s time ran out";
    case "displaced":
      return "taken back for a sale at the till";
    case "fulfilled":
      return "left with an order";
    case "not_found":
      return "not on the shelf";
    case "damaged":
      return "damaged";
    case "mismatched":
      return "not what the label says";
    case "found":
      return "found";
    case "sold":
      return isMore ? "returned at the till" : "sold at the till";
    case "returned":
      return "returned";
    case "transferred":
      return isMore ? "came from another store" : "sent to another store";
    case "repaired":
      return "repaired, for sale again";
    case "lost":
      return "lost";
    case "stolen":
      return "stolen";
    case "spoiled":
      return "spoiled";
    case "written_off":
      return "written off";
    case "corrected":
      return "corrected in the book";
  }
}

/** "+2", "−1", and nothing for nothing. */
export function change(units: number): string {
  if (units === 0) return "";
  return units > 0 ? `+${units.toLocaleString("en-US")}` : `−${(-units).toLocaleString("en-US")}`;
}

export const stateLooks: Record<PromiseLine["state"], { word: string; icon: IconName }> = {
  held: { word: "In a cart", icon: "shopping-bag" },
  allocated: { word: "To pick", icon: "circle-dashed" },
  picked: { word: "Picked", icon: "package-check" },
  staged: { word: "Staged", icon: "inbox" },
};

/** "2 in carts · 1 to pick"; "nothing is promised". */
export function splitWords({ held, allocated, picked, staged }: StockPage["split"]): string {
  const parts = [
    ...(held > 0 ? [`${held}\u00a0in\u00a0carts`] : []),
    ...(allocated > 0 ? [`${allocated}\u00a0to\u00a0pick`] : []),
    ...(picked > 0 ? [`${picked}\u00a0picked`] : []),
    ...(staged > 0 ? [`${staged}\u00a0staged`] : []),
  ];
  return parts.join(" · ") || "nothing is promised";
}

/** "today 8 pm", and with the year where it is another. */
export function momentOfYear(at: Date, now: Date, timeZone: string): string {
  const yearOf = (time: Date) => fieldTime(time, timeZone).slice(0, 4);
  const year = yearOf(at) === yearOf(now) ? "" : ` ${yearOf(at)}`;
  return `${day(at, now, timeZone)}${year}, ${clock(at, timeZone)}`;
}

/** A moment as a date and time field writes it, in the store's own time. */
export function fieldTime(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDateTime()
    .toString({ smallestUnit: "minute" });
}

/** The page of an item at a node, as of a moment, from a movement down. */
export function stockPath(
  nodeId: string,
  sku: string,
  { at, before }: { at?: Date | null; before?: number | null } = {},
) {
  const query = new URLSearchParams();
  if (at) query.set("at", at.toISOString());
  if (before) query.set("before", String(before));
  const asked = query.size > 0 ? `?${query}` : "";
  return `/stock/${nodeId}/${encodeURIComponent(sku)}${asked}`;
}
