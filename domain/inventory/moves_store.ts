// The statements of movements in and of goods on their way.
import { json, type Sql } from "../../lib/db.ts";
import { columns, type Reservation } from "./store.ts";
import type { Inbound, Shelf } from "./types.ts";

interface Act {
  nodeId: string;
  id: string;
  kind: string;
  bodyHash: string;
  actor: object;
}

/** False when an act of that id is there already. Whoever sends the same at once waits here for the first. */
export async function claimAct(tx: Sql, act: Act, now: Date) {
  const claimed = await tx.prepared.run`
    insert into stock_act (node_id, id, kind, body_hash, answer, actor, at)
    values (${act.nodeId}, ${act.id}, ${act.kind}, ${act.bodyHash}, 'null', ${json(act.actor)}::jsonb, ${now})
    on conflict (node_id, id) do nothing`;
  return claimed === 1;
}

export function findAct(sql: Sql, nodeId: string, id: string) {
  return sql.prepared.one<{ kind: string; bodyHash: string; answer: unknown }>`
    select kind, body_hash, answer from stock_act where node_id = ${nodeId} and id = ${id}`;
}

export function answerAct(tx: Sql, nodeId: string, id: string, answer: unknown) {
  return tx.prepared.run`
    update stock_act set answer = ${json(answer)}::jsonb where node_id = ${nodeId} and id = ${id}`;
}

/** Locks stock rows as `lockStock` does, and reads all that counts; `kept` is what the others have before a channel. */
export function lockShelves(tx: Sql, nodeId: string, skus: string[], channelId: string | null = null) {
  return tx.prepared.many<Shelf>`
    select node_id, sku, on_hand, reserved, safety_stock, damaged,
           coalesce((thresholds ->> ${channelId}::text)::int, 0) as kept
      from stock
     where node_id = ${nodeId}
       and sku = any(${skus})
     order by sku
       for update`;
}

/**
 * The promises of an item that can be displaced, in that order: holds before orders, those that have run out before all,
 * work that is locked already before other work, and the newest first. What is picked is not among them, nor what is not
 * here yet. The stock row is locked before.
 */
export function findDisplaceable(
  tx: Sql,
  wanted: { nodeId: string; sku: string; locked: string[]; atMost: number },
  now: Date,
) {
  return tx.many<Reservation>`
    select ${columns(tx)}
      from reservation
     where node_id = ${wanted.nodeId}
       and sku = ${wanted.sku}
       and closed_at is null
       and inbound_id is null
       and state in ('held', 'allocated')
     order by state = 'allocated', coalesce(expires_at <= ${now}, false) desc,
              fulfillment_id = any(${wanted.locked}::uuid[]) desc, created_at desc, id desc
     limit ${wanted.atMost}`;
}

/** Marks units of a promise as off the shelf. */
export function markUnitsPicked(tx: Sql, nodeId: string, ids: string[]) {
  return tx.run`
    update reservation
       set state = 'picked'
     where node_id = ${nodeId}
       and id = any(${ids}::uuid[])`;
}

const inboundColumns = (sql: Sql) =>
  sql
    .part`node_id, id, sku, kind, reference, from_node_id, expected_at, ordered, received, promised, closed_at`;

export function insertInbound(
  tx: Sql,
  made: Pick<Inbound, "nodeId" | "id" | "kind" | "reference" | "fromNodeId"> & { expectedAt: string },
  lines: { sku: string; ordered: number }[],
) {
  return tx.run`
    insert into inbound (node_id, id, sku, kind, reference, from_node_id, expected_at, ordered)
    select ${made.nodeId}, ${made.id}, sku, ${made.kind}, ${made.reference}, ${made.fromNodeId},
           ${made.expectedAt}::timestamptz, ordered
      from jsonb_to_recordset(${json(lines)}::jsonb) as line(sku text, ordered int)`;
}

/** What an inbound brings, read without a lock to know which stock rows to lock first. */
export function findInbound(sql: Sql, nodeId: string, id: string) {
  return sql.many<Inbound>`
    select ${inboundColumns(sql)} from inbound where node_id = ${nodeId} and id = ${id} order by sku`;
}

/** Locks what an inbound brings of these items, whose stock rows are locked before. */
export function lockInbound(tx: Sql, nodeId: string, id: string, skus: string[]) {
  return tx.many<Inbound>`
    select ${inboundColumns(tx)}
      from inbound
     where node_id = ${nodeId}
       and id = ${id}
       and sku = any(${skus})
     order by sku
       for update`;
}

/** Locks what of these items is still to come to a node and not all promised, the earliest first. */
export function lockArriving(
  tx: Sql,
  nodeId: string,
  skus: string[],
  by: Date | null,
  besides: string | null,
) {
  return tx.many<Inbound>`
    select ${inboundColumns(tx)}
      from inbound
     where node_id = ${nodeId}
       and sku = any(${skus})
       and closed_at is null
       and promised < ordered - received
       and (${by}::timestamptz is null or expected_at <= ${by})
       and id is distinct from ${besides}::uuid
     order by expected_at, id, sku
       for update`;
}

export function saveInbound(
  tx: Sql,
  at: { nodeId: string; id: string },
  rows: { sku: string; ordered: number; expectedAt: Date; closedAt: Date | null }[],
) {
  const lines = rows.map((row) => ({
    sku: row.sku,
    ordered: row.ordered,
    expected_at: row.expectedAt,
    closed_at: row.closedAt,
  }));
  return tx.run`
    update inbound
       set ordered = line.ordered, expected_at = line.expected_at, closed_at = line.closed_at
      from jsonb_to_recordset(${json(lines)}::jsonb)
             as line(sku text, ordered int, expected_at timestamptz, closed_at timestamptz)
     where inbound.node_id = ${at.nodeId}
       and inbound.id = ${at.id}
       and inbound.sku = line.sku`;
}

/** Writes down what has come, and that nothing more will; what it can no longer keep is promised from it no more. */
export function receiveInbound(
  tx: Sql,
  at: { nodeId: string; id: string },
  lines: { sku: string; arrived: number; closedAt: Date | null }[],
) {
  const rows = lines.map(({ sku, arrived, closedAt }) => ({ sku, arrived, closed_at: closedAt }));
  return tx.run`
    update inbound
       set received = inbound.received + line.arrived, closed_at = line.closed_at
      from jsonb_to_recordset(${json(rows)}::jsonb) as line(sku text, arrived int, closed_at timestamptz)
     where inbound.node_id = ${at.nodeId}
       and inbound.id = ${at.id}
       and inbound.sku = line.sku`;
}

/** Promises units of inbounds, or gives them back where `units` is negative. The stock rows are locked before. */
export function promiseUnits(
  tx: Sql,
  nodeId: string,
  promised: { inboundId: string; sku: string; units: number }[],
) {
  const rows = promised.map(({ inboundId, sku, units }) => ({ id: inboundId, sku, units }));
  return tx.run`
    update inbound
       set promised = inbound.promised + total.units
      from (select id, sku, sum(units) as units
              from jsonb_to_recordset(${json(rows)}::jsonb) as p(id uuid, sku text, units int)
             group by id, sku) as total
     where inbound.node_id = ${nodeId}
       and inbound.id = total.id
       and inbound.sku = total.sku`;
}

/** Writes down holds of what is still to come. No stock moves: there is none yet. */
export function insertAwaiting(
  tx: Sql,
  hold: { holdId: string; channelId: string; expiresAt: Date },
  parts: { nodeId: string; id: string; lineNo: number; sku: string; quantity: number; inboundId: string }[],
  now: Date,
) {
  const rows = parts.map((part) => ({
    node_id: part.nodeId,
    id: part.id,
    line_no: part.lineNo,
    sku: part.sku,
    quantity: part.quantity,
    inbound_id: part.inboundId,
  }));
  return tx.run`
    insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at,
                             inbound_id)
    select node_id, id, ${hold.holdId}, ${hold.channelId}, line_no, sku, quantity, 'held', ${hold.expiresAt}, ${now},
           inbound_id
      from jsonb_to_recordset(${json(rows)}::jsonb)
             as part(node_id text, id uuid, line_no int, sku text, quantity int, inbound_id uuid)`;
}

/** The promises that wait for these items of an inbound, the oldest first; their stock rows are locked before. */
export function lockWaiting(tx: Sql, nodeId: string, inboundId: string, skus: string[]) {
  return tx.many<Reservation>`
    select ${columns(tx)}
      from reservation
     where node_id = ${nodeId}
       and inbound_id = ${inboundId}
       and sku = any(${skus})
       and closed_at is null
     order by created_at, id
       for update`;
}

/** Promises from somewhere else from now on: another inbound, or the shelf. */
export function promiseFrom(tx: Sql, nodeId: string, ids: string[], inboundId: string | null) {
  return tx.run`
    update reservation
       set inbound_id = ${inboundId}
     where node_id = ${nodeId}
       and id = any(${ids}::uuid[])`;
}

/** When what reservations wait for is expected. */
export function findExpected(sql: Sql, nodeIds: string[], inboundIds: string[]) {
  return sql.many<{ nodeId: string; id: string; sku: string; expectedAt: Date }>`
    select node_id, id, sku, expected_at
      from inbound
     where node_id = any(${nodeIds})
       and id = any(${inboundIds}::uuid[])`;
}

/** Items of a node that holds which have run out wait for, as far as nobody uses their stock rows. */
export function lockIdleAwaited(tx: Sql, nodeId: string, now: Date, atMost: number) {
  return tx.many<{ sku: string }>`
    select sku
      from stock
     where node_id = ${nodeId}
       and sku = any(array(
             select sku
               from reservation
              where node_id = ${nodeId}
                and state = 'held'
                and inbound_id is not null
                and expires_at <= ${now}
              order by expires_at
              limit ${atMost}
           ))
     order by sku
       for update skip locked`;
}

/** Locks holds of what is still to come that have run out. */
export function lockExpiredAwaiting(tx: Sql, nodeId: string, skus: string[], now: Date, atMost: number) {
  return tx.many<Reservation>`
    select ${columns(tx)}
      from reservation
     where node_id = ${nodeId}
       and state = 'held'
       and inbound_id is not null
       and expires_at <= ${now}
       and sku = any(${skus})
     order by expires_at, id
     limit ${atMost}
       for update skip locked`;
}
