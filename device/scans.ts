// What a scan means depends on where the person is: at an order's shelf, at its bin, at the counter, or at the list.
import { nameScanned, readScan } from "../domain/catalog/decide.ts";
import { lineOfScan } from "../domain/fulfillment/pick_decide.ts";
import { toPick } from "../domain/fulfillment/steps_decide.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import { batchOf } from "./batch.ts";
import { stage, takeProof } from "./counter_acts.ts";
import { type Desk, find, navigate, say } from "./desk.ts";
import { findScanned, putBackOne } from "./ending_acts.ts";
import { noteTracking, packScanned } from "./packing_acts.ts";
import { readPass } from "./pass.ts";
import { countOne, startPick, takeInBatch, takeWhileChoosing } from "./pick_acts.ts";
import { isFree, isOver, missingLine, named, needing, puttingBack, shortOf } from "./sections.ts";
import { refusalWords } from "./words.ts";

/** What one scan does. */
export function take(desk: Desk, text: string) {
  desk.isShortOpen.value = false;
  const scan = readScan(text);
  if (scan.kind === "pass") return takePass(desk, scan.pass);
  if (desk.choices.several.value && desk.selectedId.value === null) return takeWhileChoosing(desk, text);
  const order = desk.done.value ? undefined : desk.selected.value?.found;
  return order ? takeAtOrder(desk, order, text) : takeAtList(desk, text);
}

function takeAtOrder(desk: Desk, order: Fulfillment, text: string) {
  const batch = batchOf(desk.fulfillments.value, order, desk.person.personId);
  if (batch) return takeInBatch(desk, batch, text);
  switch (order.state) {
    case "open":
    case "picking":
      return takeItem(desk, order, text);
    case "picked":
      return takePicked(desk, order, text);
    case "packed":
      return noteTracking(desk, order, text);
    case "staged":
    case "arrived":
      return takeAtCounter(desk, order, text);
    case "to_put_back":
      return putBackOne(desk, order, text);
    default:
      return missingLine(order, text) ? findScanned(desk, order, text) : takeAtList(desk, text);
  }
}

/** One more of an item; the first scan of an open order also begins it. */
async function takeItem(desk: Desk, order: Fulfillment, scanned: string) {
  const scan = readScan(scanned);
  if (scan.kind === "location") return takeShelf(desk, order, scan.label);
  const line = lineOfScan(order, scanned);
  if (!line) {
    const { title, detail } = refusalWords(desk.t, "wrong_item");
    return say(desk, "wrong", title, detail);
  }
  if (isFree(order) && !await startPick(desk, order.id)) return;
  await countOne(desk, order.id, { lineNo: line.lineNo, scanned: nameScanned(scanned) });
}

/** Standing at a shelf: what is to be found on it comes first, without a tap. */
function takeShelf(desk: Desk, { lines }: Fulfillment, shelf: string) {
  const line = lines.find((each) => toPick(each) > 0 && each.location.toUpperCase() === shelf);
  if (!line) return say(desk, "wrong", desk.t.picking.nothingHere, shelf);
  desk.chosenLine.value = line.lineNo;
  say(desk, "plain", shelf, line.name);
}

function takePicked(desk: Desk, order: Fulfillment, text: string) {
  if (order.method === "delivery") return packScanned(desk, order, nameScanned(text));
  const scan = readScan(text);
  if (scan.kind === "gtin") return say(desk, "wrong", desk.t.packing.isAnItem, desk.t.packing.isAnItemDetail);
  if (scan.kind === "location" || scan.kind === "tote" || scan.kind === "carton") {
    return say(desk, "wrong", desk.t.packing.notABin, desk.t.packing.notABinDetail);
  }
  return stage(desk, order.id, scan.kind === "bin" ? scan.label : text);
}

function takeAtCounter(desk: Desk, order: Fulfillment, text: string) {
  const scan = readScan(text);
  if (scan.kind === "code") return takeProof(desk, order, { kind: "code", code: scan.code }, false);
  const bin = scan.kind === "bin" ? scan.label : text.toUpperCase();
  const isBin = scan.kind === "bin" || desk.truth.value.bins.some(({ label }) => label === bin);
  if (isBin) return stage(desk, order.id, bin);
  say(desk, "wrong", desk.t.counter.notAPass, desk.t.counter.notAPassDetail);
}

function takeAtList(desk: Desk, text: string) {
  const scan = readScan(text);
  const byName = named(desk.fulfillments.value, scan.kind === "bin" ? scan.label : text);
  if (byName) return navigate(desk, byName.id);
  const found = needing(desk.fulfillments.value, text, desk.person.personId);
  if (found.length === 1) return navigate(desk, found[0]!.id);
  if (found.length > 1) {
    desk.search.value = lineOfScan(found[0]!, text)!.sku;
    navigate(desk, null);
    return say(desk, "plain", desk.t.list.ordersNeedThis(found.length), lineOfScan(found[0]!, text)!.name);
  }
  const [back] = puttingBack(desk.fulfillments.value, text);
  if (back) return navigate(desk, back.id);
  const short = shortOf(desk.fulfillments.value).find((each) => missingLine(each, text));
  if (short) {
    navigate(desk, short.id);
    return say(desk, "plain", desk.t.found.wasMissing(short.orderNumber), desk.t.found.scanAgain);
  }
  say(desk, "wrong", desk.t.list.nobodyNeedsThis, text.length > 40 ? undefined : text);
}

/** Checks a pass with no network and opens its order, ready to be handed over. */
export async function takePass(desk: Desk, pass: string) {
  const reader = { jwk: desk.passPublicJwk, nodeId: desk.node.id };
  const reading = await readPass(pass, reader, new Date());
  if (reading.kind === "refused") {
    const { title, detail } = desk.t.passes[reading.why];
    return say(desk, "wrong", title, detail);
  }
  const order = find(desk, reading.fulfillmentId);
  if (!order || isOver(order)) {
    return say(desk, "wrong", desk.t.counter.notHere, desk.t.counter.notHereDetail);
  }
  const open = desk.selected.value?.found;
  if (open && open.id !== order.id && isAtCounter(open)) {
    return say(
      desk,
      "wrong",
      desk.t.counter.anotherOrder,
      desk.t.counter.anotherOrderDetail(order.orderNumber),
    );
  }
  navigate(desk, order.id);
  if (!isAtCounter(order)) {
    return say(desk, "wrong", desk.t.counter.notReady, desk.t.counter.notReadyDetail);
  }
  const isChecked = reading.kind === "genuine";
  desk.proof.value = { fulfillmentId: order.id, proof: { kind: "pass", pass }, isChecked };
  const where = order.bin ? desk.t.counter.bringBin(order.bin) : undefined;
  say(desk, "right", isChecked ? desk.t.counter.genuinePass : desk.t.counter.passRead, where);
}

function isAtCounter({ state }: Fulfillment): boolean {
  return state === "staged" || state === "arrived";
}
