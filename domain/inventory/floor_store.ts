// The statements of units that go from hand to hand inside a store.
import { json, type Sql } from "../../lib/db.ts";

/** Marks units that were picked as on their shelf again, still promised. */
export function markUnitsUnpicked(tx: Sql, nodeId: string, ids: string[]) {
  return tx.run`
    update reservation
       set state = 'allocated', staged_at = null
     where node_id = ${nodeId}
       and id = any(${ids}::uuid[])`;
}

/** Says that what was staged is out of its bin. */
export function markUnstaged(tx: Sql, nodeId: string, fulfillmentId: string) {
  return tx.run`
    update reservation
       set staged_at = null
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and closed_at is null`;
}

export interface InHand {
  id: string;
  nodeId: string;
  orderId: string;
  fulfillmentId: string;
  lineNo: number;
  sku: string;
  quantity: number;
  state: "allocated" | "picked";
}

/** Writes down a promise of units somebody holds; the caller moves the stock. */
export function insertInHand(tx: Sql, nodeId: string, rows: InHand[], now: Date) {
  const made = rows.map((row) => ({
    ...{ id: row.id, order_id: row.orderId, fulfillment_id: row.fulfillmentId, line_no: row.lineNo },
    ...{ sku: row.sku, quantity: row.quantity, state: row.state },
  }));
  return tx.run`
    insert into reservation (node_id, id, order_id, fulfillment_id, line_no, sku, quantity, state, created_at)
    select ${nodeId}, id, order_id, fulfillment_id, line_no, sku, quantity, state, ${now}
      from jsonb_to_recordset(${json(made)}::jsonb)
             as r(id uuid, order_id uuid, fulfillment_id uuid, line_no int, sku text, quantity int, state text)`;
}
