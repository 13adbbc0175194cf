// When the queue is sent: at the start, when the network or the person comes back, a moment after every new operation,
// and every 15 seconds while anything waits. Background Sync, where it exists, is only one more wake-up (iOS has none).
import { type Queue, type Send, sendOperations } from "./queue.ts";

/** The tag the service worker's `sync` event carries when it should flush. */
export const SYNC_TAG = "aisle-operations";

const EVERY_MS = 15_000;
const AGAIN_MS = 1_000;
/** What sending costs a phone comes after the scan is seen, and serves those that follow it at once. */
const SCANNED_MS = 120;

/** Keeps a page's queue draining until the function it returns is called. */
export function keepDraining(queue: Queue, send: Send = sendOperations): () => void {
  let newest = 0;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let scanned: ReturnType<typeof setTimeout> | undefined;

  async function flush() {
    const flushed = await queue.flush(send).catch(() => "offline" as const);
    // Another tab holds the queue; it may have looked just before our operation was written.
    clearTimeout(soon);
    if (flushed === "elsewhere") soon = setTimeout(flush, AGAIN_MS);
    else if (flushed !== "empty") await wakeUpLater();
  }

  const unsubscribe = queue.subscribe(({ waiting }) => {
    const last = waiting.at(-1);
    if (!last || last.seq <= newest) return;
    newest = last.seq;
    // Somebody stands at the counter and waits for the server's word.
    if (last.needsServer) return flush();
    scanned ??= setTimeout(() => {
      scanned = undefined;
      flush();
    }, SCANNED_MS);
  });
  // A phone that goes into a pocket runs no timers.
  const onVisible = () => (document.visibilityState === "visible" || scanned !== undefined) && flush();
  const timer = setInterval(() => queue.state().waiting.length > 0 && flush(), EVERY_MS);
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", onVisible);
  flush();

  return () => {
    unsubscribe();
    clearInterval(timer);
    clearTimeout(soon);
    clearTimeout(scanned);
    removeEventListener("online", flush);
    document.removeEventListener("visibilitychange", onVisible);
  };
}

type WithSync = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };

async function wakeUpLater() {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined) as
    | WithSync
    | undefined;
  await worker?.sync?.register(SYNC_TAG).catch(() => {});
}
