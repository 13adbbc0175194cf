// Goods on their way to a node: told before they come, and promised before they are there, never more than will come.
import { uuidv7 } from "uuidv7";
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { knownNode } from "../places/mod.ts";
import { actOnce, type By, lockShelves } from "./acts.ts";
import { byNode, planInboundChange, planPromise, standing, totals } from "./decide.ts";
import * as moves from "./moves_store.ts";
import { close } from "./promises.ts";
import { refuseShort, reserve } from "./reserving.ts";
import { findHold, type Reservation } from "./store.ts";
import type { AnnounceInbound, ChangeInbound, Inbound, InboundView, Reserving, Shortage } from "./types.ts";

/** Tells of a purchase order or a shipping notice. */
export function announceInbound(sql: Sql, told: AnnounceInbound, by: By) {
  const { id, nodeId, reference, expectedAt } = told;
  const act = { kind: "inbound_announced", nodeIds: [nodeId], id, body: told } as const;
  return transact(sql, (tx) =>
    actOnce(tx, act, by, async () => {
      const sums = totals(told.lines.map(({ sku, ordered }) => ({ sku, quantity: ordered })));
      const shelves = await lockShelves(tx, nodeId, sums.keys());
      if (isRefusal(shelves)) return shelves;
      const lines = [...sums].map(([sku, ordered]) => ({ sku, ordered }));
      const made = { nodeId, id, kind: "purchase_order", reference, fromNodeId: null, expectedAt } as const;
      await moves.insertInbound(tx, made, lines);
      return viewOf(await moves.findInbound(tx, nodeId, id));
    }));
}

/**
 * Changes when a purchase order is expected, and of what how much: never less than has come or is promised. What has left
 * another node is on its way as it is.
 */
export function changeInbound(sql: Sql, id: string, change: ChangeInbound, { actor, now = new Date() }: By) {
  const { nodeId } = change;
  return transact(sql, async (tx) => {
    const rows = await lockRows(tx, { nodeId, id }, change.lines?.map((line) => line.sku));
    if (isRefusal(rows)) return rows;
    const planned = planInboundChange(rows, change, now);
    if (isRefusal(planned)) return planned;
    await moves.saveInbound(tx, { nodeId, id }, planned.saved);
    const expectedAt = change.expectedAt ?? rows[0]!.expectedAt.toISOString();
    await moves.insertInbound(tx, { ...rows[0]!, expectedAt }, planned.added);
    await record(tx, {
      ...{ kind: "inbound_changed", topic: `node:${nodeId}`, now, actor: { ...actor } },
      payload: { inboundId: id, ...change },
    });
    return viewOf(await moves.findInbound(tx, nodeId, id));
  });
}

/** Nothing more will come of a purchase order. Refused while anybody waits for it; again, it is so already. */
export function cancelInbound(
  sql: Sql,
  { id, nodeId }: { id: string; nodeId: string },
  { actor, now = new Date() }: By,
) {
  return transact(sql, async (tx) => {
    const rows = await lockRows(tx, { nodeId, id });
    if (isRefusal(rows)) return rows;
    const open = rows.filter((row) => row.closedAt === null);
    if (open.length === 0) return;
    if (open[0]!.kind === "transfer") return refuse("inbound_fixed", { id });
    const promised = open.filter((row) => row.promised > 0);
    if (promised.length > 0) return refuse("inbound_promised", { id, lines: promised.map(standing) });
    await moves.saveInbound(tx, { nodeId, id }, open.map((row) => ({ ...row, closedAt: now })));
    await record(tx, {
      ...{ kind: "inbound_cancelled", topic: `node:${nodeId}`, now, actor: { ...actor } },
      payload: { nodeId, inboundId: id },
    });
  });
}

/** Locks what an inbound brings, after the stock rows of its items: the order in which everybody locks. */
async function lockRows(tx: Sql, { nodeId, id }: { nodeId: string; id: string }, more: string[] = []) {
  const found = await moves.findInbound(tx, nodeId, id);
  if (found.length === 0) return refuse("not_found", { id });
  const shelves = await lockShelves(tx, nodeId, [...found.map((row) => row.sku), ...more]);
  if (isRefusal(shelves)) return shelves;
  return await moves.lockInbound(tx, nodeId, id, shelves.map((row) => row.sku));
}

function viewOf(rows: Inbound[]): InboundView {
  const { id, nodeId, kind, reference, fromNodeId } = rows[0]!;
  const lines = rows.map(({ sku, expectedAt, ordered, received, promised, closedAt }) => ({
    ...{ sku, expectedAt: expectedAt.toISOString(), ordered, received, promised, isOpen: closedAt === null },
  }));
  return { id, nodeId, kind, reference, fromNodeId, lines };
}

/**
 * Promises a cart what is on the shelf, and what is not from goods expected by then, the earliest first: all of it, or a
 * refusal that names each shortage. The same request again was promised before.
 */
export function reserveInbound(
  sql: Sql,
  request: Reserving & { holdId: string | null },
  by: Date,
  now: Date,
) {
  const { channelId, lines } = request;
  const hold = { holdId: request.holdId!, channelId, expiresAt: request.expiresAt! };
  return transact(sql, async (tx) => {
    const shelves = [], coming: Inbound[] = [];
    for (const [nodeId, ofNode] of byNode(lines)) {
      const node = await knownNode(tx, nodeId);
      if (isRefusal(node)) return node;
      const skus = [...totals(ofNode).keys()];
      const locked = await lockShelves(tx, nodeId, skus, channelId);
      if (isRefusal(locked)) return locked;
      shelves.push(...locked);
      coming.push(...await moves.lockArriving(tx, nodeId, skus, by, null));
    }
    const known = await findHold(tx, hold);
    if (known.length > 0) {
      return known.some((row) => row.id === lines[0]!.id)
        ? { isNew: false }
        : refuse("reservation_id_reused", { reservationId: hold.holdId });
    }

    const onShelf = shelves.map(({ nodeId, sku, onHand, reserved, safetyStock, kept }) => ({
      ...{ nodeId, sku, available: Math.max(0, onHand - reserved - safetyStock - kept) },
    }));
    const planned = planPromise(lines, onShelf, coming);
    if (isRefusal(planned)) {
      return refuseShort(planned.detail.shortages as (Shortage & { nodeId: string })[]);
    }
    const parts = planned.map((part, i) => ({
      ...part,
      id: planned.findIndex((other) => other.id === part.id) === i ? part.id : uuidv7(),
    }));
    const fromShelf = parts.filter((part) => part.inboundId === null);
    if (fromShelf.length > 0) {
      const reserved = await reserve(tx, { ...request, lines: fromShelf, isNamed: false }, now);
      if (isRefusal(reserved)) return reserved;
    }
    for (const [nodeId, ofNode] of byNode(parts)) {
      const awaiting = ofNode.flatMap((part) =>
        part.inboundId === null ? [] : [{ ...part, inboundId: part.inboundId }]
      );
      if (awaiting.length === 0) continue;
      await moves.promiseUnits(tx, nodeId, awaiting.map((part) => ({ ...part, units: part.quantity })));
      await moves.insertAwaiting(tx, hold, awaiting, now);
    }
    return { isNew: true };
  });
}

/** When each of these reservations has its units: those that wait for goods on their way. */
export async function expectedAt(sql: Sql, rows: Reservation[]) {
  const awaiting = rows.filter((row) => row.inboundId !== null);
  const nodeIds = [...new Set(awaiting.map((row) => row.nodeId))];
  const expected = await moves.findExpected(sql, nodeIds, awaiting.map((row) => row.inboundId!));
  return (row: Reservation) =>
    expected.find(({ nodeId, id, sku }) => nodeId === row.nodeId && id === row.inboundId && sku === row.sku)
      ?.expectedAt;
}

/** How many holds one transaction ends: few, for it holds the stock rows of their items so long. */
const SWEEP = 200;

/** Ends holds of goods on their way that have run out, leaving alone items that somebody is using. */
export async function expireAwaiting(sql: Sql, nodeId: string, now: Date) {
  let expired = 0;
  for (let ended = SWEEP; ended === SWEEP; expired += ended) {
    ended = await transact(sql, async (tx) => {
      const skus = (await moves.lockIdleAwaited(tx, nodeId, now, SWEEP)).map((row) => row.sku);
      const rows = await moves.lockExpiredAwaiting(tx, nodeId, skus, now, SWEEP);
      await close(tx, nodeId, rows, "expired", { now });
      return rows.length;
    });
  }
  return expired;
}
