import type { RuleKind, WantedRule } from "../../domain/inventory/types.ts";

/** What ids in rules are called. */
export interface RuleNames {
  items: Record<string, string>;
  nodes: Record<string, string>;
  groups: Record<string, string>;
  channels: Record<string, string>;
}

/** The kinds in the order they are shown in, and what each is for. */
export const kinds: { kind: RuleKind; title: string; purpose: string }[] = [
  {
    kind: "safety_stock",
    title: "Safety stock",
    purpose: "Units that stay on the shelf and are promised to nobody.",
  },
  {
    kind: "threshold",
    title: "Channel thresholds",
    purpose: "The last units, which a channel leaves to the others.",
  },
  {
    kind: "low_stock",
    title: "Low stock",
    purpose: "Below how many an item counts as low, and the store is told.",
  },
];

/** A rule in one sentence. */
export function sentence(rule: WantedRule, names: RuleNames): string {
  const units = rule.units.toLocaleString("en-US");
  const what = `${items(rule, names)} ${places(rule, names)}`;
  switch (rule.kind) {
    case "safety_stock":
      return rule.units === 0 ? `Keep none back of ${what}` : `Keep ${units} of ${what}`;
    case "threshold": {
      const channel = names.channels[rule.channelId!] ?? rule.channelId!;
      if (rule.units === 0) return `${channel} may promise all of ${what}`;
      return `${channel} leaves the last ${units} of ${what} to the others`;
    }
    case "low_stock":
      return rule.units === 0 ? `Never call ${what} low` : `Below ${units}, call ${what} low`;
  }
}

function items({ skus, categories }: WantedRule, names: RuleNames): string {
  const known = skus && listed(skus.map((sku) => names.items[sku] ?? sku), "and");
  if (!categories) return known ?? "every item";
  const kind = `every ${listed(categories, "or")} item`;
  return known ? `${kind} among ${known}` : kind;
}

function places({ nodeIds, groupIds }: WantedRule, names: RuleNames): string {
  const at = nodeIds && listed(nodeIds.map((id) => names.nodes[id] ?? id), "and");
  const within = groupIds && listed(groupIds.map((id) => names.groups[id] ?? id), "or");
  if (at) return within ? `at ${at}, where in ${within}` : `at ${at}`;
  return within ? `at stores in ${within}` : "everywhere";
}

const SHOWN = 3;

/** Three of them by name, and how many more. */
function listed(words: string[], last: "and" | "or"): string {
  if (words.length > SHOWN + 1) {
    const more = (words.length - SHOWN).toLocaleString("en-US");
    return `${words.slice(0, SHOWN).join(", ")} ${last} ${more} more`;
  }
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
