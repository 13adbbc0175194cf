// Routing rules while somebody changes them: groups of routings of rules, every one known by an id of its own.
import type { Routing, RoutingGroup, RoutingRules, Rule, Weights } from "../../domain/routing/rules_types.ts";

export type Thing =
  | { kind: "group"; it: RoutingGroup }
  | { kind: "routing"; it: Routing }
  | { kind: "rule"; it: Rule };

type Listed = { id: string; isOn: boolean; name: string };

/** What goes by an id, wherever it stands. */
export function find({ groups }: RoutingRules, id: string): Thing | undefined {
  for (const group of groups) {
    if (group.id === id) return { kind: "group", it: group };
    for (const routing of group.routings) {
      if (routing.id === id) return { kind: "routing", it: routing };
      const rule = routing.rules.find((each) => each.id === id);
      if (rule) return { kind: "rule", it: rule };
    }
  }
}

/** With the list in which `id` stands turned into another: the rest is as it was. */
function edit(
  rules: RoutingRules,
  id: string,
  change: <One extends Listed>(list: One[], at: number) => One[],
): RoutingRules {
  const inList = <One extends Listed>(list: One[]) => {
    const at = list.findIndex((each) => each.id === id);
    return at === -1 ? list : change(list, at);
  };
  return {
    ...rules,
    groups: inList(rules.groups.map((group) => ({
      ...group,
      routings: inList(group.routings.map((routing) => ({ ...routing, rules: inList(routing.rules) }))),
    }))),
  };
}

/** One step up or down among its like; at the end of its way it stays. */
export function moved(rules: RoutingRules, id: string, by: -1 | 1): RoutingRules {
  return edit(rules, id, (list, at) => {
    const other = list[at + by];
    return at + by < 0 || !other ? list : list.with(at, other).with(at + by, list[at]!);
  });
}

export function without(rules: RoutingRules, id: string): RoutingRules {
  return edit(rules, id, (list, at) => list.toSpliced(at, 1));
}

export function turned(rules: RoutingRules, id: string): RoutingRules {
  return edit(rules, id, (list, at) => list.with(at, { ...list[at]!, isOn: !list[at]!.isOn }));
}

/** With a copy right behind the original, and an id of its own for everything in it. */
export function copied(rules: RoutingRules, id: string, newId: () => string): RoutingRules {
  return edit(rules, id, (list, at) => {
    const copy = renamed(list[at]!, newId);
    return list.toSpliced(at + 1, 0, { ...copy, name: `${copy.name.slice(0, 73)}, copy` });
  });
}

function renamed<One extends Listed>(one: One, newId: () => string): One {
  const copy: One & { routings?: Listed[]; rules?: Listed[] } = { ...one, id: newId() };
  if (copy.routings) copy.routings = copy.routings.map((each) => renamed(each, newId));
  if (copy.rules) copy.rules = copy.rules.map((each) => renamed(each, newId));
  return copy;
}

/** With what a form says of a thing; what stands below it stays. */
export function put(rules: RoutingRules, said: { id: string; [field: string]: unknown }): RoutingRules {
  return edit(rules, said.id, <One extends Listed>(list: One[], at: number) => {
    const { routings, rules } = list[at]! as One & { routings?: unknown; rules?: unknown };
    return list.with(
      at,
      { ...said, ...(routings ? { routings } : {}), ...(rules ? { rules } : {}) } as never,
    );
  });
}

export function weighed(rules: RoutingRules, weights: Weights): RoutingRules {
  return { ...rules, weights };
}

/** With a new thing as the last of its kind below `under`: from everywhere, at least cost, until told otherwise. */
export function added(
  rules: RoutingRules,
  { kind, under, newId }: { kind: Thing["kind"]; under?: string; newId: () => string },
): { rules: RoutingRules; id: string } {
  if (kind === "group") {
    const group = newGroup(newId);
    return { rules: { ...rules, groups: [...rules.groups, group] }, id: group.id };
  }
  if (kind === "routing") {
    const routing = newRouting(newId);
    const groups = rules.groups.map((group) =>
      group.id === under ? { ...group, routings: [...group.routings, routing] } : group
    );
    return { rules: { ...rules, groups }, id: routing.id };
  }
  const rule = newRule(newId());
  const groups = rules.groups.map((group) => ({
    ...group,
    routings: group.routings.map((routing) =>
      routing.id === under ? { ...routing, rules: [...routing.rules, rule] } : routing
    ),
  }));
  return { rules: { ...rules, groups }, id: rule.id };
}

function newGroup(newId: () => string): RoutingGroup {
  return { id: newId(), name: "New group", isOn: true, routings: [newRouting(newId)] };
}

function newRouting(newId: () => string): Routing {
  const rules = [newRule(newId())];
  return { id: newId(), name: "New routing", isOn: true, orders: {}, sortedBy: ["due", "placed"], rules };
}

function newRule(id: string): Rule {
  return {
    ...{ id, name: "New rule", isOn: true, mode: "optimise", nodes: {}, keepBack: 0 },
    capacity: { isHard: false, pickupPercent: 0, sharePercent: 100 },
    assign: { isPartial: false, maxPackages: null, leastPackageMinor: 0, keepsKitsTogether: false },
    ...{ rankedBy: ["distance"], left: { to: "next_rule" } },
  };
}
