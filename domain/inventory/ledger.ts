// The book as a person reads it: an item at a node as it stands, or as it stood at any moment, with every movement that
// made it so. What stood then is what the ledger came to, not what some row says today.
import type { Sql } from "../../lib/db.ts";
import { findItemsNamed } from "../catalog/mod.ts";
import { availableToPromise } from "./decide.ts";
import * as store from "./ledger_store.ts";
import { findDrifts, findOpenDrifts } from "./proof_store.ts";

const LEDGER_PAGE = 50;
const MOST = { promises: 2_000, inbound: 20, drifts: 20, items: 50, open: 50 };

/** Which stock, as of when, and from which movement down; what is left out is now, and the newest. */
export interface AskStock {
  nodeId: string;
  sku: string;
  at?: Date;
  before?: number;
}

/** Counts, open promises and a page of the ledger, all of one moment. */
export async function readStockAt(sql: Sql, { nodeId, sku, at, before }: AskStock, now: Date) {
  const row = await store.findStockRow(sql, nodeId, sku);
  const last = at === undefined ? Number.MAX_SAFE_INTEGER : await store.lastNumberAt(sql, nodeId, sku, at);
  const sums = await store.sumUntil(sql, nodeId, sku, last);
  // Today's counts are the row's own: should they differ from the ledger, the proof says so, not the page.
  const { onHand, reserved, damaged } = at === undefined && row ? row : sums;
  const safetyStock = row?.safetyStock ?? 0;
  const counts = { onHand, reserved, damaged, safetyStock };
  const promises = await store.findOpenPromises(
    sql,
    nodeId,
    sku,
    { at: at ?? now, number: last },
    MOST.promises,
  );
  return {
    counts: { ...counts, availableToPromise: availableToPromise(counts) },
    location: row?.location ?? "",
    promises,
    ...await readLedger(sql, { nodeId, sku }, Math.min(last, (before ?? Infinity) - 1), last),
    inbound: at === undefined ? await store.findInbound(sql, nodeId, sku, MOST.inbound) : [],
    drifts: await readDrifts(sql, nodeId, sku),
  };
}

/** A page of the ledger from one movement down, each with what it came to. */
async function readLedger(sql: Sql, of: { nodeId: string; sku: string }, from: number, last: number) {
  const rows = await store.findLedger(sql, of.nodeId, of.sku, from, LEDGER_PAGE + 1);
  const shown = rows.slice(0, LEDGER_PAGE);
  let { onHand, reserved, damaged } = await store.sumUntil(sql, of.nodeId, of.sku, from);
  const ledger = shown.map((row) => {
    const moment = { ...row, onHand, reserved, damaged };
    onHand -= row.dOnHand;
    reserved -= row.dReserved;
    damaged -= row.dDamaged;
    return moment;
  });
  const older = rows.length > LEDGER_PAGE ? shown.at(-1)!.number : null;
  return { ledger, older, isNewest: from === last };
}

/** What the proof found of an item, what is open first, with who settled it by hand. */
async function readDrifts(sql: Sql, nodeId: string, sku: string) {
  const drifts = await findDrifts(sql, nodeId, sku, MOST.drifts);
  const settled = drifts.filter((drift) => drift.settledAt !== null).map((drift) => drift.id);
  const by = new Map((await store.findSettlements(sql, nodeId, settled)).map((each) => [each.id, each]));
  return drifts.map((drift) => ({
    ...drift,
    settledBy: by.get(drift.id)?.by ?? null,
    note: by.get(drift.id)?.note ?? null,
  }));
}

/** Items that were looked for, by name, SKU or barcode, with what stands of them at a node. */
export async function searchStock(sql: Sql, nodeId: string, query: string) {
  const items = await findItemsNamed(sql, query, MOST.items + 1);
  const found = items.slice(0, MOST.items);
  const rows = await store.findStockOf(sql, nodeId, found.map((item) => item.sku));
  const stock = new Map(rows.map((row) => [row.sku, row]));
  const lines = found.map(({ sku, name, isExact }) => {
    const row = stock.get(sku);
    return {
      sku,
      name,
      isExact,
      onHand: row?.onHand ?? 0,
      available: row ? availableToPromise(row) : 0,
      isStocked: !!row,
    };
  });
  return { lines, hasMore: items.length > MOST.items };
}

/** Differences that wait for a person, at any of these nodes. */
export function listOpenDrifts(sql: Sql, nodeIds: string[]) {
  return findOpenDrifts(sql, nodeIds, MOST.open);
}
