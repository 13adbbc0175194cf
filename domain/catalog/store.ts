import type { Sql } from "../../lib/db.ts";
import type { CatalogItem, KitComponent } from "./types.ts";

export function findItems(sql: Sql, skus: string[]) {
  return sql.prepared.many<CatalogItem>`
    select sku, name, category, price_minor, currency, weight_grams,
           (select jsonb_agg(jsonb_build_object('sku', component.sku, 'quantity', component.quantity)
                             order by component.sku)
              from kit_component as component
             where component.kit_sku = item.sku) as components
      from item
     where sku = any(${skus})
     order by sku`;
}

/** Items of a SKU or barcode, the exact ones first, and those with every word in their name or SKU. */
export function findItemsByText(
  sql: Sql,
  wanted: { sku: string; gtin: string | null; words: string[] },
  limit: number,
) {
  return sql.many<{ sku: string; name: string; isExact: boolean }>`
    select sku, name,
           lower(sku) = lower(${wanted.sku})
           or exists (select from barcode where gtin = ${wanted.gtin} and barcode.sku = item.sku) as is_exact
      from item
     where name || ' ' || sku ilike all(${wanted.words}::text[])
        or exists (select from barcode where gtin = ${wanted.gtin} and barcode.sku = item.sku)
     order by is_exact desc, name, sku
     limit ${limit}`;
}

/** Every kit there is, component by component. */
export function findKitComponents(sql: Sql) {
  return sql.prepared.many<
    KitComponent
  >`select kit_sku, sku, quantity from kit_component order by kit_sku, sku`;
}
