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

/** Keeps the proof of a PIN that the server has just found right. */
export async function keepPin(
  store: PhoneStore,
  { person, pin, deviceId }: { person: Member; pin: string; deviceId: string },
  now = Date.now(),
) {
  const made = {
    ...{ person, deviceId, madeAt: now, iterations: ITERATIONS },
    salt: crypto.getRandomValues(new Uint8Array(16)),
    tries: { count: 0, lastAt: 0 },
  };
  await store.keep({ ...made, proof: await prove(store, made, pin) });
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

async function prove(store: PhoneStore, { person, deviceId, salt, iterations }: Made, pin: string) {
  const encoder = new TextEncoder();
  const bound = encoder.encode(`${deviceId}:${person.personId}:`);
  const raw = await crypto.subtle.importKey("raw", encoder.encode(pin), "PBKDF2", false, ["deriveBits"]);
  const stretch = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array([...bound, ...salt]), iterations };
  return await crypto.subtle.sign(
    "HMAC",
    await store.key(),
    await crypto.subtle.deriveBits(stretch, raw, 256),
  );
}
