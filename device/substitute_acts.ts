// Another item for what cannot be found: looked up at the store, put to the shopper, and taken back again.
import type { FulfillmentLine } from "../domain/fulfillment/types.ts";
import type { Offer } from "../domain/inventory/types.ts";
import { perform } from "./acts.ts";
import { type Desk, say } from "./desk.ts";
import type { ShortReason } from "./ending_acts.ts";

/** What could be offered: what was scanned, or what the store has most like it; undefined without a network. */
export async function findOffers(sku: string, scanned?: string): Promise<Offer[] | undefined> {
  const query = new URLSearchParams({ sku, ...(scanned === undefined ? {} : { scanned }) });
  const response = await fetch(`/work/substitutes?${query}`, {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  const found = response?.ok ? await response.json().catch(() => null) as { items: Offer[] } | null : null;
  return found?.items;
}

/** Asks the shopper. The store system must hear of it at once: nobody waits at a shelf for a phone without a network. */
export async function proposeSubstitute(
  desk: Desk,
  fulfillmentId: string,
  { line, offer, quantity, reason }: {
    line: FulfillmentLine;
    offer: Offer;
    quantity: number;
    reason: ShortReason;
  },
) {
  const { kind } = desk.sync.value;
  if (kind === "offline" || kind === "signed_out") {
    return say(desk, "wrong", desk.t.substitutes.needsConnection, desk.t.substitutes.needsConnectionDetail);
  }
  const body = { fulfillmentId, lineNo: line.lineNo, quantity, sku: offer.sku, reason };
  const floor = { bins: [], substitute: { sku: offer.sku, name: offer.name, priceMinor: offer.priceMinor } };
  const after = await perform(desk, { type: "propose_substitute", body }, { needsServer: true, floor });
  if (!after) return;
  desk.isShortOpen.value = false;
  desk.chosenLine.value = null;
  say(desk, "plain", desk.t.substitutes.asking, offer.name);
}

/** Nobody is asked any more: the item is to be picked after all. */
export async function withdrawSubstitute(desk: Desk, fulfillmentId: string, lineNo: number) {
  const after = await perform(desk, { type: "withdraw_substitute", body: { fulfillmentId, lineNo } });
  if (after) say(desk, "plain", desk.t.substitutes.withdrawn);
}
