// The stream that says what changed at this store. The browser reconnects by itself unless the server turned it away.
import type { Desk } from "./desk.ts";
import { forgetReasons, refresh, takeTold } from "./list.ts";

const RETRY_MS = 3_000;

/** Keeps the desk's truth as fresh as the network allows; the function it returns ends that. */
export function followWork(desk: Desk): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function connect() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource("/live/work");
    source.onopen = onOpen;
    source.onerror = onError;
    source.addEventListener("changed", (event) => takeTold(desk, event.data));
  }

  function onOpen() {
    desk.link.value = "open";
    // What happened while nobody listened; and a store set up anew counts from the beginning again.
    desk.truth.value = { ...desk.truth.value, version: 0 };
    refresh(desk);
  }

  function onError() {
    if (desk.link.value === "open") desk.link.value = "lost";
    if (source?.readyState !== EventSource.CLOSED) return;
    // Turned away: perhaps signed out, which only an ordinary call is told.
    refresh(desk);
    clearTimeout(retry);
    retry = setTimeout(connect, RETRY_MS);
  }

  const onOffline = () => desk.link.value = "lost";
  addEventListener("online", connect);
  addEventListener("offline", onOffline);
  connect();
  return () => {
    forgetReasons(desk);
    source?.close();
    clearTimeout(retry);
    removeEventListener("online", connect);
    removeEventListener("offline", onOffline);
  };
}
