import type { TargetedSubmitEvent } from "preact";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { hasLabel } from "../../domain/fulfillment/packing_decide.ts";
import type { Parcel, RankedOffer } from "../../domain/shipping/types.ts";
import type { Desk } from "../../device/desk.ts";
import {
  canBuy,
  chooseOffer,
  chosenOffer,
  labelPath,
  offersFor,
  voidLabel,
  wantsLabel,
} from "../../device/label_acts.ts";
import { boxNamed, noteTracking, reopenParcel, typedFor } from "../../device/packing_acts.ts";
import { Icon } from "../Icon.tsx";
import { money } from "../money.ts";
import { Notice } from "../Notice.tsx";
import { day } from "../when.ts";

interface ParcelProps {
  desk: Desk;
  fulfillment: Fulfillment;
  parcel: Parcel;
}

/** A box that is closed: what it is, its label, and a way to open it again. */
export function ClosedParcel({ desk, fulfillment, parcel }: ParcelProps) {
  const { t } = desk;
  return (
    <section class="card-plain flex flex-col gap-3 px-4 py-4" aria-labelledby={`parcel-${parcel.no}`}>
      <div class="flex items-center gap-3">
        <Icon name="package-check" class="ink-good size-6" />
        <h2 id={`parcel-${parcel.no}`} class="min-w-0 flex-1 text-lg">
          {t.packing.parcel(parcel.no, boxNamed(desk, parcel.boxId)?.name ?? t.packing.ownPackaging)}
          <span class="ink-quiet block text-sm font-normal">{t.packing.weighs(kilograms(parcel))}</span>
        </h2>
        {!hasLabel(parcel) && (
          <button
            type="button"
            class="btn btn-ghost -mr-2 px-3"
            onClick={() => reopenParcel(desk, fulfillment, parcel.no)}
          >
            <Icon name="package-open" class="size-5" /> {t.packing.reopen}
          </button>
        )}
      </div>
      {fulfillment.state === "packed" && <LabelOf desk={desk} fulfillment={fulfillment} parcel={parcel} />}
    </section>
  );
}

function LabelOf({ desk, fulfillment, parcel }: ParcelProps) {
  const { t } = desk;
  switch (parcel.labelState) {
    case "bought":
      return <Bought desk={desk} fulfillment={fulfillment} parcel={parcel} />;
    case "buying":
      return (
        <Notice tone="busy" title={t.labels.buying(parcel.carrierName ?? "")}>{t.labels.buyingDetail}</Notice>
      );
    case "voiding":
      return <Notice tone="busy" title={t.labels.voiding}>{t.labels.voidingDetail}</Notice>;
    default:
      return <ToBuy desk={desk} fulfillment={fulfillment} parcel={parcel} />;
  }
}

/** The label is there: its number, and the printers it goes to. */
function Bought({ desk, fulfillment, parcel }: ParcelProps) {
  const { t } = desk;
  return (
    <>
      <p>
        <span class="label-small block">{parcel.carrierName} · {parcel.serviceName}</span>
        <span class="font-mono text-lg font-semibold wrap-anywhere">{parcel.tracking}</span>
      </p>
      <div class="flex flex-wrap gap-2">
        <a
          class="btn btn-outline min-h-12"
          href={labelPath(fulfillment, parcel, "label.pdf")}
          target="_blank"
        >
          <Icon name="receipt" class="size-5" /> {t.labels.pdf}
        </a>
        <a
          class="btn btn-outline min-h-12"
          href={labelPath(fulfillment, parcel, "label.zpl")}
          download={`${fulfillment.orderNumber}-${parcel.no}.zpl`}
        >
          {t.labels.zpl}
        </a>
        <button
          type="button"
          class="btn btn-ghost ink-bad min-h-12"
          onClick={() => voidLabel(desk, fulfillment, parcel)}
        >
          {t.labels.void}
        </button>
      </div>
      {parcel.labelProblem && <Notice tone="warn" title={t.labels.notVoided}>{parcel.labelProblem}</Notice>}
    </>
  );
}

/** No label yet: the best offer, all others, and a number made elsewhere. */
function ToBuy({ desk, fulfillment, parcel }: ParcelProps) {
  const { t } = desk;
  const offers = offersFor(desk, fulfillment, parcel);
  const chosen = chosenOffer(desk, fulfillment, parcel);
  const typed = typedFor(desk, fulfillment, parcel.no);
  if (!wantsLabel(parcel)) return null;
  return (
    <>
      {parcel.labelState === "failed" && (
        <Notice tone="bad" title={t.labels.failed}>{parcel.labelProblem}</Notice>
      )}
      {typed && (
        <p>
          <span class="label-small block">{t.labels.typed}</span>
          <span class="font-mono text-lg font-semibold wrap-anywhere">{typed}</span>
        </p>
      )}
      {!canBuy(desk)
        ? <Notice tone="warn" icon="wifi-off" title={t.labels.offline}>{t.labels.offlineDetail}</Notice>
        : offers?.state === "failed"
        ? <Notice tone="bad" title={t.labels.failed}>{offers.problem}</Notice>
        : chosen
        ? (
          <Choice
            desk={desk}
            fulfillment={fulfillment}
            parcel={parcel}
            offers={offers!.offers}
            chosen={chosen}
          />
        )
        : <p class="ink-quiet">{t.labels.asking}</p>}
      <TypedNumber desk={desk} fulfillment={fulfillment} parcel={parcel} />
    </>
  );
}

interface ChoiceProps extends ParcelProps {
  offers: RankedOffer[];
  chosen: RankedOffer;
}

function Choice({ desk, fulfillment, parcel, offers, chosen }: ChoiceProps) {
  return (
    <details class="group rounded-box border border-line">
      <summary class="flex min-h-14 cursor-pointer list-none items-center gap-2 px-3 py-2">
        <OfferText desk={desk} offer={chosen} />
        <Icon name="chevron-down" class="size-5 transition-transform group-open:rotate-180" />
      </summary>
      <ul class="rows border-t border-line">
        {offers.map((offer) => (
          <li key={offer.id}>
            <label class="row cursor-pointer">
              <input
                type="radio"
                class="radio radio-primary"
                name={`offer-${parcel.no}`}
                checked={offer.id === chosen.id}
                onChange={() => chooseOffer(desk, fulfillment, parcel, offer.id)}
              />
              <OfferText desk={desk} offer={offer} />
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

function OfferText({ desk, offer }: { desk: Desk; offer: RankedOffer }) {
  const { t } = desk;
  const arrives = offer.arrivesBy && day(offer.arrivesBy, desk.now.value, desk.node.timeZone, t.times);
  return (
    <span class="flex min-w-0 flex-1 items-center gap-3">
      <span class="min-w-0 flex-1">
        <span class="block leading-6 font-medium wrap-anywhere">
          {offer.carrierName} · {offer.serviceName}
        </span>
        <span class={`block text-sm ${offer.meetsPromise ? "ink-quiet" : "ink-warn font-semibold"}`}>
          {arrives
            ? (offer.meetsPromise ? t.labels.arrives(arrives) : t.labels.late(arrives))
            : t.labels.noTime}
        </span>
      </span>
      <span class="text-lg font-semibold whitespace-nowrap">
        {money(offer.priceMinor, offer.currency, t.language)}
      </span>
    </span>
  );
}

/** A carrier is away, or the label was bought elsewhere: its number is typed, or scanned anywhere on this screen. */
function TypedNumber({ desk, fulfillment, parcel }: ParcelProps) {
  const { t } = desk;
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    noteTracking(desk, fulfillment, String(new FormData(event.currentTarget).get("tracking")), parcel.no);
  };
  return (
    <details open={!canBuy(desk)}>
      <summary class="min-h-10 cursor-pointer py-2 font-semibold">{t.labels.elsewhere}</summary>
      <form class="flex gap-2" onSubmit={onSubmit}>
        <label class="min-w-0 flex-1">
          <span class="sr-only">{t.packing.tracking}</span>
          <input
            class="input h-12 w-full bg-base-100 font-semibold"
            name="tracking"
            maxLength={64}
            required
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
          />
        </label>
        <button type="submit" class="btn btn-outline min-h-12">{t.labels.note}</button>
      </form>
    </details>
  );
}

function kilograms({ weightGrams }: Parcel): string {
  return ((weightGrams ?? 0) / 1_000).toFixed(2);
}
