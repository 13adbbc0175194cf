// The device's own queue of operations, for pages and for the service worker alike. Nothing is acknowledged before it is
// on the disk, and nothing leaves before the server has answered with its outcome. Workbox's queue deletes before it
// sends and counts a 500 as delivered, so it is not used.
import type { Author, Note, Waiting } from "./answer.ts";
import { openBoard } from "./board.ts";
import { keep, openDevice, readAll, readyDevice, setStoresOwn, type Step } from "./queue_store.ts";
import { keepSeen, readSeen, type Seen } from "./seen_store.ts";
import { sender } from "./sender.ts";

export type { Author, Note, Problem, Waiting } from "./answer.ts";
export type { QueueState, Trouble } from "./board.ts";
export type { Settled, Step } from "./queue_store.ts";
export { type Send, sendOperations, type Sent } from "./sender.ts";

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
