// A cart's hold: stock promised for a while, to become an order's own units, to be given back, or to run out.
import { uuidv7 } from "uuidv7";
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { knownItems } from "../catalog/mod.ts";
import { knownNode } from "../places/mod.ts";
import { totals } from "./decide.ts";
import { type Allocation, close, reserve } from "./promises.ts";
import * as store from "./store.ts";
import type { Demand, MakeReservation } from "./types.ts";

/** A cart's hold, and the channel whose cart it is. */
export interface Hold {
  holdId: string;
  channelId: string;
}

/** Holds stock for a cart, for so many minutes; all lines or none. */
export function makeReservation(
  sql: Sql,
  channelId: string,
  wanted: MakeReservation,
  now = new Date(),
  holdId = uuidv7(),
) {
  return transact(sql, async (tx) => {
    const node = await knownNode(tx, wanted.nodeId);
    if (isRefusal(node)) return node;
    const items = await knownItems(tx, wanted.lines.map((line) => line.sku));
    if (isRefusal(items)) return items;
    const expiresAt = new Date(now.getTime() + wanted.holdMinutes * 60_000);
    const lines = wanted.lines.map((line, i) => ({ ...line, lineNo: i + 1 }));
    const made = { nodeId: wanted.nodeId, holdId, channelId, state: "held" as const, expiresAt, lines };
    const reserved = await reserve(tx, made, now);
    if (isRefusal(reserved)) return reserved;
    return { id: holdId, nodeId: wanted.nodeId, state: "held" as const, expiresAt, lines: wanted.lines };
  });
}

/** Gives a cart's hold back; another channel's is not there. */
export function releaseReservation(sql: Sql, hold: Hold, now = new Date()) {
  return transact(sql, async (tx) => {
    const held = await lockOpenHold(tx, hold, now);
    if (isRefusal(held)) return held;
    await close(tx, held.nodeId, held.rows, "released", { now });
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
  const taken = held.nodeId === nodeId ? matchLines(held.rows, lines) : undefined;
  if (!taken) return refuse("reservation_differs");
  await store.allocateHeld(tx, { nodeId, orderId: order.orderId, fulfillmentId, lines: taken });
}

/** Ends cart holds that have run out, node by node, in batches that skip whatever somebody is using. */
export async function expireHolds(sql: Sql, now = new Date(), batch = 500) {
  let expired = 0;
  for (const { nodeId } of await store.nodesWithExpired(sql, now)) {
    expired += await transact(sql, async (tx) => {
      const skus = (await store.expiredSkus(tx, nodeId, now, batch)).map((row) => row.sku).sort();
      await store.lockStock(tx, nodeId, skus);
      const rows = await store.lockExpired(tx, nodeId, skus, now);
      await close(tx, nodeId, rows, "expired", { now });
      return rows.length;
    });
  }
  return expired;
}

async function lockOpenHold(tx: Sql, { holdId, channelId }: Hold, now: Date) {
  const rows = await store.findHold(tx, { holdId, channelId });
  const nodeId = rows[0]?.nodeId;
  if (nodeId === undefined) return refuse("not_found", { reservationId: holdId });
  await store.lockStock(tx, nodeId, [...totals(rows).keys()]);
  const open = await store.lockHold(tx, nodeId, holdId);
  const ranOut = open.some((row) => row.expiresAt !== null && row.expiresAt <= now);
  if (open.length < rows.length || ranOut) return refuse("reservation_closed", { reservationId: holdId });
  return { nodeId, rows: open };
}

/** Gives each line asked for the held line of its item and quantity; undefined when they are not the same lines. */
function matchLines(held: store.Reservation[], asked: Demand[]) {
  const left = [...held];
  const matched = asked.flatMap(({ lineNo, sku, quantity }) => {
    const at = left.findIndex((row) => row.sku === sku && row.quantity === quantity);
    return at === -1 ? [] : left.splice(at, 1).map(({ id }) => ({ id, lineNo }));
  });
  return left.length === 0 && matched.length === asked.length ? matched : undefined;
}
