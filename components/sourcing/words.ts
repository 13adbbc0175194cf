// Why an order is sourced as it is, in the words of somebody who has to answer for it.
import type { Decision, Occasion, Package, PlanSummary, Reason } from "../../domain/routing/types.ts";
import { money } from "../money.ts";
import { age } from "../when.ts";

type Priced = Pick<Package, "cost" | "weighed">;

/** What a plan costs, part by part: what is paid first, then what is weighed. */
export const parts = [
  { key: "ship", name: "Shipping" },
  { key: "pack", name: "Packing" },
  { key: "pick", name: "Picking" },
  { key: "packaging", name: "Packaging" },
  { key: "split", name: "Another package" },
  { key: "late", name: "Late arrival" },
  { key: "stockout", name: "Sales likely lost in the store" },
  { key: "reject", name: "Risk of not being found" },
  { key: "congestion", name: "Rush at the node" },
  { key: "dual", name: "Need of later orders" },
] as const;

export type Part = typeof parts[number]["key"];

/** Parts that somebody pays; the others are weighed. */
export const PAID = 6;

/** What a part comes to over all packages, in minor units. */
export function partOf(packages: readonly Priced[], key: Part): number {
  return packages.reduce((sum, { cost, weighed }) => sum + ({ ...weighed, ...cost })[key], 0);
}

export function totalOf(packages: readonly Priced[]): number {
  return packages.reduce((sum, { cost, weighed }) => sum + cost.total + weighed.total, 0);
}

export const occasions: Record<Occasion, string> = {
  placed: "When it was placed",
  rerouted: "After a place gave it back",
  rebrokered: "When it was looked at again",
  queued: "Out of the queue",
  forced: "By a person’s choice",
};

/** Reasons in the order in which they are listed, with the sign by which the map shows them. */
export const reasons: { reason: Reason; word: string; sign: Sign }[] = [
  { reason: "chosen", word: "Chosen", sign: "chosen" },
  { reason: "dearer", word: "Would cost more", sign: "dearer" },
  { reason: "lower_rank", word: "Comes later in the rule’s order", sign: "dearer" },
  { reason: "incomplete", word: "Has too little", sign: "short" },
  { reason: "no_stock", word: "Has none left to promise", sign: "short" },
  { reason: "tried", word: "Had it before and gave it back", sign: "short" },
  { reason: "at_capacity", word: "Its day is full", sign: "busy" },
  { reason: "too_late", word: "Would arrive too late", sign: "busy" },
  { reason: "not_in_group", word: "Not in the groups the rule asks", sign: "ruled" },
  { reason: "other_kind", word: "Not the kind of place the rule asks", sign: "ruled" },
  { reason: "too_far", word: "Farther than the rule allows", sign: "ruled" },
];

export type Sign = "chosen" | "dearer" | "short" | "busy" | "ruled";

export function reasonWord(reason: Reason): string {
  return reasons.find((each) => each.reason === reason)!.word;
}

export interface Told {
  nameOf: (nodeId: string) => string;
  currency: string;
  ruleNames: readonly string[];
}

/** A decision in one or two sentences: who, rather than whom, and what that saves. */
export function whyWords(decision: Decision, told: Told): string {
  return [chosenWords(decision, told), passedOver(decision, told), leftWords(decision)]
    .filter((each) => each !== "").join(" ");
}

function chosenWords(decision: Decision, told: Told): string {
  const { packages, nearest, runnerUp, isLeastCost } = decision;
  const [first] = packages;
  if (!first) return "Nobody could be given any of it.";
  const who = listed(packages.map(({ nodeId }) => told.nameOf(nodeId)));
  if (!isLeastCost) {
    return told.ruleNames.length === 1
      ? `${who}: by the order of the rule “${told.ruleNames[0]}”.`
      : `${who}: by the rules ${listed(told.ruleNames.map((name) => `“${name}”`))}, one after the other.`;
  }
  const rival = nearest?.packages[0];
  if (nearest && rival && packages.every(({ nodeId }) => nodeId !== rival.nodeId || packages.length > 1)) {
    const isNearer = packages.every(({ miles }) => rival.miles < miles);
    const beside = packages.length > 1 ? " alone" : isNearer ? " (nearer)" : "";
    return `${who} rather than ${told.nameOf(rival.nodeId)}${beside}: ${
      rivalWords(packages, nearest, told)
    }.`;
  }
  if (packages.length > 1) return `${who} together: no one place can send all of it.`;
  if (!runnerUp) return `${who}: nobody else could send all of it.`;
  const more = runnerUp.scoreMinor - totalOf(packages);
  const next = listed(runnerUp.packages.map(({ nodeId }) => told.nameOf(nodeId)));
  const saved = more === 0 ? "costs the same" : `would cost ${money(more, told.currency)} more`;
  return `${who}, the nearest that can send all of it: the next best, ${next}, ${saved}.`;
}

/** "SoHo has 1 left and expects to sell it before it is filled again, $4.20; shipping costs $0.30 more". */
function rivalWords(packages: readonly Priced[], rival: PlanSummary, told: Told): string {
  const differences = parts.map(({ key }) => {
    return { key, minor: partOf(rival.packages, key) - partOf(packages, key) };
  }).filter(({ minor }) => minor !== 0).sort((a, b) => Math.abs(b.minor) - Math.abs(a.minor));
  if (differences.length === 0) return "both cost the same";
  const against = differences.filter(({ minor }) => minor > 0).slice(0, 2)
    .map(({ key, minor }) => `${againstWords(key, rival, told)}, ${money(minor, told.currency)}`);
  const dearer = differences.filter(({ minor }) => minor < 0).slice(0, 2)
    .map(({ key, minor }) => `${partWords[key]} costs ${money(-minor, told.currency)} more`);
  return [against.join(", and "), listed(dearer)].filter((each) => each !== "").join("; ");
}

const partWords: Record<Part, string> = {
  ship: "shipping",
  pack: "packing",
  pick: "picking",
  packaging: "packaging",
  split: "another package",
  late: "a late arrival",
  stockout: "sales likely lost",
  reject: "the risk of not finding it",
  congestion: "the rush",
  dual: "the need of later orders",
};

function againstWords(key: Part, { packages }: PlanSummary, { nameOf }: Told): string {
  const name = nameOf(packages[0]!.nodeId);
  switch (key) {
    case "ship":
      return "shipping from there costs more";
    case "split":
      return "it would take another package";
    case "late":
      return `from ${name} it would arrive late`;
    case "stockout":
      return `${name} ${stockoutWords(packages)}`;
    case "reject":
      return `${name} is likelier not to find it`;
    case "congestion":
      return `${name} is busier`;
    case "dual":
      return `later orders will need what ${name} has`;
    default:
      return `${partWords[key]} costs more there`;
  }
}

/** From the floor of a store: what is left there is expected to be sold before more comes. */
function stockoutWords(packages: PlanSummary["packages"]): string {
  const lines = packages.flatMap((made) => made.lines);
  const [line] = lines;
  if (!line || lines.length > 1) return "expects to sell what it has left before it is filled again";
  const it = line.left === 1 ? "it" : "them";
  return `has ${line.left} left and expects to sell ${it} before it is filled again`;
}

/** The nearest place that was nearer than whoever sends it, and could not. */
function passedOver({ packages, considered, nearest }: Decision, { nameOf }: Told): string {
  if (packages.length === 0) return "";
  const least = Math.min(...packages.map(({ miles }) => miles));
  const cannot: Reason[] = ["chosen", "dearer", "lower_rank"];
  const near = considered.find(({ nodeId, miles, reason }) =>
    miles < least && !cannot.includes(reason) && nodeId !== nearest?.packages[0]?.nodeId
  );
  if (!near) return "";
  const word = reasonWord(near.reason);
  return `${nameOf(near.nodeId)}, which is nearer: ${word[0]!.toLowerCase()}${word.slice(1)}.`;
}

function leftWords({ left, after }: Decision): string {
  const units = left.reduce((sum, { quantity }) => sum + quantity, 0);
  if (units === 0) return "";
  const count = units === 1 ? "1 unit is" : `${units} units are`;
  return after.to === "queue" ? `${count} left to wait in ${after.queue}.` : `${count} left to nobody.`;
}

/** "just now", "3 h ago". */
export function ago(at: Date, now: Date): string {
  const since = age(at, now);
  return since === "0 min" ? "just now" : `${since} ago`;
}

/** "Albany", "Albany and SoHo", "Albany, SoHo and Reno". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** "$0.30 more", "$0.30 less", "the same". */
export function difference(minor: number, currency: string): string {
  if (minor === 0) return "the same";
  return `${money(Math.abs(minor), currency)} ${minor > 0 ? "more" : "less"}`;
}
