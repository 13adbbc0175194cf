import { json, type Sql } from "../../lib/db.ts";
import type { OpeningHours } from "../places/types.ts";
import type { Plan } from "./types.ts";

/** Nodes that ship and can promise something of these items, but for those already tried. */
export function findCandidates(sql: Sql, skus: string[], tried: string[]) {
  return sql.many<{
    nodeId: string;
    lat: number;
    lon: number;
    postalCode: string;
    stock: Record<string, number>;
  }>`
    select node.id as node_id, node.lat, node.lon, node.postal_code,
           jsonb_object_agg(stock.sku, stock.on_hand - stock.reserved - stock.safety_stock) as stock
      from stock
      join node on node.id = stock.node_id
     where stock.sku = any(${skus})
       and stock.on_hand - stock.reserved - stock.safety_stock > 0
       and 'ship' = any(node.services)
       and node.capacity_per_day > 0
       and not node.id = any(${tried})
     group by node.id`;
}

/** The carrier's zones into one ZIP3 area, by origin ZIP3. */
export function findZones(sql: Sql, destinationZip3: string) {
  return sql.many<{ originZip3: string; zone: number }>`
    select origin_zip3, zone from carrier_zone where destination_zip3 = ${destinationZip3}`;
}

export function insertDecision(tx: Sql, decision: { orderId: string; id: string; plan: Plan; at: Date }) {
  const { passedOver, ...plan } = decision.plan;
  return tx.run`
    insert into sourcing_decision (order_id, id, plan, rejected, at)
    values (${decision.orderId}, ${decision.id}, ${json(plan)}, ${json(passedOver)}, ${decision.at})`;
}

export interface NearbyNode {
  id: string;
  name: string;
  lat: number;
  lon: number;
  timeZone: string;
  openingHours: OpeningHours;
  stock: Record<string, number>;
}

/** The stores that hand over at the counter, with what they can promise of these items. */
export function findPickupNodes(sql: Sql, skus: string[]) {
  return sql.many<NearbyNode>`
    select node.id, node.name, node.lat, node.lon, node.time_zone, node.opening_hours,
           coalesce(jsonb_object_agg(stock.sku, greatest(0, stock.on_hand - stock.reserved - stock.safety_stock))
                      filter (where stock.sku is not null), '{}') as stock
      from node
      left join stock on stock.node_id = node.id and stock.sku = any(${skus})
     where 'pickup' = any(node.services)
     group by node.id`;
}
