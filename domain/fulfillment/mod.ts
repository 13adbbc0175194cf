// Fulfillment keeps one node's part of an order, from the pick to the hands it was promised to. It never moves but along
// its own steps, and nothing is handed over without proof.
import { isDeepStrictEqual } from "node:util";
import type { Actor, Person } from "../access/types.ts";
import { countAttempt } from "../../lib/attempts.ts";
import { type Db, type Sql, transact } from "../../lib/db.ts";
import type { Happening as Happened } from "../../lib/events.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { type Keys, readPass, sameText, signPass, sixDigits } from "../../lib/tokens.ts";
import { type EventKind, record } from "../events.ts";
import * as inventory from "../inventory/mod.ts";
import { closingAfter } from "../places/decide.ts";
import { findNode } from "../places/mod.ts";
import { arrive, decide, fulfillmentJson } from "./decide.ts";
import * as store from "./store.ts";
import type { Fulfillment, Operation, OperationOf } from "./types.ts";

export { checkFulfillment } from "./invariants.ts";
export { momentAt, readStockPage } from "./stock_page.ts";
export { readQueues } from "./queue.ts";
export { bookSale } from "./sales.ts";

/** Pickup codes tried on one fulfillment before a manager must come: five in a quarter of an hour. */
const CODE_TRIES = { tries: 5, perSeconds: 900 };
const AWAY_MS = 30 * 86_400_000;
const CLOCK_TOLERANCE_MS = 90_000;
const LIST_LIMIT = 500;

/** Opens the fulfillments of an order, in the transaction that promises their stock; `announceWork` has shown them. */
export async function openFulfillments(tx: Sql, fulfillments: store.NewFulfillment[]) {
  for (const made of fulfillments) await store.insertFulfillment(tx, made);
  await record(tx, ...fulfillments.map((made) => happening("fulfillment_opened", made, {})));
}

/** Moves the cursors of nodes whose work changes, in order: whoever else changes it waits until this has committed. */
export async function announceWork(tx: Sql, nodeIds: string[]) {
  for (const nodeId of [...new Set(nodeIds)].sort()) await store.bumpCursor(tx, nodeId);
}

/** A node's open work, what is due first on top. */
export async function listWork(sql: Sql, nodeId: string): Promise<Fulfillment[]> {
  const rows = await store.findOpenFulfillments(sql, nodeId, LIST_LIMIT);
  const lines = Map.groupBy(
    await store.findLines(sql, nodeId, rows.map((row) => row.id)),
    (line) => line.fulfillmentId,
  );
  return rows.map((row) => ({ ...row, lines: lines.get(row.id) ?? [] }));
}

/** What a device of a node shows, with the cursor it was read at: the cursor first, so that nothing is ever missed. */
export async function readWork(sql: Sql, nodeId: string) {
  const version = (await store.findCursor(sql, nodeId))?.version ?? 0;
  return { version, fulfillments: (await listWork(sql, nodeId)).map(fulfillmentJson) };
}

/** Every fulfillment an order has or had. */
export async function listFulfillments(sql: Sql, orderId: string): Promise<Fulfillment[]> {
  const rows = await store.findFulfillmentsOfOrder(sql, orderId);
  return Promise.all(rows.map((row) => withLines(sql, row)));
}

/** The nodes that have already been given a line of an order. */
export async function triedNodes(sql: Sql, orderId: string, lineNo: number) {
  return (await store.findTriedNodes(sql, orderId, lineNo)).map((row) => row.nodeId);
}

/**
 * Checks the proof a handover brings. Counts tries of the code outside any transaction, so that a refusal does not
 * undo the count. Other operations need no proof.
 */
export async function checkProof(db: Db, keys: Keys, nodeId: string, operation: Operation, now: Date) {
  if (operation.type !== "hand_over") return null;
  const { fulfillmentId, proof } = operation.body;
  if (proof.kind === "pass") {
    const subject = await readPass(keys, proof.pass, nodeId, shownAt(operation, now));
    return subject === fulfillmentId ? "pass" as const : refuse("pass_invalid", { fulfillmentId });
  }
  const wait = await countAttempt(db, `code:${nodeId}:${fulfillmentId}`, CODE_TRIES);
  if (wait !== undefined) return refuse("too_many_attempts", { fulfillmentId, retryAfterSeconds: wait });
  const isRight = sameText(proof.code, await pickupCode(keys, fulfillmentId));
  return isRight ? "code" as const : refuse("wrong_code", { fulfillmentId });
}

/**
 * When a pass was shown, by the phone that read it: the goods left then, however much later we hear of it. No later than
 * now, no longer ago than a phone may be away, and as tolerant of a clock that is off as the phone itself.
 */
function shownAt(operation: Operation, now: Date): Date {
  const said = Math.min(Date.parse(operation.at), now.getTime());
  return new Date(Math.max(said, now.getTime() - AWAY_MS) - CLOCK_TOLERANCE_MS);
}

/** Carries out what an associate did: decided on the locked fulfillment, saved with its effect on stock, recorded. */
export async function perform(
  tx: Sql,
  act: { nodeId: string; person: Person; operation: Operation; proof: "pass" | "code" | null },
  now: Date,
) {
  const { nodeId, person, operation } = act;
  const row = await store.lockFulfillment(tx, nodeId, operation.body.fulfillmentId);
  if (!row) return refuse("not_found", { fulfillmentId: operation.body.fulfillmentId });
  const before = await withLines(tx, row);

  const decided = decide(before, operation, person);
  if (isRefusal(decided)) return decided;
  const after = await withHold(tx, before, decided, now);

  await saveLines(tx, after, operation, now);
  await store.saveFulfillment(tx, after, act.proof, now);
  await moveStock(tx, before, after, operation, now);
  await record(tx, ...happenings(before, after, operation, person));
  await announceWork(tx, [nodeId]);
  return after;
}

/** The shopper stands outside. Telling it twice changes only what they say about bay and car. */
export function arriveAtStore(
  sql: Sql,
  arrival: { orderId: string; fulfillmentId: string; bay: string | null; car: string | null },
  now = new Date(),
) {
  const { orderId, fulfillmentId, bay, car } = arrival;
  return transact(sql, async (tx) => {
    const found = (await store.findFulfillmentsOfOrder(tx, orderId)).find((each) =>
      each.id === fulfillmentId
    );
    const row = found && await store.lockFulfillment(tx, found.nodeId, found.id);
    if (!row) return refuse("not_found", { fulfillmentId });
    const before = await withLines(tx, row);
    const after = arrive(before, { bay, car }, now);
    if (isRefusal(after)) return after;
    if (isDeepStrictEqual(after, before)) return;
    await store.saveFulfillment(tx, after, null, now);
    if (before.state !== after.state) await record(tx, happening("shopper_arrived", after, {}));
    await announceWork(tx, [row.nodeId]);
  });
}

/** Takes back every part of an order that has not been started. Refused whole when one has. */
export async function cancelFulfillments(tx: Sql, orderId: string, actor: Actor, now: Date) {
  const open = (await store.findFulfillmentsOfOrder(tx, orderId)).filter((row) => row.state !== "cancelled")
    .sort((a, b) => a.nodeId < b.nodeId ? -1 : 1);
  for (const { nodeId, id } of open) {
    const row = await store.lockFulfillment(tx, nodeId, id);
    if (row?.state !== "open") return refuse("too_late_to_cancel", { fulfillmentId: id, state: row?.state });
    const cancelled = { ...await withLines(tx, row), state: "cancelled" as const };
    await store.saveFulfillment(tx, cancelled, null, now);
    await inventory.releasePromised(tx, nodeId, id, now);
    await record(tx, happening("fulfillment_cancelled", cancelled, {}, actor));
  }
  await announceWork(tx, open.map((row) => row.nodeId));
}

/** The shopper's signed pickup pass; undefined until there is something to pick up. */
export async function issuePass(keys: Keys, fulfillment: Fulfillment): Promise<string | undefined> {
  const isReady = fulfillment.state === "staged" || fulfillment.state === "arrived";
  if (!isReady || !fulfillment.holdUntil) return undefined;
  const { id: subject, nodeId: audience, holdUntil: expiresAt } = fulfillment;
  return await signPass(keys, { subject, audience, expiresAt });
}

/** The six digits that stand in for the pass. */
export function pickupCode(keys: Keys, fulfillmentId: string): Promise<string> {
  return sixDigits(keys, `pickup:${fulfillmentId}`);
}

async function withLines(sql: Sql, row: Omit<Fulfillment, "lines">): Promise<Fulfillment> {
  return { ...row, lines: await store.findLines(sql, row.nodeId, [row.id]) };
}

/** From being staged on the goods wait for the shopper, as long as the node holds them. */
async function withHold(sql: Sql, before: Fulfillment, after: Fulfillment, now: Date): Promise<Fulfillment> {
  if (after.state !== "staged" || before.holdUntil) return after;
  const node = await findNode(sql, after.nodeId);
  if (!node) throw new Error(`No node ${after.nodeId} under a fulfillment`);
  return { ...after, holdUntil: closingAfter(node, new Date(now.getTime() + node.holdHours * 3_600_000)) };
}

async function saveLines(tx: Sql, after: Fulfillment, operation: Operation, now: Date) {
  const at = { nodeId: after.nodeId, fulfillmentId: after.id };
  if (operation.type === "confirm_pick") {
    const { lineNo, quantity } = operation.body;
    await store.addPicked(tx, { ...at, lineNo }, quantity);
    await inventory.unitsPicked(tx, { ...at, lineNo, quantity });
  }
  if (operation.type === "short_pick") {
    await store.addShorted(
      tx,
      { ...at, lineNo: operation.body.lineNo },
      operation.body.quantity,
      operation.body.reason,
    );
    await shortStock(tx, after, operation, now);
  }
}

function shortStock(tx: Sql, after: Fulfillment, operation: OperationOf<"short_pick">, now: Date) {
  const { lineNo, quantity, reason, fulfillmentId } = operation.body;
  const sku = after.lines.find((line) => line.lineNo === lineNo)!.sku;
  const short = {
    nodeId: after.nodeId,
    fulfillmentId,
    lineNo,
    sku,
    quantity,
    reason,
    operationId: operation.id,
  };
  return inventory.shortPicked(tx, short, now);
}

async function moveStock(tx: Sql, before: Fulfillment, after: Fulfillment, operation: Operation, now: Date) {
  if (before.state === after.state) return;
  if (after.state === "picked") await inventory.confirmPicked(tx, after.nodeId, after.id);
  if (after.state === "staged") await inventory.confirmStaged(tx, after.nodeId, after.id, now);
  if (after.state === "handed_over" || after.state === "shipped") {
    await inventory.fulfil(tx, after.nodeId, after.id, operation.id, now);
  }
}

/** What an operation is remembered as: what was done, and beside it what that completed. */
function happenings(
  before: Fulfillment,
  after: Fulfillment,
  operation: Operation,
  person: Person,
): Happening[] {
  const told: Happening[] = [];
  const tell = (kind: EventKind, details = {}) => told.push(happening(kind, after, details, person));
  switch (operation.type) {
    case "start_pick":
      if (before.state !== after.state) tell("pick_started");
      else if (before.pickerId !== after.pickerId) tell("pick_taken_over", { from: before.pickerId });
      break;
    case "confirm_pick":
      tell("unit_picked", { lineNo: operation.body.lineNo, quantity: operation.body.quantity });
      break;
    case "short_pick": {
      const { lineNo, quantity, reason } = operation.body;
      tell("pick_shorted", { lineNo, quantity, reason });
      break;
    }
    case "stage":
      if (before.state === "picked") tell("order_ready", { bin: operation.body.bin });
      else tell("moved_to_bin", { bin: operation.body.bin });
      break;
    case "hand_over":
      tell("handed_over");
      break;
    case "pack":
      tell("packed");
      break;
    case "ship":
      tell("shipped");
      break;
  }
  if (before.state === "picking" && after.state === "picked") tell("pick_finished");
  return told;
}

type Happening = Happened<EventKind>;

type About = Pick<Fulfillment, "nodeId" | "id" | "orderId">;

function happening(kind: EventKind, about: About, details: object, actor?: Actor): Happening {
  const { nodeId, id: fulfillmentId, orderId } = about;
  return {
    kind,
    topic: `node:${nodeId}`,
    wakes: [`order:${orderId}`],
    payload: { nodeId, fulfillmentId, orderId, ...details },
    actor: actor && { ...actor },
  };
}
