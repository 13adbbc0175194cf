// Which rules an order is sourced by, and which nodes a rule lets take part.
import type { Choice, OrderFilter, Routing, RoutingGroup, RoutingRules, Rule } from "./rules_types.ts";
import type { NodeFacts, OrderFacts } from "./types.ts";

/** The first routing that is on, of the first group that is on, which is for this order. */
export function routingFor(
  { groups }: RoutingRules,
  order: OrderFacts,
): { group: RoutingGroup; routing: Routing } | undefined {
  for (const group of groups) {
    if (!group.isOn || !chooses(group.channels, [order.channelId])) continue;
    const routing = group.routings.find((each) => each.isOn && isFor(each.orders, order));
    if (routing) return { group, routing };
  }
}

function isFor(filter: OrderFilter, order: OrderFacts): boolean {
  return chooses(filter.services, [order.service]) &&
    chooses(filter.categories, order.categories) &&
    chooses(filter.queues, order.queue === null ? [] : [order.queue]) &&
    order.valueMinor >= (filter.valueFromMinor ?? 0) &&
    order.valueMinor <= (filter.valueToMinor ?? Infinity);
}

/** Why a rule does not ask a node. */
export type Ruled = "not_in_group" | "other_kind" | "too_far" | "at_capacity";

export function whyRuledOut({ nodes, capacity }: Rule, node: NodeFacts): Ruled | undefined {
  if (!chooses(nodes.groups, node.groupIds)) return "not_in_group";
  if (nodes.kinds && !nodes.kinds.includes(node.kind)) return "other_kind";
  if (node.miles > (nodes.withinMiles ?? Infinity)) return "too_far";
  if (capacity.isHard && node.load >= shipCapacity({ capacity }, node)) return "at_capacity";
}

/** Packages of a node's day that may be sent: a store keeps a share of it for those who come. */
export function shipCapacity(
  { capacity }: Pick<Rule, "capacity">,
  { kind, capacityPerDay }: NodeFacts,
): number {
  if (capacityPerDay === null) return Infinity;
  return kind === "store"
    ? Math.floor(capacityPerDay * (100 - capacity.pickupPercent) / 100)
    : capacityPerDay;
}

/** Of so many units at a node, how many a rule lets go to one order. */
export function mayTake({ keepBack, capacity }: Rule, units: number): number {
  const left = units - keepBack;
  return left <= 0 ? 0 : Math.min(left, Math.max(1, Math.floor(units * capacity.sharePercent / 100)));
}

function chooses(choice: Choice | undefined, values: readonly string[]): boolean {
  if (!choice) return true;
  const isThere = values.some((value) => choice.of.includes(value));
  return choice.is === "any_of" ? isThere : !isThere;
}

/** By what everything is sourced until a retailer has published rules of their own: cheapest first, from everywhere. */
export const HOUSE_RULES: RoutingRules = {
  groups: [{
    id: "all-orders",
    name: "All orders",
    isOn: true,
    routings: [{
      id: "delivery",
      name: "Delivery",
      isOn: true,
      orders: {},
      sortedBy: ["due", "placed"],
      rules: [{
        id: "everywhere",
        name: "Everywhere, at least cost",
        isOn: true,
        mode: "optimise",
        nodes: {},
        keepBack: 0,
        capacity: { isHard: false, pickupPercent: 0, sharePercent: 100 },
        assign: { isPartial: false, maxPackages: null, leastPackageMinor: 0, keepsKitsTogether: false },
        rankedBy: ["distance"],
        left: { to: "cancel" },
      }],
    }],
  }],
  weights: {
    splitMinor: 150,
    latePerDayMinor: 400,
    marginPercent: 45,
    stockoutDays: 14,
    rejectMinor: 600,
    congestionMinor: 200,
    rampDays: 0,
  },
};
