// What will not be done, and what goes back: missing units, orders given up, what turns up again, and the way to the shelf.
import { nameScanned } from "../domain/catalog/decide.ts";
import { picks } from "../domain/fulfillment/pick_decide.ts";
import { inHand, toPick } from "../domain/fulfillment/steps_decide.ts";
import type { Operation } from "../domain/fulfillment/operation_types.ts";
import type { Fulfillment, FulfillmentLine } from "../domain/fulfillment/types.ts";
import { finish, perform } from "./acts.ts";
import { type Batch, type BatchItem, goWithout } from "./batch.ts";
import { type Desk, navigate, say } from "./desk.ts";
import { goOn } from "./pick_acts.ts";
import { isFree, isOver, lineToPutBack, missingLine, missingOf } from "./sections.ts";

export type ShortReason = Extract<Operation, { type: "short_pick" }>["body"]["reason"];
export type RejectReason = Extract<Operation, { type: "reject" }>["body"]["reason"];

/** How many units are missing, and why. */
export interface Missing {
  quantity: number;
  reason: ShortReason;
}

/** Gives up on units that cannot be found. */
export async function shortPick(desk: Desk, { id }: Fulfillment, line: FulfillmentLine, missing: Missing) {
  const body = { fulfillmentId: id, lineNo: line.lineNo, ...missing };
  const after = await perform(desk, { type: "short_pick", body });
  if (!after) return;
  desk.isShortOpen.value = false;
  desk.chosenLine.value = null;
  say(desk, "plain", desk.t.picking.missing(missing.quantity), line.name);
  endIfOver(desk, after);
}

/** The same on a walk for several: the least urgent orders go without. */
export async function shortOnWalk(desk: Desk, batch: Batch, item: BatchItem, { quantity, reason }: Missing) {
  for (const { share, quantity: units } of goWithout(item, quantity)) {
    const body = { fulfillmentId: share.order.id, lineNo: share.line.lineNo, quantity: units, reason };
    if (!await perform(desk, { type: "short_pick", body })) return;
  }
  desk.isShortOpen.value = false;
  say(desk, "plain", desk.t.picking.missing(quantity), item.name);
  goOn(desk, batch);
}

/** Orders that still want an item and that this person may give up: nobody's, and their own. */
export function wanting(fulfillments: Fulfillment[], sku: string, personId: string): Fulfillment[] {
  return fulfillments.filter((each) =>
    (isFree(each) || picks(each, personId)) && linesLeft(each, sku).length > 0
  );
}

/** Nobody will find this item today: one act for every order that wants it. */
export async function rejectEverywhere(desk: Desk, sku: string, reason: ShortReason) {
  const orders = wanting(desk.fulfillments.value, sku, desk.person.personId);
  const shown = desk.selected.value?.found;
  for (const order of orders) {
    const after = await perform(desk, rejecting(order, reason, sku));
    if (after && after.id === shown?.id && !after.batch) endIfOver(desk, after);
  }
  desk.isShortOpen.value = false;
  desk.chosenLine.value = null;
  say(desk, "plain", desk.t.shorts.rejected(orders.length));
  if (shown?.batch) goOn(desk, shown.batch);
}

/** This store cannot do the order: what is left of it goes elsewhere. */
export async function declineOrder(desk: Desk, order: Fulfillment, reason: RejectReason) {
  const after = await perform(desk, rejecting(order, reason));
  if (!after) return;
  desk.choices.isMenuOpen.value = false;
  say(desk, "plain", desk.t.menu.declined);
  endIfOver(desk, after);
}

function rejecting(order: Fulfillment, reason: RejectReason, sku?: string) {
  const lines = linesLeft(order, sku).map((line) => ({ lineNo: line.lineNo, quantity: toPick(line) }));
  return { type: "reject" as const, body: { fulfillmentId: order.id, lines, reason } };
}

function linesLeft({ lines }: Fulfillment, sku?: string): FulfillmentLine[] {
  return lines.filter((line) => toPick(line) > 0 && (sku === undefined || line.sku === sku));
}

function endIfOver(desk: Desk, after: Fulfillment) {
  if (after.state === "cancelled") finish(desk, { kind: "nothing_found", fulfillment: after });
}

/** A unit that was given up is there after all; of an order that is over nothing else is left to do. */
export async function findAgain(desk: Desk, { id }: Fulfillment, { lineNo, name }: FulfillmentLine) {
  const body = { fulfillmentId: id, lineNo, quantity: 1 };
  const after = await perform(desk, { type: "find_again", body });
  if (!after) return;
  desk.choices.isMenuOpen.value = false;
  if (isOver(after) && missingOf(after).length === 0) navigate(desk, null);
  say(desk, "right", desk.t.menu.foundAgain, name);
}

/** The same by a scan. */
export function findScanned(desk: Desk, order: Fulfillment, scanned: string) {
  const line = missingLine(order, scanned);
  if (line) return findAgain(desk, order, line);
  say(desk, "wrong", desk.t.found.notMissing, desk.t.putBack.notOfThisDetail);
}

/** One unit on its way back is on its shelf; named by a scan or, by hand, by its SKU. */
export async function putBackOne(desk: Desk, order: Fulfillment, scanned: string) {
  const { t } = desk;
  const line = lineToPutBack(order, scanned);
  if (!line) return say(desk, "wrong", t.putBack.notOfThis, t.putBack.notOfThisDetail);
  if (inHand(line) === 0) return say(desk, "wrong", t.putBack.allBack, line.name);
  const body = { fulfillmentId: order.id, lineNo: line.lineNo, quantity: 1, scanned: nameScanned(scanned) };
  const after = await perform(desk, { type: "put_back", body });
  if (!after) return;
  if (after.state !== "to_put_back") return finish(desk, { kind: "put_back", fulfillment: after });
  const { done, all } = putBackOf(after);
  say(desk, "right", t.picking.done(done, all), line.name);
}

/** How far an order is on its way back to the shelves. */
export function putBackOf({ lines }: Fulfillment): { done: number; all: number } {
  const done = lines.reduce((total, line) => total + line.putBack, 0);
  return { done, all: lines.reduce((total, line) => total + inHand(line), done) };
}
