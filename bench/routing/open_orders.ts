// Row H: two thousand orders not yet released, sourced again; then a tenth of what they were promised is not found.
import process from "node:process";
import { seeded, shuffled } from "../../demo/random.ts";
import { routerOf } from "../../domain/routing/solver/job.ts";
import { type OpenOrder, rebroker, rehome } from "../../domain/routing/solver/rebroker.ts";
import { reserve } from "../../domain/routing/solver/snapshot.ts";
import { solve } from "../../domain/routing/solver/solve.ts";
import { rounded } from "../support/figures.ts";
import { nearestComplete } from "./rivals.ts";
import { pricesFor } from "./streams.ts";
import { metros, snapshotAt, worldOf } from "./world.ts";

export function rebrokerOpen(nodes: number, orders: number, seed: number, isNaive: boolean) {
  const world = worldOf({ ...metros, nodes, orders, days: 1 }, seed);
  const router = routerOf(snapshotAt(world), world.tariff, pricesFor({ ...world, design: metros }));
  const open: OpenOrder[] = world.happenings.flatMap((each) => {
    if (each.kind !== "order") return [];
    const plan = isNaive ? nearestComplete(router, each.ask) : solve(router, each.ask);
    reserve(router.snapshot, plan);
    return [{ ask: each.ask, plan, tried: new Set<number>(), hops: 0, releasedAt: 2 }];
  });
  const [pass, seconds] = timed(() => rebroker(router, open, 1));
  const lost = loseOneInTen(open, seed);
  const [rehomed, rehomingSeconds] = timed(() =>
    lost.map((each) => ({ ...each, how: rehome(router, each.order, each, 1) }))
  );
  const escalated = rehomed.filter(({ how }) => how === "escalated");
  return {
    placed: isNaive ? "by the nearest that has all" : "by the solver",
    open: open.length,
    pass: { ...pass, saved: rounded(pass.saved / 1e6, 2), seconds },
    lost: lost.length,
    rehoming: {
      seconds: rehomingSeconds,
      escalated: escalated.length,
      // Left out although some node that may be asked has all that is left out: it must not be.
      missed: escalated.filter(({ order }) => isThere(order)).length,
    },
    negative: router.snapshot.stock.filter((row) => row.some((units) => units < 0)).length,
  };

  function isThere({ plan, tried }: OpenOrder): boolean {
    const { stock, columns, load } = router.snapshot;
    return plan.unfilled.some(({ sku }) =>
      stock[sku]!.some((units, node) =>
        units > 0 && !tried.has(node) && load[node]! < columns.capacity[node]!
      )
    );
  }
}

function loseOneInTen(open: OpenOrder[], seed: number) {
  const promised = open.flatMap((order) =>
    order.plan.packages.flatMap(({ node, contents }) => {
      return contents.map(({ sku, units }) => ({ order, node, sku, units }));
    })
  );
  const lost = shuffled(seeded(`lost ${seed}`), promised).slice(0, Math.round(promised.length / 10));
  // An order whose goods are lost twice is asked about once: it is sourced anew as a whole.
  const seen = new Set<OpenOrder>();
  return lost.filter(({ order }) => !seen.has(order) && seen.add(order));
}

function timed<T>(work: () => T): [T, number] {
  const before = process.cpuUsage();
  const done = work();
  const { user, system } = process.cpuUsage(before);
  return [done, rounded((user + system) / 1e6, 3)];
}
