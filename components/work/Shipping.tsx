import { useEffect } from "preact/hooks";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import type { Desk } from "../../device/desk.ts";
import { buyLabels, canBuy, chosenOffer, loadOffers, wantsLabel } from "../../device/label_acts.ts";
import { hasNumber, shipOrder } from "../../device/packing_acts.ts";
import { Icon } from "../Icon.tsx";
import { money } from "../money.ts";
import { ClosedParcel } from "./Parcels.tsx";

interface ShippingProps {
  desk: Desk;
  fulfillment: Fulfillment;
}

/** Packed: a label on each box, and out. */
export function Shipping({ desk, fulfillment }: ShippingProps) {
  const isOnline = canBuy(desk);
  const isSent = desk.sync.value.kind !== "waiting";
  // What is still in the queue the server has not heard of: it would not know the parcel.
  useEffect(() => {
    if (isOnline && isSent) loadOffers(desk, fulfillment);
  }, [isOnline, isSent, desk.truth.value.version]);
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        {fulfillment.parcels.map((parcel) => (
          <ClosedParcel key={parcel.no} desk={desk} fulfillment={fulfillment} parcel={parcel} />
        ))}
        {isOnline && isSent && (
          <a
            class="link self-start px-1 py-2"
            href={`/work/fulfillments/${fulfillment.id}/packing-slip.pdf`}
            target="_blank"
          >
            {desk.t.labels.packingSlip}
          </a>
        )}
      </div>
      <div class="act-bar bg-base-200">
        <NextAct desk={desk} fulfillment={fulfillment} />
      </div>
    </>
  );
}

/** One button: first the labels, then on its way. */
function NextAct({ desk, fulfillment }: ShippingProps) {
  const { t } = desk;
  const { parcels } = fulfillment;
  if (parcels.every((parcel) => hasNumber(desk, fulfillment, parcel))) {
    return (
      <button
        type="button"
        class="btn btn-primary act text-lg"
        onClick={() => shipOrder(desk, fulfillment)}
      >
        <Icon name="truck" class="size-6" /> {t.packing.ship}
      </button>
    );
  }
  const wanting = parcels.filter((parcel) => wantsLabel(parcel) && !hasNumber(desk, fulfillment, parcel));
  const offers = wanting.map((parcel) => chosenOffer(desk, fulfillment, parcel));
  const isReady = canBuy(desk) && wanting.length > 0 && offers.every((offer) => offer !== undefined);
  const price = offers.reduce((sum, offer) => sum + (offer?.priceMinor ?? 0), 0);
  return (
    <button
      type="button"
      class="btn btn-primary act h-auto py-2 text-lg whitespace-normal"
      disabled={!isReady || desk.isBuying.value}
      onClick={() => buyLabels(desk, fulfillment)}
    >
      <Icon name="receipt" class="size-6" />
      {isReady
        ? t.labels.buy(wanting.length, money(price, offers[0]!.currency, t.language))
        : canBuy(desk)
        ? t.labels.asking
        : t.labels.missing}
    </button>
  );
}
