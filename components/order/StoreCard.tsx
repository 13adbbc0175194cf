import type { OrderPart } from "../../domain/orders/types.ts";
import { Icon } from "../Icon.tsx";
import type { Instant } from "../when.ts";
import { hoursWords } from "./words.ts";

/** Where to go, whether it is open, and how to get there. */
export function StoreCard({ place, now }: { place: OrderPart["place"]; now: Instant }) {
  const { lat, lon } = place;
  return (
    <section class="card-plain p-5" aria-label="Store">
      <h2 class="text-lg">{place.name}</h2>
      <address class="ink-quiet mt-1 not-italic">
        {place.address}
        <br />
        {place.city}, {place.state} {place.postalCode}
      </address>
      <p class="mt-3 flex items-center gap-2">
        <Icon name="clock" class="size-4 ink-quiet" />
        {hoursWords(place.openingHours, now, place.timeZone)}
      </p>
      {
        // The page's address is the shopper's key: no other site is told it.
      }
      <a
        class="btn btn-outline mt-4 w-full border-line"
        href={`https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}`}
        rel="noreferrer noopener"
      >
        <Icon name="navigation" />
        Show on a map
      </a>
    </section>
  );
}
