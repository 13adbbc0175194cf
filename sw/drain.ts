// When the queue is sent: at the start, when the network or the person comes back, after every new operation, and every
// 15 seconds while anything waits. Background Sync, where it exists, is only one more wake-up (iOS has none).
import { type Queue, type Send, sendOperations } from "./queue.ts";

/** The tag the service worker's `sync` event carries when it should flush. */
export const SYNC_TAG = "aisle-operations";

const EVERY_MS = 15_000;
const SOON_MS = 1_000;

/** Keeps a page's queue draining until the function it returns is called. */
export function keepDraining(queue: Queue, send: Send = sendOperations): () => void {
  let newest = 0;
  let soon: ReturnType<typeof setTimeout> | undefined;

  async function flush() {
    const flushed = await queue.flush(send).catch(() => "offline" as const);
    // Another tab holds the queue; it may have looked just before our operation was written.
    clearTimeout(soon);
    if (flushed === "elsewhere") soon = setTimeout(flush, SOON_MS);
    else if (flushed !== "empty") await wakeUpLater();
  }

  const unsubscribe = queue.subscribe(({ waiting }) => {
    const seq = waiting.at(-1)?.seq ?? 0;
    if (seq <= newest) return;
    newest = seq;
    flush();
  });
  const onVisible = () => document.visibilityState === "visible" && flush();
  const timer = setInterval(() => queue.state().waiting.length > 0 && flush(), EVERY_MS);
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", onVisible);
  flush();

  return () => {
    unsubscribe();
    clearInterval(timer);
    clearTimeout(soon);
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
