// The stream that says what changed at this store. The browser reconnects by itself unless the server turned it away.
import { refresh, remember, takeTruth, type WorkList } from "./answers.ts";
import type { Desk } from "./desk.ts";

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
    source.addEventListener("changed", (event) => onChanged(JSON.parse(event.data) as WorkList));
  }

  function onOpen() {
    desk.link.value = "open";
    // What happened while nobody listened; and a store set up anew counts from the beginning again.
    desk.truth.value = { ...desk.truth.value, version: 0 };
    refresh(desk);
  }

  function onChanged(list: WorkList) {
    takeTruth(desk, list);
    remember(desk, list);
    // A reading that failed left operations on top of a truth that has them.
    if (desk.applied.value.length > 0) refresh(desk);
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
    source?.close();
    clearTimeout(retry);
    removeEventListener("online", connect);
    removeEventListener("offline", onOffline);
  };
}
