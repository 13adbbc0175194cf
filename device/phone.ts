// The phone, whoever has it in hand: who that is, whether it is locked, and what of it outlasts a change of hands. A
// browser that is no store's device has one person, and no lock.
import { signal } from "@preact/signals";
import type { Standing } from "../domain/access/types.ts";
import type { Bin, Fulfillment } from "../domain/fulfillment/types.ts";
import type { Box } from "../domain/shipping/types.ts";
import type { Waiting } from "../sw/queue.ts";
import type { Words } from "../words/en/work.ts";
import { type InHand, type Left, type Member, openPhoneStore, type PhoneStore } from "./phone_store.ts";

export interface PhoneProps {
  person: Member | null;
  device: {
    id: string;
    name: string;
    idleLockSeconds: number;
    /** Everybody of the store, by name. */
    people: Member[];
  } | null;
  node: { id: string; name: string; timeZone: string; ships: boolean };
}

/** Whether the phone hears the server: what it last knew of that, and of nobody being signed in. */
export type Link = "open" | "lost" | "signed_out";

/** Unsure until the phone has looked up who had it last; choosing is on purpose and can be called off. */
export type Lock = "unsure" | "open" | "choosing" | "locked";

/** What the server last said of the store's work. */
export interface Truth {
  version: number;
  fulfillments: Fulfillment[];
  bins: Bin[];
  boxes: Box[];
  managers: { personId: string; name: string }[];
}

/** The browser's own offer to install the app. */
export interface InstallOffer {
  prompt(): Promise<unknown>;
}

export type Phone = ReturnType<typeof createPhone>;

export function createPhone({ person, device, node }: PhoneProps, asWritten: Words) {
  const words = signal(asWritten);
  return {
    ...{ device, node, words },
    /** The words of the chosen language; reading it follows a change of the choice. */
    get t() {
      return words.value;
    },
    /** Null when nobody has it: then only their tiles are shown. */
    person: signal(person),
    standing: signal<Standing>("full"),
    lock: signal<Lock>(device ? "unsure" : "open"),
    /** Whose PIN is asked for; null for everybody's tiles. */
    chosen: signal<Member | null>(null),
    /** Taken back by the store, as the server said. */
    isRevoked: signal(false),
    isSheetOpen: signal(false),
    isStorageKept: signal<boolean | null>(null),
    installOffer: signal<InstallOffer | null>(null),
    /** What the queue holds, whoever did it. */
    waiting: signal<readonly Waiting[]>([]),
    touchedAt: Date.now(),
    /** What the person before saw, for the one after to begin with. */
    seen: null as
      | { truth: Truth; applied: Waiting[]; link: Link }
      | null,
    opened: openOnce(),
    /** The server hears of leaving and coming one after the other. */
    lastCall: Promise.resolve() as Promise<unknown>,
  };
}

/** The phone's own store, opened when it is first asked for; undefined where the browser has none. */
function openOnce() {
  let opened: Promise<PhoneStore | undefined> | undefined;
  return () => opened ??= openPhoneStore().catch(() => undefined);
}

/** Whether work may be done: somebody has the phone, and it is not locked. */
export function isInUse({ lock, person }: Phone): boolean {
  return lock.value === "open" && person.value !== null;
}

/** Whether all of it is behind the people's tiles. */
export function isShutNow({ lock }: Phone): boolean {
  return lock.value === "choosing" || lock.value === "locked";
}

/** Somebody does something: the phone stays awake. */
export function touch(phone: Phone, now = Date.now()) {
  if (phone.lock.peek() !== "locked") phone.touchedAt = now;
}

/** Everybody's tiles, to hand the phone over; who has it may still change their mind. */
export function chooseWho(phone: Phone) {
  if (!phone.device || phone.lock.value !== "open") return;
  phone.isSheetOpen.value = false;
  phone.chosen.value = null;
  phone.lock.value = "choosing";
}

/** Back to the work of whoever has the phone. */
export function stayWithMe(phone: Phone) {
  if (phone.lock.value === "choosing") phone.lock.value = "open";
}

/** Locks the phone where it is: only a PIN opens it again. */
export async function lockPhone(phone: Phone) {
  if (!phone.device || phone.isRevoked.value || phone.lock.value === "locked") return;
  const person = phone.person.value;
  phone.isSheetOpen.value = false;
  phone.chosen.value = person;
  phone.lock.value = "locked";
  await noteHand(phone);
  if (person) await tellLeft(phone, { personId: person.personId, signedOut: false });
}

/** Whoever has the phone goes: their work stays on it until it is sent, and they come back only with a network. */
export async function signOut(phone: Phone) {
  const person = phone.person.value;
  if (!phone.device) return submitSignOut();
  phone.isSheetOpen.value = false;
  phone.chosen.value = null;
  phone.lock.value = "locked";
  phone.person.value = null;
  await noteHand(phone);
  if (!person) return;
  await (await phone.opened())?.forget(person.personId);
  await tellLeft(phone, { personId: person.personId, signedOut: true });
}

/** The phone is in somebody's hand: the work goes on, at the place they left it if it is theirs. */
export async function takeInHand(phone: Phone, person: Member, standing: Standing) {
  if (person.personId !== phone.person.value?.personId) {
    // Of the work only the list is common to all.
    if (phone.person.value) history.replaceState(null, "", "/work");
    phone.person.value = person;
  }
  phone.standing.value = standing;
  phone.touchedAt = Date.now();
  phone.lock.value = "open";
  phone.chosen.value = null;
  await noteHand(phone);
  changes.postMessage(person.personId);
}

/** The store has taken the phone back: nothing here opens it any more, and the work on it is refused by name. */
export async function takeBack(phone: Phone) {
  if (!phone.device || phone.isRevoked.value) return;
  phone.isRevoked.value = true;
  await (await phone.opened())?.wipe();
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  worker?.active?.postMessage({ type: "forget" });
  if (phone.lock.value !== "open") location.replace("/sign-in");
}

/** Writes down who has the phone, for its next start. */
export async function noteHand(phone: Phone) {
  if (!phone.device || phone.isRevoked.value) return;
  const hand: InHand = {
    person: phone.person.value,
    standing: phone.standing.value,
    touchedAt: phone.touchedAt,
    isLocked: phone.lock.value === "locked",
  };
  await (await phone.opened())?.setHand(hand).catch(() => {});
}

/** Tells the server who has left, now or when there is a network again. */
async function tellLeft(phone: Phone, left: Left) {
  await (await phone.opened())?.addLeft(left);
  await tellAllLeft(phone);
}

const ANSWER_MS = 2_500;

/** Tells the server of everybody it has not heard leave. */
export function tellAllLeft(phone: Phone): Promise<unknown> {
  return phone.lastCall = phone.lastCall.then(async () => {
    const store = await phone.opened();
    for (const { key, ...left } of await store?.left() ?? []) {
      const answer = await post("/device/departure", left).catch(() => null);
      if (!answer || answer.status >= 500) return;
      await store?.dropLeft(key);
    }
  }).catch(() => {});
}

/** A call that is given up before anybody grows impatient. */
export function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
}

/** Another tab has another person in it: this one must not go on in the name of the one before. */
export const changes = typeof BroadcastChannel === "undefined" || typeof document === "undefined"
  ? { postMessage() {}, onmessage: null as ((event: MessageEvent) => void) | null }
  : new BroadcastChannel("aisle-people");

function submitSignOut() {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/sign-out";
  document.body.append(form);
  form.submit();
}
