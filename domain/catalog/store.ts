import type { Sql } from "../../lib/db.ts";
import type { Item } from "./types.ts";

export function findItems(sql: Sql, skus: string[]) {
  return sql.prepared.many<Item>`
    select sku, name, category, price_minor, currency, weight_grams
      from item
     where sku = any(${skus})
     order by sku`;
}
