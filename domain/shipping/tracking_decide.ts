// When a carrier is asked again where a parcel is, and what its answer means.
import type { Tracked } from "./types.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A parcel nobody has heard of for so long will not be heard of. */
const GIVEN_UP_MS = 45 * DAY;

/** When to look again after so many looks that found nothing new: in an hour, then twice as long, a day at most. */
export function lookAgainAt(looks: number, shippedAt: Date, now: Date): Date | null {
  if (now.getTime() - shippedAt.getTime() >= GIVEN_UP_MS) return null;
  return new Date(now.getTime() + Math.min(DAY, HOUR * 2 ** Math.min(looks, 10)));
}

/** A carrier's word for where a parcel is, as one of ours; undefined for what says nothing. */
export function trackedAs(status: string): Tracked | undefined {
  switch (status) {
    case "pre_transit":
    case "in_transit":
    case "out_for_delivery":
    case "delivered":
      return status;
    case "available_for_pickup":
      return "out_for_delivery";
    case "return_to_sender":
    case "failure":
    case "cancelled":
    case "error":
      return "exception";
    default:
      return undefined;
  }
}
