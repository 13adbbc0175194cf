// A manager answers for a handover with their own PIN. It goes to the store system, or, without a network, no further than
// this phone: what is kept and sent with the handover is what it opened, never the PIN.
import { approvalText } from "../domain/fulfillment/override_decide.ts";
import type { Proof } from "../domain/fulfillment/operation_types.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import { finish, perform } from "./acts.ts";
import { cameTo, handOverBody } from "./counter.ts";
import { askServer } from "./counter_acts.ts";
import { type Desk, say } from "./desk.ts";
import { signAs } from "./pin.ts";
import { kindOf, refusalWords } from "./words.ts";

/** What a manager says, and their PIN. */
interface Asked {
  managerId: string;
  pin: string;
  reason: string;
}

const PATIENCE_MS = 5_000;

/** Lets an order go on a manager's word. */
export async function letGo(desk: Desk, fulfillment: Fulfillment, asked: Asked) {
  const granted = await askGrant(desk, fulfillment, asked);
  if (granted === "refused") return;
  const proof = granted ?? await approveHere(desk, fulfillment, asked);
  if (!proof) return;
  const body = handOverBody(fulfillment, proof, desk.draft.value);
  if (proof.kind === "override") return await askServer(desk, body);
  const after = await perform(desk, { type: "hand_over", body });
  if (after) finish(desk, { kind: cameTo(body), fulfillment: after });
}

/** The store system's grant; undefined where it cannot be asked, by this phone or by who has it in hand. */
async function askGrant(
  desk: Desk,
  { id }: Fulfillment,
  asked: Asked,
): Promise<Proof | "refused" | undefined> {
  if (!navigator.onLine || desk.phone.standing.value === "offline") return undefined;
  const { deviceId } = await desk.opened.promise;
  const answer = await fetch(`/work/fulfillments/${id}/override`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ ...asked, deviceId }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => null);
  if (!answer || answer.status >= 500) return undefined;
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return { kind: "override", grant: said.grant };
  const kind = kindOf(said);
  if (kind === "not_signed_in") desk.link.value = "signed_out";
  const { title, detail } = kind === "too_many_attempts"
    ? { title: desk.t.lock.wait(Number(answer.headers.get("retry-after")) || 60), detail: undefined }
    : refusalWords(desk.t, kind, said);
  say(desk, "wrong", title, detail);
  return "refused";
}

/** This phone's own proof, where it is the store's and the manager was signed in on it: their PIN opens their key. */
async function approveHere(desk: Desk, { id }: Fulfillment, asked: Asked): Promise<Proof | undefined> {
  const { t, phone } = desk;
  const store = phone.device && await phone.opened();
  if (!phone.device || !store) {
    return void say(desk, "wrong", t.device.needsConnection, t.device.needsConnectionDetail);
  }
  const { managerId, reason, pin } = asked;
  const word = { managerId, reason, approvedAt: new Date().toISOString() };
  const tried = { personId: managerId, pin, deviceId: phone.device.id };
  const signed = await signAs(store, tried, approvalText(id, word));
  switch (signed.kind) {
    case "signed":
      return { kind: "approval", ...word, mac: signed.mac };
    case "wrong":
      return void say(desk, "wrong", t.lock.wrong, t.lock.triesLeft(signed.triesLeft));
    case "wait":
      return void say(desk, "wrong", t.lock.wait(Math.ceil(signed.ms / 1_000)));
    case "unknown":
      return void say(desk, "wrong", t.lock.unknown, t.counter.managerUnknown);
  }
}
