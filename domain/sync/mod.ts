// Sync takes what devices did while nobody watched: each operation once, in order, each with an outcome that stays the
// same however often it is sent.
import type { Db, Sql } from "../../lib/db.ts";
import { DatabaseUnavailable, transact } from "../../lib/db.ts";
import { log } from "../../lib/log.ts";
import { canonical } from "../../lib/canonical.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { type Keys, sha256 } from "../../lib/tokens.ts";
import { mayDo, turnAt } from "../access/decide.ts";
import { findTurns, tellWaiting } from "../access/mod.ts";
import type { Device, Person, Standing } from "../access/types.ts";
import { checkProof, perform } from "../fulfillment/mod.ts";
import type { Operation } from "../fulfillment/operation_types.ts";
import { problemBody, type Refused } from "../problems.ts";
import { outcomeOf, rowOf } from "./outcomes.ts";
import * as store from "./store.ts";
import { applyTogether, runsOf } from "./together.ts";
import type { ApplyOperations, Outcome } from "./types.ts";

/** How long a device may be away and still be told what became of its work. */
const KEPT_MS = 90 * 86_400_000;

interface Sender {
  person: Person;
  nodeId: string;
  keys: Keys;
  standing?: Standing;
  /** The store's device it comes from, if it is one. */
  device?: Device | null;
}

/** The store's device that operations come from. */
interface From {
  device: Device;
  keys: Keys;
}

/**
 * Applies what somebody did on a store's device who is not signed in on it now, as far as they were when they did it, and
 * with the role they had then. What comes after is left to them: the device keeps it until they sign in again.
 */
export async function applyAbsent(db: Db, { device, keys }: From, sent: ApplyOperations, now = new Date()) {
  const { by, operations } = sent;
  if (!by || by.nodeId !== device.nodeId) return refuse("not_signed_in");
  const turns = await findTurns(db, device, by.personId);
  const outcomes: Outcome[] = [];
  for (const operation of operations) {
    const turn = turnAt(turns, doneAt(operation, sent, now));
    if (!turn) break;
    const { role, name } = turn;
    const person: Person = {
      ...{ kind: "person", personId: by.personId, name, role, nodeId: device.nodeId, regionId: null },
    };
    const sender = { person, nodeId: device.nodeId, keys, standing: by.standing, device };
    const { sentAt } = sent;
    outcomes.push(await applyOrReport(db, sender, { deviceId: device.id, operation, sentAt }, now));
  }
  if (outcomes.length === 0) return refuse("not_signed_in");
  return { outcomes };
}

/** When something was done: by the device's clock, put right by what that clock said as it was sent. */
function doneAt({ at }: Operation, { sentAt }: ApplyOperations, now: Date): Date {
  return new Date(Date.parse(at) + clockBehind(sentAt, now));
}

function clockBehind(sentAt: string | undefined, now: Date): number {
  return sentAt ? now.getTime() - Date.parse(sentAt) : 0;
}

/** One operation on its way, and what time it was on its device as it was sent. */
interface Sent {
  deviceId: string;
  operation: Operation;
  sentAt?: string;
}

/** Refuses what a device sends that was taken back; what had been decided before stays as it was. */
export async function refuseRevoked(db: Db, { nodeId }: Device, { operations }: ApplyOperations) {
  const outcomes: Outcome[] = [];
  for (const { id, type, body } of operations) {
    const known = await store.findOperation(db, nodeId, id);
    const refused = { id, outcome: "refused" as const, problem: problemBody(refuse("device_revoked")) };
    outcomes.push(known ? replay(id, sha256(canonical({ type, body })), known) : refused);
  }
  return { outcomes };
}

/** Keeps how many operations a store's device still has to send after these were answered. */
export async function noteWaiting(db: Db, device: Device, { waiting }: ApplyOperations, answered: number) {
  if (waiting !== undefined) await tellWaiting(db, device, Math.max(0, waiting - answered));
}

/** Applies a device's operations one after the other; a refused one does not stop those behind it. */
export async function applyOperations(db: Db, sender: Sender, sent: ApplyOperations, now = new Date()) {
  const outcomes: Outcome[] = [];
  for (const run of runsOf(sent.operations, (each) => mayDo(each, sender.standing ?? "full"))) {
    const { deviceId, sentAt } = sent;
    outcomes.push(...await applyRun(db, sender, { deviceId, operations: run, sentAt }, now));
  }
  return { outcomes };
}

/** A run goes together where nothing of it has been seen before and nothing fails; else one by one, each on its own. */
async function applyRun(
  db: Db,
  sender: Sender,
  { operations, ...from }: Omit<Sent, "operation"> & { operations: Operation[] },
  now: Date,
): Promise<Outcome[]> {
  const { deviceId } = from;
  if (operations.length > 1) {
    const { nodeId, person } = sender;
    const together = await applyTogether(db, { nodeId, person, deviceId, operations }, now).catch((error) => {
      if (error instanceof DatabaseUnavailable) throw error;
    });
    if (together) return together;
  }
  const outcomes: Outcome[] = [];
  for (const operation of operations) {
    outcomes.push(await applyOrReport(db, sender, { ...from, operation }, now));
  }
  return outcomes;
}

/**
 * A fault in one operation must not hold up a phone for ever: it is logged, told to the associate, and not kept, so that
 * the same operation may be sent again. A database that is away is no fault; the phone keeps everything and comes again.
 */
async function applyOrReport(
  db: Db,
  sender: Sender,
  sent: Sent,
  now: Date,
) {
  try {
    return await applyOperation(db, sender, sent, now);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    const { id, type } = sent.operation;
    log("error", "An operation failed.", { operationId: id, type, nodeId: sender.nodeId, error });
    const problem = {
      type: "about:blank",
      title: "Something went wrong on our side; it was logged",
      status: 500,
    };
    return { id, outcome: "refused" as const, problem };
  }
}

async function applyOperation(
  db: Db,
  sender: Sender,
  sent: Sent,
  now: Date,
): Promise<Outcome> {
  const { operation, deviceId, sentAt } = sent;
  const { nodeId, person, keys, device = null } = sender;
  const { id } = operation;
  const row = rowOf({ nodeId, deviceId, personId: person.personId }, operation);
  const { bodyHash } = row;

  const known = await store.findOperation(db, nodeId, id);
  if (known) return replay(id, bodyHash, known);

  if (!mayDo(operation, sender.standing ?? "full")) {
    return await keepRefusal(db, row, refuse("needs_sign_in"), now);
  }
  const origin = { keys, nodeId, device, clockBehindMs: clockBehind(sentAt, now) };
  const unproved = await checkProof(db, origin, operation, now);
  if (unproved) return await keepRefusal(db, row, unproved, now);
  const performed = await transact(db, async (tx) => {
    if (!await store.insertOperation(tx, { ...row, outcome: "applied", problem: null }, now)) {
      return undefined;
    }
    return await perform(tx, { nodeId, deviceId, person, operation }, now);
  });
  if (performed === undefined) return await replayOf(db, row);
  if (isRefusal(performed)) return await keepRefusal(db, row, performed, now);
  return { id, outcome: "applied" };
}

type Row = Omit<store.OperationRow, "outcome" | "problem">;

/** A refusal rolled its transaction back; that it was refused is kept in one of its own. */
async function keepRefusal(db: Db, row: Row, refusal: Refused, now: Date): Promise<Outcome> {
  const outcome = outcomeOf(row.id, refusal);
  // Too many tries is about now, not about this operation: the same one may be sent again later.
  if (refusal.kind === "too_many_attempts") return outcome;
  const kept = await store.insertOperation(
    db,
    { ...row, outcome: outcome.outcome, problem: outcome.problem ?? null },
    now,
  );
  return kept ? outcome : await replayOf(db, row);
}

async function replayOf(db: Db, row: Row): Promise<Outcome> {
  const known = await store.findOperation(db, row.nodeId, row.id);
  if (!known) throw new Error(`Operation ${row.id} is neither new nor known`);
  return replay(row.id, row.bodyHash, known);
}

function replay(
  id: string,
  bodyHash: string,
  known: Pick<store.OperationRow, "bodyHash" | "outcome" | "problem">,
): Outcome {
  if (known.bodyHash !== bodyHash) {
    return {
      id,
      outcome: "refused",
      problem: problemBody(refuse("operation_id_reused", { operationId: id })),
    };
  }
  const problem = known.problem as Outcome["problem"] | null;
  return { id, outcome: known.outcome, ...(problem ? { problem } : {}) };
}

/** Forgets operations older than the longest a device is believed to be away. */
export function sweepOperations(sql: Sql, now = new Date()) {
  return store.deleteOldOperations(sql, new Date(now.getTime() - KEPT_MS));
}
