import type { Due, Offering, OpeningHours, Point, Service, Switch, Working } from "./types.ts";

const EARTH_RADIUS_MILES = 3958.8;

/** Great-circle miles between two points, by the haversine formula. */
export function milesBetween(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const half = Math.sin((b.lat - a.lat) * rad / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin((b.lon - a.lon) * rad / 2) ** 2;
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Why a node does not offer a service now; undefined when it does. */
export function whyNotOffered(
  node: Offering,
  service: Service,
  switches: readonly Switch[],
  now: Date,
): { reason?: string; until?: Date | null } | undefined {
  if (!node.services.includes(service)) return {};
  if (node.capacityPerDay === 0 || node.capacityPerHour === 0) return { reason: "no capacity" };
  const off = switches.find((each) => each.nodeId === node.id && each.service === service);
  return off && isOff(off, now) ? { reason: off.reason, until: off.offUntil } : undefined;
}

/** Whether a node hands goods over, or sends them, in this way now. */
export function offers(node: Offering, service: Service, switches: readonly Switch[], now: Date): boolean {
  return whyNotOffered(node, service, switches, now) === undefined;
}

function isOff({ offUntil }: Switch, now: Date): boolean {
  return offUntil === null || offUntil > now;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How far ahead a place promises. */
const PROMISED_DAYS = 14;

/**
 * When a node has something ready that takes it `minutes` of open time: then, or in the first open hour after that in
 * which what it has promised already leaves room, by the hour and by the day of its own clock. Undefined when it has no
 * room within two weeks. The same at the question and at the order, so that the answer given is the promise kept.
 */
export function promiseReady(
  node: Working,
  minutes: number,
  queue: readonly Due[],
  now: Date,
): Date | undefined {
  const { capacityPerDay: perDay, capacityPerHour: perHour } = node;
  const clock = clockOf(node.timeZone);
  const dueIn = { hour: new Map<number, number>(), day: new Map<string, number>() };
  for (const { at, fulfillments } of queue) {
    add(dueIn.hour, clock.hourOf(at), fulfillments);
    add(dueIn.day, clock.dayOf(at), fulfillments);
  }
  const last = now.getTime() + PROMISED_DAYS * DAY;
  let at = afterOpenMinutes(node, minutes, now);
  while (at && at.getTime() <= last) {
    const hour = clock.hourOf(at);
    if ((dueIn.day.get(clock.dayOf(at)) ?? 0) >= perDay) at = openFrom(node, clock.nextDay(at));
    else if ((dueIn.hour.get(hour) ?? 0) >= (perHour ?? Infinity)) at = openFrom(node, new Date(hour + HOUR));
    else return at;
  }
  return undefined;
}

/** Whether a place has opening hours at all: some are listed without. */
export function everOpens(place: { openingHours: OpeningHours }): boolean {
  return place.openingHours.some((hours) => hours !== null);
}

/** The first moment from an instant on at which a place is open. */
function openFrom(place: Working, instant: Date): Date | undefined {
  return afterOpenMinutes(place, 0, instant);
}

/** Hours and days as the clock on the wall counts them. */
function clockOf(timeZone: string) {
  const at = (instant: Date) =>
    Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  return {
    /** When the hour began: both of the two o'clocks in the night the clocks go back are hours of their own. */
    hourOf(instant: Date) {
      const shift = at(instant).offsetNanoseconds / 1_000_000;
      return Math.floor((instant.getTime() + shift) / HOUR) * HOUR - shift;
    },
    dayOf: (instant: Date) => at(instant).toPlainDate().toString(),
    nextDay: (instant: Date) =>
      new Date(at(instant).toPlainDate().add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds),
  };
}

function add<Key>(sums: Map<Key, number>, key: Key, more: number) {
  sums.set(key, (sums.get(key) ?? 0) + more);
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
