// What the list does not need comes after it, so that the list is there soon: one piece of code with every other screen and
// all that scans do. It is asked for as soon as the page stands, and the service worker keeps it for the next time.
import { signal } from "@preact/signals";
import type * as Later from "../components/work/later.ts";

/** What has come; on the server a page waits for it, so that it is written whole. */
export const later = signal<typeof Later | null>(null);

let coming: Promise<typeof Later> | undefined;

/** At once, or as soon as it is there. What could not come is asked for again the next time. */
export function comeLater(): Promise<typeof Later> {
  return coming ??= import("../components/work/later.ts").then((all) => later.value = all).catch((error) => {
    coming = undefined;
    throw error;
  });
}

const MOST_IDLE_MS = 1_000;

/** Asks for it when the page has loaded and the browser is idle, and again when a network is back. */
export function loadLater(): () => void {
  const ask = () => void comeLater().catch(() => {});
  // Safari has no idle callback.
  const whenIdle = () => globalThis.requestIdleCallback?.(ask, { timeout: MOST_IDLE_MS }) ?? setTimeout(ask);
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle, { once: true });
  addEventListener("online", ask);
  return () => {
    removeEventListener("load", whenIdle);
    removeEventListener("online", ask);
  };
}
