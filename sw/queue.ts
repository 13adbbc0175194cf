// The device's own queue of operations, for pages and for the service worker alike. Nothing is acknowledged before it is
// on the disk, and nothing leaves before the server has answered with its outcome. Workbox's queue deletes before it
// sends and counts a 500 as delivered, so it is not used.
import type { Operation } from "../domain/fulfillment/operation_types.ts";
import {
  asSent,
  type Author,
  BATCH,
  type Note,
  type Outcome,
  type Problem,
  readAnswer,
  type Waiting,
} from "./answer.ts";
import {
  keep,
  keepSeen,
  NAME,
  type Next,
  nextBatch,
  openDevice,
  readAll,
  readSeen,
  readyDevice,
  type Seen,
  setStoresOwn,
  settleAll,
  type Settled,
  type Step,
} from "./queue_store.ts";

export type { Author, Note, Problem, Waiting } from "./answer.ts";
export type { Settled, Step } from "./queue_store.ts";

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

/** What is sent. It names its author, because the session that goes with it may by now be another's. */
export interface Sent {
  deviceId: string;
  by: { personId: string; nodeId: string; standing?: "offline" };
  operations: Operation[];
  /** By the device's own clock, which tells how wrong that is. */
  sentAt: string;
  /** How many wait, these included. */
  waiting: number;
}

export type Send = (sent: Sent) => Promise<Response>;
export type Flushed = "empty" | "elsewhere" | Exclude<Trouble, "none">;
export type Queue = Awaited<ReturnType<typeof openQueue>>;

/** Opens the queue, making it (and the device's id) at the first time. */
export async function openQueue() {
  const device = await openDevice();
  const deviceId = await device.use((db) => readyDevice(db));
  const board = openBoard(device, await device.use(readAll));
  const { state, subscribe, become, reload } = board;

  let author: Author | undefined;

  /** Whose work is done in this tab, and sent from this device, from now on. */
  async function actAs({ personId, nodeId, name, standing }: Author) {
    const by: Author = { personId, nodeId, name, ...(standing && { standing }) };
    await device.use((db) => db.put("meta", by, "author"));
    author = by;
    await reload();
  }

  /** Keeps a step. Resolves when it is on the disk; rejects when it is not, for instance on a full phone. */
  async function enqueue(step: Step, note: Note, now = new Date()): Promise<Waiting> {
    if (!author) throw new Error("nobody is signed in in this tab");
    const operation = { id: crypto.randomUUID(), step, note, by: author, now };
    const kept = await device.use((db, again) => keep(db, operation, again));
    become({ waiting: [...state().waiting, kept] });
    return kept;
  }

  /** Says whether this browser is a store's own device. */
  async function belongToStore(isEnrolled: boolean) {
    await device.use((db) => setStoresOwn(db, isEnrolled));
    await reload();
  }

  /** Forgets a refusal: somebody has seen it. */
  async function dismiss(id: string) {
    await device.use((db) => db.delete("settled", id));
    become({ settled: state().settled.filter((each) => each.id !== id) });
  }

  /** Keeps what the server said last, and what of this device's work it includes. */
  function keepSeenWork(seen: Seen, includes: ReadonlySet<string>) {
    return device.use((db) => keepSeen(db, seen, includes));
  }

  function close() {
    board.close();
    device.close();
  }

  return {
    deviceId,
    state,
    subscribe,
    actAs,
    belongToStore,
    enqueue,
    dismiss,
    keepSeen: keepSeenWork,
    readSeen: () => device.use(readSeen),
    flush: sender(device, deviceId, board),
    close,
  };
}

type Device = Awaited<ReturnType<typeof openDevice>>;
type Board = ReturnType<typeof openBoard>;

/** The state where it can be seen: here, and by word of mouth in other tabs. */
function openBoard(device: Device, stored: Pick<QueueState, "waiting" | "settled" | "isEnrolled">) {
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

/** Gives `flush`: sends what waits, in order, unless another tab or the worker is doing so. */
function sender(device: Device, deviceId: string, board: Board) {
  let busyUntil = 0;
  let running: Promise<Flushed> | undefined;
  let again = false;

  return function flush(send: Send = sendOperations): Promise<Flushed> {
    if (Date.now() < busyUntil) return Promise.resolve("busy");
    again = running !== undefined;
    return running ??= turn(send);
  };

  async function turn(send: Send): Promise<Flushed> {
    try {
      let flushed: Flushed;
      // Asked for again meanwhile: something may have been kept just after the last look.
      do {
        again = false;
        flushed = await alone(() => drain(send));
      } while (again && flushed === "empty");
      if (flushed !== "elsewhere") board.show({ trouble: flushed === "empty" ? "none" : flushed });
      return flushed;
    } finally {
      running = undefined;
    }
  }

  async function drain(send: Send): Promise<Flushed> {
    const held: Author[] = [];
    for (let size = BATCH;;) {
      const next = await device.use((db) => nextBatch(db, size, held));
      if (!next) {
        board.show({ held });
        return "empty";
      }
      const { batch } = next;
      const response = await send(asLetter(deviceId, next)).catch(() => null);
      if (!response) return "offline";
      const answer = await readAnswer(response);
      if (answer.kind === "signed_out") {
        if (!next.isEnrolled) return "signed_out";
        // The others' work need not wait for somebody who is not known on this device.
        held.push(next.by);
        continue;
      }
      if (answer.kind === "busy") return rest(answer.retryAfterMs);
      // One operation the server cannot read must not hold up the others: find it by sending them singly.
      if (answer.kind === "malformed" && batch.length > 1) {
        size = 1;
        continue;
      }
      const outcomes = answer.kind === "outcomes" ? answer.outcomes : refuseAll(batch, answer.problem);
      if (await settle(batch, outcomes) === 0) return rest();
      if (answer.kind === "malformed") size = BATCH;
    }
  }

  function rest(forMs = 5_000): Flushed {
    busyUntil = Date.now() + forMs;
    return "busy";
  }

  async function settle(batch: Waiting[], outcomes: Outcome[]) {
    const gone = await device.use((db) => settleAll(db, batch, outcomes));
    const { waiting, settled } = board.state();
    // By what is known already: reading thousands again for every fifty would take longer than sending them.
    const ids = new Set(gone.map(({ id }) => id));
    const refused = gone.flatMap((each) => each.refused ?? []);
    board.become({
      waiting: waiting.filter(({ id }) => !ids.has(id)),
      settled: refused.length > 0 ? [...settled, ...refused] : settled,
    });
    return gone.length;
  }
}

function asLetter(deviceId: string, { by, batch, waiting }: Next): Sent {
  const { personId, nodeId, standing } = by;
  return {
    deviceId,
    by: { personId, nodeId, ...(standing && { standing }) },
    operations: batch.map(asSent) as Operation[],
    ...{ sentAt: new Date().toISOString(), waiting },
  };
}

/** The one call operations leave the device by. */
export const sendOperations: Send = (sent) =>
  fetch("/api/v1/operations", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(sent),
    signal: AbortSignal.timeout(20_000),
  });

function refuseAll(batch: Waiting[], problem: Problem): Outcome[] {
  return batch.map(({ id }) => ({ id, outcome: "refused", problem }));
}

function alone(work: () => Promise<Flushed>): Promise<Flushed> {
  return navigator.locks.request(NAME, { ifAvailable: true }, (lock) => lock ? work() : "elsewhere" as const);
}
