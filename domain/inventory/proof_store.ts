import { json, type Sql } from "../../lib/db.ts";

/** A moment of a stock row's history: the movement it follows, and what they come to until then. */
export interface Point {
  sku: string;
  number: number;
  onHand: number;
  reserved: number;
  damaged: number;
}

export interface Counts {
  onHand: number;
  reserved: number;
  damaged: number;
}

/** What a stretch of a ledger says, beside the stock row and the open promises of the same moment. */
export interface Proved extends Point {
  read: number;
  /** How many of the movements read ended a promise. */
  ends: number;
  isOrphan: boolean;
  movements: number;
  rowOnHand: number;
  rowReserved: number;
  rowDamaged: number;
  promised: number;
  /** Numbers that are missing, from and to. */
  gaps: [number, number][];
  /** Where the ledger came to stand below nothing, or at more reserved than on hand. */
  spells: (Counts & { number: number })[];
}

export function findNodeIds(sql: Sql) {
  return sql.prepared.many<{ nodeId: string }>`select id as node_id from node order by id`;
}

/** Items that have moved since a moment, wherever they are, and are not yet proved: found by the time of their movements. */
export function findMoved(sql: Sql, since: Date) {
  return sql.many<Point & { nodeId: string }>`
    select node_id, sku, coalesce(proved.number, 0) as number, coalesce(proved.on_hand, 0) as on_hand,
           coalesce(proved.reserved, 0) as reserved, coalesce(proved.damaged, 0) as damaged
      from (select distinct node_id, sku from movement where at >= ${since}) as moved
      left join stock using (node_id, sku)
      left join stock_proof as proved using (node_id, sku)
     where stock.movements is distinct from coalesce(proved.number, 0)
     order by node_id, sku`;
}

/**
 * Items of a node whose row has moved since it was proved, or does not agree with what was proved or is promised. Reads
 * rows and open promises, and nothing of the ledger.
 */
export function findUnproved(sql: Sql, nodeId: string) {
  return sql.prepared.many<Point>`
    with row as (
      select sku, on_hand, reserved, damaged, movements from stock where node_id = ${nodeId}
    ), proved as (
      select sku, number, on_hand, reserved, damaged from stock_proof where node_id = ${nodeId}
    ), promised as (
      select sku, sum(quantity) as units
        from reservation
       where node_id = ${nodeId}
         and closed_at is null
         and inbound_id is null
       group by sku
    )
    select sku, coalesce(proved.number, 0) as number, coalesce(proved.on_hand, 0) as on_hand,
           coalesce(proved.reserved, 0) as reserved, coalesce(proved.damaged, 0) as damaged
      from row
      full join proved using (sku)
      full join promised using (sku)
     where row.movements is distinct from coalesce(proved.number, 0)
        or row.on_hand <> coalesce(proved.on_hand, 0)
        or row.reserved <> coalesce(proved.reserved, 0)
        or row.damaged <> coalesce(proved.damaged, 0)
        or row.reserved <> coalesce(promised.units, 0)
     order by sku`;
}

/** Every item of a node, to be proved from its first movement. */
export function findStarts(sql: Sql, nodeId: string) {
  return sql.many<Point>`
    select sku, 0 as number, 0 as on_hand, 0 as reserved, 0 as damaged
      from stock
     where node_id = ${nodeId}
     order by sku`;
}

/**
 * Reads on in the ledger of each item from where it was proved, at most so many movements each, beside its row and its
 * open promises: one statement, and so one moment. The ledger is visited item by item, by its key.
 */
export function prove(sql: Sql, nodeId: string, from: Point[], atMost: number) {
  return sql.prepared.many<Proved>`
    select start.sku, stretch.*, promised.units as promised, stock.sku is null as is_orphan,
           coalesce(stock.movements, 0) as movements, coalesce(stock.on_hand, 0) as row_on_hand,
           coalesce(stock.reserved, 0) as row_reserved, coalesce(stock.damaged, 0) as row_damaged
      from jsonb_to_recordset(${json(from.map(asRow))}::jsonb)
             as start(sku text, number bigint, on_hand bigint, reserved bigint, damaged bigint)
      left join stock on stock.node_id = ${nodeId} and stock.sku = start.sku
     cross join lateral (
             select count(*) as read, count(*) filter (where is_end) as ends,
                    coalesce(max(number), start.number) as number,
                    start.on_hand + coalesce(sum(d_on_hand), 0)::bigint as on_hand,
                    start.reserved + coalesce(sum(d_reserved), 0)::bigint as reserved,
                    start.damaged + coalesce(sum(d_damaged), 0)::bigint as damaged,
                    coalesce(jsonb_agg(jsonb_build_array(number - missing, number - 1) order by number)
                               filter (where missing > 0), '[]') as gaps,
                    coalesce(jsonb_agg(jsonb_build_object('number', number, 'onHand', on_hand, 'reserved', reserved,
                                                          'damaged', damaged) order by number)
                               filter (where is_bad and not was_bad), '[]') as spells
               from (select *, lag(is_bad, 1, least(start.on_hand, start.reserved, start.damaged,
                                                    start.on_hand - start.reserved) < 0) over by_number as was_bad
                       from (select number, d_on_hand, d_reserved, d_damaged, is_end,
                                    number - lag(number, 1, start.number) over by_number - 1 as missing,
                                    on_hand, reserved, damaged,
                                    least(on_hand, reserved, damaged, on_hand - reserved) < 0 as is_bad
                               from (select number, d_on_hand, d_reserved, d_damaged, is_end,
                                            start.on_hand + sum(d_on_hand) over so_far as on_hand,
                                            start.reserved + sum(d_reserved) over so_far as reserved,
                                            start.damaged + sum(d_damaged) over so_far as damaged
                                       from (select number, d_on_hand, d_reserved, d_damaged,
                                                    reservation_id is not null
                                                    and reason in ('fulfilled', 'released', 'expired', 'displaced')
                                                      as is_end
                                               from movement
                                              where node_id = ${nodeId}
                                                and sku = start.sku
                                                and number > start.number
                                              order by number
                                              limit ${atMost}) as part
                                     window so_far as (order by number rows unbounded preceding)) as moment
                             window by_number as (order by number)) as judged
                     window by_number as (order by number)) as spell
           ) as stretch
     cross join lateral (
             select coalesce(sum(quantity), 0)::bigint as units
               from reservation
              where node_id = ${nodeId}
                and sku = start.sku
                and closed_at is null
                and inbound_id is null
           ) as promised
     order by start.sku`;
}

function asRow({ sku, number, onHand, reserved, damaged }: Point) {
  return { sku, number, on_hand: onHand, reserved, damaged };
}

/** An end of a promise that the ledger and the reservation tell differently. */
export interface WrongEnd {
  sku: string;
  reservationId: string;
  reason: string;
  units: number;
  /** How many movements say so. */
  movements: number;
  /** What the reservation itself says; null when there is none. */
  state: string | null;
  quantity: number | null;
}

/** Ends that the ledger tells since these points, and of which the reservation knows nothing or something else. */
export function findWrongEnds(sql: Sql, nodeId: string, from: Point[]) {
  return sql.prepared.many<WrongEnd>`
    select ending.sku, ending.reservation_id, ending.reason, ending.units, ending.movements,
           reservation.state, reservation.quantity
      from jsonb_to_recordset(${json(from.map(asRow))}::jsonb) as start(sku text, number bigint)
     cross join lateral (
             select sku, reservation_id, min(reason) as reason, -sum(d_reserved)::bigint as units, count(*) as movements
               from movement
              where node_id = ${nodeId}
                and sku = start.sku
                and number > start.number
                and reservation_id is not null
                and reason in ('fulfilled', 'released', 'expired', 'displaced')
              group by sku, reservation_id
           ) as ending
      left join reservation on reservation.node_id = ${nodeId} and reservation.id = ending.reservation_id
     where reservation.inbound_id is null
       and (reservation.id is null or ending.movements <> 1 or reservation.state <> ending.reason
            or reservation.quantity <> ending.units)
     order by ending.sku, ending.reservation_id
     limit 100`;
}

/** Promises of a node that have ended and have not exactly one movement that ended them; of these items, or of all. */
export function findUnendedPromises(sql: Sql, nodeId: string, skus: string[] | null) {
  return sql.many<WrongEnd>`
    select reservation.sku, reservation.id as reservation_id, reservation.state as reason,
           reservation.quantity as units, count(movement.number) as movements, reservation.state, reservation.quantity
      from reservation
      left join movement
        on movement.node_id = ${nodeId}
       and movement.sku = reservation.sku
       and movement.reservation_id = reservation.id
       and movement.reason = reservation.state
       and movement.d_reserved = -reservation.quantity
     where reservation.node_id = ${nodeId}
       and reservation.closed_at is not null
       and reservation.inbound_id is null
       and (${skus}::text[] is null or reservation.sku = any(${skus}))
     group by reservation.sku, reservation.id, reservation.state, reservation.quantity
    having count(movement.number) <> 1
     order by reservation.sku, reservation.id
     limit 100`;
}

/** What stands in a ledger or a promise of an item that has no stock row there. */
export interface Orphan {
  nodeId: string;
  sku: string;
  movements: number;
  promises: number;
}

/** Items of a node that have a ledger or promises, and no stock row. */
export function findOrphans(sql: Sql, nodeId: string) {
  return sql.many<Orphan>`
    select ${nodeId} as node_id, told.sku, sum(told.movements)::bigint as movements, sum(told.promises)::bigint as promises
      from (select sku, count(*) as movements, 0 as promises from movement where node_id = ${nodeId} group by sku
            union all
            select sku, 0, count(*) from reservation where node_id = ${nodeId} group by sku) as told
     where not exists (select from stock where stock.node_id = ${nodeId} and stock.sku = told.sku)
     group by told.sku
     order by told.sku
     limit 100`;
}

/** Writes down how far these items were proved, of several nodes at once. Nobody else writes here, so nobody waits. */
export function saveProved(sql: Sql, points: (Point & { nodeId: string })[], now: Date) {
  const rows = points.map((point) => ({ node_id: point.nodeId, ...asRow(point) }));
  return sql.prepared.run`
    insert into stock_proof (node_id, sku, number, on_hand, reserved, damaged, proved_at)
    select node_id, sku, number, on_hand, reserved, damaged, ${now}
      from jsonb_to_recordset(${json(rows)}::jsonb)
             as point(node_id text, sku text, number bigint, on_hand int, reserved int, damaged int)
    on conflict (node_id, sku) do update
       set number = excluded.number, on_hand = excluded.on_hand, reserved = excluded.reserved,
           damaged = excluded.damaged, proved_at = excluded.proved_at`;
}

/**
 * Adds a movement to a ledger that says something else than its locked row, and gives it a number nobody has: the row
 * itself keeps its counts, its history comes to agree with them.
 */
export function appendCorrection(
  tx: Sql,
  nodeId: string,
  correction: Point & { note: string },
  now: Date,
) {
  const { sku, number, onHand, reserved, damaged, note } = correction;
  return tx.run`
    with numbered as (
      update stock set movements = ${number} where node_id = ${nodeId} and sku = ${sku}
      returning node_id, sku, movements
    )
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, d_damaged, reason, note, at)
    select node_id, sku, movements, ${onHand}::int, ${reserved}::int, ${damaged}::int, 'corrected', ${note}, ${now}
      from numbered`;
}

export type DriftKind = "ledger" | "reserved" | "moment" | "closing" | "orphan";

/** A difference the proof found. */
export interface Drift {
  nodeId: string;
  id: string;
  sku: string;
  kind: DriftKind;
  found: Record<string, unknown>;
  explanation: string;
  movement: number | null;
  foundAt: Date;
  settledAt: Date | null;
}

const columns = (sql: Sql) =>
  sql.part`node_id, id, sku, kind, found, explanation, movement, found_at, settled_at`;

/** Writes a difference down unless it is known, and answers whether it is news. */
export async function insertDrift(tx: Sql, drift: Drift): Promise<boolean> {
  const inserted = await tx.run`
    insert into stock_drift (node_id, id, sku, kind, found, explanation, movement, found_at, settled_at)
    values (${drift.nodeId}, ${drift.id}, ${drift.sku}, ${drift.kind}, ${json(drift.found)}::jsonb,
            ${drift.explanation}, ${drift.movement}, ${drift.foundAt}, ${drift.settledAt})
    on conflict do nothing`;
  return inserted === 1;
}

/** The difference of this kind that is still open; its stock row is locked. */
export function findOpenDrift(tx: Sql, nodeId: string, sku: string, kind: DriftKind) {
  return tx.maybe<Drift>`
    select ${columns(tx)}
      from stock_drift
     where node_id = ${nodeId}
       and sku = ${sku}
       and kind = ${kind}
       and settled_at is null
       and not found ? 'missing'
     order by found_at, id
     limit 1`;
}

export function updateDrift(tx: Sql, drift: Drift) {
  return tx.run`
    update stock_drift
       set found = ${
    json(drift.found)
  }::jsonb, explanation = ${drift.explanation}, movement = ${drift.movement},
           settled_at = ${drift.settledAt}
     where node_id = ${drift.nodeId}
       and id = ${drift.id}`;
}

export function lockDrift(tx: Sql, nodeId: string, id: string) {
  return tx.maybe<Drift>`
    select ${columns(tx)} from stock_drift where node_id = ${nodeId} and id = ${id} for update`;
}

/** What was found of an item at a node: what is open first, then the newest. */
export function findDrifts(sql: Sql, nodeId: string, sku: string, limit: number) {
  return sql.many<Drift>`
    select ${columns(sql)}
      from stock_drift
     where node_id = ${nodeId}
       and sku = ${sku}
     order by settled_at is not null, found_at desc, id
     limit ${limit}`;
}

/** Differences that wait for a person at these nodes, the oldest first. */
export function findOpenDrifts(sql: Sql, nodeIds: string[], limit: number) {
  return sql.many<Drift & { itemName: string | null }>`
    select ${columns(sql)}, (select name from item where item.sku = stock_drift.sku) as item_name
      from stock_drift
     where node_id = any(${nodeIds})
       and settled_at is null
     order by found_at, node_id, id
     limit ${limit}`;
}
