// Row A: the solver beside HiGHS, a mixed integer optimiser that shares no line of code with it.
import { loadHighs } from "./highs.ts";
import { seeded, wholeBetween } from "../../demo/random.ts";
import { routerOf } from "../../domain/routing/solver/job.ts";
import type { Prices } from "../../domain/routing/solver/prices.ts";
import { solve } from "../../domain/routing/solver/solve.ts";
import type { Ask } from "../../domain/routing/solver/types.ts";
import { programOf } from "./mip.ts";
import { metros, snapshotAt, type World, worldOf } from "./world.ts";

const TOLERANCE = .001;

/** Random orders at N nodes; stock as thin as the design carries it (40 %), every second order priced. */
export async function compareWithMip(nodes: number, orders: number, seed: number) {
  const optimiser = await loadHighs();
  const world = worldOf({ ...metros, nodes, orders, walkIns: 6 }, seed);
  const random = seeded(`exactness ${seed}`);
  const asks = world.happenings.flatMap((each) => each.kind === "order" ? [each.ask] : []);
  const differ: { order: number; ours: number; theirs: number }[] = [];
  const kinds: Record<string, number> = {};
  let split = 0;
  for (const [i, ask] of asks.entries()) {
    const { name, more, prices } = variant(world, i);
    const router = routerOf(snapshotAt(world), world.tariff, prices);
    const asked: Ask = {
      ...ask,
      ...more,
      lines: ask.lines.map((line) => ({ ...line, quantity: wholeBetween(random, [1, 3]) })),
    };
    const plan = solve(router, asked);
    const proved = optimiser.solve(programOf(router, asked), { mip_rel_gap: 0, mip_abs_gap: 1e-7 });
    if (proved.Status !== "Optimal") throw new Error(`HiGHS says ${proved.Status}`);
    const ours = plan.score / 1e6, theirs = proved.ObjectiveValue;
    if (!plan.exact || Math.abs(ours - theirs) > TOLERANCE) differ.push({ order: i, ours, theirs });
    kinds[name] = (kinds[name] ?? 0) + 1;
    if (plan.packages.length > 1) split++;
  }
  return { nodes, orders: asks.length, differ: differ.length, split, kinds, examples: differ.slice(0, 3) };
}

/** In turn: with and without prices, at most two packages, and a least value of $45 for each. */
function variant({ design }: World, i: number): { name: string; more: Partial<Ask>; prices: Prices } {
  const prices: Prices = i % 2 === 0 ? { stockout: { untilDay: design.days }, congestion: 2e6 } : {};
  const priced = i % 2 === 0 ? "with prices" : "without";
  const limits: [string, Partial<Ask>][] = [
    ["no limit", {}],
    ["two packages at most", { maxPackages: 2 }],
    ["each worth $45", { minShipmentValue: 45e6 }],
    ["one package", { maxPackages: 1 }],
  ];
  const [limit, more] = limits[Math.floor(i / 2) % limits.length]!;
  return { name: `${limit}, ${priced}`, more, prices };
}
