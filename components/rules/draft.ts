// A list of rules while somebody changes it. It travels in the page's own form, so that nothing is kept of a list that is
// never published, and no script is needed.
import type { WantedRule } from "../../domain/inventory/types.ts";
import { kinds } from "./words.ts";

/** The list by kinds, in the order kinds are shown in: between kinds the order says nothing. */
export function inOrder<Rule extends WantedRule>(rules: Rule[]): Rule[] {
  const place = new Map(kinds.map(({ kind }, i) => [kind, i]));
  return rules.toSorted((a, b) => place.get(a.kind)! - place.get(b.kind)!);
}

/** With a rule one step up or down among its kind; at the end of its way it stays. */
export function moved(rules: WantedRule[], id: string, by: -1 | 1): WantedRule[] {
  const list = inOrder(rules);
  const from = list.findIndex((rule) => rule.id === id);
  const [rule, other] = [list[from], list[from + by]];
  if (!rule || other?.kind !== rule.kind) return list;
  return list.with(from, other).with(from + by, rule);
}

/** With a rule in its place when it is there already, else as the last of its kind. */
export function put(rules: WantedRule[], rule: WantedRule): WantedRule[] {
  const isThere = rules.some(({ id }) => id === rule.id);
  return inOrder(isThere ? rules.map((each) => each.id === rule.id ? rule : each) : [...rules, rule]);
}

/** Without a rule. */
export function without(rules: WantedRule[], id: string): WantedRule[] {
  return rules.filter((rule) => rule.id !== id);
}

/** What a rule asks for, and nothing about who asked. */
export function bare(rule: WantedRule): WantedRule {
  const { id, kind, name, units, skus, categories, nodeIds, groupIds, channelId } = rule;
  return { id, kind, name, units, skus, categories, nodeIds, groupIds, channelId };
}

/** Whether two lists set the same numbers under the same names. */
export function isSame(a: WantedRule[], b: WantedRule[]): boolean {
  return JSON.stringify(inOrder(a).map(bare)) === JSON.stringify(inOrder(b).map(bare));
}

/** The words of a field in which many stand, one a line or with commas between them, each once; null for none. */
export function words(field: string | null): string[] | null {
  const found = [
    ...new Set((field ?? "").split(/[\n,]/).map((word) => word.trim()).filter((word) => word !== "")),
  ];
  return found.length > 0 ? found : null;
}
