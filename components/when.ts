// Times as people say them, the same on the server and in every browser: put together from parts, for engines differ in
// the spaces and cases they write.

export type Instant = Date | string | number;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "8 pm", "8:30 pm". */
export function clock(at: Instant, timeZone: string): string {
  const { hour, minute } = partsOf(at, timeZone);
  return spoken(hour, minute);
}

/** "8 pm" of an opening hour written "20:00". */
export function clockOf(time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return spoken(hour % 24, minute);
}

/** "today", "tomorrow", "Tue" within six days, else "Dec 3". */
export function day(at: Instant, now: Instant, timeZone: string): string {
  const then = partsOf(at, timeZone);
  const days = (then.date - partsOf(now, timeZone).date) / DAY;
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  return days > 1 && days < 7 ? then.weekday : `${then.month} ${then.day}`;
}

/** "today 8 pm", "Tue 8:30 pm". */
export function moment(at: Instant, now: Instant, timeZone: string): string {
  return `${day(at, now, timeZone)} ${clock(at, timeZone)}`;
}

/** "in 25 min", "in 3 h", "10 min late". Whole minutes, hours and days, never more than is there. */
export function distance(at: Instant, now: Instant): string {
  const left = new Date(at).getTime() - new Date(now).getTime();
  if (Math.abs(left) < MINUTE) return "now";
  return left > 0 ? `in ${length(left)}` : `${length(-left)} late`;
}

/** "25 min", "3 h", "2 days" since then. */
export function age(since: Instant, now: Instant): string {
  return length(Math.max(0, new Date(now).getTime() - new Date(since).getTime()));
}

/** The weekday's number, Monday first, as opening hours are kept. */
export function weekdayOf(at: Instant, timeZone: string): number {
  const { date } = partsOf(at, timeZone);
  return (new Date(date).getUTCDay() + 6) % 7;
}

/** "20:05" in that zone, to compare with opening hours. */
export function timeOfDay(at: Instant, timeZone: string): string {
  const { hour, minute } = partsOf(at, timeZone);
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

function length(milliseconds: number): string {
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min`;
  if (milliseconds < DAY) return `${Math.floor(milliseconds / HOUR)} h`;
  const days = Math.floor(milliseconds / DAY);
  return days === 1 ? "1 day" : `${days} days`;
}

function spoken(hour: number, minute: number): string {
  const minutes = minute === 0 ? "" : `:${String(minute).padStart(2, "0")}`;
  return `${hour % 12 || 12}${minutes} ${hour < 12 ? "am" : "pm"}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "short",
    day: "numeric",
    weekday: "short",
    hour: "numeric",
    minute: "numeric",
  });
  formats.set(timeZone, made);
  return made;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function partsOf(at: Instant, timeZone: string) {
  const parts = formatFor(timeZone).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)!.value;
  const [month, day, year] = [part("month"), Number(part("day")), Number(part("year"))];
  return {
    ...{ month, day },
    weekday: part("weekday"),
    hour: Number(part("hour")),
    minute: Number(part("minute")),
    /** The calendar day as an instant, to count days by. */
    date: Date.UTC(year, MONTHS.indexOf(month), day),
  };
}
