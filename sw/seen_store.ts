// What the device saw last of its store's work: the list, and what the server has applied since. With it a phone begins
// where it was, also without a network.
import type { IDBPDatabase, IDBPObjectStore } from "idb";
import type { Waiting } from "./answer.ts";
import type { Schema } from "./queue_store.ts";

/** What the server said last of a node's work, as it said it. */
export interface Seen {
  nodeId: string;
  list: unknown;
}

const SEEN = "seen";
/** Each letter's by themselves, in the order of their numbers, so that none is written again for the next. */
const APPLIED = "applied";
const allApplied = () => IDBKeyRange.bound(APPLIED, `${APPLIED} ~`);

type Meta = IDBPObjectStore<Schema, ("waiting" | "settled" | "meta")[], "meta", "readwrite">;

/** Keeps what the server has just applied, until the list is known to have it. */
export function keepApplied(meta: Meta, applied: Waiting[]) {
  const [first] = applied;
  if (first) meta.put(applied, `${APPLIED} ${String(first.seq).padStart(10, "0")}`);
}

/** Keeps what was seen last, for a start without a network; what it includes need not be put on top of it any more. */
export async function keepSeen(db: IDBPDatabase<Schema>, seen: Seen, includes: ReadonlySet<string>) {
  const tx = db.transaction("meta", "readwrite");
  tx.store.put(seen, SEEN);
  for (const { key, applied } of includes.size > 0 ? await appliedIn(tx.store) : []) {
    const left = applied.filter(({ id }) => !includes.has(id));
    if (left.length === 0) tx.store.delete(key);
    else if (left.length < applied.length) tx.store.put(left, key);
  }
  await tx.done;
}

/** What was seen last, and what the server has applied since. */
export async function readSeen(db: IDBPDatabase<Schema>) {
  const tx = db.transaction("meta");
  const [seen, applied] = await Promise.all([tx.store.get(SEEN), appliedIn(tx.store)]);
  return { seen: seen as Seen | undefined, applied: applied.flatMap((each) => each.applied) };
}

async function appliedIn(meta: Pick<IDBPObjectStore<Schema, ["meta"], "meta">, "getAll" | "getAllKeys">) {
  const [keys, values] = await Promise.all([meta.getAllKeys(allApplied()), meta.getAll(allApplied())]);
  return keys.map((key, i) => ({ key, applied: values[i] as Waiting[] }));
}

/** Forgets what was seen of a store's work: whoever takes the phone next is somebody else. What waits stays. */
export async function forgetSeen(db: IDBPDatabase<Schema>) {
  await db.delete("meta", SEEN);
}
