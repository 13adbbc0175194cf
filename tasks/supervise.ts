import { log } from "../lib/log.ts";
import { sleep } from "../lib/sleep.ts";

/** Something that runs until it is stopped, or ends by itself. */
export type Running = { ended: Promise<unknown>; stop(): Promise<void> };

/** Something that is started again whenever it ends by itself. */
export type Kept<One extends Running> = {
  /** The one of this moment. */
  current: One;
  /** How often it ended by itself so far. */
  failures: number;
  stop(): Promise<void>;
};

const longestPauseMs = 10_000;
const steadyMs = 30_000;

/**
 * Starts something and keeps it running: what ends by itself is started again, at once the first time and
 * then later and later. A first start that fails is the caller's to hear of.
 */
export async function keepRunning<One extends Running>(
  name: string,
  start: () => Promise<One>,
): Promise<Kept<One>> {
  const stopping = new AbortController();
  const kept: Kept<One> = {
    current: await start(),
    failures: 0,
    async stop() {
      stopping.abort();
      await kept.current.stop();
      await watching;
    },
  };
  const watching = keepStarting(name, kept, start, stopping.signal);
  return kept;
}

async function keepStarting<One extends Running>(
  name: string,
  kept: Kept<One>,
  start: () => Promise<One>,
  stop: AbortSignal,
) {
  let inARow = 0;
  while (true) {
    const startedAt = Date.now();
    await kept.current.ended;
    if (stop.aborted) return;
    kept.failures++;
    inARow = Date.now() - startedAt > steadyMs ? 0 : inARow + 1;
    log("warn", `The ${name} ended by itself and is started again.`);
    await sleep(Math.min(longestPauseMs, 250 * (2 ** inARow - 1)), stop);
    while (!stop.aborted && !await restart(name, kept, start)) await sleep(longestPauseMs / 4, stop);
    if (stop.aborted) return await kept.current.stop();
  }
}

async function restart<One extends Running>(
  name: string,
  kept: Kept<One>,
  start: () => Promise<One>,
): Promise<boolean> {
  try {
    kept.current = await start();
    return true;
  } catch (error) {
    log("warn", `The ${name} could not be started; trying again.`, { error: (error as Error).message });
    return false;
  }
}
