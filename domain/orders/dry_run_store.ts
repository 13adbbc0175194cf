import type { Sql } from "../../lib/db.ts";

export interface PastLine {
  lineNo: number;
  sku: string;
  quantity: number;
  unitPriceMinor: number;
  kitLineNo: number | null;
  weightGrams: number;
  category: string;
}

export interface PastOrder {
  id: string;
  number: string;
  channelId: string;
  service: "standard" | "expedited";
  placedAt: Date;
  shipTo: { country: string; postalCode: string };
  lines: PastLine[];
}

/** Delivery orders placed in a window, the oldest first, as they were placed: without what was offered instead later. */
export function findPlaced(sql: Sql, { from, to, limit }: { from: Date; to: Date; limit: number }) {
  return sql.many<PastOrder>`
    select id, number, channel_id, service, placed_at, ship_to,
           (select jsonb_agg(jsonb_build_object(
                     'lineNo', line_no, 'sku', line.sku, 'quantity', quantity, 'unitPriceMinor', unit_price_minor,
                     'kitLineNo', kit_line_no, 'weightGrams', weight_grams, 'category', category) order by line_no)
              from order_line as line join item on item.sku = line.sku
             where line.order_id = orders.id and replaces_line_no is null) as lines
      from orders
      join shopper on shopper.order_id = orders.id
     where method = 'delivery' and placed_at >= ${from} and placed_at < ${to} and ship_to is not null
     order by placed_at, id
     limit ${limit}`;
}

/** What is promised to nobody now, and what of it is held back. */
export function findShelves(sql: Sql, skus: string[]) {
  return sql.many<
    {
      nodeId: string;
      sku: string;
      free: number;
      safetyStock: number;
      thresholds: Record<string, number> | null;
    }
  >`
    select node_id, sku, on_hand - reserved as free, safety_stock, thresholds
      from stock
     where sku = any(${skus}::text[])
     order by node_id, sku`;
}

/** What changed of these items since then but by the replayed orders themselves, the earliest first. */
export function findOtherMoves(
  sql: Sql,
  { skus, from, orderIds, limit }: { skus: string[]; from: Date; orderIds: string[]; limit: number },
) {
  return sql.many<{ nodeId: string; sku: string; units: number; at: Date }>`
    select move.node_id, move.sku, d_on_hand - d_reserved as units, at
      from movement as move
      left join reservation as promise
        on promise.node_id = move.node_id and promise.id = move.reservation_id
     where at >= ${from}
       and move.sku = any(${skus}::text[])
       and d_on_hand <> d_reserved
       and (promise.order_id is null or not promise.order_id = any(${orderIds}::uuid[]))
     order by at, move.node_id, move.sku, move.number
     limit ${limit}`;
}

/** From here on nothing is written, and all that is read is of one moment. */
export function readOnly(tx: Sql) {
  return tx.run`set transaction isolation level repeatable read, read only`;
}

/** What the replayed orders themselves have changed of what is free. */
export function findOwnMoves(sql: Sql, { orderIds, skus }: { orderIds: string[]; skus: string[] }) {
  return sql.many<{ nodeId: string; sku: string; units: number }>`
    select move.node_id, move.sku, sum(d_on_hand - d_reserved)::int as units
      from reservation as promise
      join movement as move on move.node_id = promise.node_id and move.reservation_id = promise.id
     where promise.order_id = any(${orderIds}::uuid[])
       and move.sku = any(${skus}::text[])
     group by move.node_id, move.sku`;
}
