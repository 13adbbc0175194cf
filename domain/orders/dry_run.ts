// Past orders sourced once more under the rules in force and under others, side by side. Nothing is written and nothing
// reserved: all is read in one read-only moment, and decided after it.
import { type Sql, transact } from "../../lib/db.ts";
import { networkNow } from "../routing/mod.ts";
import type { RoutingRules } from "../routing/rules_types.ts";
import type { Decision } from "../routing/types.ts";
import { gini, maxOverMean } from "./dry_run_decide.ts";
import * as store from "./dry_run_store.ts";

const MOST_ORDERS = 2_000;
const MOST_MOVES = 200_000;
const SHOWN = 100;
const DAY = 86_400_000;
/** Orders decided before others of this process have their turn. */
const BREATH = 10;

export interface DryRun {
  /** There were more orders than are replayed. */
  isCut: boolean;
  live: WorldSum & { version: number };
  draft: WorldSum;
  differences: Difference[];
  /** All that differ, also those that are not listed. */
  differing: number;
}

export interface WorldSum {
  orders: number;
  complete: number;
  unfillable: number;
  packages: number;
  paidMinor: number;
  scoreMinor: number;
  /** Of the complete orders, those that would be late: 0 to 1. */
  lateShare: number;
  load: { nodeId: string; packages: number }[];
  gini: number;
  maxOverMean: number;
}

export interface Difference {
  orderId: string;
  number: string;
  live: Outcome;
  draft: Outcome;
  /** What the draft costs more; null where only one of them has a plan. */
  byMinor: number | null;
}

/** Null: nobody could send all of it. */
export type Outcome = { nodeIds: string[]; paidMinor: number } | null;

/**
 * Stock is of the window's start, by the ledger, and moves as it did but for these orders; places, forecasts and zones
 * are as of now. A node's load is what its world gave it within the last day. As when an order is placed, one that
 * nobody can send whole takes nothing.
 */
export async function dryRun(
  sql: Sql,
  { from, to, rules }: { from: Date; to: Date; rules: RoutingRules },
  now = new Date(),
): Promise<DryRun> {
  const { orders, isCut, shelves, moves, network } = await load(sql, { from, to }, now);
  const worlds = {
    live: worldOf(network.inForce.rules, network.inForce.version, shelves, moves),
    draft: worldOf(rules, network.inForce.version + 1, shelves, moves),
  };
  let next = 0;
  for (const [i, order] of orders.entries()) {
    if (i % BREATH === BREATH - 1) await new Promise((go) => setTimeout(go));
    for (; next < moves.length && moves[next]!.at <= order.placedAt; next++) {
      for (const world of Object.values(worlds)) world.move(moves[next]!);
    }
    for (const world of Object.values(worlds)) world.place(order, network.decide);
  }
  const days = Math.max(1, (to.getTime() - from.getTime()) / DAY);
  const differences = orders.flatMap((order, i) =>
    differenceOf(order, worlds.live.outcomes[i]!, worlds.draft.outcomes[i]!)
  ).sort((a, b) => Math.abs(b.byMinor ?? Infinity) - Math.abs(a.byMinor ?? Infinity) || 0);
  return {
    ...{ isCut, differing: differences.length, differences: differences.slice(0, SHOWN) },
    live: { ...sumOf(worlds.live, network.capacities, days), version: network.inForce.version },
    draft: sumOf(worlds.draft, network.capacities, days),
  };
}

type Shelf = Awaited<ReturnType<typeof store.findShelves>>[number];
type Move = Awaited<ReturnType<typeof store.findOtherMoves>>[number];
type Network = Awaited<ReturnType<typeof networkNow>>;

function load(sql: Sql, { from, to }: { from: Date; to: Date }, now: Date) {
  return transact(sql, async (tx) => {
    await store.readOnly(tx);
    const found = await store.findPlaced(tx, { from, to, limit: MOST_ORDERS + 1 });
    const orders = found.slice(0, MOST_ORDERS);
    const skus = [...new Set(orders.flatMap(({ lines }) => lines.map(({ sku }) => sku)))];
    const orderIds = orders.map(({ id }) => id);
    const shelves = await store.findShelves(tx, skus);
    const moves = await store.findOtherMoves(tx, { skus, from, orderIds, limit: MOST_MOVES });
    const network = await networkNow(tx, { skus, places: orders.map(({ shipTo }) => shipTo) }, now);
    await giveBackOwn(tx, { orderIds, shelves, skus });
    return { orders, isCut: found.length > MOST_ORDERS, shelves, moves, network };
  });
}

/** Counts as free what the replayed orders took. */
async function giveBackOwn(
  tx: Sql,
  { orderIds, shelves, skus }: { orderIds: string[]; shelves: Shelf[]; skus: string[] },
) {
  const took = new Map(
    (await store.findOwnMoves(tx, { orderIds, skus })).map(({ nodeId, sku, units }) => [
      `${nodeId} ${sku}`,
      units,
    ]),
  );
  for (const shelf of shelves) shelf.free -= took.get(`${shelf.nodeId} ${shelf.sku}`) ?? 0;
}

function worldOf(rules: RoutingRules, version: number, shelves: readonly Shelf[], moves: readonly Move[]) {
  const byNode = new Map<string, Map<string, { free: number; shelf: Shelf }>>();
  for (const shelf of shelves) {
    const node = byNode.get(shelf.nodeId) ?? new Map<string, { free: number; shelf: Shelf }>();
    byNode.set(shelf.nodeId, node.set(shelf.sku, { free: shelf.free, shelf }));
  }
  const add = (nodeId: string, sku: string, units: number) => {
    const there = byNode.get(nodeId)?.get(sku);
    if (there) there.free += units;
  };
  // What moved since the window began had not yet: it comes back in its turn.
  for (const { nodeId, sku, units } of moves) add(nodeId, sku, -units);
  const given: { nodeId: string; at: number }[] = [];
  const load = new Map<string, number>();
  let oldest = 0;
  const count = (nodeId: string, by: 1 | -1) => load.set(nodeId, (load.get(nodeId) ?? 0) + by);
  const outcomes: (Decision | null)[] = [];
  return {
    outcomes,
    move: ({ nodeId, sku, units }: Move) => add(nodeId, sku, units),
    place(order: store.PastOrder, decide: Network["decide"]) {
      const at = order.placedAt.getTime();
      for (; oldest < given.length && given[oldest]!.at <= at - DAY; oldest++) {
        count(given[oldest]!.nodeId, -1);
      }
      const skus = [...new Set(order.lines.map(({ sku }) => sku))];
      const stock = (nodeId: string) => {
        const left = new Map<string, number>();
        for (const sku of skus) {
          const there = byNode.get(nodeId)?.get(sku);
          if (!there) continue;
          const { safetyStock, thresholds } = there.shelf;
          const units = there.free - safetyStock - (thresholds?.[order.channelId] ?? 0);
          if (units > 0) left.set(sku, units);
        }
        return left;
      };
      const categories = [...new Set(order.lines.map(({ category }) => category))];
      const decision = decide({ ...order, categories }, { rules, version, stock, load }, order.placedAt);
      if (!decision || decision.left.length > 0) return void outcomes.push(null);
      for (const { nodeId, lines } of decision.packages) {
        for (const { sku, quantity } of lines) add(nodeId, sku, -quantity);
        given.push({ nodeId, at });
        count(nodeId, 1);
      }
      outcomes.push(decision);
    },
  };
}

function sumOf(
  { outcomes }: { outcomes: readonly (Decision | null)[] },
  capacities: ReadonlyMap<string, number>,
  days: number,
): WorldSum {
  const plans = outcomes.filter((plan) => plan !== null);
  const packages = plans.flatMap((plan) => plan.packages);
  const byNode = Map.groupBy(packages, ({ nodeId }) => nodeId);
  const work = [...capacities].map(([nodeId, capacity]) => ({
    load: byNode.get(nodeId)?.length ?? 0,
    capacity: capacity * days,
  }));
  const late = plans.filter((plan) => plan.packages.some(({ cost }) => cost.late > 0));
  return {
    ...{ orders: outcomes.length, complete: plans.length, unfillable: outcomes.length - plans.length },
    packages: packages.length,
    paidMinor: plans.reduce((sum, plan) => sum + paidFor(plan), 0),
    scoreMinor: plans.reduce((sum, plan) => sum + plan.scoreMinor, 0),
    lateShare: plans.length === 0 ? 0 : late.length / plans.length,
    load: [...byNode].map(([nodeId, sent]) => ({ nodeId, packages: sent.length }))
      .sort((a, b) => b.packages - a.packages || (a.nodeId < b.nodeId ? -1 : 1)),
    gini: gini(work.map((each) => each.load)),
    maxOverMean: maxOverMean(work),
  };
}

/** What leaves the till: not what is only weighed, a split or a late day. */
function paidFor({ packages }: Decision): number {
  return packages.reduce((sum, { cost }) => sum + cost.ship + cost.pack + cost.pick + cost.packaging, 0);
}

function differenceOf(order: store.PastOrder, live: Decision | null, draft: Decision | null): Difference[] {
  const [was, is] = [live, draft].map((plan): Outcome =>
    plan && { nodeIds: plan.packages.map(({ nodeId }) => nodeId).sort(), paidMinor: paidFor(plan) }
  ) as [Outcome, Outcome];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const byMinor = was && is ? is.paidMinor - was.paidMinor : null;
  return [{ orderId: order.id, number: order.number, live: was, draft: is, byMinor }];
}
