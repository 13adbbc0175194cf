import type { Sql } from "../../lib/db.ts";
import type { MovementReason } from "./types.ts";

export interface StockRow {
  onHand: number;
  reserved: number;
  damaged: number;
  safetyStock: number;
  location: string;
  movements: number;
}

export function findStockRow(sql: Sql, nodeId: string, sku: string) {
  return sql.maybe<StockRow>`
    select on_hand, reserved, damaged, safety_stock, location, movements
      from stock
     where node_id = ${nodeId}
       and sku = ${sku}`;
}

/** Stock of some items at a node. */
export function findStockOf(sql: Sql, nodeId: string, skus: string[]) {
  return sql.many<StockRow & { sku: string }>`
    select sku, on_hand, reserved, damaged, safety_stock, location, movements
      from stock
     where node_id = ${nodeId}
       and sku = any(${skus})`;
}

/** The last movement of an item that had been written by a moment: read from the end, where one usually looks. */
export async function lastNumberAt(sql: Sql, nodeId: string, sku: string, at: Date): Promise<number> {
  const last = await sql.maybe<{ number: number }>`
    select number
      from movement
     where node_id = ${nodeId}
       and sku = ${sku}
       and at <= ${at}
     order by number desc
     limit 1`;
  return last?.number ?? 0;
}

/** What the movements of an item come to, up to one of them. */
export function sumUntil(sql: Sql, nodeId: string, sku: string, number: number) {
  return sql.one<{ onHand: number; reserved: number; damaged: number }>`
    select coalesce(sum(d_on_hand), 0)::bigint as on_hand, coalesce(sum(d_reserved), 0)::bigint as reserved,
           coalesce(sum(d_damaged), 0)::bigint as damaged
      from movement
     where node_id = ${nodeId}
       and sku = ${sku}
       and number <= ${number}`;
}

export interface LedgerRow {
  number: number;
  dOnHand: number;
  dReserved: number;
  dDamaged: number;
  reason: MovementReason;
  note: string | null;
  at: Date;
  operationId: string | null;
  /** Of the promise it opened or ended. */
  fulfillmentId: string | null;
}

/** A page of an item's ledger, the newest first, from one movement down. */
export function findLedger(sql: Sql, nodeId: string, sku: string, from: number, limit: number) {
  return sql.many<LedgerRow>`
    select movement.number, d_on_hand, d_reserved, d_damaged, reason, note, at, operation_id,
           reservation.fulfillment_id
      from movement
      left join reservation on reservation.node_id = ${nodeId} and reservation.id = movement.reservation_id
     where movement.node_id = ${nodeId}
       and movement.sku = ${sku}
       and movement.number <= ${from}
     order by movement.number desc
     limit ${limit}`;
}

export interface OpenPromise {
  id: string;
  quantity: number;
  state: string;
  isHold: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  stagedAt: Date | null;
  fulfillmentId: string | null;
}

/**
 * Promises of an item that were open at a moment: those still open, and those that a movement after the last of that
 * moment ended. What was split off later carries the time of the whole, and is counted from then.
 */
export function findOpenPromises(
  sql: Sql,
  nodeId: string,
  sku: string,
  then: { at: Date; number: number },
  limit: number,
) {
  return sql.many<OpenPromise>`
    with open as (
      select id from reservation where node_id = ${nodeId} and sku = ${sku} and closed_at is null
      union
      select reservation_id
        from movement
       where node_id = ${nodeId}
         and sku = ${sku}
         and number > ${then.number}
         and reservation_id is not null
    )
    select reservation.id, quantity, state, hold_id is not null as is_hold, created_at, expires_at, staged_at,
           fulfillment_id
      from reservation
     where node_id = ${nodeId}
       and id in (select id from open)
       and inbound_id is null
       and created_at <= ${then.at}
       and (closed_at is null or closed_at > ${then.at})
     order by created_at, id
     limit ${limit}`;
}

export interface InboundRow {
  id: string;
  kind: "purchase_order" | "transfer";
  reference: string;
  fromNodeId: string | null;
  expectedAt: Date;
  outstanding: number;
  promised: number;
}

/** Goods of an item on their way to a node, the soonest first. */
export function findInbound(sql: Sql, nodeId: string, sku: string, limit: number) {
  return sql.many<InboundRow>`
    select id, kind, reference, from_node_id, expected_at, greatest(0, ordered - received) as outstanding, promised
      from inbound
     where node_id = ${nodeId}
       and sku = ${sku}
       and closed_at is null
     order by expected_at, id
     limit ${limit}`;
}

/** Who settled differences by hand, and what they said. */
export function findSettlements(sql: Sql, nodeId: string, driftIds: string[]) {
  return sql.many<{ id: string; by: string | null; note: string | null }>`
    select id, actor ->> 'name' as by, payload ->> 'note' as note
      from event
     where topic = 'node:' || ${nodeId}::text
       and id = any(${driftIds}::uuid[])
       and kind = 'drift_settled'`;
}
