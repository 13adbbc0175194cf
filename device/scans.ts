// What a scan means depends on where the person is: at an order's shelf, at its bin, at the counter, or at the list.
import { nameScanned, readScan } from "../domain/catalog/decide.ts";
import { lineOfScan } from "../domain/fulfillment/decide.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import { countOne, handOverByCode, ship, stage, startPick } from "./acts.ts";
import { type Desk, find, navigate, say } from "./desk.ts";
import { readPass } from "./pass.ts";
import { named, needing } from "./sections.ts";
import { passWords, refusalWords } from "./words.ts";

/** Takes a scan, from the scanner or typed into a field: after every scan and tap before it, whose work it must see. */
export function takeScan(desk: Desk, raw: string) {
  const text = raw.trim();
  if (text !== "") {
    desk.lastScan = desk.lastScan.then(() => desk.lastAct).then(() => take(desk, text)).catch(() => {});
  }
  return desk.lastScan;
}

function take(desk: Desk, text: string) {
  desk.isShortOpen.value = false;
  const scan = readScan(text);
  if (scan.kind === "pass") return takePass(desk, scan.pass);
  const order = desk.done.value ? undefined : desk.selected.value?.found;
  return order ? takeAtOrder(desk, order, text) : takeAtList(desk, text);
}

function takeAtOrder(desk: Desk, order: Fulfillment, text: string) {
  switch (order.state) {
    case "open":
    case "picking":
      return takeItem(desk, order, text);
    case "picked":
      return takePicked(desk, order, text);
    case "packed":
      return ship(desk, order.id, text);
    case "staged":
    case "arrived":
      return takeAtCounter(desk, order, text);
    default:
      return takeAtList(desk, text);
  }
}

/** One more of an item; the first scan of an open order also begins it. */
async function takeItem(desk: Desk, order: Fulfillment, scanned: string) {
  const line = lineOfScan(order, scanned);
  if (!line) {
    const { title, detail } = refusalWords("wrong_item");
    return say(desk, "wrong", title, detail);
  }
  if (order.state === "open" && !await startPick(desk, order.id)) return;
  await countOne(desk, order.id, { lineNo: line.lineNo, scanned: nameScanned(scanned) });
}

function takePicked(desk: Desk, order: Fulfillment, text: string) {
  if (order.method === "delivery") {
    return say(desk, "wrong", "Not packed yet", "Press Packed, then scan the tracking number.");
  }
  const scan = readScan(text);
  if (scan.kind !== "gtin") return stage(desk, order.id, scan.kind === "bin" ? scan.label : text);
  say(desk, "wrong", "That is an item", "Scan the label on the pickup bin.");
}

function takeAtCounter(desk: Desk, order: Fulfillment, text: string) {
  const scan = readScan(text);
  if (scan.kind === "code") return handOverByCode(desk, order.id, scan.code);
  say(desk, "wrong", "That is not a pickup pass", "Scan the pass on the shopper’s phone.");
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
    return say(desk, "plain", `${found.length} orders need this`, lineOfScan(found[0]!, text)!.name);
  }
  say(desk, "wrong", "No order here needs this", text.length > 40 ? undefined : text);
}

/** Checks a pass with no network and opens its order, ready to be handed over. */
export async function takePass(desk: Desk, pass: string) {
  const reader = { jwk: desk.passPublicJwk, nodeId: desk.node.id };
  const reading = await readPass(pass, reader, new Date());
  if (reading.kind === "refused") {
    const { title, detail } = passWords[reading.why];
    return say(desk, "wrong", title, detail);
  }
  const order = find(desk, reading.fulfillmentId);
  if (!order) return say(desk, "wrong", "This order is not here", "It was handed over before, or cancelled.");
  const open = desk.selected.value?.found;
  if (open && open.id !== order.id && isAtCounter(open)) {
    return say(desk, "wrong", "This pass is for another order", `It is for order ${order.orderNumber}.`);
  }
  navigate(desk, order.id);
  if (!isAtCounter(order)) {
    return say(
      desk,
      "wrong",
      "Not ready to hand over",
      "The pass is right, but the order is not in a bin yet.",
    );
  }
  const isChecked = reading.kind === "genuine";
  desk.proof.value = { fulfillmentId: order.id, pass, isChecked };
  const where = order.bin ? `Bring bin ${order.bin}` : undefined;
  say(desk, "right", isChecked ? "Genuine pass" : "Pass read", where);
}

function isAtCounter({ state }: Fulfillment): boolean {
  return state === "staged" || state === "arrived";
}
