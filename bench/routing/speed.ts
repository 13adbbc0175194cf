// Row G: orders a second by the processor's time, on one core; every plan is reserved, as it would be.
import process from "node:process";
import { type Router, routerOf } from "../../domain/routing/solver/job.ts";
import { reserve, startDay } from "../../domain/routing/solver/snapshot.ts";
import { solve } from "../../domain/routing/solver/solve.ts";
import { rounded, spreadOf } from "../support/figures.ts";
import { pricesFor } from "./streams.ts";
import { metros, snapshotAt, worldOf } from "./world.ts";

const WARM_UP = 2;

/** Ten orders a node and ten days, as in row C, again and again from the first morning. */
export function throughput(nodes: number, rounds: number, seed: number) {
  const world = worldOf({ ...metros, nodes, orders: 10 * nodes }, seed);
  const asks = world.happenings.flatMap((each) => each.kind === "order" ? [each.ask] : []);
  const routers = Array.from({ length: rounds + WARM_UP }, () => {
    return routerOf(snapshotAt(world), world.tariff, pricesFor(world));
  });
  routers.splice(0, WARM_UP).forEach(route); // until the machine code is what it will be
  const before = process.cpuUsage();
  const times = routers.flatMap(route);
  const used = process.cpuUsage(before);
  const seconds = (used.user + used.system) / 1e6;
  const { p50, p99 } = spreadOf(times.map((ms) => ms * 1_000));
  return {
    nodes,
    orders: times.length,
    perCpuSecond: Math.round(times.length / seconds),
    microsecondsEach: rounded(1e6 * seconds / times.length),
    // Every order at its fastest of all rounds: what it takes where nobody else wants the core.
    undisturbedPerSecond: Math.round(1_000 * asks.length / fastest(times, asks.length)),
    wall: {
      p50Microseconds: p50,
      p99Microseconds: p99,
      slowestMs: rounded(times.reduce((a, b) => Math.max(a, b))),
    },
  };

  function route(router: Router): number[] {
    return asks.map((ask) => {
      startDay(router.snapshot, Math.floor(ask.at));
      const from = performance.now();
      reserve(router.snapshot, solve(router, ask));
      return performance.now() - from;
    });
  }
}

/** Milliseconds for a round in which each order takes as long as in its best. */
function fastest(times: number[], orders: number): number {
  const best = times.slice(0, orders);
  times.forEach((ms, i) => best[i % orders] = Math.min(best[i % orders]!, ms));
  return best.reduce((sum, ms) => sum + ms, 0);
}
