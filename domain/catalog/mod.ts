// Catalog keeps what is sold: items and the barcodes that name them. An order can only ask for an item that is here.
import type { Sql } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import { findItems } from "./store.ts";
import type { Item } from "./types.ts";

/** The items by SKU, or a refusal that names each SKU the catalogue does not know. */
export async function knownItems(sql: Sql, skus: string[]) {
  const items = new Map((await findItems(sql, [...new Set(skus)])).map((item) => [item.sku, item]));
  const unknown = [...new Set(skus)].filter((sku) => !items.has(sku)).sort();
  return unknown.length > 0
    ? refuse("unknown_item", { skus: unknown })
    : (items as ReadonlyMap<string, Item>);
}
