// What a store could offer in an item's place: of the same kind, on its shelf and promised to nobody, nearest in price.
import type { Sql } from "../../lib/db.ts";
import { findItemsNamed } from "../catalog/mod.ts";
import { findLike, findOnShelf } from "./substitutes_store.ts";
import type { Offer } from "./types.ts";

const SUGGESTED = 5;

/** The scanned item, whatever the book says of it, or up to five like the one that is missing. */
export async function listSubstitutes(
  sql: Sql,
  nodeId: string,
  { sku, scanned }: { sku: string; scanned?: string },
): Promise<Offer[]> {
  if (scanned === undefined) return await findLike(sql, nodeId, sku, SUGGESTED);
  const found = (await findItemsNamed(sql, scanned, SUGGESTED)).filter((item) => item.isExact);
  return await findOnShelf(sql, nodeId, found.map((item) => item.sku));
}
