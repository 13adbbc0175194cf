import type {
  Choice,
  NodeSort,
  OrderFilter,
  OrderSort,
  Rule,
  Weights,
} from "../../domain/routing/rules_types.ts";
import { money } from "../money.ts";

/** What ids in rules are called. */
export interface RoutingNames {
  groups: Record<string, string>;
  channels: Record<string, string>;
}

export const orderSorts: Record<OrderSort, string> = {
  due: "due first",
  placed: "oldest first",
  service: "fastest service first",
  value: "most valuable first",
};

export const nodeSorts: Record<NodeSort, string> = {
  distance: "distance",
  stock: "most stock",
  capacity_left: "most room left in the day",
  weeks_of_supply: "most weeks of supply",
  sequence: "the order its groups are listed in",
};

/** A rule in one sentence: how, from where, with what in mind, and what becomes of the rest. */
export function ruleSentence(rule: Rule, names: RoutingNames): string {
  const { capacity, assign, keepBack } = rule;
  const clauses = [
    keepBack > 0 && `leaves ${many(keepBack, "unit")} of an item there`,
    capacity.isHard && "never where the day is full",
    capacity.pickupPercent > 0 && `keeps ${capacity.pickupPercent}% of a store’s day for pickups`,
    capacity.sharePercent < 100 && `takes at most ${capacity.sharePercent}% of an item’s stock`,
    assign.isPartial && "may take part of an order",
    assign.maxPackages !== null && `in ${many(assign.maxPackages, "package")} at most`,
    assign.leastPackageMinor > 0 && `no part of a split under ${dollars(assign.leastPackageMinor)}`,
    assign.keepsKitsTogether && "keeps kits together",
    `what is left: ${leftWords(rule.left)}`,
  ];
  return `${howWords(rule)}, ${fromWords(rule.nodes, names)}; ${clauses.filter(Boolean).join("; ")}`;
}

function howWords({ mode, rankedBy }: Rule): string {
  if (mode === "optimise") return "At least cost";
  if (rankedBy.length === 0) return "The first that has it";
  return `The first that has it by ${rankedBy.map((sort) => nodeSorts[sort]).join(", then ")}`;
}

function fromWords({ groups, kinds, withinMiles }: Rule["nodes"], names: RoutingNames): string {
  const of = kinds?.length === 1 ? (kinds[0] === "store" ? "stores" : "depots") : "stores and depots";
  if (!groups && !withinMiles) return of === "stores and depots" ? "from everywhere" : `from ${of}`;
  const within = withinMiles ? ` within ${many(withinMiles, "mile")}` : "";
  return `from ${of}${groups ? ` ${choiceWords(groups, names.groups, ["in", "outside"])}` : ""}${within}`;
}

function leftWords(left: Rule["left"]): string {
  if (left.to === "next_rule") return "next rule";
  if (left.to === "cancel") return "cancelled";
  const waits = `waits in “${left.queue}”`;
  return left.autoCancelDays === null
    ? waits
    : `${waits}, cancelled after ${many(left.autoCancelDays, "day")}`;
}

/** Which orders a routing is for. */
export function ordersSentence(filter: OrderFilter): string {
  const { services, categories, queues, valueFromMinor: from, valueToMinor: to } = filter;
  const said = [
    services && `${choiceWords(services, {}, ["sent", "not sent"])}`,
    categories && choiceWords(categories, {}, ["with an item of", "without any item of"]),
    queues && choiceWords(queues, {}, ["waiting in", "not waiting in"]),
    from !== undefined && `worth ${dollars(from)} or more`,
    to !== undefined && `worth ${dollars(to)} or less`,
  ].filter(Boolean);
  return said.length === 0 ? "Every order" : `Orders ${said.join(", ")}`;
}

export function channelsSentence(channels: Choice | undefined, names: RoutingNames): string {
  return channels
    ? choiceWords(channels, names.channels, ["Orders from", "Orders not from"])
    : "Every channel";
}

/** What is weighed, each in words. */
export function weightWords(weights: Weights): string[] {
  const { stockoutDays, rejectMinor, congestionMinor, rampDays } = weights;
  return [
    `Each package counts ${dollars(weights.splitMinor)}`,
    `each day late ${dollars(weights.latePerDayMinor)}`,
    stockoutDays === null
      ? "sales lost to walk-ins are not weighed"
      : `sales lost to walk-ins within ${
        many(stockoutDays, "day")
      } at ${weights.marginPercent}% of the price`,
    rejectMinor === null
      ? "failed picks are not weighed"
      : `a unit that is not found ${dollars(rejectMinor)}`,
    congestionMinor === null
      ? "full days are not weighed"
      : `a package where the day is full ${dollars(congestionMinor)}`,
    ...(rampDays > 0 ? [`a new store comes to its full capacity in ${many(rampDays, "day")}`] : []),
  ];
}

function choiceWords(
  { is, of }: Choice,
  names: Record<string, string>,
  [any, none]: [string, string],
): string {
  const words = of.map((id) => names[id] ?? id);
  const shown = words.length > 4 ? [...words.slice(0, 3), `${words.length - 3} more`] : words;
  const listed = shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
  return `${is === "any_of" ? any : none} ${listed}`;
}

export function many(count: number, one: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : `${one}s`}`;
}

export function dollars(minor: number): string {
  return money(minor, "USD");
}
