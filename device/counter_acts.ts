// What an associate does between the bin and the shopper's hands.
import { zonesWithoutBin } from "../domain/fulfillment/counter_decide.ts";
import { checkIdentity } from "../domain/fulfillment/identity_decide.ts";
import type { Proof as Shown } from "../domain/fulfillment/operation_types.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import { binOf, finish, perform } from "./acts.ts";
import { cameTo, type Draft, givenOf, handOverBody, nextOf } from "./counter.ts";
import { type Desk, say } from "./desk.ts";
import { refusalWords } from "./words.ts";

/** Puts an order, or what of it belongs into one zone, into a bin; a staged one into another. */
export async function stage(desk: Desk, fulfillmentId: string, label: string) {
  const bin = binOf(label);
  if (!bin) return say(desk, "wrong", desk.t.packing.notABin, desk.t.packing.notABinDetail);
  const wasStaged = isAtCounter(desk.fulfillments.value.find(({ id }) => id === fulfillmentId));
  const after = await perform(desk, { type: "stage", body: { fulfillmentId, bin } });
  if (!after) return;
  const missing = zonesWithoutBin(after);
  if (wasStaged) say(desk, "right", desk.t.packing.moved(bin));
  else if (missing.length === 0) finish(desk, { kind: "staged", fulfillment: after });
  else {
    const zones = missing.map((zone) => desk.t.zones[zone]).join(", ");
    say(desk, "right", desk.t.packing.inBin(bin), desk.t.packing.still(zones));
  }
}

export function isAtCounter(fulfillment: Fulfillment | undefined): boolean {
  return fulfillment?.state === "staged" || fulfillment?.state === "arrived";
}

/** Keeps it longer for its shopper. */
export async function extendHold(desk: Desk, fulfillmentId: string, hours: number) {
  const after = await perform(desk, { type: "extend_hold", body: { fulfillmentId, hours } });
  if (after) say(desk, "right", desk.t.counter.keptLonger);
}

/** Goes out to the car: it stops ringing everywhere. */
export async function attend(desk: Desk, fulfillmentId: string) {
  await perform(desk, { type: "attend", body: { fulfillmentId } });
}

/** Settles something of the handover. */
export function settle(desk: Desk, change: Partial<Draft>) {
  desk.draft.value = { ...desk.draft.value, ...change };
}

/** Takes what shows who they are. Where nothing else is to be settled, six digits hand over by themselves. */
export async function takeProof(
  desk: Desk,
  fulfillment: Fulfillment,
  proof: Shown,
  isChecked: boolean,
) {
  const body = handOverBody(fulfillment, proof, desk.draft.value);
  const given = givenOf(fulfillment, desk.draft.value);
  // What is still to be settled is asked for next; a name that is another one ends here.
  const settled = { ...body, ageSeen: true, document: body.document ?? documentIn(proof) };
  const wrong = proof.kind === "code" ? undefined : checkIdentity(fulfillment, settled, given);
  if (wrong && wrong.kind !== "document_needed") {
    const { title, detail } = refusalWords(desk.t, wrong.kind, wrong.detail);
    return say(desk, "wrong", title, detail);
  }
  desk.proof.value = { fulfillmentId: fulfillment.id, proof, isChecked };
  settle(desk, { way: "scan" });
  const isPlain = nextOf(fulfillment, proof, desk.draft.value) === "give" && desk.draft.value.given === null;
  if (proof.kind === "code" && isPlain) return await handOver(desk, fulfillment);
  if (proof.kind === "document") say(desk, "right", desk.t.counter.nameFits);
}

function documentIn(proof: Shown) {
  return proof.kind === "document" ? { name: proof.name, lastFour: proof.lastFour } : undefined;
}

/** A document beside the proof, for goods of value. */
export function takeDocument(
  desk: Desk,
  fulfillment: Fulfillment,
  document: { name: string; lastFour: string },
) {
  const shown = desk.proof.value;
  if (!shown) return;
  const body = { ...handOverBody(fulfillment, shown.proof, desk.draft.value), ageSeen: true, document };
  const wrong = checkIdentity(fulfillment, body, givenOf(fulfillment, desk.draft.value));
  if (wrong) {
    const { title, detail } = refusalWords(desk.t, wrong.kind, wrong.detail);
    return say(desk, "wrong", title, detail);
  }
  settle(desk, { document });
  say(desk, "right", desk.t.counter.nameFits);
}

/** The goods change hands. What this phone could check itself is done at once; the rest the server is asked. */
export async function handOver(desk: Desk, fulfillment: Fulfillment) {
  const shown = desk.proof.value;
  if (shown?.fulfillmentId !== fulfillment.id) return;
  const body = handOverBody(fulfillment, shown.proof, desk.draft.value);
  if (!shown.isChecked) return await askServer(desk, body);
  const after = await perform(desk, { type: "hand_over", body });
  if (after) finish(desk, { kind: cameTo(body), fulfillment: after });
}

/** Has the server check a proof; its answer comes through the queue (`answers.ts`). */
export async function askServer(desk: Desk, body: ReturnType<typeof handOverBody>) {
  if (desk.checking.value.has(body.fulfillmentId)) return;
  const { kind } = desk.sync.value;
  if (kind === "offline" || kind === "signed_out") {
    return say(desk, "wrong", desk.t.device.needsConnection, desk.t.device.needsConnectionDetail);
  }
  // A refusal leaves what was settled, so that only the proof is shown again.
  if (body.proof.kind !== "override") desk.proof.value = null;
  await perform(desk, { type: "hand_over", body }, { needsServer: true });
}
