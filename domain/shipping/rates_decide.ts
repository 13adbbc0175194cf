// What a parcel costs by the carriers' contracts, and which offer to take: the cheapest that keeps the promise.
import { volume } from "./boxes_decide.ts";
import type { Offer, RankedOffer, Sides, Tariff } from "./types.ts";

const DAY = 86_400_000;
const PARTS = 10_000;

/** What a carrier bills: the weight on the scales, or what a box of that size is taken to weigh, if that is more. */
export function billedGrams(
  parcel: { weightGrams: number; sidesMm: Sides | null },
  { cubicMmPerGram }: Pick<Tariff, "cubicMmPerGram">,
): number {
  // Goods in their own packaging have no sides we know of.
  const bulk = parcel.sidesMm ? Math.ceil(volume(parcel.sidesMm) / cubicMmPerGram) : 0;
  return Math.max(parcel.weightGrams, bulk);
}

/** What each service asks for a parcel; a service that takes no parcel of that weight offers nothing. */
export function offersBy(
  tariffs: Tariff[],
  parcel: { weightGrams: number; sidesMm: Sides | null },
): Offer[] {
  return tariffs.flatMap((tariff) => {
    const grams = billedGrams(parcel, tariff);
    const step = tariff.steps.toSorted((a, b) => a.upToGrams - b.upToGrams)
      .find((each) => grams <= each.upToGrams);
    if (!step) return [];
    const { carrier, service, carrierName, serviceName, currency, days } = tariff;
    const priceMinor = withSurcharge(step.priceMinor, tariff.fuelSurcharge);
    return [{ id: `${carrier}/${service}`, carrier, carrierName, serviceName, priceMinor, currency, days }];
  });
}

/** Cents times a rate of four decimals, in whole numbers, half a cent rounded up. */
function withSurcharge(cents: number, rate: string): number {
  const parts = PARTS + Math.round(Number(rate) * PARTS);
  return Math.floor((cents * parts + PARTS / 2) / PARTS);
}

/**
 * Offers from the cheapest on. Suggested is the cheapest that keeps the promise when it leaves now; where none does, the
 * quickest. A carrier that does not say how long it takes keeps no promise.
 */
export function rankOffers(offers: Offer[], promisedBy: Date, now: Date): RankedOffer[] {
  const ranked = offers.map((offer) => {
    const arrives = offer.days === null ? null : new Date(now.getTime() + offer.days * DAY);
    const meetsPromise = arrives !== null && arrives <= promisedBy;
    return { ...offer, arrivesBy: arrives?.toISOString() ?? null, meetsPromise };
  }).sort((a, b) => a.priceMinor - b.priceMinor || daysOf(a) - daysOf(b) || (a.id < b.id ? -1 : 1));
  const quickest = ranked.toSorted((a, b) => daysOf(a) - daysOf(b))[0];
  const suggested = ranked.find((offer) => offer.meetsPromise) ?? quickest;
  return ranked.map((offer) => ({ ...offer, isSuggested: offer === suggested }));
}

function daysOf({ days }: Offer): number {
  return days ?? Infinity;
}
