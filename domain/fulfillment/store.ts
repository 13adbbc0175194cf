import { json, type Sql } from "../../lib/db.ts";
import type { Fulfillment, FulfillmentLine, FulfillmentState, Method } from "./types.ts";

export interface NewFulfillment {
  nodeId: string;
  id: string;
  orderId: string;
  orderNumber: string;
  shopperLabel: string;
  method: Method;
  dueBy: Date;
  promisedBy: Date;
  placedAt: Date;
  lines: { lineNo: number; sku: string; quantity: number }[];
}

export function insertFulfillment(tx: Sql, made: NewFulfillment) {
  const lines = made.lines.map(({ lineNo, sku, quantity }) => ({ line_no: lineNo, sku, quantity }));
  return tx.prepared.run`
    with opened as (
      insert into fulfillment (node_id, id, order_id, order_number, shopper_label, method, state, due_by, promised_by,
                               placed_at)
      values (${made.nodeId}, ${made.id}, ${made.orderId}, ${made.orderNumber}, ${made.shopperLabel}, ${made.method},
              'open', ${made.dueBy}, ${made.promisedBy}, ${made.placedAt})
      returning node_id, id
    )
    insert into fulfillment_line (node_id, fulfillment_id, line_no, sku, quantity)
    select opened.node_id, opened.id, line_no, sku, quantity
      from opened, jsonb_to_recordset(${json(lines)}::jsonb) as line(line_no int, sku text, quantity int)`;
}

const columns = (sql: Sql) =>
  sql
    .part`id, node_id, order_id, order_number, shopper_label, method, state, placed_at, due_by, promised_by, picker_id,
           picker_name, bin, hold_until, arrived_at, bay, car, tracking`;

type Row = Omit<Fulfillment, "lines">;

/** Locks a fulfillment, so that what is decided on it is still true when it is saved. */
export function lockFulfillment(tx: Sql, nodeId: string, id: string) {
  return tx.maybe<Row>`
    select ${columns(tx)} from fulfillment where node_id = ${nodeId} and id = ${id} for update`;
}

/** Locks several fulfillments of a node, in the order of their ids. */
export function lockFulfillments(tx: Sql, nodeId: string, ids: string[]) {
  return tx.many<Row>`
    select ${columns(tx)}
      from fulfillment
     where node_id = ${nodeId}
       and id = any(${ids}::uuid[])
     order by id
       for update`;
}

export function findFulfillment(sql: Sql, nodeId: string, id: string) {
  return sql.maybe<Row>`select ${columns(sql)} from fulfillment where node_id = ${nodeId} and id = ${id}`;
}

export function findFulfillmentsOfOrder(sql: Sql, orderId: string) {
  return sql.many<Row>`
    select ${columns(sql)} from fulfillment where order_id = ${orderId} order by placed_at, node_id, id`;
}

/** A node's open work: whatever waits for the shopper comes last, so that no amount of it hides what is to be done. */
export function findOpenFulfillments(sql: Sql, nodeId: string, limit: number) {
  return sql.many<Row>`
    select ${columns(sql)}
      from fulfillment
     where node_id = ${nodeId}
       and closed_at is null
     order by state = 'staged', due_by, id
     limit ${limit}`;
}

export function findLines(sql: Sql, nodeId: string, fulfillmentIds: string[]) {
  return sql.many<FulfillmentLine & { fulfillmentId: string }>`
    select line.fulfillment_id, line.line_no, line.sku, item.name, coalesce(stock.location, '') as location,
           line.quantity, line.picked, line.shorted,
           array(select gtin from barcode where barcode.sku = line.sku order by gtin) as gtins
      from fulfillment_line as line
      join item on item.sku = line.sku
      left join stock on stock.node_id = line.node_id and stock.sku = line.sku
     where line.node_id = ${nodeId}
       and line.fulfillment_id = any(${fulfillmentIds}::uuid[])
     order by line.fulfillment_id, location, line.line_no`;
}

export function saveFulfillment(tx: Sql, after: Fulfillment, proof: string | null, now: Date) {
  const isClosed: FulfillmentState[] = ["handed_over", "shipped", "cancelled"];
  return tx.run`
    update fulfillment
       set state = ${after.state}, picker_id = ${after.pickerId}, picker_name = ${after.pickerName},
           bin = ${after.bin}, hold_until = ${after.holdUntil}, arrived_at = ${after.arrivedAt}, bay = ${after.bay},
           car = ${after.car}, tracking = ${after.tracking}, proof = coalesce(${proof}, proof),
           started_at = case when ${after.state} = 'picking' then coalesce(started_at, ${now}) else started_at end,
           picked_at = case when ${after.state} = 'picked' then coalesce(picked_at, ${now}) else picked_at end,
           staged_at = case when ${after.state} = 'staged' then coalesce(staged_at, ${now}) else staged_at end,
           closed_at = case when ${isClosed.includes(after.state)} then coalesce(closed_at, ${now}) end
     where node_id = ${after.nodeId}
       and id = ${after.id}`;
}

export function addPicked(tx: Sql, at: LineKey, units: number) {
  return tx.run`
    update fulfillment_line
       set picked = picked + ${units}::int
     where node_id = ${at.nodeId}
       and fulfillment_id = ${at.fulfillmentId}
       and line_no = ${at.lineNo}`;
}

export function addShorted(tx: Sql, at: LineKey, units: number, reason: string) {
  return tx.run`
    update fulfillment_line
       set shorted = shorted + ${units}::int, short_reason = ${reason}
     where node_id = ${at.nodeId}
       and fulfillment_id = ${at.fulfillmentId}
       and line_no = ${at.lineNo}`;
}

interface LineKey {
  nodeId: string;
  fulfillmentId: string;
  lineNo: number;
}

/** Moves the node's cursor: as late as may be in a transaction, for all work of the node queues behind it. */
export function bumpCursor(tx: Sql, nodeId: string) {
  return tx.prepared.run`
    insert into work_cursor (node_id, version) values (${nodeId}, 1)
    on conflict (node_id) do update set version = work_cursor.version + 1`;
}

export function findCursor(sql: Sql, nodeId: string) {
  return sql.maybe<{ version: number }>`select version from work_cursor where node_id = ${nodeId}`;
}

/** Nodes that were ever given some of an order's line: asked once, not again. */
export function findTriedNodes(sql: Sql, orderId: string, lineNo: number) {
  return sql.many<{ nodeId: string }>`
    select fulfillment.node_id
      from fulfillment
      join fulfillment_line as line
        on line.node_id = fulfillment.node_id and line.fulfillment_id = fulfillment.id
     where fulfillment.order_id = ${orderId}
       and line.line_no = ${lineNo}
     order by fulfillment.node_id`;
}

/** When fulfillments of a node reached their stages, to say what state their goods were in at some moment. */
export function findStages(sql: Sql, nodeId: string, ids: string[]) {
  return sql.many<Stages>`
    select id, order_number, placed_at, picked_at, staged_at, due_by, hold_until
      from fulfillment
     where node_id = ${nodeId}
       and id = any(${ids}::uuid[])`;
}

export interface Stages {
  id: string;
  orderNumber: string;
  placedAt: Date;
  pickedAt: Date | null;
  stagedAt: Date | null;
  dueBy: Date;
  holdUntil: Date | null;
}

/** Work still to be done at these nodes, by the quarter of an hour it is due in: every clock's hours are made of those. */
export function findDue(sql: Sql, nodeIds: string[], now: Date) {
  return sql.prepared.many<{ nodeId: string; at: Date; fulfillments: number }>`
    select node_id, date_bin('15 minutes', greatest(due_by, ${now}::timestamptz), '2000-01-01 00:00Z') as at,
           count(*)::int as fulfillments
      from fulfillment
     where node_id = any(${nodeIds}::text[])
       and closed_at is null
       and state in ('open', 'picking', 'picked', 'packed')
     group by node_id, at`;
}
