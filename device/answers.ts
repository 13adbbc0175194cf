// What the outcomes of operations do to the screen, and how the server's truth comes in.
import { decide } from "../domain/fulfillment/decide.ts";
import { type FulfillmentJson, reviveFulfillment } from "../domain/fulfillment/wire_decide.ts";
import type { Bin } from "../domain/fulfillment/types.ts";
import type { Box } from "../domain/shipping/types.ts";
import { isRefusal } from "../lib/refusal.ts";
import type { Queue, QueueState, Waiting } from "../sw/queue.ts";
import { finish } from "./acts.ts";
import { type Desk, find, say } from "./desk.ts";
import { takeBack } from "./phone.ts";
import { kindOf, refusalWords } from "./words.ts";

export interface WorkList {
  version: number;
  fulfillments: FulfillmentJson[];
  bins: Bin[];
  boxes: Box[];
  managers: { personId: string; name: string }[];
}

/** Takes the queue's new state; what left it has been answered, in this tab or another. */
export function takeQueue(desk: Desk, queue: Queue, state: QueueState) {
  const waiting = new Set(state.waiting.map(({ id }) => id));
  const refused = new Map(state.settled.map((each) => [each.id, each]));
  const answered = desk.queue.value.waiting.filter(({ id }) => !waiting.has(id));
  const applied = answered.filter(({ id }) => !refused.has(id));
  desk.applied.value = [...desk.applied.value, ...applied];
  desk.queue.value = state;
  desk.phone.waiting.value = state.waiting;

  for (const operation of answered.filter((each) => each.needsServer)) {
    const settled = refused.get(operation.id);
    if (!settled) showHandedOver(desk, operation);
    else if (desk.selectedId.value === operation.body.fulfillmentId) {
      const { title, detail } = refusalWords(desk.t, kindOf(settled.problem), settled.problem ?? {});
      say(desk, "wrong", title, detail);
      queue.dismiss(settled.id);
    }
  }
  if (state.settled.some(({ problem }) => kindOf(problem) === "device_revoked")) takeBack(desk.phone);
  if (applied.length > 0) refresh(desk);
}

function showHandedOver(desk: Desk, operation: Waiting) {
  const before = find(desk, operation.body.fulfillmentId) ?? desk.selected.value?.last;
  if (before?.id !== operation.body.fulfillmentId) return;
  // As it is now, with the mark by which it can be taken back; unless the truth has told so already.
  const after = decide(before, operation, operation.by);
  finish(desk, { kind: "handed_over", fulfillment: isRefusal(after) ? before : after });
}

/** Takes the server's truth unless a newer one came before it. */
export function takeTruth(desk: Desk, list: WorkList) {
  if (list.version < desk.truth.value.version) return;
  desk.truth.value = {
    version: list.version,
    fulfillments: list.fulfillments.map(reviveFulfillment),
    bins: list.bins ?? [],
    boxes: list.boxes ?? [],
    managers: list.managers ?? [],
  };
}

/** Reads the list; whatever had been applied before the reading is then part of the truth. */
export async function refresh(desk: Desk) {
  const included = desk.applied.value;
  const response = await fetch("/work/list", {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  if (!response) return;
  if (response.status === 403) return void takeBack(desk.phone);
  if (response.status === 401) return void (desk.link.value = "signed_out");
  const list = response.ok && await response.json().catch(() => null) as WorkList | null;
  if (!list || !Array.isArray(list.fulfillments)) return;
  takeTruth(desk, list);
  desk.applied.value = desk.applied.value.filter((each) => !included.includes(each));
  await remember(desk, list, included);
}

/** Keeps what the server said last on the device, without what of this device's work it includes. */
export async function remember(desk: Desk, list: WorkList, included: Waiting[] = []) {
  const queue = await desk.opened.promise.catch(() => undefined);
  await queue?.keepSeen({ nodeId: desk.node.id, list }, new Set(included.map(({ id }) => id))).catch(
    () => {},
  );
}

/** Begins with what this device saw last: without a network the page itself is as old as its first loading. */
export async function recall(desk: Desk, queue: Queue) {
  const { seen, applied } = await queue.readSeen();
  const list = seen?.nodeId === desk.node.id ? seen.list as WorkList : undefined;
  if (list) takeTruth(desk, list);
  const known = new Set(desk.applied.value.map(({ id }) => id));
  const here = applied.filter(({ id, by }) => !known.has(id) && by.nodeId === desk.node.id);
  desk.applied.value = [...here, ...desk.applied.value];
}
