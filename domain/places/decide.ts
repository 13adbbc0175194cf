import type { OpeningHours, Point, Service } from "./types.ts";

const EARTH_RADIUS_MILES = 3958.8;

/** Great-circle miles between two points, by the haversine formula. */
export function milesBetween(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const half = Math.sin((b.lat - a.lat) * rad / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin((b.lon - a.lon) * rad / 2) ** 2;
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Whether a node hands goods over, or sends them, in this way. */
export function offers(node: { services: Service[] }, service: Service): boolean {
  return node.services.includes(service);
}

/**
 * The instant at which `minutes` of open time have passed, counted from `now` in the node's own time zone. A store that
 * is closed starts counting when it opens. Undefined when the store does not open within two weeks.
 */
export function afterOpenMinutes(
  place: { openingHours: OpeningHours; timeZone: string },
  minutes: number,
  now: Date,
): Date | undefined {
  let left = minutes * 60_000;
  let at = now.getTime();
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(place.timeZone)
    .toPlainDate();
  // A day that closes after midnight may have begun yesterday.
  for (let day = -1; day < 14; day++) {
    const hours = openHoursOn(place, today.add({ days: day }));
    if (!hours || hours.closes <= at) continue;
    const from = Math.max(hours.opens, at);
    if (from + left <= hours.closes) return new Date(from + left);
    left -= hours.closes - from;
    at = hours.closes;
  }
  return undefined;
}

/**
 * The first closing time at or after an instant: a hold that runs out while the store is closed would be no use to
 * anybody. The instant itself when the store does not close within two weeks.
 */
export function closingAfter(place: { openingHours: OpeningHours; timeZone: string }, instant: Date): Date {
  const first = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(place.timeZone)
    .toPlainDate();
  // A day that closes after midnight may have begun yesterday.
  for (let day = -1; day < 14; day++) {
    const hours = openHoursOn(place, first.add({ days: day }));
    if (hours && hours.closes >= instant.getTime()) return new Date(hours.closes);
  }
  return instant;
}

/** Opening and closing of a day as instants: right on the two days a year that are 23 and 25 hours long. */
function openHoursOn(place: { openingHours: OpeningHours; timeZone: string }, date: Temporal.PlainDate) {
  const hours = place.openingHours[date.dayOfWeek - 1];
  if (!hours) return undefined;
  const [opens, closes] = hours;
  const at = (date: Temporal.PlainDate, time: string) =>
    date.toZonedDateTime({ timeZone: place.timeZone, plainTime: time }).epochMilliseconds;
  // A store that closes at or after midnight closes on the next day.
  return { opens: at(date, opens), closes: at(closes > opens ? date : date.add({ days: 1 }), closes) };
}
