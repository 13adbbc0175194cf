// Stock of an item at a node as a person looks at it: the book, and beside each promise the order it is for.
import { isDb, type Sql, transact } from "../../lib/db.ts";
import { knownItems } from "../catalog/mod.ts";
import { readStockAt } from "../inventory/mod.ts";
import { findNodes } from "../places/mod.ts";
import type { Node } from "../places/types.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { findStages, type Stages } from "./store.ts";
import type { PromiseLine, StockPage } from "./types.ts";

const SHOWN = 50;

/** What is asked of the page: the stock, as of when, and which part of its ledger. */
export interface AskStockPage {
  node: Node;
  sku: string;
  at?: Date;
  before?: number;
}

/** Everything the stock page says, of one moment; undefined when the catalogue has no such item. */
export function readStockPage(
  sql: Sql,
  { node, sku, at, before }: AskStockPage,
  now = new Date(),
): Promise<StockPage | undefined> {
  return transact(sql, async (tx) => {
    if (isDb(sql)) await tx.run`set transaction isolation level repeatable read, read only`;
    const items = await knownItems(tx, [sku]);
    if (isRefusal(items)) return undefined;
    const asked = { nodeId: node.id, sku, at, before };
    const { promises, ledger, inbound, drifts, location, ...stock } = await readStockAt(tx, asked, now);
    const stages = await stagesOf(tx, node.id, [...promises, ...ledger]);
    const lines = promises.map((promise) => promiseLine(promise, stages, at ?? now));
    return {
      ...stock,
      node: { id: node.id, name: node.name, timeZone: node.timeZone },
      item: { sku, name: items.get(sku)!.name, location },
      at: at ?? null,
      now,
      split: splitOf(lines),
      promises: lines.slice(0, SHOWN),
      morePromises: Math.max(0, lines.length - SHOWN),
      ledger: ledger.map(({ fulfillmentId, ...row }) => ({ ...row, order: orderOf(fulfillmentId, stages) })),
      inbound: await withOrigins(tx, inbound),
      drifts,
    };
  });
}

async function stagesOf(sql: Sql, nodeId: string, rows: { fulfillmentId: string | null }[]) {
  const ids = [...new Set(rows.flatMap(({ fulfillmentId }) => fulfillmentId ?? []))];
  return new Map((await findStages(sql, nodeId, ids)).map((each) => [each.id, each]));
}

/** A moment as it is typed: with its offset, or in the store's own time. Undefined when it is none of this century. */
export function momentAt(text: string, timeZone: string): Date | undefined {
  const typed = /^20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (!typed) return undefined;
  try {
    if (typed[3]) return new Date(Temporal.Instant.from(text).epochMilliseconds);
    return new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return undefined; // no such day or hour
  }
}

type Promised = Awaited<ReturnType<typeof readStockAt>>["promises"][number];

/** A cart's hold became an order's when it was placed, and went through its stages; each has its time. */
function promiseLine(promise: Promised, stages: Map<string, Stages>, at: Date): PromiseLine {
  const { id, quantity, createdAt: since } = promise;
  const order = promise.fulfillmentId === null ? undefined : stages.get(promise.fulfillmentId);
  if (!order || (promise.isHold && order.placedAt > at)) {
    return { id, quantity, state: "held", since, until: promise.expiresAt, order: null };
  }
  const by = (then: Date | null) => then !== null && then <= at;
  const state = by(promise.stagedAt ?? order.stagedAt)
    ? "staged"
    : by(order.pickedAt)
    ? "picked"
    : "allocated";
  const until = state === "staged" ? order.holdUntil : order.dueBy;
  return { id, quantity, state, since, until, order: orderOf(order.id, stages) };
}

function orderOf(fulfillmentId: string | null, stages: Map<string, Stages>) {
  const order = fulfillmentId === null ? undefined : stages.get(fulfillmentId);
  return order ? { number: order.orderNumber, fulfillmentId: order.id } : null;
}

function splitOf(lines: PromiseLine[]): StockPage["split"] {
  const split = { held: 0, allocated: 0, picked: 0, staged: 0 };
  for (const { state, quantity } of lines) split[state] += quantity;
  return split;
}

type Inbound = Awaited<ReturnType<typeof readStockAt>>["inbound"][number];

async function withOrigins(sql: Sql, rows: Inbound[]): Promise<StockPage["inbound"]> {
  const from = [...new Set(rows.flatMap(({ fromNodeId }) => fromNodeId ?? []))];
  const names = new Map((await findNodes(sql, from)).map(({ id, name }) => [id, name]));
  return rows.map(({ fromNodeId, ...row }) => ({
    ...row,
    from: fromNodeId && (names.get(fromNodeId) ?? fromNodeId),
  }));
}
