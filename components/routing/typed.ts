// What the fields of a form hold, right or not: every name with its values, as a browser sends them.
import type { Choice, Routing, RoutingGroup, Rule, Weights } from "../../domain/routing/rules_types.ts";
import type { Thing } from "./tree.ts";

export type Typed = Record<string, string[]>;

export function typedIn(form: URLSearchParams): Typed {
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));
}

export function typedOf({ kind, it }: Thing): Typed {
  const { id, name } = it;
  const said = kind === "group" ? ofGroup(it) : kind === "routing" ? ofRouting(it) : ofRule(it);
  return { kind: [kind], id: [id], name: [name], ...tick("isOn", it.isOn), ...said };
}

function ofGroup({ channels }: RoutingGroup): Typed {
  return chosen("channels", channels);
}

function ofRouting({ orders, sortedBy }: Routing): Typed {
  return {
    ...chosen("services", orders.services),
    ...chosen("categories", orders.categories),
    ...chosen("queues", orders.queues),
    valueFromMinor: [inDollars(orders.valueFromMinor)],
    valueToMinor: [inDollars(orders.valueToMinor)],
    sortedBy,
  };
}

function ofRule({ mode, nodes, keepBack, capacity, assign, rankedBy, left }: Rule): Typed {
  const queue = left.to === "queue" ? left : null;
  return {
    ...{ mode: [mode], ...chosen("groups", nodes.groups), kinds: nodes.kinds ?? [] },
    ...{ withinMiles: [`${nodes.withinMiles ?? ""}`], keepBack: [`${keepBack}`] },
    ...tick("isHard", capacity.isHard),
    ...{ pickupPercent: [`${capacity.pickupPercent}`], sharePercent: [`${capacity.sharePercent}`] },
    ...tick("isPartial", assign.isPartial),
    maxPackages: [`${assign.maxPackages ?? ""}`],
    leastPackageMinor: [inDollars(assign.leastPackageMinor)],
    ...tick("keepsKitsTogether", assign.keepsKitsTogether),
    ...{ rankedBy, left: [left.to], queue: [queue?.queue ?? ""] },
    autoCancelDays: [`${queue?.autoCancelDays ?? ""}`],
  };
}

export function typedWeights(weights: Weights): Typed {
  return {
    splitMinor: [inDollars(weights.splitMinor)],
    latePerDayMinor: [inDollars(weights.latePerDayMinor)],
    marginPercent: [`${weights.marginPercent}`],
    stockoutDays: [`${weights.stockoutDays ?? ""}`],
    rejectMinor: [inDollars(weights.rejectMinor)],
    congestionMinor: [inDollars(weights.congestionMinor)],
    rampDays: [`${weights.rampDays}`],
  };
}

function chosen(name: string, choice: Choice | undefined): Typed {
  return { [`${name}Is`]: [choice?.is ?? "any_of"], [`${name}Of`]: choice?.of ?? [] };
}

function tick(name: string, isTicked: boolean): Typed {
  return isTicked ? { [name]: ["on"] } : {};
}

function inDollars(minor: number | null | undefined): string {
  return minor === null || minor === undefined ? "" : (minor / 100).toFixed(2);
}
