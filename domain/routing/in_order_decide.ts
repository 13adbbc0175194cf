// Sourcing by rank, as most systems do it: the first node that fits is taken, whatever it costs.
import { mayTake, shipCapacity } from "./rules_decide.ts";
import type { NodeSort, Rule } from "./rules_types.ts";
import type { RankedNode } from "./types.ts";

/** Goods that go together: units of one item, or the parts of a kit as a whole. */
export interface Bundle {
  needs: ReadonlyMap<string, number>;
  /** How many of it are wanted, and what one is worth in minor units. */
  quantity: number;
  valueMinor: number;
}

/** What a node takes: how many of each bundle. */
export interface Taken {
  nodeId: string;
  counts: number[];
}

/**
 * Takes bundles from nodes by the rule's rank; equal ones by how much they have, then by id. Without `isPartial` one node
 * takes all or nobody anything. A part, and what it leaves, must both be worth `leastPackageMinor`; one that takes
 * everything need not.
 */
export function takeInOrder(
  rule: Rule,
  nodes: readonly RankedNode[],
  bundles: readonly Bundle[],
): { taken: Taken[]; left: number[] } {
  const { isPartial, maxPackages, leastPackageMinor } = rule.assign;
  const taken: Taken[] = [];
  let left = bundles.map(({ quantity }) => quantity);
  for (const node of ranked(rule, nodes, bundles)) {
    if (left.every((count) => count === 0) || taken.length === (maxPackages ?? Infinity)) break;
    const counts = canTake(rule, node, bundles, left);
    const rest = left.map((count, i) => count - counts[i]!);
    const takesAll = rest.every((count) => count === 0);
    if (!takesAll && (!isPartial || worth(bundles, counts) < Math.max(1, leastPackageMinor))) continue;
    if (!takesAll && worth(bundles, rest) < leastPackageMinor) continue;
    taken.push({ nodeId: node.id, counts });
    left = rest;
  }
  return { taken, left };
}

/** How many of each bundle a node can give, the first bundles first: several may want the same item. */
function canTake(
  rule: Rule,
  node: RankedNode,
  bundles: readonly Bundle[],
  left: readonly number[],
): number[] {
  const free = new Map([...node.stock].map(([sku, units]) => [sku, mayTake(rule, units)]));
  return bundles.map(({ needs }, i) => {
    const most = Math.min(...[...needs].map(([sku, units]) => Math.floor((free.get(sku) ?? 0) / units)));
    const count = Math.max(0, Math.min(left[i]!, most));
    for (const [sku, units] of needs) free.set(sku, (free.get(sku) ?? 0) - count * units);
    return count;
  });
}

function worth(bundles: readonly Bundle[], counts: readonly number[]): number {
  return bundles.reduce((sum, { valueMinor }, i) => sum + valueMinor * counts[i]!, 0);
}

function ranked(rule: Rule, nodes: readonly RankedNode[], bundles: readonly Bundle[]): RankedNode[] {
  const wanted = bundles.map(({ quantity }) => quantity);
  const keyed = nodes.map((node) => {
    const counts = canTake(rule, node, bundles, wanted);
    const items = counts.filter((count) => count > 0).length;
    const units = counts.reduce((sum, count) => sum + count, 0);
    return { node, keys: [...rule.rankedBy.map((sort) => keyOf(sort, rule, node)), -items, -units] };
  });
  keyed.sort((a, b) => {
    const at = a.keys.findIndex((key, i) => key !== b.keys[i]);
    return at === -1 ? (a.node.id < b.node.id ? -1 : 1) : a.keys[at]! - b.keys[at]!;
  });
  return keyed.map(({ node }) => node);
}

/** The less, the sooner a node is asked. */
function keyOf(sort: NodeSort, rule: Rule, node: RankedNode): number {
  const stock = [...node.stock.values()].reduce((sum, units) => sum + units, 0);
  switch (sort) {
    case "distance":
      return node.miles;
    case "stock":
      return -stock;
    case "capacity_left":
      return node.load - shipCapacity(rule, node);
    case "weeks_of_supply": {
      const perWeek = 7 * [...node.rates.values()].reduce((sum, rate) => sum + rate, 0);
      return perWeek === 0 ? -Infinity : -stock / perWeek;
    }
    case "sequence": {
      const listed = rule.nodes.groups?.of ?? [];
      const place = listed.findIndex((id) => node.groupIds.includes(id));
      return place === -1 ? listed.length : place;
    }
  }
}
