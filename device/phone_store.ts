// What the phone itself keeps about the people on it, in a database of its own: proofs of their PINs, who has it in hand,
// and whom the server has not heard leave. None of it is a PIN, and none of it opens anything on another phone.
import { type DBSchema, openDB } from "idb";
import type { Role, Standing, Tries } from "../domain/access/types.ts";

export interface Member {
  personId: string;
  name: string;
  role: Role;
}

/** A PIN's proof, as `pin.ts` makes it. */
export interface Kept {
  person: Member;
  /** The enrolment it was made in: in another it proves nothing. */
  deviceId: string;
  salt: Uint8Array<ArrayBuffer>;
  iterations: number;
  proof: ArrayBuffer;
  madeAt: number;
  tries: Tries;
  /** A manager's key for what they let go without a network, shut with their PIN. */
  approval?: { iv: Uint8Array<ArrayBuffer>; shut: ArrayBuffer };
}

/** Who has the phone in hand. */
export interface InHand {
  person: Member | null;
  standing: Standing;
  touchedAt: number;
  isLocked: boolean;
}

export interface Left {
  personId: string;
  signedOut: boolean;
}

interface Schema extends DBSchema {
  kept: { key: string; value: Kept };
  key: { key: "key"; value: CryptoKey };
  hand: { key: "hand"; value: InHand };
  left: { key: number; value: Left };
}

const STRICT = { durability: "strict" } as const;

export type PhoneStore = Awaited<ReturnType<typeof openPhoneStore>>;

export async function openPhoneStore() {
  const db = await openDB<Schema>("aisle-people", 1, {
    upgrade(db) {
      db.createObjectStore("kept", { keyPath: "person.personId" });
      db.createObjectStore("key");
      db.createObjectStore("hand");
      db.createObjectStore("left", { autoIncrement: true });
    },
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
  return {
    kept: (personId: string) => db.get("kept", personId),
    allKept: () => db.getAll("kept"),
    forget: (personId: string) => db.delete("kept", personId),
    /** On the disk before the answer is known: killing the app must not give another try. */
    async keep(kept: Kept) {
      const tx = db.transaction("kept", "readwrite", STRICT);
      await Promise.all([tx.store.put(kept), tx.done]);
    },
    /** A key that works on this phone and cannot be taken off it. */
    async key() {
      const known = await db.get("key", "key");
      if (known) return known;
      const made = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      const tx = db.transaction("key", "readwrite", STRICT);
      // Another tab may have made one meanwhile.
      const other = await tx.store.get("key");
      if (!other) await tx.store.put(made, "key");
      await tx.done;
      return other ?? made;
    },
    hand: () => db.get("hand", "hand"),
    setHand: (hand: InHand) => db.put("hand", hand, "hand"),
    addLeft: (left: Left) => db.add("left", left),
    async left() {
      const tx = db.transaction("left");
      const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
      return values.map((left, i) => ({ ...left, key: keys[i]! }));
    },
    dropLeft: (key: number) => db.delete("left", key),
    /** The phone was taken back: nobody comes in without the server any more. */
    async wipe() {
      const names = ["kept", "key", "hand", "left"] as const;
      const tx = db.transaction(names, "readwrite", STRICT);
      await Promise.all([...names.map((name) => tx.objectStore(name).clear()), tx.done]);
    },
    close: () => db.close(),
  };
}
