// A cart's hold: stock promised for a while, to become an order's own units, to be changed, given back, or to run out.
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { isDb, type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { sleep } from "../../lib/sleep.ts";
import { componentsOf } from "../catalog/mod.ts";
import { asHeld, cutToLines } from "./kit_lines.ts";
import { byNode, planChange, sameLines, totals } from "./decide.ts";
import { expectedAt, expireAwaiting, reserveInbound } from "./inbound.ts";
import { type Allocation, close, closePart } from "./promises.ts";
import { nameLines, reserve } from "./reserving.ts";
import * as store from "./store.ts";
import type { ChangeReservation, HeldLine, MakeReservation, ReservationView } from "./types.ts";

/** A cart's hold, and the channel whose cart it is. */
export interface Hold {
  holdId: string;
  channelId: string;
}

/**
 * Holds stock for a cart, for so many minutes; all lines or none. The same request under the same id again is the same
 * hold, `isNew` false; another request under it is refused.
 */
export async function makeReservation(
  sql: Sql,
  channelId: string,
  wanted: MakeReservation,
  now = new Date(),
  holdId = wanted.id ?? uuidv7(),
) {
  const asked = await linesOf(sql, wanted);
  const lines = nameLines({ holdId, channelId, wanted }, asked);
  const expiresAt = expiryOf(wanted, now);
  const request = { channelId, holdId, orderId: null, expiresAt, lines, isNamed: wanted.id !== undefined };
  if (wanted.availableBy !== undefined) {
    const promised = await reserveInbound(sql, request, new Date(wanted.availableBy), now);
    if (isRefusal(promised)) return promised;
    const hold = (await readHold(sql, { holdId, channelId }))!;
    return {
      ...hold,
      lines: hold.lines.map((line) => ({ availableAt: null, ...line })),
      isNew: promised.isNew,
    };
  }
  const reserved = await reserve(sql, request, now);
  if (isRefusal(reserved)) return reserved;
  if (!reserved.isNew) return { ...(await readHold(sql, { holdId, channelId }))!, isNew: false };
  return { id: holdId, state: "held" as const, expiresAt, lines: asked.map(viewOf), isNew: true };
}

/** A hold as it stands; another channel's is not there. */
export async function readReservation(sql: Sql, hold: Hold) {
  return await readHold(sql, hold) ?? refuse("not_found", { reservationId: hold.holdId });
}

/**
 * Makes a hold what the cart is now: more, less, or at another node. Units that stay are never let go; units that are
 * missing are promised, or everything stays as it was.
 */
export function changeReservation(sql: Sql, hold: Hold, wanted: ChangeReservation, now = new Date()) {
  return transact(sql, async (tx) => {
    const asked = await linesOf(tx, wanted);
    const held = await lockOpenHold(tx, hold, now, asked);
    if (isRefusal(held)) return held;
    const change = planChange(held, asked);
    for (const { row, quantity, lineNo } of change.split) {
      const part = { id: uuidv7(), quantity };
      await store.splitOff(tx, row, part);
      change.keep.push({ id: part.id, nodeId: row.nodeId, lineNo });
    }
    for (const [nodeId, rows] of byNode(change.release)) await close(tx, nodeId, rows, "released", { now });
    for (const { row, quantity } of change.reduce) await closePart(tx, row, quantity, "released", { now });
    const expiresAt = expiryOf(wanted, now);
    for (const [nodeId, kept] of byNode(change.keep)) await store.keepHeld(tx, nodeId, kept, expiresAt);
    if (change.add.length > 0) {
      const lines = change.add.map((line) => ({ ...line, id: uuidv7(), fulfillmentId: null }));
      const added = {
        channelId: hold.channelId,
        holdId: hold.holdId,
        orderId: null,
        expiresAt,
        lines,
      };
      const reserved = await reserve(tx, added, now);
      if (isRefusal(reserved)) return reserved;
    }
    return { id: hold.holdId, state: "held" as const, expiresAt, lines: asked.map(viewOf) };
  });
}

/** Gives a cart's hold back; another channel's is not there. */
export function releaseReservation(sql: Sql, hold: Hold, now = new Date()) {
  return transact(sql, async (tx) => {
    const held = await lockOpenHold(tx, hold, now);
    if (isRefusal(held)) return held;
    for (const [nodeId, rows] of byNode(held)) await close(tx, nodeId, rows, "released", { now });
  });
}

/** Makes a cart's hold the order's own. The lines must be those that were held. */
export async function allocateHold(
  tx: Sql,
  order: Hold & { orderId: string; allocation: Allocation },
  now: Date,
) {
  const { nodeId, fulfillmentId, lines } = order.allocation;
  const held = await lockOpenHold(tx, order, now);
  if (isRefusal(held)) return held;
  const asked = asHeld(lines);
  const taken = held.every((row) => row.nodeId === nodeId) ? sameLines(held, asked) : undefined;
  if (!taken) return await refuseDiffering(tx, order);
  if (held.some((row) => row.inboundId !== null)) {
    return refuse("reservation_awaits_stock", { reservationId: order.holdId });
  }
  const cut = await cutToLines(tx, held, taken, lines);
  await store.allocateHeld(tx, { nodeId, orderId: order.orderId, fulfillmentId, lines: cut });
}

/** Lines that are not the hold's own; or they were, until the till sold some of them. */
async function refuseDiffering(sql: Sql, hold: Hold) {
  const rows = await store.findHold(sql, hold);
  return rows.some((row) => row.state === "displaced")
    ? refuse("reservation_closed", { reservationId: hold.holdId })
    : refuse("reservation_differs");
}

/** How many holds one turn of the sweep ends at most, and at how many nodes at once; the next turn goes on. */
const SWEEP = { atMost: 100_000, nodes: 2 };

/**
 * How many holds one transaction ends, and how long it then rests: as long as that took, times `rest`, so that whoever
 * promises or sells has the better part of the machine. Few at once, for a promise waits for all whose rows it shares;
 * more where holds have been over for long, or stock nobody wants any more would stay promised.
 */
const GENTLY = { batch: 50, rest: 6 };
const BEHIND = { batch: 500, rest: 1 };
const LATE_MS = 60_000;

/** Ends cart holds that have run out, node by node, in small batches that skip whatever somebody is using. */
export async function expireHolds(sql: Sql, now = new Date(), pace?: typeof GENTLY) {
  const nodes = (await store.nodesWithExpired(sql, now)).values();
  let expired = 0;
  const sweep = async () => {
    for (const { nodeId, since } of nodes) {
      const { batch, rest } = pace ?? (now.getTime() - since.getTime() > LATE_MS ? BEHIND : GENTLY);
      for (let ended = batch; ended === batch && expired < SWEEP.atMost; expired += ended) {
        const startedAt = performance.now();
        ended = await store.expireHolds(sql, nodeId, now, batch);
        await sleep((performance.now() - startedAt) * rest);
      }
      const awaiting = await expireAwaiting(sql, nodeId, now);
      expired += awaiting; // not in one line: the other node's would be lost meanwhile
    }
  };
  await Promise.all(Array.from({ length: isDb(sql) ? SWEEP.nodes : 1 }, sweep));
  return expired;
}

/** What is asked, line by line, each at its node and kits as their components. */
async function linesOf(sql: Sql, wanted: Pick<MakeReservation, "nodeId" | "lines">): Promise<HeldLine[]> {
  const lines = wanted.lines.map(({ sku, quantity, nodeId = wanted.nodeId! }, i) => {
    return { lineNo: i + 1, nodeId, sku, quantity };
  });
  return await componentsOf(sql, lines);
}

function expiryOf({ holdMinutes }: { holdMinutes: number }, now: Date): Date {
  return new Date(now.getTime() + holdMinutes * 60_000);
}

type HoldLine = z.infer<typeof ReservationView>["lines"][number];

function viewOf({ nodeId, sku, quantity }: HoldLine): HoldLine {
  return { nodeId, sku, quantity };
}

/** Lines of a hold; where any of it waits for goods on their way, each says when it is there. */
async function withDates(sql: Sql, rows: store.Reservation[]): Promise<HoldLine[]> {
  if (rows.every((row) => row.inboundId === null)) return rows.map(viewOf);
  const expected = await expectedAt(sql, rows);
  return rows.map((row) => ({ ...viewOf(row), availableAt: expected(row)?.toISOString() ?? null }));
}

/** A hold is in one state but for what was taken out of it: the state of its open lines, else of the last to close. */
async function readHold(sql: Sql, hold: Hold) {
  const rows = await store.findHold(sql, hold);
  const last = rows.at(-1);
  if (!last) return undefined;
  const open = rows.filter((row) => row.closedAt === null);
  const { state, expiresAt } = open[0] ?? last;
  const lines = open.length > 0 ? await withDates(sql, open) : rows.map(viewOf);
  return { id: hold.holdId, state, expiresAt, lines };
}

/** Locks every open line of a hold, and the stock rows of these and of `more` before them, node after node. */
async function lockOpenHold(tx: Sql, hold: Hold, now: Date, more: HeldLine[] = []) {
  const { holdId } = hold;
  const rows = await store.findHold(tx, hold);
  if (rows.length === 0) return refuse("not_found", { reservationId: holdId });
  const before = rows.filter((row) => row.closedAt === null);
  for (const [nodeId, lines] of byNode([...before, ...more])) {
    await store.lockStock(tx, nodeId, [...totals(lines).keys()]);
  }
  const open = [];
  for (const [nodeId] of byNode(before)) open.push(...await store.lockHold(tx, nodeId, holdId));
  const ranOut = open.some((row) => row.expiresAt !== null && row.expiresAt <= now);
  const isOpen = open.length > 0 && open.length === before.length && !ranOut;
  return isOpen ? open : refuse("reservation_closed", { reservationId: holdId });
}
