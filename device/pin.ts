// Proof of a PIN that needs no network: stretched by PBKDF2, then signed with a key that cannot leave the phone, so that
// what is kept tells nothing on another machine.
import { isFresh, isSpent, waitBeforeTry } from "../domain/access/decide.ts";
import type { Kept, Member, PhoneStore } from "./phone_store.ts";

/** SHA-256 rounds. A laptop takes a sixth of a second for them, a slow phone about one. */
const ITERATIONS = 310_000;

export type Checked =
  | { kind: "right"; person: Member }
  | { kind: "wrong"; triesLeft: number }
  | { kind: "wait"; ms: number }
  /** Nothing to check it against: never signed in here, too long ago, or tried too often. */
  | { kind: "unknown" };

/** Keeps the proof of a PIN that the server has just found right, and what it opens. */
export async function keepPin(
  store: PhoneStore,
  { person, pin, deviceId, approvalKey }: {
    person: Member;
    pin: string;
    deviceId: string;
    approvalKey?: string;
  },
  now = Date.now(),
) {
  const made = {
    ...{ person, deviceId, madeAt: now, iterations: ITERATIONS },
    salt: crypto.getRandomValues(new Uint8Array(16)),
    tries: { count: 0, lastAt: 0 },
  };
  const bits = await stretch(made, pin);
  const approval = approvalKey === undefined ? undefined : await shut(store, bits, approvalKey);
  await store.keep({ ...made, proof: await sign(store, bits), ...(approval && { approval }) });
}

/** Signs a text with a manager's key, which their PIN opens; a wrong one counts as a wrong PIN. */
export async function signAs(
  store: PhoneStore,
  tried: { personId: string; pin: string; deviceId: string },
  text: string,
  now = Date.now(),
): Promise<{ kind: "signed"; mac: string } | Exclude<Checked, { kind: "right" }>> {
  const checked = await checkPin(store, tried, now);
  if (checked.kind !== "right") return checked;
  const kept = await store.kept(tried.personId);
  if (!kept?.approval) return { kind: "unknown" };
  const raw = await unshut(store, await stretch(kept, tried.pin), kept.approval);
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return { kind: "signed", mac: toBase64Url(new Uint8Array(mac)) };
}

/** Checks a PIN against what this phone kept; the try counts before its answer is known. */
export async function checkPin(
  store: PhoneStore,
  { personId, pin, deviceId }: { personId: string; pin: string; deviceId: string },
  now = Date.now(),
): Promise<Checked> {
  const kept = await store.kept(personId);
  if (!kept) return { kind: "unknown" };
  if (!isFresh(kept, now) || isSpent(kept.tries) || kept.deviceId !== deviceId) {
    await store.forget(personId);
    return { kind: "unknown" };
  }
  const ms = waitBeforeTry(kept.tries, now);
  if (ms > 0) return { kind: "wait", ms };
  const tries = { count: kept.tries.count + 1, lastAt: now };
  await store.keep({ ...kept, tries });
  if (!await isProof(store, kept, pin)) {
    const wait = waitBeforeTry(tries, now);
    if (isSpent(tries)) await store.forget(personId);
    return isSpent(tries)
      ? { kind: "unknown" }
      : wait > 0
      ? { kind: "wait", ms: wait }
      : { kind: "wrong", triesLeft: 5 - tries.count };
  }
  await store.keep({ ...kept, tries: { count: 0, lastAt: 0 } });
  return { kind: "right", person: kept.person };
}

/** The server does not know this PIN (any more): if it is the one kept here, it was changed, and ends here as well. */
export async function forgetChangedPin(store: PhoneStore, personId: string, pin: string) {
  const kept = await store.kept(personId);
  if (kept && await isProof(store, kept, pin)) await store.forget(personId);
}

/** Forgets proofs that are too old, or of another enrolment. */
export async function forgetOldPins(store: PhoneStore, deviceId: string, now = Date.now()) {
  for (const kept of await store.allKept()) {
    if (!isFresh(kept, now) || kept.deviceId !== deviceId) await store.forget(kept.person.personId);
  }
}

async function isProof(store: PhoneStore, kept: Kept, pin: string): Promise<boolean> {
  const proof = new Uint8Array(await prove(store, kept, pin));
  const known = new Uint8Array(kept.proof);
  return proof.every((byte, i) => byte === known[i]);
}

type Made = Pick<Kept, "person" | "deviceId" | "salt" | "iterations">;

async function prove(store: PhoneStore, made: Made, pin: string) {
  return await sign(store, await stretch(made, pin));
}

async function stretch({ person, deviceId, salt, iterations }: Made, pin: string) {
  const encoder = new TextEncoder();
  const bound = encoder.encode(`${deviceId}:${person.personId}:`);
  const raw = await crypto.subtle.importKey("raw", encoder.encode(pin), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array([...bound, ...salt]), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, raw, 256));
}

async function sign(store: PhoneStore, bytes: Uint8Array<ArrayBuffer>) {
  return await crypto.subtle.sign("HMAC", await store.key(), bytes);
}

async function shut(
  store: PhoneStore,
  bits: Uint8Array,
  key: string,
): Promise<NonNullable<Kept["approval"]>> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const opener = await openerOf(store, bits);
  return { iv, shut: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, opener, fromBase64Url(key)) };
}

async function unshut(store: PhoneStore, bits: Uint8Array, { iv, shut }: NonNullable<Kept["approval"]>) {
  return await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await openerOf(store, bits), shut);
}

/** Of the same PIN and yet another key than its proof, which lies beside what this one shuts. */
async function openerOf(store: PhoneStore, bits: Uint8Array) {
  const raw = await sign(store, new Uint8Array([...new TextEncoder().encode("opens:"), ...bits]));
  return await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
