// What an associate does on the walk: takes orders, alone, with others or several at once, and counts unit after unit.
import { nameScanned, readScan } from "../domain/catalog/decide.ts";
import { toPick } from "../domain/fulfillment/steps_decide.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import { finish, perform } from "./acts.ts";
import {
  type Batch,
  batchOf,
  itemsOf,
  nextOf,
  ordersOf,
  type Share,
  shareOfScan,
  stillOpen,
  toteOf,
} from "./batch.ts";
import { type Desk, find, navigate, say } from "./desk.ts";
import { named } from "./sections.ts";
import { refusalWords } from "./words.ts";

/** Takes the order to pick; another's, only by saying so. */
export async function startPick(desk: Desk, fulfillmentId: string, takeOver?: true) {
  const after = await perform(desk, { type: "start_pick", body: { fulfillmentId, takeOver } });
  if (after) say(desk, "plain", desk.t.picking.picking(after.orderNumber));
  return after;
}

/** Picks beside the one who has it. */
export async function joinPick(desk: Desk, fulfillmentId: string) {
  const after = await perform(desk, { type: "join_pick", body: { fulfillmentId } });
  if (after) say(desk, "plain", desk.t.picking.picking(after.orderNumber));
}

/** Leaves an order, or all of a walk, to others. */
export async function giveBack(desk: Desk, orders: Fulfillment[]) {
  for (const { id } of orders) {
    if (!await perform(desk, { type: "give_back", body: { fulfillmentId: id } })) return;
  }
  navigate(desk, null);
  say(desk, "plain", desk.t.menu.givenBack);
}

/** Counts one unit, named by what was scanned or, by hand, by its SKU. */
export async function countOne(desk: Desk, fulfillmentId: string, { lineNo, scanned }: {
  lineNo: number;
  scanned: string;
}) {
  const body = { fulfillmentId, lineNo, quantity: 1, scanned };
  const after = await perform(desk, { type: "confirm_pick", body });
  const line = after?.lines.find((each) => each.lineNo === lineNo);
  if (!after || !line) return;
  if (toPick(line) === 0) desk.chosenLine.value = null;
  say(desk, "right", desk.t.picking.done(line.picked, line.quantity), line.name);
}

/** Takes all the chosen orders at once, each with its tote, and goes to the first shelf. */
export async function startBatch(desk: Desk) {
  const several = desk.choices.several.value;
  if (!several) return;
  const { mode, totes } = several;
  const ids = stillOpen(desk.fulfillments.value, several.ids);
  const id = crypto.randomUUID();
  desk.choices.several.value = null;
  for (const fulfillmentId of ids) {
    const batch = { id, mode, tote: totes[fulfillmentId]! };
    await perform(desk, { type: "start_pick", body: { fulfillmentId, batch } });
  }
  const first = nextOf(desk.fulfillments.value, id, desk.person.personId);
  if (first) navigate(desk, first.id);
}

/** While orders are chosen a scan names one of them; while totes are, it is the label of the next one's. */
export function takeWhileChoosing(desk: Desk, text: string) {
  const several = desk.choices.several.value!;
  if (several.step === "totes") return takeTote(desk, text);
  const order = named(desk.fulfillments.value, text);
  if (order?.state !== "open") return say(desk, "wrong", desk.t.batch.notAnOrder, desk.t.batch.choose);
  if (!several.ids.includes(order.id)) {
    desk.choices.several.value = { ...several, ids: [...several.ids, order.id] };
  }
  say(desk, "right", order.orderNumber);
}

function takeTote(desk: Desk, text: string) {
  const { several } = desk.choices;
  const now = several.value!;
  const tote = toteOf(text);
  if (!tote) return say(desk, "wrong", desk.t.batch.notATote, desk.t.batch.notAToteDetail);
  if (now.scanned.some((id) => now.totes[id] === tote)) return say(desk, "wrong", desk.t.batch.twice(tote));
  const id = now.ids.find((each) => !now.scanned.includes(each));
  if (!id) return say(desk, "wrong", desk.t.batch.allHaveOne, desk.t.batch.allHaveOneDetail);
  several.value = { ...now, totes: { ...now.totes, [id]: tote }, scanned: [...now.scanned, id] };
  say(desk, "right", tote, find(desk, id)?.orderNumber);
}

/** A scan on the walk, or at the cart: says whose it is, counts it, and goes on by itself when all is done. */
export async function takeInBatch(desk: Desk, batch: Batch, scanned: string) {
  const scan = readScan(scanned);
  if (scan.kind === "location") return takeShelf(desk, batch, scan.label);
  const share = shareOfScan(batch, scanned);
  if (!share) {
    const { title, detail } = refusalWords(desk.t, "wrong_item");
    return say(
      desk,
      "wrong",
      batch.phase === "walk" ? desk.t.batch.notOnWalk : desk.t.batch.notInCart,
      detail ?? title,
    );
  }
  await countShare(desk, batch, share, nameScanned(scanned));
}

/** One unit of an item by hand, for whoever is next. */
export async function countByHand(desk: Desk, batch: Batch, sku: string) {
  const share = shareOfScan(batch, sku);
  if (share) await countShare(desk, batch, share, sku);
}

async function countShare(desk: Desk, batch: Batch, { order, line, left }: Share, scanned: string) {
  const { t } = desk;
  if (batch.phase === "sort" && left === 0) {
    return say(desk, "wrong", t.batch.allSorted, t.batch.allSortedDetail);
  }
  const body = { fulfillmentId: order.id, lineNo: line.lineNo, quantity: 1, scanned };
  const type = batch.phase === "walk" ? "confirm_pick" as const : "sort_units" as const;
  if (!await perform(desk, { type, body })) return;
  const isForTote = batch.phase === "sort" || batch.mode === "sort_while";
  say(desk, "right", isForTote ? t.batch.into(order.batch!.tote) : t.batch.inCart, line.name);
  goOn(desk, batch);
}

function takeShelf(desk: Desk, batch: Batch, shelf: string) {
  const item = itemsOf(batch).find((each) => each.left > 0 && each.location.toUpperCase() === shelf);
  if (!item) return say(desk, "wrong", desk.t.picking.nothingHere, shelf);
  desk.choices.chosenItem.value = item.key;
  say(desk, "plain", shelf, item.name);
}

/** Stays on the walk while there is something to pick or sort; then to the first order that wants its bin or its box. */
export function goOn(desk: Desk, { id }: { id: string }) {
  const shown = desk.selected.value?.found;
  const isOn = shown && batchOf(desk.fulfillments.value, shown, desk.person.personId)?.id === id;
  if (isOn) return;
  const next = nextOf(desk.fulfillments.value, id, desk.person.personId);
  if (next) return next.id === shown?.id ? undefined : navigate(desk, next.id);
  const fulfillment = shown ?? ordersOf(desk.fulfillments.value, id)[0];
  if (fulfillment) finish(desk, { kind: "nothing_found", fulfillment });
}
