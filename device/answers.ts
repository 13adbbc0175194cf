// What the outcomes of operations do to the screen.
import { batch } from "@preact/signals";
import { decide } from "../domain/fulfillment/decide.ts";
import { isRefusal } from "../lib/refusal.ts";
import type { Queue, QueueState, Waiting } from "../sw/queue.ts";
import { finish } from "./acts.ts";
import { cameTo } from "./counter.ts";
import { type Desk, find, say } from "./desk.ts";
import { refreshSoon } from "./list.ts";
import { takeBack } from "./phone.ts";
import { kindOf, refusalWords } from "./words.ts";

/** Takes the queue's new state; what left it has been answered, in this tab or another. */
export function takeQueue(desk: Desk, queue: Queue, state: QueueState) {
  const waiting = new Set(state.waiting.map(({ id }) => id));
  const refused = new Map(state.settled.map((each) => [each.id, each]));
  const answered = desk.queue.value.waiting.filter(({ id }) => !waiting.has(id));
  const applied = answered.filter(({ id }) => !refused.has(id));
  batch(() => {
    if (applied.length > 0) desk.applied.value = [...desk.applied.value, ...applied];
    desk.queue.value = state;
    desk.phone.waiting.value = state.waiting;
  });

  for (const operation of answered.filter((each) => each.needsServer)) {
    const settled = refused.get(operation.id);
    if (!settled) {
      if (operation.type === "hand_over") showHandedOver(desk, operation);
    } else if (desk.selectedId.value === operation.body.fulfillmentId) {
      const { title, detail } = refusalWords(desk.t, kindOf(settled.problem), settled.problem ?? {});
      say(desk, "wrong", title, detail);
      queue.dismiss(settled.id);
    }
  }
  if (state.settled.some(({ problem }) => kindOf(problem) === "device_revoked")) takeBack(desk.phone);
  if (applied.length > 0) refreshSoon(desk);
}

function showHandedOver(desk: Desk, operation: Waiting & { type: "hand_over" }) {
  const before = find(desk, operation.body.fulfillmentId) ?? desk.selected.value?.last;
  if (before?.id !== operation.body.fulfillmentId) return;
  // As it is now, with the mark by which it can be taken back; unless the truth has told so already.
  const after = decide(before, operation, operation.by);
  finish(desk, { kind: cameTo(operation.body), fulfillment: isRefusal(after) ? before : after });
}
