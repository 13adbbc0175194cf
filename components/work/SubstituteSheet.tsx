import { useEffect, useState } from "preact/hooks";
import type { Offer } from "../../domain/inventory/types.ts";
import type { ShortReason } from "../../device/ending_acts.ts";
import type { Desk } from "../../device/desk.ts";
import type { WalkLine } from "../../device/sections.ts";
import { findOffers, proposeSubstitute, withdrawSubstitute } from "../../device/substitute_acts.ts";
import { Icon } from "../Icon.tsx";
import { Money } from "../Money.tsx";
import { Notice } from "../Notice.tsx";

interface OffersProps {
  desk: Desk;
  fulfillmentId: string;
  line: WalkLine;
  quantity: number;
  reason: ShortReason;
}

/** What the store has most like the missing item: one tap asks the shopper. */
export function Offers({ desk, fulfillmentId, line, quantity, reason }: OffersProps) {
  const [offers, setOffers] = useState<Offer[] | "looking" | undefined>("looking");
  const [scanned, setScanned] = useState("");
  const look = async (text?: string) => {
    setOffers("looking");
    setOffers(await findOffers(line.sku, text));
  };
  useEffect(() => void look(), [line.sku]);
  const t = desk.t.substitutes;
  return (
    <section class="flex flex-col gap-3" aria-label={t.title}>
      <form
        class="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          look(scanned.trim() || undefined);
        }}
      >
        <input
          class="input h-12 min-w-0 flex-1"
          value={scanned}
          aria-label={t.scanOther}
          placeholder={t.scanOther}
          autocomplete="off"
          onInput={(event) => setScanned(event.currentTarget.value)}
        />
        <button class="btn btn-outline h-12" type="submit">{t.look}</button>
      </form>
      {offers === undefined && (
        <Notice tone="warn" title={t.needsConnection}>{t.needsConnectionDetail}</Notice>
      )}
      {offers === "looking" && <p class="ink-quiet" role="status">{t.looking}</p>}
      {Array.isArray(offers) && offers.length === 0 && <p class="ink-quiet">{t.nothing}</p>}
      {Array.isArray(offers) && offers.length > 0 && (
        <ul class="card-plain rows overflow-hidden" aria-label={t.title}>
          {offers.map((offer) => (
            <li key={offer.sku}>
              <button
                type="button"
                class="row"
                onClick={() => proposeSubstitute(desk, fulfillmentId, { line, offer, quantity, reason })}
              >
                <Icon name="arrow-up-down" class="ink-quiet size-6" />
                <span class="min-w-0 flex-1 text-left">
                  <span class="block font-semibold wrap-anywhere">{offer.name}</span>
                  <span class="ink-quiet block text-sm">
                    {[offer.location, t.free(offer.free)].filter(Boolean).join(" · ")}
                  </span>
                </span>
                <Money minor={offer.priceMinor} currency={offer.currency} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A line the shopper is being asked about. */
export function AskedLine({ desk, fulfillmentId, line }: Omit<OffersProps, "quantity" | "reason">) {
  const { substitute } = line;
  if (substitute?.state !== "proposed") return null;
  const t = desk.t.substitutes;
  const minutes = Math.max(0, Math.ceil((Date.parse(substitute.answerBy) - desk.now.value) / 60_000));
  return (
    <li class="row flex-wrap">
      <Icon name="hourglass" class="ink-busy size-6" />
      <span class="min-w-0 flex-1">
        <span class="block font-semibold wrap-anywhere">
          {t.asked(substitute.quantity, substitute.name)}
        </span>
        <span class="ink-quiet block text-sm">{t.minutesLeft(minutes)}</span>
      </span>
      <button
        type="button"
        class="btn btn-ghost"
        onClick={() => withdrawSubstitute(desk, fulfillmentId, line.lineNo)}
      >
        {t.withdraw}
      </button>
    </li>
  );
}
