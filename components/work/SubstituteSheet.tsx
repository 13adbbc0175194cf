import { useEffect, useState } from "preact/hooks";
import type { Fulfillment, FulfillmentLine } from "../../domain/fulfillment/types.ts";
import type { Offer } from "../../domain/inventory/types.ts";
import type { ShortReason } from "../../device/ending_acts.ts";
import type { Desk } from "../../device/desk.ts";
import { findOffers, proposeSubstitute, withdrawSubstitute } from "../../device/substitute_acts.ts";
import { Icon } from "../Icon.tsx";
import { Money } from "../Money.tsx";
import { Notice } from "../Notice.tsx";

interface OffersProps {
  desk: Desk;
  fulfillmentId: string;
  line: FulfillmentLine;
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

/** What shoppers are being asked about, and a way to ask no more. */
export function Asked({ desk, orders }: { desk: Desk; orders: Fulfillment[] }) {
  const asked = orders.flatMap((order) => order.lines.map((line) => ({ order, line })))
    .filter(({ line }) => line.substitute?.state === "proposed");
  if (asked.length === 0) return null;
  return (
    <ul class="card-plain rows overflow-hidden" aria-label={desk.t.substitutes.waitHere}>
      {asked.map(({ order, line }) => (
        <AskedLine key={`${order.id} ${line.lineNo}`} desk={desk} order={order} line={line} />
      ))}
    </ul>
  );
}

function AskedLine({ desk, order, line }: { desk: Desk; order: Fulfillment; line: FulfillmentLine }) {
  const { quantity, name, answerBy } = line.substitute!;
  const t = desk.t.substitutes;
  const minutes = Math.max(0, Math.ceil((Date.parse(answerBy) - desk.now.value) / 60_000));
  return (
    <li class="row flex-wrap">
      <Icon name="hourglass" class="ink-busy size-6" />
      <span class="min-w-[min(100%,9rem)] flex-1">
        <span class="block font-semibold wrap-anywhere">{t.asked(quantity, name)}</span>
        <span class="ink-quiet block text-sm wrap-anywhere">{t.insteadOf(line.name)}</span>
        <span class="ink-quiet block text-sm">{t.minutesLeft(minutes)}</span>
      </span>
      <button
        type="button"
        class="btn btn-ghost"
        onClick={() => withdrawSubstitute(desk, order.id, line.lineNo)}
      >
        {t.withdraw}
      </button>
    </li>
  );
}
