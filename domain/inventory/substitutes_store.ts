import type { Sql } from "../../lib/db.ts";
import type { Offer } from "./types.ts";

/** Items of the same category that the node has to give, nearest in price first. Kits are put together, not picked. */
export function findLike(sql: Sql, nodeId: string, sku: string, limit: number) {
  return sql.many<Offer>`
    select item.sku, item.name, item.price_minor, item.currency, stock.location,
           stock.on_hand - stock.reserved as free
      from item as missing
      join item on item.category = missing.category and item.sku <> missing.sku
      join stock on stock.node_id = ${nodeId} and stock.sku = item.sku
     where missing.sku = ${sku}
       and item.currency = missing.currency
       and stock.on_hand - stock.reserved > 0
       and not exists (select from kit_component where kit_sku = item.sku)
     order by abs(item.price_minor - missing.price_minor), item.name, item.sku
     limit ${limit}`;
}

export function findOnShelf(sql: Sql, nodeId: string, skus: string[]) {
  return sql.many<Offer>`
    select item.sku, item.name, item.price_minor, item.currency, coalesce(stock.location, '') as location,
           coalesce(stock.on_hand - stock.reserved, 0) as free
      from item
      left join stock on stock.node_id = ${nodeId} and stock.sku = item.sku
     where item.sku = any(${skus})
     order by item.sku`;
}
