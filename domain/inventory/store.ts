import { json, type Sql } from "../../lib/db.ts";
import type { Batch, Movement, Stock } from "./types.ts";

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

/**
 * Changes stock and writes its ledger in one statement. The rows must be locked by the caller; the writes are relative
 * and every movement takes the next number of its stock row.
 */
export function move(tx: Sql, nodeId: string, movements: Movement[], now: Date) {
  return tx.prepared.run`
    with change as (
      select sku, d_on_hand, d_reserved, d_damaged, reason, note, reservation_id, operation_id, place
        from rows from (jsonb_to_recordset(${json(movements.map(asRow))}::jsonb) as (
               sku text, d_on_hand int, d_reserved int, d_damaged int, reason text, note text, reservation_id uuid,
               operation_id uuid
             )) with ordinality
               as c(sku, d_on_hand, d_reserved, d_damaged, reason, note, reservation_id, operation_id, place)
    ), total as (
      select sku, sum(d_on_hand) as d_on_hand, sum(d_reserved) as d_reserved, sum(d_damaged) as d_damaged,
             count(*) as moved
        from change
       group by sku
    ), changed as (
      update stock
         set on_hand = stock.on_hand + total.d_on_hand,
             reserved = stock.reserved + total.d_reserved,
             damaged = stock.damaged + total.d_damaged,
             movements = stock.movements + total.moved
        from total
       where stock.node_id = ${nodeId}
         and stock.sku = total.sku
      returning stock.sku, stock.movements - total.moved as before
    )
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, d_damaged, reason, note, reservation_id,
                          operation_id, at)
    select ${nodeId}, change.sku,
           changed.before + row_number() over (partition by change.sku order by change.place),
           change.d_on_hand, change.d_reserved, change.d_damaged, change.reason, change.note, change.reservation_id,
           change.operation_id, ${now}
      from change
      join changed using (sku)`;
}

function asRow(movement: Movement) {
  return {
    sku: movement.sku,
    d_on_hand: movement.dOnHand,
    d_reserved: movement.dReserved,
    d_damaged: movement.dDamaged ?? 0,
    reason: movement.reason,
    note: movement.note ?? null,
    reservation_id: movement.reservationId ?? null,
    operation_id: movement.operationId ?? null,
  };
}

interface BatchOutcome {
  outcomes: ("made" | "again" | "differs" | "short")[];
  shortages: { request: number; key: number; requested: number; available: number; stocked: boolean }[];
}

/** Decides a batch of requests and writes down what was promised: one call, one round trip. */
export function reserveBatch(sql: Sql, { request, key, demand, line }: Batch) {
  return sql.prepared.one<BatchOutcome>`
    select outcomes, shortages
      from reserve_batch(
             ${list(request.ids)}::uuid[], ${list(request.marks)}::uuid[], ${list(request.channels)}::text[],
             ${list(request.orders)}::uuid[], ${list(request.expiries)}::timestamptz[],
             ${list(request.times)}::timestamptz[], ${list(request.demands)}::int[],
             ${list(key.nodes)}::text[], ${list(key.skus)}::text[],
             ${list(key.quantities)}::int[], ${list(key.lines)}::int[],
             ${list(demand.keys)}::int[], ${list(demand.quantities)}::int[],
             ${list(line.requests)}::int[], ${list(line.ids)}::uuid[], ${list(line.keys)}::int[],
             ${list(line.places)}::int[], ${list(line.nos)}::int[], ${list(line.quantities)}::int[],
             ${list(line.fulfillments)}::uuid[])`;
}

/**
 * A Postgres array literal. JSON quotes and escapes as Postgres does for everything a SKU or an id may hold, and it is
 * the engine's own code: pg's way of writing arrays took longer than all else a batch needs of this process.
 */
function list(values: unknown[]): string {
  return `{${JSON.stringify(values).slice(1, -1)}}`;
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
  closedAt: Date | null;
  inboundId: string | null;
}

export const columns = (sql: Sql) =>
  sql
    .part`node_id, id, hold_id, fulfillment_id, line_no, sku, quantity, state, expires_at, closed_at, inbound_id`;

/** Which node a hold is at; read without a lock, so that the locking read can name it. */
export function findHold(sql: Sql, hold: { holdId: string; channelId: string }) {
  return sql.many<Reservation>`
    select ${columns(sql)}
      from reservation
     where hold_id = ${hold.holdId}
       and channel_id = ${hold.channelId}
     order by closed_at, node_id, line_no, id`;
}

/** Locks the open reservations of a hold; its stock rows are locked before. */
export function lockHold(tx: Sql, nodeId: string, holdId: string) {
  return tx.many<Reservation>`
    select ${columns(tx)}
      from reservation
     where node_id = ${nodeId}
       and hold_id = ${holdId}
       and state = 'held'
     order by line_no, inbound_id nulls first, id
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
  state: "fulfilled" | "released" | "expired" | "displaced",
  now: Date,
) {
  return tx.run`
    update reservation
       set state = ${state}, closed_at = ${now}
     where node_id = ${nodeId}
       and id = any(${ids}::uuid[])`;
}

/** Splits a part off a reservation as a row of its own. */
export function splitOff(tx: Sql, from: Reservation, part: { id: string; quantity: number }) {
  return tx.run`
    with less as (
      update reservation
         set quantity = quantity - ${part.quantity}::int
       where node_id = ${from.nodeId}
         and id = ${from.id}
      returning *
    )
    insert into reservation (node_id, id, hold_id, channel_id, order_id, fulfillment_id, line_no, sku, quantity, state,
                             expires_at, created_at, inbound_id, staged_at)
    select node_id, ${part.id}, hold_id, channel_id, order_id, fulfillment_id, line_no, sku, ${part.quantity}::int, state,
           expires_at, created_at, inbound_id, staged_at
      from less`;
}

/** What stays of a hold: under the line numbers it now has, and until when. */
export function keepHeld(tx: Sql, nodeId: string, kept: { id: string; lineNo: number }[], expiresAt: Date) {
  const lines = kept.map(({ id, lineNo }) => ({ id, line_no: lineNo }));
  return tx.run`
    update reservation
       set expires_at = ${expiresAt}, line_no = line.line_no
      from jsonb_to_recordset(${json(lines)}::jsonb) as line(id uuid, line_no int)
     where reservation.node_id = ${nodeId}
       and reservation.id = line.id`;
}

/** Nodes with holds that have run out, and since when: one look at the oldest of each, however many there are. */
export function nodesWithExpired(sql: Sql, now: Date) {
  return sql.prepared.many<{ nodeId: string; since: Date }>`
    select id as node_id, since
      from node
     cross join lateral (
             select min(expires_at) as since from reservation where node_id = node.id and state = 'held'
           ) as oldest
     where since <= ${now}
     order by id`;
}

/** Ends up to `atMost` holds of a node that have run out, and answers how many. */
export async function expireHolds(sql: Sql, nodeId: string, now: Date, atMost: number) {
  const { expired } = await sql.prepared.one<{ expired: number }>`
    select expire_holds(${nodeId}::text, ${now}::timestamptz, ${atMost}::int) as expired`;
  return expired;
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
