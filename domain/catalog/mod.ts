// Catalog keeps what is sold: items and the barcodes that name them. An order can only ask for an item that is here.
import { cachedFor } from "../../lib/cached.ts";
import type { Sql } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { readScan } from "./decide.ts";
import { findItems, findItemsByText, findKitComponents } from "./store.ts";
import type { CatalogItem, KitComponent } from "./types.ts";

/** The items by SKU, or a refusal that names each SKU the catalogue does not know. */
export async function knownItems(sql: Sql, skus: string[]) {
  const items = new Map((await findItems(sql, [...new Set(skus)])).map((item) => [item.sku, item]));
  const unknown = [...new Set(skus)].filter((sku) => !items.has(sku)).sort();
  return unknown.length > 0
    ? refuse("unknown_item", { skus: unknown })
    : (items as ReadonlyMap<string, CatalogItem>);
}

/** The same, and with every kit the items it is made of. */
export async function knownItemsAndComponents(sql: Sql, skus: string[]) {
  const items = await knownItems(sql, skus);
  if (isRefusal(items)) return items;
  const components = [...items.values()].flatMap((item) => item.components ?? []).map(({ sku }) => sku)
    .filter((sku) => !items.has(sku));
  if (components.length === 0) return items;
  const more = await findItems(sql, components);
  return new Map([...items, ...more.map((item) => [item.sku, item] as const)]);
}

/** Items somebody looks for: by SKU or barcode exactly, else every word in the name or the beginning of a SKU. */
export function findItemsNamed(sql: Sql, query: string, limit: number) {
  const scan = readScan(query);
  const words = query.trim().split(/\s+/).filter(Boolean).slice(0, 8)
    .map((word) => `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`);
  return findItemsByText(
    sql,
    { sku: query.trim(), gtin: scan.kind === "gtin" ? scan.gtin : null, words },
    limit,
  );
}

/** What kits are made of, by the kit's SKU; for a few seconds it may be what they were made of. */
export const kits: (sql: Sql) => Promise<ReadonlyMap<string, KitComponent[]>> = cachedFor(
  5_000,
  async (sql) => Map.groupBy(await findKitComponents(sql), (component) => component.kitSku),
);

/** Lines with every kit replaced by its components, under the kit's own line: what there is stock of. */
export async function componentsOf<Line extends { sku: string; quantity: number }>(sql: Sql, lines: Line[]) {
  const known = await kits(sql);
  return lines.flatMap((line) => {
    const components = known.get(line.sku);
    if (!components) return [line];
    return components.map(({ sku, quantity }) => ({ ...line, sku, quantity: line.quantity * quantity }));
  });
}
