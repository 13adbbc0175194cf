// Row G: orders a second by the processor's time, on one core; every plan is reserved, as it would be.
import process from "node:process";
import { routerOf } from "../../domain/routing/solver/job.ts";
import { reserve, startDay } from "../../domain/routing/solver/snapshot.ts";
import { solve } from "../../domain/routing/solver/solve.ts";
import { rounded, spreadOf } from "../support/figures.ts";
import { pricesFor } from "./streams.ts";
import { metros, snapshotAt, worldOf } from "./world.ts";

export function throughput(nodes: number, orders: number, seed: number) {
  const world = worldOf({ ...metros, nodes, orders }, seed);
  const asks = world.happenings.flatMap((each) => each.kind === "order" ? [each.ask] : []);
  route(asks.slice(0, 2_000)); // until the machine code is what it will be
  const before = process.cpuUsage();
  const times = route(asks);
  const used = process.cpuUsage(before);
  const seconds = (used.user + used.system) / 1e6;
  const { p50, p99 } = spreadOf(times.map((ms) => ms * 1_000));
  return {
    nodes,
    orders: asks.length,
    perCpuSecond: Math.round(asks.length / seconds),
    microsecondsEach: rounded(1e6 * seconds / asks.length),
    wall: {
      p50Microseconds: p50,
      p99Microseconds: p99,
      slowestMs: rounded(times.reduce((a, b) => Math.max(a, b), 0)),
    },
  };

  function route(asked: typeof asks): number[] {
    const router = routerOf(snapshotAt(world), world.tariff, pricesFor(world));
    return asked.map((ask) => {
      startDay(router.snapshot, Math.floor(ask.at));
      const from = performance.now();
      reserve(router.snapshot, solve(router, ask));
      return performance.now() - from;
    });
  }
}
