// What the last units are worth, by Lagrange: the stock and the days' capacities are priced instead of kept, every
// order is then sourced by itself, and prices rise where more is asked for than there is. Every round's sum is a bound
// that no plan for these orders can go below.
import type { Router } from "./job.ts";
import { solve } from "./solve.ts";
import type { Ask, Micros } from "./types.ts";

/** What is to come: orders, and units that walk-ins want by item and node. */
export interface Outlook {
  asks: readonly Ask[];
  walkIns?: readonly ArrayLike<number>[];
}

export interface Duals {
  /** The best bound: nothing serves these orders and walk-ins for less. */
  bound: Micros;
  /** By item and node, and by day and node, of the round with the best bound. */
  unit: Float64Array[];
  node: Float64Array[];
}

interface Round {
  total: Micros;
  used: Float64Array[];
  busy: Float64Array[];
}

/**
 * Subgradient ascent with Polyak's step towards a cost known to be reachable; the step halves when three rounds bring
 * nothing. Starts from prices of before, where there are some, so that an hourly run needs few rounds.
 */
export function findDuals(
  router: Router,
  outlook: Outlook,
  { rounds, reachable, from }: { rounds: number; reachable: Micros; from?: Pick<Duals, "unit" | "node"> },
): Duals {
  const { snapshot } = router;
  const days = 1 + outlook.asks.reduce((last, { at }) => Math.max(last, Math.floor(at)), 0);
  const columns = (count: number) =>
    Array.from({ length: count }, () => new Float64Array(snapshot.nodes.length));
  const unit = from?.unit.map((row) => row.slice()) ?? columns(snapshot.skus.length);
  const node = from?.node.map((row) => row.slice()) ?? columns(days);
  let best: Duals = { bound: -Infinity, unit, node };
  let pace = 1, idle = 0;
  for (let i = 0; i < rounds; i++) {
    const round = price(router, outlook, { unit, node });
    if (round.total > best.bound) {
      best = {
        bound: round.total,
        unit: unit.map((row) => row.slice()),
        node: node.map((row) => row.slice()),
      };
      idle = 0;
    } else if (++idle === 3) {
      pace /= 2;
      idle = 0;
    }
    if (!climb(router, round, { unit, node }, pace * (reachable - round.total))) break;
  }
  return best;
}

/** Every order and walk-in by itself at these prices, less what all stock and capacity would earn at them. */
function price(
  router: Router,
  { asks, walkIns }: Outlook,
  { unit, node }: Pick<Duals, "unit" | "node">,
): Round {
  const { snapshot } = router;
  const used = unit.map((row) => new Float64Array(row.length));
  const busy = node.map((row) => new Float64Array(row.length));
  let total = 0;
  for (const ask of asks) {
    const day = Math.floor(ask.at);
    const plan = solve({ ...router, prices: { duals: { unit, node: node[day]! } } }, ask);
    total += plan.score;
    for (const made of plan.packages) {
      busy[day]![made.node]!++;
      for (const { sku, units } of made.contents) used[sku]![made.node]! += units;
    }
  }
  walkIns?.forEach((row, sku) => {
    const { margin } = snapshot.skus[sku]!;
    for (let at = 0; at < row.length; at++) {
      const wanted = row[at]!, value = unit[sku]![at]!;
      total += wanted * Math.min(value, margin);
      if (value < margin) used[sku]![at]! += wanted;
    }
  });
  eachPrice(router, { unit, node }, (row, at, has) => total -= row[at]! * has);
  return { total, used, busy };
}

/** Prices of what was asked too much of rise, others fall, none below nothing; false when nothing is out of balance. */
function climb(
  router: Router,
  { used, busy }: Round,
  prices: Pick<Duals, "unit" | "node">,
  gap: Micros,
): boolean {
  const excess = new Map([
    ...prices.unit.map((row, i) => [row, used[i]!] as const),
    ...prices.node.map((row, i) => [row, busy[i]!] as const),
  ]);
  let length = 0;
  const moves = (row: Float64Array, at: number, by: number) => by > 0 || (by < 0 && row[at]! > 0);
  eachPrice(router, prices, (row, at, has) => {
    const by = excess.get(row)![at]! - has;
    if (moves(row, at, by)) length += by * by;
  });
  if (length === 0 || gap <= 0) return false;
  eachPrice(router, prices, (row, at, has) => {
    const by = excess.get(row)![at]! - has;
    if (moves(row, at, by)) row[at] = Math.max(0, Math.round(row[at]! + gap * by / length));
  });
  return true;
}

function eachPrice(
  { snapshot: { stock, columns } }: Router,
  { unit, node }: Pick<Duals, "unit" | "node">,
  visit: (row: Float64Array, at: number, has: number) => void,
): void {
  unit.forEach((row, sku) => {
    for (let at = 0; at < row.length; at++) visit(row, at, Math.max(0, stock[sku]![at]!));
  });
  for (const row of node) {
    for (let at = 0; at < row.length; at++) {
      if (columns.capacity[at]! >= 0) visit(row, at, columns.capacity[at]!);
    }
  }
}
