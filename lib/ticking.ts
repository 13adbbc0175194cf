import { log } from "./log.ts";
import { sleep } from "./sleep.ts";

/**
 * Does something again and again, `ms` after it was last begun or at once when it took longer. For what must be quicker
 * than a job: each process does it, and whoever must be alone at it says so in the database. A fault waits longer.
 */
export function ticking(ms: number, name: string, work: () => Promise<unknown>): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loop = keepTicking(ms, name, work, stopping.signal);
  return {
    stop() {
      stopping.abort();
      return loop;
    },
  };
}

async function keepTicking(ms: number, name: string, work: () => Promise<unknown>, stop: AbortSignal) {
  for (let failures = 0; !stop.aborted;) {
    const startedAt = performance.now();
    try {
      await work();
      failures = 0;
    } catch (error) {
      if (failures++ === 0) log("warn", `${name} failed and is tried again.`, { error });
    }
    const wait = failures > 0 ? Math.min(10_000, ms * 2 ** failures) : ms - (performance.now() - startedAt);
    await sleep(Math.max(0, wait), stop);
  }
}
