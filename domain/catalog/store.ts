import type { Sql } from "../../lib/db.ts";
import type { Item, KitComponent } from "./types.ts";

export function findItems(sql: Sql, skus: string[]) {
  return sql.prepared.many<Item>`
    select sku, name, category, price_minor, currency, weight_grams
      from item
     where sku = any(${skus})
     order by sku`;
}

/** Every kit there is, component by component. */
export function findKitComponents(sql: Sql) {
  return sql.prepared.many<
    KitComponent
  >`select kit_sku, sku, quantity from kit_component order by kit_sku, sku`;
}
