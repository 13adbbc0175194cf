// The queue's three stores in IndexedDB: what waits, what was not applied, and what the device knows of itself.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Operation } from "../domain/fulfillment/operation_types.ts";
import {
  type Author,
  isBy,
  isSameAuthor,
  type Note,
  type Outcome,
  type Problem,
  type Waiting,
} from "./answer.ts";
import { keepApplied } from "./seen_store.ts";

/** What a person wants done, before the device gives it an id and a number. */
export type Step = { [Type in Operation["type"]]: Pick<Extract<Operation, { type: Type }>, "type" | "body"> }[
  Operation["type"]
];

/** An operation the server did not apply, kept until a person has seen it. */
export interface Settled {
  id: string;
  operation: Waiting;
  outcome: "refused" | "superseded";
  problem: Problem | null;
  at: string;
}

export interface Schema extends DBSchema {
  waiting: { key: number; value: Waiting };
  settled: { key: string; value: Settled };
  meta: { key: string; value: unknown };
}

export const NAME = "aisle-operations";
const STRICT = { durability: "strict" } as const;

export type Device = Awaited<ReturnType<typeof openDevice>>;

/** The database, opened again once when the system took the connection away (iOS does so to pages in the background). */
export async function openDevice() {
  let db = await open();
  async function use<T>(work: (db: IDBPDatabase<Schema>, isSecondTry: boolean) => Promise<T>): Promise<T> {
    try {
      return await work(db, false);
    } catch (error) {
      if (!(error instanceof DOMException) || !["InvalidStateError", "UnknownError"].includes(error.name)) {
        throw error;
      }
      db.close();
      db = await open();
      return await work(db, true);
    }
  }
  return { use, close: () => db.close() };
}

function open() {
  return openDB<Schema>(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("waiting", { keyPath: "seq" });
      db.createObjectStore("settled", { keyPath: "id" });
      db.createObjectStore("meta");
    },
    // A newer version of the app in another tab must not wait for this one.
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
}

export async function readyDevice(db: IDBPDatabase<Schema>) {
  const tx = db.transaction("meta", "readwrite", STRICT);
  const known = await tx.store.get("deviceId") as string | undefined;
  const deviceId = known ?? crypto.randomUUID();
  if (!known) await tx.store.put(deviceId, "deviceId");
  await tx.done;
  return deviceId;
}

export async function readAll(db: IDBPDatabase<Schema>) {
  const tx = db.transaction(["waiting", "settled", "meta"]);
  const [waiting, settled, enrolled] = await Promise.all([
    tx.objectStore("waiting").getAll(),
    tx.objectStore("settled").getAll(),
    tx.objectStore("meta").get(ENROLLED),
  ]);
  const isEnrolled = enrolled === true;
  return { waiting, settled: settled.sort((a, b) => a.operation.seq - b.operation.seq), isEnrolled };
}

interface Kept {
  id: string;
  step: Step;
  note: Note;
  by: Author;
  now: Date;
}

export async function keep(
  db: IDBPDatabase<Schema>,
  { id, step, note, by, now }: Kept,
  isSecondTry: boolean,
) {
  const tx = db.transaction(["waiting", "meta"], "readwrite", STRICT);
  const [waiting, meta] = [tx.objectStore("waiting"), tx.objectStore("meta")];
  const last = await meta.get("seq") as number | undefined;
  // A connection lost at the commit leaves it open whether this was kept: then it is the last there is.
  const before = isSecondTry ? await waiting.get(last ?? 0) : undefined;
  if (before?.id === id) return before;
  const seq = (last ?? 0) + 1;
  const kept = { ...step, ...note, id, seq, at: now.toISOString(), by } as Waiting;
  const written = [meta.put(seq, "seq"), waiting.add(kept), tx.done];
  // To the disk at once, not only when the browser has told of both.
  tx.commit();
  await Promise.all(written);
  return kept;
}

/** What is sent next: whose, and how much waits in all. */
export interface Next {
  by: Author & { nodeId: string };
  batch: Waiting[];
  waiting: number;
  /** A store's own device, which sends everybody's. */
  isEnrolled: boolean;
  /** Nothing was kept after these, when they were looked up. */
  isLast: boolean;
}

/**
 * The next operations in order, after those that are on their way. On a shared phone nobody sends in another's name: only
 * those of whoever is signed in. A store's own device sends everybody's, but for those whom the server would not hear of
 * on it.
 */
export async function nextBatch(
  db: IDBPDatabase<Schema>,
  size: number,
  held: readonly Author[] = [],
  onTheirWay: readonly Waiting[] = [],
): Promise<Next | undefined> {
  // One transaction for all of it: on a slow phone a transaction costs more than what is read in it.
  const tx = db.transaction(["waiting", "meta"]);
  const [store, meta] = [tx.objectStore("waiting"), tx.objectStore("meta")];
  const rest = IDBKeyRange.lowerBound(onTheirWay.at(-1)?.seq ?? 0, true);
  const [author, enrolled, waiting, first] = await Promise.all([
    meta.get("author") as Promise<Author | undefined>,
    meta.get(ENROLLED),
    store.count(),
    store.getAll(rest, size),
  ]);
  const isEnrolled = enrolled === true;
  const isWhole = first.length < size;
  const all = async () => isWhole ? first : await store.getAll(rest);
  const next = isEnrolled
    ? nextOfAll(held.length > 0 ? await all() : first, size, held)
    : await nextOf(first, all, size, author);
  if (!next) return undefined;
  const isLast = isWhole && next.batch.at(-1) === first.at(-1);
  return { ...next, waiting: waiting - onTheirWay.length, isEnrolled, isLast };
}

/** While only an older version of this app has said who is signed in, everything waits for a page to say where, too. */
async function nextOf(
  first: Waiting[],
  all: () => Promise<Waiting[]>,
  size: number,
  author: Author | undefined,
) {
  if (author?.nodeId === undefined) return undefined;
  const mine = (operation: Waiting) => isBy(operation.by, author);
  const batch = first.every(mine) ? first : (await all()).filter(mine).slice(0, size);
  return batch.length > 0 ? { by: { ...author, nodeId: author.nodeId }, batch } : undefined;
}

/** One author's after the other, in the order in which they were done: what Ben staged may be what Ana picked. */
function nextOfAll(next: Waiting[], size: number, held: readonly Author[]) {
  const isHeld = ({ by }: Waiting) => by.nodeId === undefined || held.some((each) => isSameAuthor(each, by));
  const from = next.findIndex((each) => !isHeld(each));
  const by = next[from]?.by;
  if (by?.nodeId === undefined) return undefined;
  const other = next.findIndex((each, i) => i > from && !isSameAuthor(each.by, by));
  const batch = next.slice(from, other === -1 ? undefined : other).slice(0, size);
  return { by: { ...by, nodeId: by.nodeId }, batch };
}

const ENROLLED = "enrolled";

/** Says whether this browser is a store's own device. */
export async function setStoresOwn(db: IDBPDatabase<Schema>, isEnrolled: boolean) {
  await db.put("meta", isEnrolled, ENROLLED);
}

/** An operation that has left the queue; with what a person must see where it was not taken. */
interface Answered {
  id: string;
  refused?: Settled;
}

/** Takes out of the queue, all at once, what has been answered. */
export async function settleAll(db: IDBPDatabase<Schema>, batch: Waiting[], outcomes: Outcome[]) {
  const byId = new Map(outcomes.map((each) => [each.id, each]));
  const at = new Date().toISOString();
  const answered: Answered[] = [];
  const applied: Waiting[] = [];
  const tx = db.transaction(["waiting", "settled", "meta"], "readwrite", STRICT);
  for (const operation of batch) {
    const answer = byId.get(operation.id);
    if (!answer) continue;
    const { id, outcome, problem = null } = answer;
    tx.objectStore("waiting").delete(operation.seq);
    if (outcome === "applied") {
      applied.push(operation);
      answered.push({ id });
    } else {
      const refused = { id, operation, outcome, problem, at };
      tx.objectStore("settled").put(refused);
      answered.push({ id, refused });
    }
  }
  keepApplied(tx.objectStore("meta"), applied);
  tx.commit();
  await tx.done;
  return answered;
}
