// A tile and a PIN: asked of the server, and where it does not answer of the phone, whose yes reaches less far.
import { checkPin, forgetChangedPin, keepPin } from "./pin.ts";
import { type Phone, post, takeBack, takeInHand } from "./phone.ts";
import type { Member } from "./phone_store.ts";

export type Answer =
  | { kind: "open" }
  | { kind: "wrong"; triesLeft?: number }
  | { kind: "wait"; seconds: number }
  | { kind: "unknown" }
  | { kind: "revoked" };

/** Opens the phone for somebody. */
export async function unlock(phone: Phone, who: Member, pin: string): Promise<Answer> {
  const { device } = phone;
  if (!device) return { kind: "unknown" };
  const said = await ask(phone, who.personId, pin);
  const store = await phone.opened();
  if (said === null) {
    const tried = { personId: who.personId, pin, deviceId: device.id };
    const checked = store ? await checkPin(store, tried) : { kind: "unknown" as const };
    if (checked.kind === "wait") return { kind: "wait", seconds: Math.ceil(checked.ms / 1_000) };
    if (checked.kind !== "right") return checked;
    await takeInHand(phone, checked.person, "offline");
    return { kind: "open" };
  }
  if ("personId" in said) {
    await forgetLocks(phone);
    const { approvalKey, ...person } = said;
    // Not waited for: the work need not wait for what only a later unlock needs.
    if (store) keepPin(store, { person, pin, deviceId: device.id, approvalKey }).catch(() => {});
    await takeInHand(phone, person, "full");
    return { kind: "open" };
  }
  if (said.kind === "wrong" && store) await forgetChangedPin(store, who.personId, pin).catch(() => {});
  if (said.kind === "revoked") await takeBack(phone);
  return said;
}

/** What the server says: who it is, why not, or nothing at all. */
async function ask(
  phone: Phone,
  personId: string,
  pin: string,
): Promise<Member & { approvalKey?: string } | Answer | null> {
  if (!navigator.onLine) return null;
  const call = phone.lastCall.then(() => post("/device/session", { personId, pin }));
  phone.lastCall = call.catch(() => {});
  const answer = await call.catch(() => null);
  if (!answer || answer.status >= 500) return null;
  if (answer.ok) return await answer.json().catch(() => null);
  if (answer.status === 429) {
    return { kind: "wait", seconds: Number(answer.headers.get("retry-after")) || 60 };
  }
  const { type } = await answer.json().catch(() => ({})) as { type?: string };
  if (type === "/problems/wrong-pin") return { kind: "wrong" };
  // No longer a store's device, whatever became of it.
  return type === "/problems/device-revoked" || answer.status === 401 ? { kind: "revoked" } : null;
}

/** Whoever comes takes the place of the session that was to be ended. */
async function forgetLocks(phone: Phone) {
  const store = await phone.opened();
  for (const { key, signedOut } of await store?.left() ?? []) if (!signedOut) await store?.dropLeft(key);
}
