/** Waits `ms`, or less when one of the signals says so; never longer, and without leaving a timer behind. */
export function sleep(ms: number, ...until: AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    if (until.some((signal) => signal.aborted)) return resolve();
    const done = () => {
      clearTimeout(timer);
      for (const signal of until) signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    for (const signal of until) signal.addEventListener("abort", done);
  });
}
