// The work of a node: opening it, listing it, and telling devices that it changed.
import type { Sql } from "../../lib/db.ts";
import { findManagers } from "../access/mod.ts";
import { record } from "../events.ts";
import { findBoxes, parcelsOf } from "../shipping/mod.ts";
import { happening } from "./happenings.ts";
import * as store from "./store.ts";
import type { Fulfillment } from "./types.ts";
import { fulfillmentJson } from "./wire_decide.ts";

const LIST_LIMIT = 500;
/** Of orders that are over a phone still knows these: what was missing from them may turn up. */
const SHORT_LIMIT = 30;
const SHORT_MS = 3 * 86_400_000;

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
  return await allWithLines(sql, nodeId, await store.findOpenFulfillments(sql, nodeId, LIST_LIMIT));
}

/** Orders of the last days that are over, and short of something nobody has found since. */
export async function listShort(sql: Sql, nodeId: string, now = new Date()): Promise<Fulfillment[]> {
  const since = new Date(now.getTime() - SHORT_MS);
  return await allWithLines(sql, nodeId, await store.findShort(sql, nodeId, since, SHORT_LIMIT));
}

/** What a device of a node shows, with the cursor it was read at: the cursor first, so that nothing is ever missed. */
export async function readWork(sql: Sql, nodeId: string) {
  const version = (await store.findCursor(sql, nodeId))?.version ?? 0;
  const work = [...await listWork(sql, nodeId), ...await listShort(sql, nodeId)];
  const fulfillments = work.map(fulfillmentJson);
  const [bins, managers] = [await store.findBins(sql, nodeId), await findManagers(sql, nodeId)];
  return { version, fulfillments, bins, managers, boxes: await findBoxes(sql) };
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

/** A fulfillment with its lines and parcels. */
export async function withLines(sql: Sql, row: store.Row): Promise<Fulfillment> {
  const [whole] = await allWithLines(sql, row.nodeId, [row]);
  return whole!;
}

/** Locks fulfillments of a node, in the order of their ids. */
export async function lockWork(tx: Sql, nodeId: string, ids: string[]): Promise<Fulfillment[]> {
  if (ids.length === 0) return [];
  return await allWithLines(tx, nodeId, await store.lockFulfillments(tx, nodeId, ids));
}

async function allWithLines(sql: Sql, nodeId: string, rows: store.Row[]) {
  const lines = Map.groupBy(
    await store.findLines(sql, nodeId, rows.map((row) => row.id)),
    (line) => line.fulfillmentId,
  );
  // Only what is sent is packed: the others have no parcels to look for.
  const sent = rows.filter(({ method }) => method === "delivery").map(({ id }) => id);
  const parcels = await parcelsOf(sql, nodeId, sent);
  return rows.map((row) => ({ ...row, lines: lines.get(row.id) ?? [], parcels: parcels.get(row.id) ?? [] }));
}
