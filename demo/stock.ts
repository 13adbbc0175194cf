import type { Sql } from "../lib/db.ts";

/** What a node has of an item on its first day. */
export interface StockRow {
  nodeId: string;
  sku: string;
  onHand: number;
  safetyStock: number;
  location: string;
}

/** How many rows go to the database in one statement: fast, and still far from any limit. */
export const BATCH = 5_000;

/** The list cut into batches. */
export function* batches<T>(list: readonly T[], size = BATCH): Generator<T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}

/**
 * Puts stock where there was no row, each with the movement that brought it, so that the ledger adds up from the first
 * day; a node and item that already have a row keep it. Returns how many were put in place.
 */
export function receiveStock(sql: Sql, rows: StockRow[], at: Date): Promise<number> {
  return sql.run`
    with given as (
      select node_id, sku, on_hand, safety_stock, location
        from unnest(${rows.map((row) => row.nodeId)}::text[],
                    ${rows.map((row) => row.sku)}::text[],
                    ${rows.map((row) => row.onHand)}::integer[],
                    ${rows.map((row) => row.safetyStock)}::integer[],
                    ${rows.map((row) => row.location)}::text[])
          as given (node_id, sku, on_hand, safety_stock, location)
    ), added as (
      insert into stock (node_id, sku, on_hand, safety_stock, location, movements)
      select node_id, sku, on_hand, safety_stock, location, 1
        from given
       order by node_id, sku
          on conflict (node_id, sku) do nothing
      returning node_id, sku, on_hand
    )
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
    select node_id, sku, 1, on_hand, 0, 'received', ${at}
      from added`;
}
