import type { FulfillmentState, Method } from "../../domain/fulfillment/types.ts";
import type { OrderPage, OrderPart } from "../../domain/orders/types.ts";
import type { OpeningHours } from "../../domain/places/types.ts";
import type { Tone } from "../Badge.tsx";
import type { IconName } from "../icon_paths.ts";
import { money } from "../money.ts";
import { clock, clockOf, day, type Instant, moment, timeOfDay, weekdayOf } from "../when.ts";

/** What a shopper reads about one part of the order: where it stands, and what comes next. */
export interface PartWords {
  headline: string;
  next: string;
  icon: IconName;
  tone: Tone;
}

/** Where a part stands, in a shopper's words. */
export function partWords(part: OrderPart, now: Instant): PartWords {
  const { name, timeZone } = part.place;
  const promised = moment(part.promisedBy, now, timeZone);
  const isLate = new Date(part.promisedBy) < new Date(now);
  switch (part.state) {
    case "open":
    case "picking":
      return {
        headline: part.state === "open" ? "We have your order" : "We are picking your order",
        next: isLate ? `${name} is running late with it. We are on it.` : nextOf(part, promised, now),
        icon: part.state === "open" ? "receipt" : "shopping-bag",
        tone: isLate ? "warn" : "busy",
      };
    case "picked":
      return {
        headline: "Nearly ready",
        next: `Everything is picked at ${name} and on its way to the ${
          part.method === "delivery" ? "packing" : "pickup"
        } desk.`,
        icon: "package-open",
        tone: "busy",
      };
    case "staged":
      return { ...stagedWords(part, now), icon: "package-check", tone: "good" };
    case "arrived":
      return {
        headline: part.isAttended ? "Someone is coming out to you" : "We know you are here",
        next: part.bay
          ? `Stay ${bayWords(part.bay)}. Someone from ${name} is bringing your order out.`
          : `Someone from ${name} is bringing your order out.`,
        icon: "hand",
        tone: "good",
      };
    case "to_put_back":
      return endedWords(part);
    case "handed_over":
      return { headline: "You have it", next: `Picked up at ${name}.`, icon: "circle-check", tone: "good" };
    case "packed":
      return {
        headline: "Packed",
        next: `Your parcel is waiting at ${name} for the carrier.`,
        icon: "package",
        tone: "busy",
      };
    case "shipped":
      if (part.deliveredAt) {
        return {
          headline: "Delivered",
          next: `It was delivered ${day(part.deliveredAt, now, timeZone)}.`,
          icon: "package-check",
          tone: "good",
        };
      }
      return {
        headline: "On its way",
        next: isLate
          ? `Your parcel has left ${name}.`
          : `Your parcel has left ${name}. It should be with you by ${day(part.promisedBy, now, timeZone)}.`,
        icon: "truck",
        tone: "good",
      };
    case "cancelled":
      return {
        headline: "Cancelled",
        next: `${name} is not preparing this any more.`,
        icon: "ban",
        tone: "plain",
      };
  }
}

/** What will not be collected any more, and why. */
function endedWords({ ending, place: { name } }: OrderPart): PartWords {
  const looks = { icon: "package-x" as const, tone: "plain" as const };
  if (ending === "cancelled") return { headline: "Cancelled", next: "Its price goes back to you.", ...looks };
  if (ending === "refused") {
    return { headline: "Not wanted", next: "What you did not take is paid back.", ...looks };
  }
  return {
    headline: "We could not keep it longer",
    next: `${name} has put it back. Its price goes back to you.`,
    ...looks,
  };
}

function nextOf(part: OrderPart, promised: string, now: Instant): string {
  return part.method === "delivery"
    ? `It should be with you by ${day(part.promisedBy, now, part.place.timeZone)}.`
    : `It should be ready at ${part.place.name} by ${promised}.`;
}

function stagedWords(part: OrderPart, now: Instant) {
  const { name, timeZone } = part.place;
  const until = part.holdUntil && moment(part.holdUntil, now, timeZone);
  const ready = part.method === "curbside" ? "Ready at the curb" : "Ready for pickup";
  if (part.holdUntil && new Date(part.holdUntil) < new Date(now)) {
    return {
      headline: `${ready} at ${name}`,
      next: `We held it until ${until}. Come soon: it may go back on the shelf.`,
    };
  }
  return {
    headline: `${ready} at ${name}${until ? ` until ${until}` : ""}`,
    next: part.method === "curbside"
      ? "Park in a pickup bay and tell us you are here. We bring it to your car."
      : "Show this pass, or say the six digits. Nothing to print.",
  };
}

/** "in bay 4" of "4"; what else was typed says it by itself. */
function bayWords(bay: string): string {
  return /^\w{1,3}$/.test(bay) ? `in bay ${bay}` : `where you are (${bay})`;
}

export interface Step {
  word: string;
  state: "done" | "now" | "ahead";
}

type PathStep = [word: string, states: FulfillmentState[], doneWord?: string];

const path: Record<"collect" | "deliver", PathStep[]> = {
  collect: [
    ["Placed", ["open"]],
    ["Picking", ["picking", "picked"], "Picked"],
    ["Ready", ["staged", "arrived"]],
    ["Picked up", ["handed_over"]],
  ],
  deliver: [
    ["Placed", ["open"]],
    ["Picking", ["picking", "picked"], "Picked"],
    ["Packed", ["packed"]],
    ["On its way", ["shipped"]],
  ],
};

/** The steps of a part, and which one it is at; none when it was cancelled. */
export function stepsOf({ state, method }: { state: FulfillmentState; method: Method }): Step[] {
  const steps = path[method === "delivery" ? "deliver" : "collect"];
  const at = steps.findIndex(([, states]) => states.includes(state));
  if (at === -1) return [];
  const isOver = at === steps.length - 1;
  return steps.map(([word, , doneWord = word], i): Step => {
    if (i < at || isOver) return { word: doneWord, state: "done" };
    return { word, state: i === at ? "now" : "ahead" };
  });
}

/** "Open today until 9 pm", "Opens today at 10 am", "Closed now, opens tomorrow at 10 am". */
export function hoursWords(hours: OpeningHours, now: Instant, timeZone: string): string {
  const today = weekdayOf(now, timeZone);
  const time = timeOfDay(now, timeZone);
  const open = hours[today];
  if (open && time < open[0]) return `Opens today at ${clockOf(open[0])}`;
  if (open && time < closing(open)) return `Open today until ${clockOf(open[1])}`;
  for (let ahead = 1; ahead <= 7; ahead++) {
    const next = hours[(today + ahead) % 7];
    if (!next) continue;
    const when = ahead === 1 ? "tomorrow" : DAYS[(today + ahead) % 7];
    return `Closed now, opens ${when} at ${clockOf(next[0])}`;
  }
  return "Closed";
}

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** "1 × Blue mug could not be found; $12.00 goes back to you." */
const refundReasons: Record<string, string> = {
  cancelled: "was cancelled",
  not_collected: "was not collected",
  refused: "was not wanted",
  exchanged: "was exchanged for less",
};

export function refundWords(refund: OrderPage["refunds"][number], currency: string): string {
  const why = refundReasons[refund.reason] ?? "could not be found";
  return `${refund.quantity} × ${refund.name} ${why}; ${
    money(refund.amountMinor, currency)
  } goes back to you.`;
}

/** What the whole order says at the top, where it has more than one part or none. */
export function orderHeadline(order: OrderPage): string {
  if (order.state === "cancelled") return "This order was cancelled";
  if (order.state === "completed") {
    return order.method === "delivery" ? "Everything is on its way" : "All picked up";
  }
  return order.parts.length > 1 ? `Your order comes in ${order.parts.length} parts` : "We have your order";
}

/** "Placed today 9:12 am". */
export function placedWords(order: OrderPage, now: Instant): string {
  const timeZone = order.parts[0]?.place.timeZone ?? "UTC";
  return `Placed ${day(order.placedAt, now, timeZone)} ${clock(order.placedAt, timeZone)}`;
}

/** Midnight is the end of a day, not its start. */
function closing([opens, closes]: [string, string]): string {
  return closes <= opens ? "24:00" : closes;
}

/** Whether something is still to come that one could be told about. */
export function isWaiting(order: OrderPage): boolean {
  const before: FulfillmentState[] = ["open", "picking", "picked", "packed"];
  return order.parts.some(({ state }) => before.includes(state));
}

/** Whether it is still to be collected, so that somebody else may be sent for it. */
export function mayNameCollector({ method, state }: OrderPart): boolean {
  return method !== "delivery" && !["to_put_back", "handed_over", "cancelled"].includes(state);
}
