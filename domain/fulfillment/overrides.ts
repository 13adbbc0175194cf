// A manager's word in the place of a shopper's proof. It is given before the handover, and what the handover carries is
// never a PIN: with a network a grant of the store system's, for one handover, this phone, this order and two minutes;
// without one a signature by a key that only the manager's own PIN opens on this phone.
import { type Db, type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { derivedKey, isSignedWith, type Keys, newToken, sha256 } from "../../lib/tokens.ts";
import { allows, turnAt } from "../access/decide.ts";
import { checkPin, findTurns } from "../access/mod.ts";
import type { Device, Person } from "../access/types.ts";
import { record } from "../events.ts";
import { happening } from "./happenings.ts";
import type { Operation, Proof } from "./operation_types.ts";
import { approvalText } from "./override_decide.ts";
import * as store from "./override_store.ts";
import { findFulfillment } from "./store.ts";
import { wrongState } from "./steps_decide.ts";
import type { AskOverride } from "./types.ts";
import { withLines } from "./work.ts";

const GRANT_MS = 120_000;
/** As long as a phone may be away with what it let go. */
const APPROVAL_MS = 90 * 86_400_000;

export interface Asking {
  nodeId: string;
  deviceId: string;
  person: Person;
}

/** Asks the manager's PIN once, and answers a grant for one handover. Wrong PINs are counted as at the sign-in. */
export async function grantOverride(
  db: Db,
  { nodeId, deviceId, person }: Asking,
  fulfillmentId: string,
  { managerId, pin, reason }: Omit<AskOverride, "deviceId">,
  now = new Date(),
) {
  const row = await findFulfillment(db, nodeId, fulfillmentId);
  if (!row) return refuse("not_found", { fulfillmentId });
  if (row.state !== "staged" && row.state !== "arrived") {
    return wrongState(await withLines(db, row), "handed_over");
  }
  const manager = await checkPin(db, { personId: managerId, nodeId, pin });
  if (isRefusal(manager)) return manager;
  if (!allows(manager.person, "handover.override")) return refuse("not_allowed", { managerId });
  const grant = newToken();
  const expiresAt = new Date(now.getTime() + GRANT_MS);
  await transact(db, async (tx) => {
    await store.insertGrant(tx, {
      ...{ nodeId, fulfillmentId, deviceId, personId: person.personId, managerId, reason, expiresAt },
      ...{ tokenHash: sha256(grant), usedBy: null },
    });
    await record(tx, happening("override_granted", row, { managerId, reason }, person));
  });
  return { grant, expiresAt };
}

/** The key a manager's phone signs with while there is no network: theirs on this device, and nobody else's. */
export function approvalKey(keys: Keys, { id }: Pick<Device, "id">, personId: string): Promise<string> {
  return derivedKey(keys, `approval:${id}:${personId}`);
}

/** Where an operation comes from. */
export interface Origin {
  /** The store's device; null for a browser that is none. */
  device: Device | null;
  /** How far its clock is behind ours. */
  clockBehindMs: number;
}

/** Whether a manager of the store, who was signed in on this very phone then, let it go with their own PIN. */
export async function checkApproval(
  db: Db,
  keys: Keys,
  { device, clockBehindMs }: Origin,
  fulfillmentId: string,
  proof: Extract<Proof, { kind: "approval" }>,
) {
  const invalid = refuse("approval_invalid", { fulfillmentId });
  if (!device) return invalid;
  const key = await approvalKey(keys, device, proof.managerId);
  if (!await isSignedWith(key, approvalText(fulfillmentId, proof), proof.mac)) return invalid;
  const at = new Date(Date.parse(proof.approvedAt) + clockBehindMs);
  const turn = turnAt(await findTurns(db, device, proof.managerId), at);
  const { nodeId } = device;
  const manager = turn && {
    ...{ kind: "person" as const, personId: proof.managerId, name: turn.name, role: turn.role },
    ...{ nodeId, regionId: null },
  };
  if (!manager || !allows(manager, "handover.override")) return invalid;
}

/** A manager's word as a handover is kept with it. */
export interface Word {
  managerId: string;
  reason: string;
}

/** Uses up the word a handover brings, in the transaction of the handover; undefined where it brings another proof. */
export async function takeWord(
  tx: Sql,
  { nodeId, deviceId, person }: Asking,
  operation: Operation,
  now: Date,
) {
  if (operation.type !== "hand_over") return undefined;
  const { fulfillmentId, proof } = operation.body;
  const used = { nodeId, fulfillmentId, deviceId, personId: person.personId, usedBy: operation.id };
  if (proof.kind === "override") {
    const tokenHash = sha256(proof.grant);
    return await store.useGrant(tx, { ...used, tokenHash }, now) ??
      refuse("override_spent", { fulfillmentId });
  }
  if (proof.kind !== "approval") return undefined;
  const { managerId, reason, mac } = proof;
  const expiresAt = new Date(now.getTime() + APPROVAL_MS);
  const isFirst = await store.insertGrant(tx, {
    ...used,
    tokenHash: sha256(mac),
    managerId,
    reason,
    expiresAt,
  });
  return isFirst ? { managerId, reason } : refuse("override_spent", { fulfillmentId });
}

/** Forgets words that let nothing go any more. */
export function sweepOverrides(sql: Sql, now = new Date()) {
  return store.deleteOldGrants(sql, now);
}
