import { cpuBetween, cpuPerDone, cpuUsed } from "./cpu.ts";
import { median, rounded, type Spread, spreadOf } from "./figures.ts";

/** What a while of driving came to. */
export interface Driven extends Spread {
  perSecond: number;
  done: number;
  /** How often the work answered that it was not done. */
  failed: number;
  cpu: ReturnType<typeof cpuBetween>;
}

/** Keeps so many `once` under way for `ms`. Each gets a number of its own and answers whether it did what it should. */
export async function drive(
  { inFlight, ms }: { inFlight: number; ms: number },
  once: (n: number) => Promise<boolean>,
): Promise<Driven> {
  const times: number[] = [];
  let next = 0;
  let failed = 0;
  const cpuBefore = cpuUsed();
  const startedAt = performance.now();
  const loops = Array.from({ length: inFlight }, async () => {
    while (performance.now() - startedAt < ms) {
      const sentAt = performance.now();
      if (await once(next++)) times.push(performance.now() - sentAt);
      else failed++;
    }
  });
  await Promise.all(loops);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = cpuBetween(cpuBefore, cpuUsed());
  const spread = spreadOf(times);
  return { perSecond: rounded(times.length / seconds), ...spread, done: times.length, failed, cpu };
}

/** Of several runs: the median of each figure, the sum of what was done, and the processor time of each thing done. */
export function medianRun(runs: Driven[]) {
  const middle = (figure: (run: Driven) => number) => rounded(median(runs.map(figure)));
  const sum = (figure: (run: Driven) => number) => runs.reduce((total, run) => total + figure(run), 0);
  return {
    perSecond: middle((run) => run.perSecond),
    p50: middle((run) => run.p50),
    p95: middle((run) => run.p95),
    p99: middle((run) => run.p99),
    done: sum((run) => run.done),
    failed: sum((run) => run.failed),
    cpuMsEach: cpuPerDone(runs),
  };
}
