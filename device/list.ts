// How the server's truth comes in: read when there is a reason to, told by the stream, kept on the device. To take a list
// costs a phone far more than a scan, so one reading serves a whole burst of reasons.
import { batch } from "@preact/signals";
import type { FulfillmentJson } from "../domain/fulfillment/wire_decide.ts";
import type { Bin } from "../domain/fulfillment/types.ts";
import type { Box } from "../domain/shipping/types.ts";
import type { Queue } from "../sw/queue.ts";
import type { Desk } from "./desk.ts";
import { takeBack } from "./phone.ts";
import { tellAnswers } from "./substitute_answers.ts";
import { reviveAll, sameList, sameSaid } from "./truth.ts";

export interface WorkList {
  version: number;
  fulfillments: FulfillmentJson[];
  bins: Bin[];
  boxes: Box[];
  managers: { personId: string; name: string }[];
}

/** Whoever scans in haste has the next scan behind them by then. */
const AFTER_MS = 400;
const GAP_MS = 1_000;
/** While days of work are sent, their outcomes are on the screen already: the list is for what others do. */
const SENDING_GAP_MS = 4_000;
/** So much waits only after a while without a network. */
const MUCH = 50;

/** Reads the list a moment after the first of many reasons, and not again at once. */
export function refreshSoon(desk: Desk, now = Date.now()) {
  const { reading } = desk;
  reading.since ||= now;
  clearTimeout(reading.timer);
  reading.timer = setTimeout(() => refresh(desk), dueOf(reading, desk.queue.peek().waiting.length) - now);
}

/** When the list is to be read that there has been a reason for since then; it was read last at `at`. */
export function dueOf({ since, at }: { since: number; at: number }, waiting: number): number {
  return Math.max(since + AFTER_MS, at + (waiting > MUCH ? SENDING_GAP_MS : GAP_MS));
}

/** Reads the list; whatever had been applied before the reading is then part of the truth. */
export async function refresh(desk: Desk) {
  forgetReasons(desk);
  desk.reading.at = Date.now();
  const included = desk.applied.value;
  const response = await fetch("/work/list", {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  if (!response) return;
  if (response.status === 403) return void takeBack(desk.phone);
  if (response.status === 401) return void (desk.link.value = "signed_out");
  const text = response.ok ? await response.text().catch(() => "") : "";
  const list = listIn(text);
  if (!list) return;
  const ids = new Set(included.map(({ id }) => id));
  batch(() => {
    takeTruth(desk, list);
    desk.applied.value = desk.applied.value.filter(({ id }) => !ids.has(id));
  });
  await remember(desk, text, ids);
}

/** Ends the waiting for a reading. */
export function forgetReasons({ reading }: Desk) {
  clearTimeout(reading.timer);
  reading.since = 0;
}

/** Takes a list the stream tells. Where it may or may not have what was just sent, only a reading begun now can be trusted. */
export function takeTold(desk: Desk, text: string) {
  if (desk.applied.value.length > 0) return refreshSoon(desk);
  const list = listIn(text);
  if (!list) return;
  takeTruth(desk, list);
  remember(desk, text);
}

function listIn(text: string): WorkList | undefined {
  try {
    const list = JSON.parse(text) as WorkList | null;
    return Array.isArray(list?.fulfillments) ? list : undefined;
  } catch {
    // A page of somebody else's network, or half an answer.
  }
}

/** Takes the server's truth unless a newer one came before it. What is as it was stays the same object. */
function takeTruth(desk: Desk, list: WorkList) {
  const before = desk.truth.value;
  if (list.version < before.version) return;
  desk.truth.value = {
    version: list.version,
    fulfillments: sameList(before.fulfillments, reviveAll(list.fulfillments, before.fulfillments)),
    bins: sameSaid(before.bins, list.bins ?? []),
    boxes: sameSaid(before.boxes, list.boxes ?? []),
    managers: sameSaid(before.managers, list.managers ?? []),
  };
  tellAnswers(desk, before.fulfillments, desk.truth.value.fulfillments);
}

/**
 * Keeps what the server said last on the device, without what of this device's work it includes: as text, which is
 * written far sooner than what it says.
 */
async function remember(desk: Desk, list: string, included: ReadonlySet<string> = new Set()) {
  const queue = await desk.opened.promise.catch(() => undefined);
  await queue?.keepSeen({ nodeId: desk.node.id, list }, included).catch(() => {});
}

/** Begins with what this device saw last: without a network the page itself is as old as its first loading. */
export async function recall(desk: Desk, queue: Queue) {
  const { seen, applied } = await queue.readSeen();
  // An older version of this app kept the list itself.
  const list = typeof seen?.list === "string" ? listIn(seen.list) : seen?.list as WorkList | undefined;
  if (list && seen?.nodeId === desk.node.id) takeTruth(desk, list);
  const known = new Set(desk.applied.value.map(({ id }) => id));
  const here = applied.filter(({ id, by }) => !known.has(id) && by.nodeId === desk.node.id);
  desk.applied.value = [...here, ...desk.applied.value];
}
