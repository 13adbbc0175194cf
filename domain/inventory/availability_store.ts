import type { Sql } from "../../lib/db.ts";
import type { Arrival, Buckets } from "./types.ts";

/** What is left of an item at a node for a channel: below nothing where more is held back than there is. */
export interface Left {
  nodeId: string;
  sku: string;
  units: number;
}

/**
 * What these nodes have left of these items for a channel, where it is more than nothing. Few nodes are read row by row,
 * by key; one row an item comes back, for rows are what takes the time.
 */
export async function findLeft(
  sql: Sql,
  { skus, nodeIds, channelId }: { skus: string[]; nodeIds: string[]; channelId: string },
): Promise<Left[]> {
  const items = await sql.prepared.many<Gathered>`
    select sku, string_agg(node_id, ',') as node_ids, string_agg(units::text, ',') as units
      from (select node_id, sku, on_hand - reserved - safety_stock
                                 - coalesce((thresholds ->> ${channelId}::text)::int, 0) as units
              from stock
             where node_id = any(${nodeIds}::text[])
               and sku = any(${skus}::text[])) as shelf
     where units > 0
     group by sku`;
  return items.flatMap(spread);
}

/** The same everywhere in the network but at these nodes: read item by item. */
export async function findLeftElsewhere(
  sql: Sql,
  { skus, besides, channelId }: { skus: string[]; besides: string[]; channelId: string },
): Promise<Left[]> {
  const items = await sql.prepared.many<Gathered>`
    select sku, string_agg(node_id, ',') as node_ids, string_agg(units::text, ',') as units
      from (select node_id, sku, on_hand - reserved - safety_stock
                                 - coalesce((thresholds ->> ${channelId}::text)::int, 0) as units
              from stock
             where sku = any(${skus}::text[])) as shelf
     where units > 0
       and not node_id = any(${besides}::text[])
     group by sku`;
  return items.flatMap(spread);
}

interface Gathered {
  sku: string;
  nodeIds: string;
  units: string;
}

// No node id holds a comma.
function spread({ sku, nodeIds, units }: Gathered): Left[] {
  const counts = units.split(",");
  return nodeIds.split(",").map((nodeId, i) => ({ nodeId, sku, units: Number(counts[i]) }));
}

/** Every shelf kept of these items at these nodes, also where less is left than nothing. */
export function findShelves(
  sql: Sql,
  { skus, nodeIds, channelId }: { skus: string[]; nodeIds: string[]; channelId: string | null },
) {
  return sql.many<Left>`
    select node_id, sku,
           on_hand - reserved - safety_stock - coalesce((thresholds ->> ${channelId}::text)::int, 0) as units
      from stock
     where sku = any(${skus}::text[])
       and node_id = any(${nodeIds}::text[])`;
}

/** Stock with what its reserved units are for: of a node, of an item everywhere, or of one item at one node. */
export function findBuckets(
  sql: Sql,
  where: { nodeId?: string; sku?: string; channelId: string | null },
  limit: number,
) {
  const node = where.nodeId === undefined ? sql.part`` : sql.part`and node_id = ${where.nodeId}`;
  const item = where.sku === undefined ? sql.part`` : sql.part`and sku = ${where.sku}`;
  return sql.many<Buckets>`
    select shelf.node_id, shelf.sku, on_hand, reserved, safety_stock, damaged,
           coalesce((thresholds ->> ${where.channelId}::text)::int, 0) as threshold,
           coalesce(held, 0) as held, coalesce(allocated, 0) as allocated, coalesce(picked, 0) as picked,
           coalesce(staged, 0) as staged
      from (select node_id, sku, on_hand, reserved, safety_stock, damaged, thresholds
              from stock
             where true ${node} ${item}
             order by node_id, sku
             limit ${limit}) as shelf
      left join lateral (
             select sum(quantity) filter (where state = 'held')::int as held,
                    sum(quantity) filter (where state = 'allocated')::int as allocated,
                    sum(quantity) filter (where state = 'picked' and staged_at is null)::int as picked,
                    sum(quantity) filter (where state = 'picked' and staged_at is not null)::int as staged
               from reservation
              where shelf.reserved > 0
                and reservation.node_id = shelf.node_id
                and reservation.sku = shelf.sku
                and closed_at is null
                and inbound_id is null) as promised on true
     order by shelf.node_id, shelf.sku`;
}

/** What is still to come of these items at these nodes, or anywhere for null: soonest first. */
export function findArrivals(
  sql: Sql,
  { skus, nodeIds }: { skus: string[] | null; nodeIds: string[] | null },
) {
  const nodes = nodeIds ? sql.part`and node_id = any(${nodeIds}::text[])` : sql.part``;
  const items = skus ? sql.part`and sku = any(${skus}::text[])` : sql.part``;
  return sql.many<Arrival>`
    select node_id, sku, kind, expected_at, ordered - received as units, promised
      from inbound
     where closed_at is null
       and ordered > received
       ${nodes} ${items}
     order by expected_at, node_id, id, sku`;
}

/** Says that what was picked for a fulfillment stands in its bin. Staged again, it has stood there from the first time. */
export function markStaged(tx: Sql, nodeId: string, fulfillmentId: string, now: Date) {
  return tx.run`
    update reservation
       set staged_at = coalesce(staged_at, ${now})
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and state = 'picked'`;
}
