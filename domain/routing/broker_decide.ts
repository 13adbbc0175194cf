// Sources an order by a retailer's rules: rule after rule, each by cost or by rank, until nothing is left or no rule is.
import { type Bundle, takeInOrder } from "./in_order_decide.ts";
import { type Costed, costPlan, pricePackages } from "./least_cost_decide.ts";
import { HOUSE_RULES, routingFor, type Ruled, whyRuledOut } from "./rules_decide.ts";
import type { Routing, Rule } from "./rules_types.ts";
import type { Brokerage, BrokerLine, BrokerNode, Considered, Decision } from "./types.ts";

/** Decides who ships what, and why: the same for the same stock, rules and order. */
export function broker(asked: Brokerage): Decision {
  // What no routing is for is sourced as the house does it: an order is never left lying for want of a rule.
  const chosen = routingFor(asked.rules, asked.order) ?? routingFor(HOUSE_RULES, asked.order)!;
  const steps: Step[] = [];
  let left = asked.lines;
  let after: Rule["left"] = { to: "cancel" };
  for (const rule of chosen.routing.rules.filter((each) => each.isOn)) {
    const isThrough = steps.some(({ packages }) => packages.some(({ nodeId }) => nodeId === asked.through));
    const step = applyRule(isThrough ? { ...asked, through: undefined } : asked, rule, left);
    steps.push(step);
    left = minus(left, step.packages.flatMap((made) => made.lines));
    after = rule.left;
    if (left.length === 0 || after.to !== "next_rule") break;
  }
  const { group, routing } = chosen;
  return decisionOf(asked, { groupId: group.id, routing, steps, left, after });
}

/** What packages chosen before score now, by the first rule that decides about the order. */
export function scoreOf(
  asked: Brokerage,
  parts: { nodeId: string; contents: { sku: string; units: number }[] }[],
): number {
  const { routing } = routingFor(asked.rules, asked.order) ?? routingFor(HOUSE_RULES, asked.order)!;
  const rule = routing.rules.find((each) => each.isOn) ?? routing.rules[0]!;
  const packages = pricePackages(asked, rule, asked.nodes, asked.lines, parts);
  return packages.reduce((sum, { cost, weighed }) => sum + cost.total + weighed.total, 0);
}

/** What one rule made of what was left. */
export interface Step extends Pick<Costed, "packages" | "exact" | "runnerUp" | "nearest"> {
  rule: Rule;
  considered: Considered[];
}

function applyRule(asked: Brokerage, rule: Rule, lines: readonly BrokerLine[]): Step {
  const ruledOut: Considered[] = [];
  const able = asked.nodes.filter((node) => {
    const reason = whyNot(asked, rule, node, lines);
    if (reason) ruledOut.push({ nodeId: node.id, miles: rounded(node.miles), reason });
    return !reason;
  });
  // What if is a question of cost, even of a rule that ranks.
  const found = rule.mode === "optimise" || asked.through !== undefined
    ? costPlan(asked, rule, able, lines)
    : rankPlan(asked, rule, able, lines);
  return { ...found, rule, considered: [...found.considered, ...ruledOut] };
}

function whyNot(
  { tried }: Brokerage,
  rule: Rule,
  node: BrokerNode,
  lines: readonly BrokerLine[],
): Ruled | "tried" | "no_stock" | undefined {
  if (tried.has(node.id)) return "tried";
  return whyRuledOut(rule, node) ??
    (lines.some(({ sku }) => (node.stock.get(sku) ?? 0) > 0) ? undefined : "no_stock");
}

function rankPlan(asked: Brokerage, rule: Rule, able: readonly BrokerNode[], lines: readonly BrokerLine[]) {
  const bundles = bundlesOf(lines, rule.assign.keepsKitsTogether);
  const { taken } = takeInOrder(rule, able, bundles.map(({ bundle }) => bundle));
  const parts = taken.map(({ nodeId, counts }) => {
    const contents = bundles.flatMap(({ bundle }, i) =>
      [...bundle.needs].map(([sku, units]) => ({ sku, units: units * counts[i]! }))
    );
    return { nodeId, contents: contents.filter(({ units }) => units > 0) };
  });
  const packages = pricePackages(asked, rule, able, lines, parts);
  const chosen = new Set(taken.map(({ nodeId }) => nodeId));
  const considered = able.map(({ id: nodeId, miles }): Considered => {
    return { nodeId, miles: rounded(miles), reason: chosen.has(nodeId) ? "chosen" : "lower_rank" };
  });
  return { packages, exact: true, runnerUp: null, nearest: null, considered };
}

/** The lines as what goes together: each item for itself, or each kit with all its parts. */
function bundlesOf(lines: readonly BrokerLine[], keepsKits: boolean) {
  const byKey = Map.groupBy(
    lines,
    ({ sku, kitLineNo }) => keepsKits && kitLineNo !== null ? `kit ${kitLineNo}` : sku,
  );
  return [...byKey].map(([key, same]): { bundle: Bundle } => {
    const units = new Map<string, number>();
    for (const { sku, quantity } of same) units.set(sku, (units.get(sku) ?? 0) + quantity);
    const valueMinor = same.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0);
    if (key.startsWith("kit ")) return { bundle: { needs: units, quantity: 1, valueMinor } };
    const [[sku, quantity]] = [...units] as [[string, number]];
    return {
      bundle: { needs: new Map([[sku, 1]]), quantity, valueMinor: Math.floor(valueMinor / quantity) },
    };
  });
}

function decisionOf(
  { rulesVersion }: Brokerage,
  { groupId, routing, steps, left, after }: {
    groupId: string;
    routing: Routing;
    steps: Step[];
    left: readonly BrokerLine[];
    after: Rule["left"];
  },
): Decision {
  const packages = steps.flatMap((step) => step.packages);
  const last = steps.findLast((step) => step.packages.length > 0) ?? steps.at(-1);
  return {
    ...{ rulesVersion, groupId, routingId: routing.id },
    ruleIds: steps.map(({ rule }) => rule.id),
    packages,
    left: left.map(({ lineNo, sku, quantity }) => ({ lineNo, sku, quantity })),
    after,
    totalMinor: packages.reduce((sum, { cost }) => sum + cost.total, 0),
    scoreMinor: packages.reduce((sum, { cost, weighed }) => sum + cost.total + weighed.total, 0),
    exact: steps.every((step) => step.exact),
    isLeastCost: steps.length === 1 && steps[0]!.rule.mode === "optimise",
    runnerUp: last?.runnerUp ?? null,
    nearest: last?.nearest ?? null,
    considered: mergedReasons(steps),
  };
}

/** One reason a node: that it was chosen, else why the last rule that looked at it did not take it. */
function mergedReasons(steps: Step[]): Considered[] {
  const byNode = new Map<string, Considered>();
  for (const each of steps.flatMap((step) => step.considered)) {
    if (byNode.get(each.nodeId)?.reason !== "chosen") byNode.set(each.nodeId, each);
  }
  return [...byNode.values()].sort((a, b) => a.miles - b.miles || (a.nodeId < b.nodeId ? -1 : 1));
}

function minus(
  lines: readonly BrokerLine[],
  taken: readonly { lineNo: number; quantity: number }[],
): BrokerLine[] {
  return lines.flatMap((line) => {
    const gone = taken.reduce((sum, each) => sum + (each.lineNo === line.lineNo ? each.quantity : 0), 0);
    return gone < line.quantity ? [{ ...line, quantity: line.quantity - gone }] : [];
  });
}

function rounded(miles: number): number {
  return Math.round(miles * 10) / 10;
}
