import type { RuleKind, StockRule, WantedRule } from "./types.ts";

/** What a rule is asked about: an item at a node, as its selectors know it. */
export interface RulePlace {
  sku: string;
  category: string;
  nodeId: string;
  groupIds: string[];
}

/** The rule that sets a number: the first of its kind that fits, for a threshold the first of its channel. */
export function ruleFor<Rule extends WantedRule>(
  rules: Rule[],
  kind: RuleKind,
  place: RulePlace,
  channelId: string | null = null,
): Rule | undefined {
  return rules.find((rule) => rule.kind === kind && rule.channelId === channelId && fits(rule, place));
}

/** A rule fits when everything it names does; what it does not name may be anything. */
export function fits(rule: WantedRule, { sku, category, nodeId, groupIds }: RulePlace): boolean {
  return (rule.skus?.includes(sku) ?? true) &&
    (rule.categories?.includes(category) ?? true) &&
    (rule.nodeIds?.includes(nodeId) ?? true) &&
    (rule.groupIds?.some((id) => groupIds.includes(id)) ?? true);
}

/** The list as it is written down. A rule that stays what it was, wherever it stands now, keeps who made it and when. */
export function published(
  before: StockRule[],
  wanted: WantedRule[],
  by: Pick<StockRule, "actor" | "at">,
): StockRule[] {
  const known = new Map(before.map((rule) => [rule.id, rule]));
  return wanted.map((rule, position) => {
    const was = known.get(rule.id);
    const { actor, at } = was && isSameRule(was, rule) ? was : by;
    return { ...rule, position, actor, at };
  });
}

/** Whether a list says what another says, rule for rule. */
export function isSameList(a: WantedRule[], b: WantedRule[]): boolean {
  return a.length === b.length && a.every((rule, i) => rule.id === b[i]!.id && isSameRule(rule, b[i]!));
}

function isSameRule(a: WantedRule, b: WantedRule): boolean {
  return a.kind === b.kind && a.name === b.name && a.units === b.units && a.channelId === b.channelId &&
    (["skus", "categories", "nodeIds", "groupIds"] as const).every((selector) =>
      isSameSelection(a[selector], b[selector])
    );
}

function isSameSelection(a: string[] | null, b: string[] | null): boolean {
  return a === b ||
    (a !== null && b !== null && a.length === b.length && a.every((each, i) => each === b[i]));
}
