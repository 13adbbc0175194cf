// What is not right about a form, as somebody reads it who filled it in.
import { many } from "./words.ts";

const fields: Record<string, string> = {
  name: "A name has 1 to 80 characters.",
  valueFromMinor: "What orders are worth at least is in dollars, such as 25.00.",
  valueToMinor: "What orders are worth at most is in dollars, such as 250.00.",
  withinMiles: "Miles are a whole number from 1 to 12,500, or empty for any distance.",
  keepBack: "Units left at a place are a whole number from 0 to 1,000.",
  pickupPercent: "The percent of a store’s day kept for pickups is a whole number from 0 to 100.",
  sharePercent: "The percent of an item’s stock is a whole number from 1 to 100.",
  maxPackages: "Packages at most are a whole number from 1 to 10, or empty.",
  leastPackageMinor: "What a part is worth at least is in dollars, such as 25.00; 0 for anything.",
  queue: "The name of a queue is in small letters, digits and hyphens, such as no-stock.",
  autoCancelDays: "Days until it is cancelled are a whole number from 1 to 90, or empty.",
  groups: "Name groups by the ids that are offered, 200 at most.",
  channels: "Name channels by the ids that are offered, 200 at most.",
  services: "Name services by the ids that are offered.",
  categories: "Name categories as they are offered, 200 at most.",
  queues: "Name queues as they are offered, 200 at most.",
  splitMinor: "What a package counts is in dollars, such as 1.50; 0 for nothing.",
  latePerDayMinor: "What a day late counts is in dollars, such as 4.00; 0 for nothing.",
  marginPercent: "The percent of a price is a whole number from 0 to 100.",
  stockoutDays: "Days until shelves are filled are a whole number from 1 to 60, or empty.",
  rejectMinor: "What a unit that is not found counts is in dollars, such as 6.00, or empty.",
  congestionMinor: "What a full day counts is in dollars, such as 2.00, or empty.",
  rampDays: "Days until a new store’s full capacity are a whole number from 0 to 365.",
};

/** Lists that are too long or empty, by the words a person has for them. */
const lists: Record<string, string> = {
  rules: "A routing has 1 to 20 rules. Delete the whole routing instead, or turn a rule off.",
  routings: "A group has 1 to 20 routings. Delete the whole group instead, or turn a routing off.",
  groups: "There are 1 to 20 groups. Turn one off instead.",
};

/** The first fault's sentence, found by the last of its path that has one. */
export function faultWords(issues: { path: string[] }[]): string {
  const path = issues[0]?.path ?? [];
  // A path into the whole set ends in the list it is about; one into a form begins with its field.
  if (path[0] === "rules" && path.length > 1) return lists[path.at(-1)!] ?? faultWords([]);
  const name = path.findLast((part) => part in fields);
  return name ? fields[name]! : "Something about this form is not right.";
}

export function unknownWords(unknown: string[]): string {
  const [first, ...more] = unknown;
  const others = more.length > 0 ? ` (and ${many(more.length, "other name")})` : "";
  return `There is no group, channel or category “${first}”${others}.`;
}
