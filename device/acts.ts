// What an associate can do. Every act goes one way, online or not: decided here by the trade's own rules, kept on the
// disk, and only then shown and heard as done.
import { mayDo } from "../domain/access/decide.ts";
import { decide } from "../domain/fulfillment/decide.ts";
import type { Operation } from "../domain/fulfillment/operation_types.ts";
import type { Floor, Fulfillment } from "../domain/fulfillment/types.ts";
import { isRefusal } from "../lib/refusal.ts";
import type { Note, Step } from "../sw/queue.ts";
import { freshDraft } from "./counter.ts";
import { type Desk, type Done, find, say } from "./desk.ts";
import { isInUse, touch } from "./phone.ts";
import { refusalWords } from "./words.ts";

/** Shows what is finished, once. */
export function finish(desk: Desk, done: Done) {
  desk.proof.value = null;
  desk.draft.value = freshDraft();
  if (desk.selectedId.value === done.fulfillment.id) desk.done.value = done;
  say(
    desk,
    done.kind === "nothing_found" ? "plain" : "right",
    desk.t.done[done.kind],
    done.fulfillment.bin ?? undefined,
  );
}

/** A bin's label in one spelling; nothing when it cannot be one. */
export function binOf(label: string): string | undefined {
  const bin = label.trim().toUpperCase();
  return bin !== "" && bin.length <= 32 ? bin : undefined;
}

/** Decides, keeps, and gives the fulfillment after it; or says why not. */
export function perform(desk: Desk, step: Step, how: How = {}): Promise<Fulfillment | undefined> {
  const act = desk.lastAct.then(() => decideAndKeep(desk, step, how));
  desk.lastAct = act.catch(() => {});
  return act;
}

interface How {
  /** Nothing is proved until the server has looked. */
  needsServer?: boolean;
  /** What of the store the rules must know, where it is more than the desk has. */
  floor?: Floor;
}

async function decideAndKeep(desk: Desk, step: Step, { needsServer = false, floor }: How) {
  if (!isInUse(desk.phone)) return;
  touch(desk.phone);
  if (!mayDo(step, desk.phone.standing.value)) return refuse(desk, "needs_sign_in");
  const before = find(desk, step.body.fulfillmentId) ?? justDone(desk, step.body.fulfillmentId);
  if (!before) return refuse(desk, "not_found");
  const after = decide(before, asOperation(step), desk.person, floor ?? desk.floor.value);
  if (isRefusal(after)) return refuse(desk, after.kind, after.detail);
  try {
    const queue = await desk.opened.promise;
    const kept = await queue.enqueue(step, noteOf(before, needsServer));
    // Again as it was kept: with its id, by which it can be taken back.
    return decide(before, kept, desk.person, floor ?? desk.floor.value) as Fulfillment;
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    say(desk, "wrong", desk.t.device.notSaved, isFull ? desk.t.device.full : desk.t.device.notKept);
  }
}

/** What is finished has left the list, but its last act can still be taken back. */
function justDone({ done }: Desk, fulfillmentId: string): Fulfillment | undefined {
  return done.value?.fulfillment.id === fulfillmentId ? done.value.fulfillment : undefined;
}

function refuse(desk: Desk, kind: string, detail?: Record<string, unknown>): undefined {
  const { title, detail: what } = refusalWords(desk.t, kind, detail);
  say(desk, "wrong", title, what);
}

function asOperation(step: Step): Operation {
  return { ...step, id: "", seq: 0, at: new Date().toISOString() };
}

function noteOf({ orderNumber }: Fulfillment, needsServer: boolean): Note {
  return { orderNumber, needsServer };
}
