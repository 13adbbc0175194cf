import { json, type Sql } from "../../lib/db.ts";
import type { Method } from "../fulfillment/types.ts";
import type { PostalAddress } from "../places/types.ts";
import type { OrderState, SourcedLine } from "./types.ts";

export interface Order {
  id: string;
  number: string;
  channelId: string;
  bodyHash: string;
  method: Method;
  service: "standard" | "expedited";
  state: OrderState;
  currency: string;
  totalMinor: number;
  placedAt: Date;
}

export interface OrderLine {
  lineNo: number;
  sku: string;
  quantity: number;
  unitPriceMinor: number;
  fulfilled: number;
  cancelled: number;
  kitSku: string | null;
  kitLineNo: number | null;
}

export interface Shopper {
  name: string;
  email: string;
  phone: string | null;
  shipTo: PostalAddress | null;
}

/** False when an order of that id is there already. Whoever sends the same order at once waits here for the first. */
export async function insertOrder(tx: Sql, order: Order & { channelOrderId: string }) {
  const inserted = await tx.prepared.run`
    insert into orders (id, number, channel_id, channel_order_id, body_hash, method, service, state, currency,
                        total_minor, placed_at)
    values (${order.id}, ${order.number}, ${order.channelId}, ${order.channelOrderId}, ${order.bodyHash},
            ${order.method}, ${order.service}, ${order.state}, ${order.currency}, ${order.totalMinor},
            ${order.placedAt})
    on conflict (id) do nothing`;
  return inserted === 1;
}

export function insertDetails(
  tx: Sql,
  orderId: string,
  shopper: Shopper,
  lines: SourcedLine[],
) {
  const rows = lines.map((line) => ({
    line_no: line.lineNo,
    sku: line.sku,
    quantity: line.quantity,
    unit_price_minor: line.unitPriceMinor,
    kit_sku: line.kitSku,
    kit_line_no: line.kitLineNo,
  }));
  return tx.prepared.run`
    with kept as (
      insert into shopper (order_id, name, email, phone, ship_to)
      values (${orderId}, ${shopper.name}, ${shopper.email}, ${shopper.phone},
              ${shopper.shipTo && json(shopper.shipTo)}::jsonb)
      returning order_id
    )
    insert into order_line (order_id, line_no, sku, quantity, unit_price_minor, kit_sku, kit_line_no)
    select kept.order_id, line_no, sku, quantity, unit_price_minor, kit_sku, kit_line_no
      from kept, jsonb_to_recordset(${json(rows)}::jsonb)
                   as line(line_no int, sku text, quantity int, unit_price_minor bigint, kit_sku text,
                           kit_line_no int)`;
}

const columns = (sql: Sql) =>
  sql.part`id, number, channel_id, body_hash, method, service, state, currency, total_minor, placed_at`;

export function findOrder(sql: Sql, id: string) {
  return sql.maybe<Order>`select ${columns(sql)} from orders where id = ${id}`;
}

export function lockOrder(tx: Sql, id: string) {
  return tx.maybe<Order>`select ${columns(tx)} from orders where id = ${id} for update`;
}

/** How often an order was moved. */
export async function countMoves(sql: Sql, id: string): Promise<number> {
  return (await sql.one<{ moves: number }>`select moves from orders where id = ${id}`).moves;
}

export function countMove(tx: Sql, id: string) {
  return tx.run`update orders set moves = moves + 1 where id = ${id}`;
}

export function findShopper(sql: Sql, orderId: string) {
  return sql.maybe<Shopper>`select name, email, phone, ship_to from shopper where order_id = ${orderId}`;
}

/** Orders a region has a part in, and those of which units wait, for these are nobody's: by number, or the newest. */
export function findOrdersSeen(
  sql: Sql,
  { regionId, number, limit }: { regionId: string; number: string | null; limit: number },
) {
  return sql.many<Order>`
    select ${columns(sql)}
      from orders
     where method = 'delivery'
       and (${number}::text is null or number = ${number})
       and (exists (select from fulfillment join node on node.id = fulfillment.node_id
                     where fulfillment.order_id = orders.id and node.region_id = ${regionId})
         or exists (select from order_wait where order_wait.order_id = orders.id and left_at is null))
     order by placed_at desc, id
     limit ${limit}`;
}

export function findLines(sql: Sql, orderId: string) {
  return sql.many<
    OrderLine & { name: string; weightGrams: number; kitName: string | null; replacesLineNo: number | null }
  >`
    select line.line_no, line.sku, line.quantity, line.unit_price_minor, line.fulfilled, line.cancelled,
           line.kit_sku, line.kit_line_no, line.replaces_line_no, item.name, item.weight_grams, kit.name as kit_name
      from order_line as line
      join item on item.sku = line.sku
      left join item as kit on kit.sku = line.kit_sku
     where line.order_id = ${orderId}
     order by line.line_no`;
}

/** Sets what of each line its shopper has; lines that are named twice are summed. */
export function setFulfilled(tx: Sql, orderId: string, lines: { lineNo: number; quantity: number }[]) {
  return tx.run`
    update order_line
       set fulfilled = done.quantity
      from (select line_no, sum(quantity)::int as quantity
              from jsonb_to_recordset(${
    json(lines.map((line) => ({ line_no: line.lineNo, quantity: line.quantity })))
  }::jsonb)
                     as part(line_no int, quantity int)
             group by line_no) as done
     where order_line.order_id = ${orderId}
       and order_line.line_no = done.line_no`;
}

/** Puts a line in another's place. */
export function insertReplacement(
  tx: Sql,
  orderId: string,
  line: { lineNo: number; sku: string; quantity: number; unitPriceMinor: number; replaces: number },
) {
  return tx.run`
    insert into order_line (order_id, line_no, sku, quantity, unit_price_minor, replaces_line_no)
    values (${orderId}, ${line.lineNo}, ${line.sku}, ${line.quantity}, ${line.unitPriceMinor}, ${line.replaces})`;
}

export function addCancelled(tx: Sql, orderId: string, lineNo: number, units: number) {
  return tx.run`
    update order_line
       set cancelled = cancelled + ${units}::int
     where order_id = ${orderId}
       and line_no = ${lineNo}`;
}

export function cancelOpenUnits(tx: Sql, orderId: string) {
  return tx.many<{ lineNo: number; quantity: number; unitPriceMinor: number }>`
    with open as (
      select line_no, quantity - fulfilled - cancelled as units
        from order_line
       where order_id = ${orderId}
         and quantity > fulfilled + cancelled
    )
    update order_line
       set cancelled = order_line.cancelled + open.units
      from open
     where order_line.order_id = ${orderId}
       and order_line.line_no = open.line_no
    returning order_line.line_no, open.units as quantity, order_line.unit_price_minor`;
}

export function saveState(tx: Sql, orderId: string, state: OrderState, reason: string | null, now: Date) {
  return tx.run`
    update orders
       set state = ${state},
           cancel_reason = coalesce(${reason}, cancel_reason),
           closed_at = case when ${state} in ('completed', 'cancelled') then coalesce(closed_at, ${now}) end
     where id = ${orderId}`;
}
