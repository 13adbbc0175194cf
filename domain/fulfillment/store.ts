import { json, type Sql } from "../../lib/db.ts";
import type { Bin, Fulfillment, FulfillmentLine, FulfillmentState, Method } from "./types.ts";

export interface NewFulfillment {
  nodeId: string;
  id: string;
  orderId: string;
  orderNumber: string;
  shopperLabel: string;
  collector?: string | null;
  method: Method;
  dueBy: Date;
  promisedBy: Date;
  placedAt: Date;
  lines: { lineNo: number; sku: string; quantity: number; unitPriceMinor: number }[];
}

export function insertFulfillment(tx: Sql, made: NewFulfillment) {
  const lines = made.lines.map(({ lineNo, sku, quantity }) => ({ line_no: lineNo, sku, quantity }));
  const valueMinor = made.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
  return tx.prepared.run`
    with opened as (
      insert into fulfillment (node_id, id, order_id, order_number, shopper_label, collector, method, state, due_by,
                               promised_by, placed_at, value_minor)
      values (${made.nodeId}, ${made.id}, ${made.orderId}, ${made.orderNumber}, ${made.shopperLabel},
              ${
    made.collector ?? null
  }, ${made.method}, 'open', ${made.dueBy}, ${made.promisedBy}, ${made.placedAt},
              ${valueMinor})
      returning node_id, id
    )
    insert into fulfillment_line (node_id, fulfillment_id, line_no, sku, quantity)
    select opened.node_id, opened.id, line_no, sku, quantity
      from opened, jsonb_to_recordset(${json(lines)}::jsonb) as line(line_no int, sku text, quantity int)`;
}

const columns = (sql: Sql) =>
  sql
    .part`id, node_id, order_id, order_number, shopper_label, collector, method, state, placed_at, due_by, promised_by,
           picker_id, picker_name, helpers, touched_at, batch, bin, spots, hold_until, reminded_at, on_way_at, eta_at, arrived_at,
           attended_by, escalated_at, bay, car, tracking, proof, ending, value_minor,
           value_minor >= (select high_value_minor from node where node.id = fulfillment.node_id) as is_high_value,
           recent`;

export type Row = Omit<Fulfillment, "lines" | "parcels">;

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
     order by state in ('staged', 'to_put_back'), due_by, id
     limit ${limit}`;
}

/** Work that is over, and short of something that may turn up: the latest first. */
export function findShort(sql: Sql, nodeId: string, since: Date, limit: number) {
  return sql.many<Row>`
    select ${columns(sql)}
      from fulfillment
     where node_id = ${nodeId}
       and closed_at >= ${since}
       and exists (select from fulfillment_line as line
                    where line.node_id = fulfillment.node_id
                      and line.fulfillment_id = fulfillment.id
                      and line.short_reason = 'not_found'
                      and line.shorted > line.found)
     order by closed_at desc, id
     limit ${limit}`;
}

export function findLines(sql: Sql, nodeId: string, fulfillmentIds: string[]) {
  return sql.many<FulfillmentLine & { fulfillmentId: string }>`
    select line.fulfillment_id, line.line_no, line.sku, item.name, coalesce(stock.location, '') as location,
           line.quantity, line.picked, line.shorted, line.short_reason, line.sorted, line.handed, line.put_back,
           line.found, line.substitute, item.zone, item.min_age, item.weight_grams,
           case when item.length_mm is not null then array[length_mm, width_mm, height_mm] end as sides_mm,
           array(select gtin from barcode where barcode.sku = line.sku order by gtin) as gtins
      from fulfillment_line as line
      join item on item.sku = line.sku
      left join stock on stock.node_id = line.node_id and stock.sku = line.sku
     where line.node_id = ${nodeId}
       and line.fulfillment_id = any(${fulfillmentIds}::uuid[])
     order by line.fulfillment_id, location, line.line_no`;
}

export function saveFulfillment(tx: Sql, after: Fulfillment, now: Date) {
  const isClosed: FulfillmentState[] = ["handed_over", "shipped", "cancelled"];
  return tx.prepared.run`
    update fulfillment
       set state = ${after.state}, picker_id = ${after.pickerId}, picker_name = ${after.pickerName},
           helpers = ${json(after.helpers)}::jsonb, touched_at = ${after.touchedAt},
           batch = ${after.batch && json(after.batch)}::jsonb, bin = ${after.bin}, spots = ${
    json(after.spots)
  }::jsonb,
           hold_until = ${after.holdUntil}, reminded_at = ${after.remindedAt}, on_way_at = ${after.onWayAt}, eta_at = ${after.etaAt},
           arrived_at = ${after.arrivedAt}, attended_by = ${
    after.attendedBy && json(after.attendedBy)
  }::jsonb,
           escalated_at = ${after.escalatedAt}, bay = ${after.bay}, car = ${after.car}, tracking = ${after.tracking},
           proof = ${after.proof}, collector = ${after.collector}, ending = ${after.ending}, value_minor = ${after.valueMinor}, recent = ${
    json(after.recent)
  }::jsonb,
           started_at = case when ${after.state} = 'picking' then coalesce(started_at, ${now}) else started_at end,
           picked_at = case when ${after.state} = 'picked' then coalesce(picked_at, ${now}) else picked_at end,
           staged_at = case when ${after.state} = 'staged' then coalesce(staged_at, ${now}) else staged_at end,
           closed_at = case when ${isClosed.includes(after.state)} then coalesce(closed_at, ${now}) end
     where node_id = ${after.nodeId}
       and id = ${after.id}`;
}

/** Saves lines of a locked fulfillment as they are now; one that is new is put in place. */
export function saveLines(tx: Sql, { nodeId, id }: Fulfillment, lines: FulfillmentLine[]) {
  const rows = lines.map((line) => ({
    ...{ line_no: line.lineNo, sku: line.sku, quantity: line.quantity, picked: line.picked },
    ...{ shorted: line.shorted, short_reason: line.shortReason, sorted: line.sorted, handed: line.handed },
    ...{ put_back: line.putBack, found: line.found, substitute: line.substitute },
  }));
  return tx.prepared.run`
    insert into fulfillment_line (node_id, fulfillment_id, line_no, sku, quantity, picked, shorted, short_reason, sorted,
                                  handed, put_back, found, substitute)
    select ${nodeId}, ${id}::uuid, line_no, sku, quantity, picked, shorted, short_reason, sorted, handed, put_back, found,
           nullif(substitute, 'null'::jsonb)
      from jsonb_to_recordset(${json(rows)}::jsonb)
             as line(line_no int, sku text, quantity int, picked int, shorted int, short_reason text, sorted int,
                     handed int, put_back int, found int, substitute jsonb)
    on conflict (node_id, fulfillment_id, line_no) do update
       set picked = excluded.picked, shorted = excluded.shorted, short_reason = excluded.short_reason,
           sorted = excluded.sorted, handed = excluded.handed, put_back = excluded.put_back, found = excluded.found,
           substitute = excluded.substitute`;
}

/** A node's staging area, and how many orders stand in each of its bins. */
export function findBins(sql: Sql, nodeId: string) {
  return sql.prepared.many<Bin>`
    with used as (
      select spot ->> 'bin' as label, count(*)::int as orders
        from fulfillment, jsonb_array_elements(spots) as spot
       where node_id = ${nodeId}
         and closed_at is null
       group by label
    )
    select bin.label, bin.zone, bin.capacity, coalesce(used.orders, 0) as used
      from bin
      left join used on used.label = bin.label
     where bin.node_id = ${nodeId}
     order by bin.label`;
}

/** Keeps two from putting their orders into the last place of a bin. */
export function lockBins(tx: Sql, nodeId: string) {
  return tx.many`select label from bin where node_id = ${nodeId} order by label for update`;
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
       and fulfillment.ending is distinct from 'moved'
     order by fulfillment.node_id`;
}

/** Orders with parts nobody has begun with: those in most packages first, then what is due first. */
export function findMovable(
  sql: Sql,
  { dueAfter, nodeId, limit }: { dueAfter: Date; nodeId: string | null; limit: number },
) {
  return sql.many<{ orderId: string }>`
    select order_id
      from fulfillment
     where state = 'open'
       and method = 'delivery'
       and due_by > ${dueAfter}
       and (${nodeId}::text is null or node_id = ${nodeId})
     group by order_id
     order by count(*) desc, min(due_by), order_id
     limit ${limit}`;
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

/** Picks that nobody has touched for as long as their node waits. */
export function findAbandoned(sql: Sql, now: Date) {
  return sql.many<{ nodeId: string; id: string }>`
    select fulfillment.node_id, fulfillment.id
      from fulfillment
      join node on node.id = fulfillment.node_id
     where fulfillment.closed_at is null
       and fulfillment.state = 'picking'
       and fulfillment.picker_id is not null
       and fulfillment.touched_at <= ${now}::timestamptz - node.pick_idle_minutes * interval '1 minute'
     order by fulfillment.node_id, fulfillment.id
     limit 500`;
}

/** Orders whose shopper did not come in time, and those to be reminded: one look for both. */
export function findHeldPast(sql: Sql, now: Date) {
  return sql.many<{ nodeId: string; id: string }>`
    select node_id, id
      from fulfillment
     where state = 'staged'
       and hold_until <= ${now}
     order by node_id, id
     limit 500`;
}

/** Takes note that a shopper is reminded, once; answers whom. A hold of less than two days is reminded of once, too. */
export function markReminded(tx: Sql, before: Date, now: Date) {
  return tx.many<{ nodeId: string; id: string; orderId: string }>`
    update fulfillment
       set reminded_at = ${now}
     where state = 'staged'
       and reminded_at is null
       and hold_until > ${now}
       and hold_until <= ${before}
       and staged_at <= ${now}::timestamptz - interval '2 hours'
    returning node_id, id, order_id`;
}

/** Takes note, once, of shoppers who wait outside longer than their store means them to. */
export function markEscalated(tx: Sql, now: Date) {
  return tx.many<{ nodeId: string; id: string; orderId: string }>`
    update fulfillment
       set escalated_at = ${now}
      from node
     where node.id = fulfillment.node_id
       and fulfillment.state = 'arrived'
       and fulfillment.escalated_at is null
       and fulfillment.arrived_at <= ${now}::timestamptz - node.curbside_wait_minutes * interval '1 minute'
    returning fulfillment.node_id, fulfillment.id, fulfillment.order_id`;
}

/** Since when a pick must not have been touched to count as abandoned at this node. */
export async function findIdleSince(sql: Sql, nodeId: string, now: Date) {
  const { idleSince } = await sql.one<{ idleSince: Date }>`
    select ${now}::timestamptz - pick_idle_minutes * interval '1 minute' as idle_since from node where id = ${nodeId}`;
  return idleSince;
}

/** Proposals that nobody answered in time, by what the line itself says. */
export function findUnanswered(sql: Sql, now: Date) {
  return sql.many<{ nodeId: string; fulfillmentId: string; lineNo: number }>`
    select line.node_id, line.fulfillment_id, line.line_no
      from fulfillment_line as line
     where line.substitute ->> 'state' = 'proposed'
       and (line.substitute ->> 'answerBy')::timestamptz <= ${now}
     order by line.node_id, line.fulfillment_id, line.line_no
     limit 200`;
}
