// Access knows who is asking: people by a PIN at their store or region, channels by a key. A session is a random token
// of which only the hash is kept; it ends when it is idle, old, or its person loses the role.
import { verify } from "@node-rs/argon2";
import { countAttempt, forgetAttempts } from "../../lib/attempts.ts";
import { cachedFor } from "../../lib/cached.ts";
import { type Db, type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { newToken, sha256 } from "../../lib/tokens.ts";
import { NodeId } from "../places/types.ts";
import { findNode, findNodes, findNodesOfRegion } from "../places/mod.ts";
import { seesNode } from "./decide.ts";
import { beginTurn, endTurn } from "./devices.ts";
import * as store from "./store.ts";
import type { Actor, Departure, Device, Person, SignIn } from "./types.ts";

export {
  enrolDevice,
  findTurns,
  idleLockOf,
  isDeviceOpen,
  listDevices,
  readDevice,
  revokeDevice,
  setIdleLock,
  sweepTurns,
  tellWaiting,
} from "./devices.ts";
export { findManagers, findPeople } from "./store.ts";

const HOUR = 3_600_000;
/** A session lasts one shift. */
const SESSION_MS = 12 * HOUR;
const IDLE_MS = 2 * HOUR;
const PIN_TRIES = { tries: 5, perSeconds: 900 };
/** Whoever tries one PIN on everybody of a store; a whole shift that signs in at once stays below. */
const PLACE_TRIES = { tries: 100, perSeconds: 900 };

/** A place to sign in at, as a form names it: `node:soho` or `region:northeast`. */
export function readPlace(text: string) {
  const [kind, id] = [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)];
  if (kind === "node") return { nodeId: id, regionId: null };
  if (kind === "region") return { nodeId: null, regionId: id };
  return undefined;
}

/** Where somebody signs in: on a store's device perhaps, and in whose place. */
interface Onto {
  device: Device | null;
  /** The session that this one takes the place of. */
  replaces: string | null;
}

/**
 * Opens a session for a person at a place; on a device of that place it is also a turn on it. The wrong PIN, person or
 * place are one and the same refusal.
 */
export async function signIn(
  db: Db,
  { personId, place, pin }: SignIn,
  { device, replaces }: Onto = { device: null, replaces: null },
  now = new Date(),
) {
  const role = await proveRole(db, { personId, place, pin });
  if (isRefusal(role)) return role;
  const token = newToken();
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  const here = device && !device.revokedAt && device.nodeId === role.nodeId ? device : null;
  await transact(db, async (tx) => {
    const session = { ...role, tokenHash: sha256(token), startedAt: now, expiresAt };
    await store.insertSession(tx, { ...session, deviceId: here?.id ?? null });
    if (here) await beginTurn(tx, here, role, now);
    if (replaces) await store.deleteSession(tx, sha256(replaces));
  });
  return { token, expiresAt, actor: personOf(role) };
}

/** Who a PIN stands for at a store, without signing them in: for what they answer for on another's phone. */
export async function checkPin(
  db: Db,
  { personId, nodeId, pin }: { personId: string; nodeId: string; pin: string },
) {
  const role = await proveRole(db, { personId, place: `node:${nodeId}`, pin });
  return isRefusal(role) ? role : { person: personOf(role) };
}

async function proveRole(db: Db, { personId, place, pin }: SignIn) {
  const at = readPlace(place);
  const role = at && (await store.findPeople(db, at)).find((row) => row.personId === personId);
  // Before anything is counted: whoever makes up people must not make us keep rows.
  if (!role) return refuse("wrong_pin");
  const wait = await countAttempt(db, `pin:${personId}`, PIN_TRIES) ??
    await countAttempt(db, `pin-place:${place}`, PLACE_TRIES);
  if (wait !== undefined) return refuse("too_many_attempts", { retryAfterSeconds: wait });

  const found = await store.findPinHash(db, personId);
  if (!found || !await verify(found.pinHash, pin)) return refuse("wrong_pin");

  await forgetAttempts(db, `pin:${personId}`, PIN_TRIES);
  return role;
}

/** Who a session token stands for; nobody in particular when it is unknown or has ended. */
export async function readSession(sql: Sql, token: string, now = new Date()): Promise<Actor> {
  const { tokenHash, session } = await findSession(sql, token, now);
  if (!session) return { kind: "anyone" };
  // Written at most once a minute: a session that is read a hundred times need not be written a hundred times.
  if (now.getTime() - session.lastSeenAt.getTime() > 60_000) await store.touchSession(sql, tokenHash, now);
  return personOf(session);
}

/** Whether a session, which never changes hands, has not ended. Asking does not keep it awake: a stream asks unattended. */
export async function isSessionOpen(sql: Sql, token: string, now = new Date()): Promise<boolean> {
  const { session } = await findSession(sql, token, now);
  return session !== undefined;
}

/** Ends a session, and its person's turn on the device. */
export async function signOut(db: Db, token: string, device: Device | null = null, now = new Date()) {
  await transact(db, async (tx) => {
    const ended = await store.deleteSession(tx, sha256(token));
    if (ended && device) await endTurn(tx, device, ended.personId, now);
  });
}

/**
 * Somebody has left a device: their session ends, if it is still theirs; their turn goes on unless they signed out, so
 * that what they come back to without a network is taken from it.
 */
export async function leave(
  db: Db,
  { device, token }: { device: Device; token: string | null },
  { personId, signedOut }: Departure,
  now = new Date(),
) {
  await transact(db, async (tx) => {
    if (token) await store.deleteSessionOf(tx, sha256(token), personId);
    if (signedOut) await endTurn(tx, device, personId, now);
  });
}

/** The channel a key belongs to, or a refusal. A key that is taken back is still believed for up to two seconds. */
export async function readChannelKey(sql: Sql, key: string) {
  const keyHash = sha256(key);
  // One that is not among the kept ones may be a moment old.
  const channel = (await channelsByKeyHash(sql)).get(keyHash) ??
    await store.findChannelByKeyHash(sql, keyHash);
  if (!channel) return refuse("wrong_key");
  return { kind: "channel" as const, channelId: channel.id, name: channel.name };
}

/** There are few channels and they call often: looking a key up cost a reservation a third of its time. */
const channelsByKeyHash = cachedFor(
  2_000,
  async (sql) => new Map((await store.findChannels(sql)).map((channel) => [channel.keyHash, channel])),
);

/** The places a person looks after: their own store, or every node of their region, by name. */
export async function nodesSeenBy(sql: Sql, person: Person) {
  if (person.nodeId !== null) return await findNodes(sql, [person.nodeId]);
  const ids = (await findNodesOfRegion(sql, person.regionId ?? "")).map(({ id }) => id);
  return (await findNodes(sql, ids)).sort((a, b) => a.name < b.name ? -1 : 1);
}

/** A node by its id, if there is one and it lies within what the actor may see. */
export async function seenNode(sql: Sql, actor: Actor, nodeId: string) {
  const node = NodeId.safeParse(nodeId).success ? await findNode(sql, nodeId) : undefined;
  return node && seesNode(actor, node) ? node : undefined;
}

/** Forgets sessions that have run out. */
export function sweepSessions(sql: Sql, now = new Date()) {
  return store.deleteExpiredSessions(sql, now);
}

async function findSession(sql: Sql, token: string, now: Date) {
  const tokenHash = sha256(token);
  const idleSince = new Date(now.getTime() - IDLE_MS);
  return { tokenHash, session: await store.findSession(sql, tokenHash, now, idleSince) };
}

function personOf({ personId, name, role, nodeId, regionId }: store.RoleRow): Person {
  return { kind: "person", personId, name, role, nodeId, regionId };
}
