// Labels are bought with a network or not at all: what a carrier sells cannot be decided on a phone. Everything here asks
// the server at once and changes nothing that lies in the queue.
import type { Offers, Parcel, RankedOffer } from "../domain/shipping/types.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import { refresh } from "./list.ts";
import { type Desk, say } from "./desk.ts";
import { kindOf, refusalWords } from "./words.ts";

const PATIENCE_MS = 15_000;

/** Whether labels can be bought now. */
export function canBuy(desk: Desk): boolean {
  return desk.sync.value.kind !== "offline" && desk.sync.value.kind !== "signed_out";
}

export function wantsLabel({ closed, labelState }: Parcel): boolean {
  return closed && (labelState === "none" || labelState === "failed");
}

/** Asks what carriers want for each parcel without a label; a remote carrier's answer comes with a later asking. */
export async function loadOffers(desk: Desk, order: Fulfillment) {
  for (const parcel of order.parcels.filter(wantsLabel)) {
    if (desk.offers.value.get(keyOf(order, parcel))?.state === "quoted") continue;
    const offers = await ask<Offers>(desk, "POST", order, parcel, "offers");
    if (offers) desk.offers.value = new Map(desk.offers.value).set(keyOf(order, parcel), offers);
  }
}

export function offersFor(desk: Desk, order: Fulfillment, parcel: Parcel): Offers | undefined {
  return desk.offers.value.get(keyOf(order, parcel));
}

/** The offer to take: the one that was tapped, else the one that is suggested. */
export function chosenOffer(desk: Desk, order: Fulfillment, parcel: Parcel): RankedOffer | undefined {
  const { offers = [] } = offersFor(desk, order, parcel) ?? {};
  const chosen = desk.chosenOffers.value.get(keyOf(order, parcel));
  return offers.find(({ id }) => id === chosen) ?? offers.find(({ isSuggested }) => isSuggested);
}

export function chooseOffer(desk: Desk, order: Fulfillment, parcel: Parcel, offerId: string) {
  desk.chosenOffers.value = new Map(desk.chosenOffers.value).set(keyOf(order, parcel), offerId);
}

/** Buys a label for every parcel that has none. */
export async function buyLabels(desk: Desk, order: Fulfillment) {
  if (desk.isBuying.value) return;
  desk.isBuying.value = true;
  try {
    for (const parcel of order.parcels.filter(wantsLabel)) {
      const offer = chosenOffer(desk, order, parcel);
      if (!offer) return say(desk, "wrong", desk.t.labels.noOffer);
      const wanted = { id: crypto.randomUUID(), offerId: offer.id };
      if (!await ask(desk, "POST", order, parcel, "label", wanted)) return;
    }
    await refresh(desk);
    say(desk, "right", desk.t.labels.bought);
  } finally {
    desk.isBuying.value = false;
  }
}

export async function voidLabel(desk: Desk, order: Fulfillment, parcel: Parcel) {
  if (!await ask(desk, "DELETE", order, parcel, "label")) return;
  await refresh(desk);
  say(desk, "plain", desk.t.labels.voided);
}

/** Where a parcel's papers are printed from. */
export function labelPath({ id }: Fulfillment, { no }: Pick<Parcel, "no">, what: string): string {
  return ["/work/fulfillments", id, "parcels", no, what].join("/");
}

async function ask<Answer>(
  desk: Desk,
  method: "POST" | "DELETE",
  order: Fulfillment,
  parcel: Parcel,
  what: "offers" | "label",
  body?: unknown,
): Promise<Answer | undefined> {
  const response = await fetch(labelPath(order, parcel, what), {
    method,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => null);
  if (!response) return void say(desk, "wrong", desk.t.device.needsConnection, desk.t.labels.needsConnection);
  if (response.status === 401) return void (desk.link.value = "signed_out");
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer as Answer;
  const { title, detail } = refusalWords(desk.t, kindOf(answer), answer ?? {});
  say(desk, "wrong", title, detail);
}

/** A parcel that is packed anew is another parcel to a carrier. */
function keyOf({ id }: Fulfillment, { no, boxId, weightGrams }: Parcel): string {
  return `${id}/${no}/${boxId}/${weightGrams}`;
}
