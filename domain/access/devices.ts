// Devices: a browser that a manager has made the store's own, who had a turn on it and when, and how it is taken back.
// A turn outlasts the session: what was done in it is taken from the device when its person has gone home.
import { type Db, type Sql, transact } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import { newToken, sha256 } from "../../lib/tokens.ts";
import { record } from "../events.ts";
import { findNode, findNodesOfRegion } from "../places/mod.ts";
import { seesNode, TURN_MS } from "./decide.ts";
import * as store from "./devices_store.ts";
import { bindSession, deleteSessionsOn } from "./store.ts";
import type { Device, EnrolDevice, Person, Role, SetIdleLock } from "./types.ts";

export { findTurns, tellWaiting } from "./devices_store.ts";

const SEEN_EVERY_MS = 60_000;
const KEPT_MS = 90 * 86_400_000;
const IDLE_LOCK_SECONDS = 300;

/** The browser a request comes from, and the session it carries. */
interface Browser {
  device: Device | null;
  sessionToken: string | null;
}

/** Makes a browser the store's own; whoever enrols it has the first turn on it, if it is their own store. */
export async function enrolDevice(
  db: Db,
  person: Person,
  { nodeId, name }: EnrolDevice,
  { device, sessionToken }: Browser,
  now = new Date(),
) {
  const node = await findNode(db, nodeId);
  if (!node || !seesNode(person, node)) return refuse("unknown_node", { nodeId });
  if (device && !device.revokedAt) return refuse("already_enrolled", { name: device.name });
  const token = newToken();
  const enrolled = { nodeId, id: crypto.randomUUID(), name, revokedAt: null };
  await transact(db, async (tx) => {
    await store.insertDevice(tx, { ...enrolled, tokenHash: sha256(token), enrolledBy: person.personId }, now);
    if (sessionToken && person.nodeId === nodeId) {
      await bindSession(tx, sha256(sessionToken), enrolled.id);
      await beginTurn(tx, enrolled, person, now);
    }
    await record(tx, { ...told(enrolled, person), kind: "device_enrolled", now });
  });
  return { token, device: enrolled };
}

/** Takes a device back: who is signed in on it no longer is, and what still waits on it is refused. */
export async function revokeDevice(db: Db, person: Person, id: string, now = new Date()) {
  const nodeIds = await nodeIdsSeenBy(db, person);
  return await transact(db, async (tx) => {
    const revoked = await store.revokeDevice(tx, { nodeIds, id, by: person.personId }, now);
    if (!revoked) return refuse("not_found");
    await deleteSessionsOn(tx, id);
    await record(tx, { ...told(revoked, person), kind: "device_revoked", now });
    return revoked;
  });
}

/** The device a token stands for, taken back or not; null when it is not known. */
export async function readDevice(sql: Sql, token: string, now = new Date()): Promise<Device | null> {
  const found = await store.findDevice(sql, sha256(token));
  if (!found) return null;
  const { lastSeenAt, ...device } = found;
  if (!device.revokedAt && now.getTime() - lastSeenAt.getTime() > SEEN_EVERY_MS) {
    await store.touchDevice(sql, device, now);
  }
  return device;
}

/** Whether a device has not been taken back. Asking does not count as seeing it: a stream asks unattended. */
export async function isDeviceOpen(sql: Sql, token: string): Promise<boolean> {
  const found = await store.findDevice(sql, sha256(token));
  return found !== undefined && found.revokedAt === null;
}

/** The devices of the stores a person looks after: those in use first. */
export async function listDevices(sql: Sql, person: Person) {
  return await store.listDevices(sql, await nodeIdsSeenBy(sql, person));
}

/** After how long a store's devices lock themselves, in seconds. */
export async function idleLockOf(sql: Sql, nodeId: string): Promise<number> {
  return (await store.findRule(sql, nodeId))?.idleLockSeconds ?? IDLE_LOCK_SECONDS;
}

/** Sets after how long a store's devices lock themselves. */
export async function setIdleLock(
  db: Db,
  person: Person,
  { nodeId, seconds }: SetIdleLock,
  now = new Date(),
) {
  const node = await findNode(db, nodeId);
  if (!node || !seesNode(person, node)) return refuse("unknown_node", { nodeId });
  return await transact(db, async (tx) => {
    await store.saveRule(tx, nodeId, seconds);
    const payload = { nodeId, seconds };
    await record(tx, { kind: "idle_lock_set", topic: `node:${nodeId}`, payload, actor: { ...person }, now });
    return { nodeId, seconds };
  });
}

/** Begins a person's turn on a device, or makes the one they are in last as long again. */
export async function beginTurn(
  tx: Sql,
  { nodeId, id: deviceId }: Device,
  { personId, role }: { personId: string; role: Role },
  now: Date,
) {
  const turn = { nodeId, deviceId, personId, role };
  const runsOutAt = new Date(now.getTime() + TURN_MS);
  if (await store.lengthenTurn(tx, turn, runsOutAt, now)) return;
  await store.insertTurn(tx, { ...turn, id: crypto.randomUUID() }, runsOutAt, now);
}

/** Ends a person's turn on a device: what is done in their name later is not theirs. */
export function endTurn(tx: Sql, { nodeId, id: deviceId }: Device, personId: string, now: Date) {
  return store.endTurn(tx, { nodeId, deviceId, personId }, now);
}

/** Forgets turns longer ago than a device may be away. */
export function sweepTurns(sql: Sql, now = new Date()) {
  return store.deleteOldTurns(sql, new Date(now.getTime() - KEPT_MS));
}

async function nodeIdsSeenBy(sql: Sql, { nodeId, regionId }: Person): Promise<string[]> {
  if (nodeId !== null) return [nodeId];
  return (await findNodesOfRegion(sql, regionId ?? "")).map(({ id }) => id);
}

function told({ nodeId, id, name }: Device, person: Person) {
  return { topic: `node:${nodeId}`, payload: { nodeId, deviceId: id, name }, actor: { ...person } };
}
