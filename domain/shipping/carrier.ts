// A carrier, or a house that sells many carriers' labels, as far as shipping asks one. Each call leaves the building, so
// only jobs make it. What threw is asked again; a refusal is the carrier's last word.
import type { EasyPost, EasyPostAddress, EasyPostRate } from "../../lib/easypost.ts";
import { isRefusal, type Refusal } from "../../lib/refusal.ts";
import type { Address, CarrierParcel, Offer } from "./types.ts";

type Declined = Refusal<"carrier_declined">;

export interface Carrier {
  /** What it asks for a parcel. It costs nothing until it is bought. */
  quote(
    parcel: CarrierParcel,
    reference: string,
  ): Promise<{ remoteId: string; offers: Offer[] } | Declined>;
  /** Buys one label, however often it is asked for the same remote id. */
  buy(bought: { remoteId: string; offerId: string }): Promise<Postage | Declined>;
  /** Takes a label back that nobody has scanned. */
  refund(remoteId: string): Promise<{ settled: boolean } | Declined>;
  track(tracking: string): Promise<{ status: string } | undefined | Declined>;
}

export interface Postage {
  tracking: string;
  pdf: Uint8Array;
  zpl: string;
}

const GRAMS_PER_OUNCE = 28.349523125;
const MM_PER_INCH = 25.4;

/** EasyPost behind that port. */
export function easyPostCarrier(easypost: EasyPost): Carrier {
  return {
    async quote(parcel, reference) {
      const made = await easypost.createShipment({
        from_address: addressOf(parcel.from),
        to_address: addressOf(parcel.to),
        parcel: { weight: upTo(parcel.weightGrams / GRAMS_PER_OUNCE), ...sidesOf(parcel) },
        reference,
      });
      return isRefusal(made) ? made : { remoteId: made.id, offers: made.rates.map(offerOf) };
    },
    async buy({ remoteId, offerId }) {
      const bought = await easypost.buy({ shipmentId: remoteId, rateId: offerId });
      return isRefusal(bought) ? bought : { tracking: bought.trackingCode, pdf: bought.pdf, zpl: bought.zpl };
    },
    refund: (remoteId) => easypost.refund(remoteId),
    track: (tracking) => easypost.track(tracking),
  };
}

function addressOf(
  { name, line1, line2, city, state, postalCode, country, phone }: Address,
): EasyPostAddress {
  return {
    name,
    street1: line1,
    ...(line2 ? { street2: line2 } : {}),
    city,
    state,
    zip: postalCode,
    country,
    ...(phone ? { phone } : {}),
  };
}

function sidesOf({ sidesMm }: CarrierParcel) {
  if (!sidesMm) return {};
  const [length, width, height] = sidesMm.toSorted((a, b) => b - a)
    .map((mm) => upTo(mm / MM_PER_INCH)) as [number, number, number];
  return { length, width, height };
}

/** To a tenth, never less than it is: a parcel measured short is billed again. */
function upTo(value: number): number {
  return Math.ceil(Math.round(value * 1_000) / 100) / 10;
}

function offerOf(rate: EasyPostRate): Offer {
  return {
    id: rate.id,
    carrier: rate.carrier.toLowerCase(),
    carrierName: rate.carrier,
    serviceName: rate.service,
    priceMinor: Math.round(Number(rate.rate) * 100),
    currency: rate.currency,
    days: rate.delivery_days ?? rate.est_delivery_days ?? null,
  };
}
