// The queue's state where it can be seen: in this tab, and by word of mouth in the others.
import type { Author, Waiting } from "./answer.ts";
import { type Device, NAME, readAll, type Settled } from "./queue_store.ts";

export type Trouble = "none" | "offline" | "signed_out" | "busy";

/** All there is to know about the queue at one moment. */
export interface QueueState {
  waiting: Waiting[];
  settled: Settled[];
  trouble: Trouble;
  /** A store's own device, which sends everybody's work. */
  isEnrolled?: boolean;
  /** Those whose work it keeps until they sign in on it again. */
  held?: readonly Author[];
}

export type Board = ReturnType<typeof openBoard>;

/** The state where it can be seen: here, and by word of mouth in other tabs. */
export function openBoard(device: Device, stored: Pick<QueueState, "waiting" | "settled" | "isEnrolled">) {
  let state: QueueState = { ...stored, trouble: "none" };
  const listeners = new Set<(state: QueueState) => void>();
  const others = new BroadcastChannel(NAME);
  others.onmessage = () => reload();

  function become(change: Partial<QueueState>) {
    show(change);
    others.postMessage("changed");
  }

  /** Changes what only this tab knows, or what another told. */
  function show(change: Partial<QueueState>) {
    state = { ...state, ...change };
    for (const listener of listeners) listener(state);
  }

  /** Where less waits than was known, somebody else has sent it: there is a network, whatever this tab last met. */
  async function reload() {
    const read = await device.use(readAll);
    show({ ...read, ...(read.waiting.length < state.waiting.length ? { trouble: "none" as const } : {}) });
  }

  /** Calls back with the state, now and at every change of it, in this tab or another. */
  function subscribe(listener: (state: QueueState) => void) {
    listeners.add(listener);
    listener(state);
    return () => void listeners.delete(listener);
  }

  return { state: () => state, become, show, reload, subscribe, close: () => others.close() };
}
