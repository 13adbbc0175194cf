import { json, type Sql } from "../../lib/db.ts";
import type { Demand, Movement, Stock } from "./types.ts";

/**
 * Locks the stock rows of one node, in SKU order: two who want the same items never wait for each other in a circle.
 * A locking read names one node, so that the rows may live on one shard of many.
 */
export function lockStock(tx: Sql, nodeId: string, skus: string[]) {
  return tx.prepared.many<Stock>`
    select node_id, sku, on_hand, reserved, safety_stock
      from stock
     where node_id = ${nodeId}
       and sku = any(${skus})
     order by sku
       for update`;
}

/** Stock of a node, of an item everywhere, or of one item at one node. */
export function findStockRows(sql: Sql, where: { nodeId?: string; sku?: string }, limit: number) {
  const node = where.nodeId === undefined ? sql.part`` : sql.part`and node_id = ${where.nodeId}`;
  const item = where.sku === undefined ? sql.part`` : sql.part`and sku = ${where.sku}`;
  return sql.many<Stock>`
    select node_id, sku, on_hand, reserved, safety_stock
      from stock
     where true ${node} ${item}
     order by node_id, sku
     limit ${limit}`;
}

/**
 * Changes stock and writes its ledger in one statement. The rows must be locked by the caller; the writes are relative
 * and every movement takes the next number of its stock row.
 */
export function move(tx: Sql, nodeId: string, movements: Movement[], now: Date) {
  return tx.prepared.run`
    with change as (
      select sku, d_on_hand, d_reserved, reason, reservation_id, operation_id, place
        from rows from (jsonb_to_recordset(${json(movements.map(asRow))}::jsonb) as (
               sku text, d_on_hand int, d_reserved int, reason text, reservation_id uuid, operation_id uuid
             )) with ordinality
               as c(sku, d_on_hand, d_reserved, reason, reservation_id, operation_id, place)
    ), total as (
      select sku, sum(d_on_hand) as d_on_hand, sum(d_reserved) as d_reserved, count(*) as moved
        from change
       group by sku
    ), changed as (
      update stock
         set on_hand = stock.on_hand + total.d_on_hand,
             reserved = stock.reserved + total.d_reserved,
             movements = stock.movements + total.moved
        from total
       where stock.node_id = ${nodeId}
         and stock.sku = total.sku
      returning stock.sku, stock.movements - total.moved as before
    )
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, reservation_id, operation_id, at)
    select ${nodeId}, change.sku,
           changed.before + row_number() over (partition by change.sku order by change.place),
           change.d_on_hand, change.d_reserved, change.reason, change.reservation_id, change.operation_id, ${now}
      from change
      join changed using (sku)`;
}

function asRow(movement: Movement) {
  return {
    sku: movement.sku,
    d_on_hand: movement.dOnHand,
    d_reserved: movement.dReserved,
    reason: movement.reason,
    reservation_id: movement.reservationId ?? null,
    operation_id: movement.operationId ?? null,
  };
}

export interface NewReservation {
  nodeId: string;
  state: "held" | "allocated";
  holdId?: string | null;
  channelId?: string | null;
  orderId?: string | null;
  fulfillmentId?: string | null;
  expiresAt?: Date | null;
  lines: (Demand & { id: string })[];
}

export function insertReservations(tx: Sql, made: NewReservation, now: Date) {
  const lines = made.lines.map(({ id, lineNo, sku, quantity }) => ({ id, line_no: lineNo, sku, quantity }));
  return tx.prepared.run`
    insert into reservation (node_id, id, hold_id, channel_id, order_id, fulfillment_id, line_no, sku, quantity, state,
                             expires_at, created_at)
    select ${made.nodeId}, id, ${made.holdId ?? null}, ${made.channelId ?? null}, ${made.orderId ?? null},
           ${made.fulfillmentId ?? null}, line_no, sku, quantity, ${made.state}, ${
    made.expiresAt ?? null
  }, ${now}
      from jsonb_to_recordset(${json(lines)}::jsonb) as line(id uuid, line_no int, sku text, quantity int)`;
}

export interface Reservation {
  nodeId: string;
  id: string;
  holdId: string | null;
  fulfillmentId: string | null;
  lineNo: number;
  sku: string;
  quantity: number;
  state: "held" | "allocated" | "picked" | "fulfilled" | "released" | "expired" | "displaced";
  expiresAt: Date | null;
}

const columns = (sql: Sql) =>
  sql.part`node_id, id, hold_id, fulfillment_id, line_no, sku, quantity, state, expires_at`;

/** Which node a hold is at; read without a lock, so that the locking read can name it. */
export function findHold(sql: Sql, hold: { holdId: string; channelId: string }) {
  return sql.many<Reservation>`
    select ${columns(sql)}
      from reservation
     where hold_id = ${hold.holdId}
       and channel_id = ${hold.channelId}
     order by node_id, line_no`;
}

/** Locks the open reservations of a hold; its stock rows are locked before. */
export function lockHold(tx: Sql, nodeId: string, holdId: string) {
  return tx.many<Reservation>`
    select ${columns(tx)}
      from reservation
     where node_id = ${nodeId}
       and hold_id = ${holdId}
       and state = 'held'
     order by line_no
       for update`;
}

/** Locks what is still promised to a fulfillment; its stock rows are locked before. */
export function lockPromised(tx: Sql, nodeId: string, fulfillmentId: string) {
  return tx.many<Reservation>`
    select ${columns(tx)}
      from reservation
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and closed_at is null
     order by sku, id
       for update`;
}

export function skusPromised(sql: Sql, nodeId: string, fulfillmentId: string) {
  return sql.many<{ sku: string }>`
    select distinct sku
      from reservation
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and closed_at is null`;
}

/** Turns held units into an order's, the very same units, under the order's own line numbers. */
export function allocateHeld(
  tx: Sql,
  held: {
    nodeId: string;
    orderId: string;
    fulfillmentId: string;
    lines: { id: string; lineNo: number }[];
  },
) {
  const lines = held.lines.map(({ id, lineNo }) => ({ id, line_no: lineNo }));
  return tx.run`
    update reservation
       set state = 'allocated', order_id = ${held.orderId}, fulfillment_id = ${held.fulfillmentId}, expires_at = null,
           line_no = line.line_no
      from jsonb_to_recordset(${json(lines)}::jsonb) as line(id uuid, line_no int)
     where reservation.node_id = ${held.nodeId}
       and reservation.id = line.id`;
}

export function markPicked(tx: Sql, nodeId: string, fulfillmentId: string) {
  return tx.run`
    update reservation
       set state = 'picked'
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and state = 'allocated'`;
}

export function closeReservations(
  tx: Sql,
  nodeId: string,
  ids: string[],
  state: "fulfilled" | "released" | "expired",
  now: Date,
) {
  return tx.run`
    update reservation
       set state = ${state}, closed_at = ${now}
     where node_id = ${nodeId}
       and id = any(${ids}::uuid[])`;
}

/** Splits units off a reservation, as a row of their own that is closed at once. */
export function splitOff(
  tx: Sql,
  from: { nodeId: string; id: string; quantity: number; as: string; state: "released" },
  now: Date,
) {
  return tx.run`
    with less as (
      update reservation
         set quantity = quantity - ${from.quantity}::int
       where node_id = ${from.nodeId}
         and id = ${from.id}
      returning *
    )
    insert into reservation (node_id, id, hold_id, channel_id, order_id, fulfillment_id, line_no, sku, quantity, state,
                             created_at, closed_at)
    select node_id, ${from.as}, hold_id, channel_id, order_id, fulfillment_id, line_no, sku, ${from.quantity}::int, ${from.state},
           created_at, ${now}::timestamptz
      from less`;
}

/** Nodes with holds that have run out. */
export function nodesWithExpired(sql: Sql, now: Date) {
  return sql.many<{ nodeId: string }>`
    select distinct node_id from reservation where state = 'held' and expires_at <= ${now} order by node_id`;
}

/** Items of a node that holds have run out on: whose stock rows the sweep must lock first. */
export function expiredSkus(sql: Sql, nodeId: string, now: Date, limit: number) {
  return sql.many<{ sku: string }>`
    select distinct sku
      from (select sku
              from reservation
             where node_id = ${nodeId}
               and state = 'held'
               and expires_at <= ${now}
             order by expires_at
             limit ${limit}) as expired`;
}

export function lockExpired(tx: Sql, nodeId: string, skus: string[], now: Date) {
  return tx.many<Reservation>`
    select ${columns(tx)}
      from reservation
     where node_id = ${nodeId}
       and state = 'held'
       and expires_at <= ${now}
       and sku = any(${skus})
     order by id
       for update skip locked`;
}

/** Puts a stock row in place where there is none, so that there is something to lock and to count against. */
export function ensureStock(tx: Sql, nodeId: string, skus: string[]) {
  return tx.run`
    insert into stock (node_id, sku, on_hand)
    select ${nodeId}, sku, 0
      from unnest(${skus}::text[]) as wanted(sku)
     order by sku
    on conflict do nothing`;
}
