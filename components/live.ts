import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

interface Listener<T> {
  changed: (latest: T) => void;
  connected: (isConnected: boolean) => void;
}

/** The newest there is of a page's data, and whether the line to it stands. */
export function useLive<T>(address: string, initial: T) {
  const latest = useSignal(initial);
  const isConnected = useSignal(true);
  useEffect(() =>
    whileVisible(() =>
      listen<T>(address, {
        changed: (value) => latest.value = value,
        connected: (value) => isConnected.value = value,
      })
    ), [address]);
  return { latest, isConnected };
}

/**
 * Listens to a live stream until told to stop. A browser reconnects by itself after a lost line, but not after an
 * answer such as 503: then this does, later and later.
 */
export function listen<T>(address: string, { changed, connected }: Listener<T>): () => void {
  let wait = FIRST_WAIT;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stream = open();

  function open() {
    const opened = new EventSource(address);
    opened.addEventListener("open", () => {
      wait = FIRST_WAIT;
      connected(true);
    });
    opened.addEventListener("changed", (event) => changed(JSON.parse((event as MessageEvent<string>).data)));
    opened.addEventListener("error", () => {
      connected(false);
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(() => stream = open(), wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
    return opened;
  }

  return () => {
    clearTimeout(timer);
    stream.close();
  };
}

/** A page nobody looks at keeps no line open; a stream tells what is now as soon as it opens again. */
function whileVisible(start: () => () => void): () => void {
  let stop = document.hidden ? undefined : start();
  const follow = () => {
    if (document.hidden) {
      stop?.();
      stop = undefined;
    } else stop ??= start();
  };
  document.addEventListener("visibilitychange", follow);
  return () => {
    document.removeEventListener("visibilitychange", follow);
    stop?.();
  };
}
