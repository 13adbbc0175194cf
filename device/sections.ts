// The list of orders, by what is to be done next.
import { names, readScan } from "../domain/catalog/decide.ts";
import { toFind } from "../domain/fulfillment/ending_decide.ts";
import { lineOfScan, picks } from "../domain/fulfillment/pick_decide.ts";
import { inHand, toPick } from "../domain/fulfillment/steps_decide.ts";
import type { Fulfillment, FulfillmentLine } from "../domain/fulfillment/types.ts";
import type { Filter } from "./choices.ts";

export const sectionKinds = ["waiting", "pick", "stage", "putBack", "ready"] as const;
export type SectionKind = typeof sectionKinds[number];
export type Sections = Record<SectionKind, Fulfillment[]>;

/** The orders in their sections, the most urgent first. */
export function sectionsOf(fulfillments: Fulfillment[], personId: string): Sections {
  const of = (kind: SectionKind) => fulfillments.filter((each) => sectionOf(each) === kind);
  return {
    waiting: of("waiting").sort(by((each) => each.arrivedAt ?? each.dueBy)),
    pick: of("pick").sort((a, b) => turn(a, personId) - turn(b, personId) || byDue(a, b)),
    stage: of("stage").sort(byDue),
    putBack: of("putBack").sort(byDue),
    // Who is on the way stands in a list of its own.
    ready: of("ready").filter(({ onWayAt }) => onWayAt === null).sort(byDue),
  };
}

export function sectionOf({ state }: Fulfillment): SectionKind | undefined {
  if (state === "arrived") return "waiting";
  if (state === "open" || state === "picking") return "pick";
  if (state === "picked" || state === "packed") return "stage";
  if (state === "to_put_back") return "putBack";
  return state === "staged" ? "ready" : undefined;
}

/** My own first, then what nobody has, then what others have. */
function turn(fulfillment: Fulfillment, personId: string): number {
  if (isFree(fulfillment)) return 1;
  return picks(fulfillment, personId) ? 0 : 2;
}

/** Nobody has it: it was never begun, or its picker gave it back. */
export function isFree({ state, pickerId }: Fulfillment): boolean {
  return state === "open" || (state === "picking" && pickerId === null);
}

/** Who picks it: the one who took it, and who joined. */
export function pickersOf({ pickerName, helpers }: Fulfillment): string {
  return [pickerName, ...helpers.map(({ name }) => name)].filter(Boolean).join(", ");
}

/** Those of one kind, or one's own. A shopper who is here is seen whatever is chosen. */
export function filtered(fulfillments: Fulfillment[], filter: Filter, personId: string): Fulfillment[] {
  if (filter === "all") return fulfillments;
  return fulfillments.filter((each) =>
    each.state === "arrived" || (filter === "mine" ? isMine(each, personId) : each.method === filter)
  );
}

function isMine(fulfillment: Fulfillment, personId: string): boolean {
  return picks(fulfillment, personId) ||
    (fulfillment.state !== "picking" && fulfillment.pickerId === personId);
}

export const byDue = by((each) => each.dueBy);

function by(instant: (each: Fulfillment) => Date) {
  return (a: Fulfillment, b: Fulfillment) =>
    instant(a).getTime() - instant(b).getTime() || a.orderNumber.localeCompare(b.orderNumber);
}

/** The orders every word of the text is found in: number, shopper, bin, bay, items. */
export function matching(fulfillments: Fulfillment[], text: string): Fulfillment[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return fulfillments;
  return fulfillments.filter((each) => {
    const told = tellAll(each);
    return words.every((word) => told.includes(word));
  });
}

function tellAll({ orderNumber, shopperLabel, bin, bay, car, lines }: Fulfillment): string {
  const items = lines.flatMap(({ sku, name }) => [sku, name]);
  return [orderNumber, shopperLabel, bin, bay, car, ...items].join("\n").toLowerCase();
}

/** The one whose number or bin this is. */
export function named(fulfillments: Fulfillment[], text: string): Fulfillment | undefined {
  const wanted = text.trim().replace(/^#/, "").toUpperCase();
  const open = fulfillments.filter((each) => sectionOf(each));
  return open.find(({ orderNumber }) => orderNumber.toUpperCase() === wanted) ??
    open.find(({ bin }) => bin === wanted);
}

/** Those this person could count the scanned item for now. */
export function needing(fulfillments: Fulfillment[], scanned: string, personId: string): Fulfillment[] {
  return fulfillments.filter((each) => {
    if (!isFree(each) && !picks(each, personId)) return false;
    const line = lineOfScan(each, scanned);
    return line !== undefined && toPick(line) > 0;
  });
}

/** Those with a scanned item in hand that goes back to its shelf. */
export function puttingBack(fulfillments: Fulfillment[], scanned: string): Fulfillment[] {
  return fulfillments.filter((each) => {
    const line = each.state === "to_put_back" ? lineToPutBack(each, scanned) : undefined;
    return line !== undefined && inHand(line) > 0;
  });
}

/** Handed over, sent or cancelled: shown only for what may still turn up of it. */
export function isOver({ state }: Fulfillment): boolean {
  return state === "handed_over" || state === "shipped" || state === "cancelled";
}

/** Lines short of something that may turn up. */
export function missingOf({ lines }: Fulfillment): FulfillmentLine[] {
  return lines.filter((line) => toFind(line) > 0);
}

/** Orders that are over and short of something. */
export function shortOf(fulfillments: Fulfillment[]): Fulfillment[] {
  return fulfillments.filter((each) => isOver(each) && missingOf(each).length > 0);
}

/** The missing line that a scanned item belongs to. */
export function missingLine(order: Fulfillment, scanned: string): FulfillmentLine | undefined {
  const scan = readScan(scanned);
  return missingOf(order).find((line) => names(scan, line));
}

/** The line a unit on its way back belongs to: the first with one in hand, else any that carries the item. */
export function lineToPutBack({ lines }: Fulfillment, scanned: string): FulfillmentLine | undefined {
  const scan = readScan(scanned);
  const named = lines.filter((line) => names(scan, line));
  return named.find((line) => inHand(line) > 0) ?? named[0];
}

/** Units of an order, or of what has been found of it. */
export function unitsOf({ lines }: Fulfillment): { asked: number; picked: number; left: number } {
  const sum = (units: (line: FulfillmentLine) => number) =>
    lines.reduce((total, line) => total + units(line), 0);
  return { asked: sum((line) => line.quantity), picked: sum((line) => line.picked), left: sum(toPick) };
}

/** A line with the units still to be looked for. */
export type WalkLine = FulfillmentLine & { left: number };
