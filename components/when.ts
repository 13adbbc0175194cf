// Times as people say them, the same on the server and in every browser: put together from parts and a language's own
// words, for engines differ in the spaces and cases they write. English unless told.

import { type Times, times as english } from "../words/en/times.ts";

export type Instant = Date | string | number;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "8 pm", "8:30 pm". */
export function clock(at: Instant, timeZone: string, times: Times = english): string {
  const { hour, minute } = partsOf(at, timeZone);
  return spoken(hour, minute, times);
}

/** "8 pm" of an opening hour written "20:00". */
export function clockOf(time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return spoken(hour % 24, minute, english);
}

/** "today", "tomorrow", "Tue" within six days, else "Dec 3". */
export function day(at: Instant, now: Instant, timeZone: string, times: Times = english): string {
  const then = partsOf(at, timeZone);
  const days = (then.date - partsOf(now, timeZone).date) / DAY;
  if (days === 0) return times.today;
  if (days === 1) return times.tomorrow;
  if (days === -1) return times.yesterday;
  return days > 1 && days < 7 ? times.weekdays[then.weekday]! : times.date(then.month, then.day);
}

/** "today 8 pm", "Tue 8:30 pm". */
export function moment(at: Instant, now: Instant, timeZone: string, times: Times = english): string {
  return `${day(at, now, timeZone, times)} ${clock(at, timeZone, times)}`;
}

/** "in 25 min", "in 3 h", "10 min late". Whole minutes, hours and days, never more than is there. */
export function distance(at: Instant, now: Instant, times: Times = english): string {
  const left = new Date(at).getTime() - new Date(now).getTime();
  if (Math.abs(left) < MINUTE) return times.now;
  return left > 0 ? times.ahead(length(left, times)) : times.late(length(-left, times));
}

/** "25 min", "3 h", "2 days" since then. */
export function age(since: Instant, now: Instant, times: Times = english): string {
  return length(Math.max(0, new Date(now).getTime() - new Date(since).getTime()), times);
}

/** The weekday's number, Monday first, as opening hours are kept. */
export function weekdayOf(at: Instant, timeZone: string): number {
  return (partsOf(at, timeZone).weekday + 6) % 7;
}

/** "20:05" in that zone, to compare with opening hours. */
export function timeOfDay(at: Instant, timeZone: string): string {
  const { hour, minute } = partsOf(at, timeZone);
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

function length(milliseconds: number, times: Times): string {
  if (milliseconds < HOUR) return times.minutes(Math.floor(milliseconds / MINUTE));
  if (milliseconds < DAY) return times.hours(Math.floor(milliseconds / HOUR));
  return times.days(Math.floor(milliseconds / DAY));
}

function spoken(hour: number, minute: number, times: Times): string {
  return times.clock(hour, minute === 0 ? "" : `:${String(minute).padStart(2, "0")}`);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formats.set(timeZone, made);
  return made;
}

type Parts = Record<"month" | "day" | "date" | "weekday" | "hour" | "minute", number>;

/** A list asks for the same few minutes again and again, and a phone takes long to work one out. */
const known = new Map<string, Parts>();
const MOST_KNOWN = 1_000;

function partsOf(at: Instant, timeZone: string): Parts {
  const key = `${Math.floor(new Date(at).getTime() / MINUTE)} ${timeZone}`;
  const before = known.get(key);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const parts = workOut(at, timeZone);
  known.set(key, parts);
  return parts;
}

function workOut(at: Instant, timeZone: string): Parts {
  const parts = formatFor(timeZone).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)!.value);
  const [month, day] = [part("month") - 1, part("day")];
  /** The calendar day as an instant, to count days by. */
  const date = Date.UTC(part("year"), month, day);
  return {
    ...{ month, day, date },
    weekday: new Date(date).getUTCDay(),
    hour: part("hour"),
    minute: part("minute"),
  };
}
