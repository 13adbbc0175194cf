import type { Sql } from "../../lib/db.ts";

export interface Wait {
  orderId: string;
  lineNo: number;
  queue: string;
  quantity: number;
  why: "nobody_has_it" | "tried_everywhere";
  tries: number;
  enteredAt: Date;
  autoCancelAt: Date | null;
}

/** Lets units wait; with those of the same line that wait already. */
export function enter(tx: Sql, wait: Omit<Wait, "tries">) {
  return tx.run`
    insert into order_wait (order_id, line_no, entered_at, queue, quantity, why, auto_cancel_at)
    values (${wait.orderId}, ${wait.lineNo}, ${wait.enteredAt}, ${wait.queue}, ${wait.quantity}, ${wait.why},
            ${wait.autoCancelAt})
    on conflict (order_id, line_no) where left_at is null do update
       set quantity = order_wait.quantity + excluded.quantity`;
}

/** What waits of an order's line, if anything. The order must be locked. */
export function findOpen(sql: Sql, orderId: string, lineNo: number) {
  return sql.maybe<Wait>`
    select order_id, line_no, queue, quantity, why, tries, entered_at, auto_cancel_at
      from order_wait
     where order_id = ${orderId}
       and line_no = ${lineNo}
       and left_at is null`;
}

/** Units that found a node, or were given up: the rest goes on waiting. */
export async function leave(
  tx: Sql,
  wait: Wait,
  { units, outcome, now }: { units: number; outcome: "sourced" | "cancelled"; now: Date },
) {
  if (units < wait.quantity) {
    await tx.run`
      update order_wait set quantity = quantity - ${units}
       where order_id = ${wait.orderId} and line_no = ${wait.lineNo} and left_at is null`;
    return;
  }
  await tx.run`
    update order_wait set left_at = ${now}, outcome = ${outcome}
     where order_id = ${wait.orderId} and line_no = ${wait.lineNo} and left_at is null`;
}

export function leaveAll(tx: Sql, orderId: string, now: Date) {
  return tx.run`
    update order_wait set left_at = ${now}, outcome = 'cancelled' where order_id = ${orderId} and left_at is null`;
}

export function countTry(tx: Sql, { orderId, lineNo }: Wait) {
  return tx.run`
    update order_wait set tries = tries + 1
     where order_id = ${orderId} and line_no = ${lineNo} and left_at is null`;
}

/** Lines that wait, the longest first; or those of one queue. */
export function findWaiting(sql: Sql, { queue, limit }: { queue: string | null; limit: number }) {
  return sql.many<
    Wait & {
      number: string;
      channelId: string;
      sku: string;
      name: string;
      unitPriceMinor: number;
      currency: string;
    }
  >`
    select wait.order_id, wait.line_no, wait.queue, wait.quantity, wait.why, wait.tries, wait.entered_at,
           wait.auto_cancel_at, orders.number, orders.channel_id, orders.currency, line.sku, line.unit_price_minor,
           item.name
      from order_wait as wait
      join orders on orders.id = wait.order_id
      join order_line as line on line.order_id = wait.order_id and line.line_no = wait.line_no
      join item on item.sku = line.sku
     where wait.left_at is null
       and (${queue}::text is null or wait.queue = ${queue})
     order by wait.entered_at, wait.order_id, wait.line_no
     limit ${limit}`;
}

/** By queue: how many lines and units wait, and since when the oldest does. */
export function summarise(sql: Sql) {
  return sql.many<{ queue: string; lines: number; units: number; oldest: Date }>`
    select queue, count(*)::int as lines, sum(quantity)::int as units, min(entered_at) as oldest
      from order_wait
     where left_at is null
     group by queue
     order by queue`;
}

/** Day by day, how many lines began to wait, and how many left: sourced or given up. */
export function trend(sql: Sql, { from, to }: { from: Date; to: Date }) {
  return sql.many<{ day: string; entered: number; sourced: number; cancelled: number }>`
    select day::date::text as day,
           (select count(*)::int from order_wait where entered_at >= day and entered_at < day + interval '1 day') as entered,
           (select count(*)::int from order_wait
             where left_at >= day and left_at < day + interval '1 day' and outcome = 'sourced') as sourced,
           (select count(*)::int from order_wait
             where left_at >= day and left_at < day + interval '1 day' and outcome = 'cancelled') as cancelled
      from generate_series(date_trunc('day', ${from}::timestamptz), ${to}::timestamptz, interval '1 day') as day
     order by day`;
}

/** What of an order waits. */
export function findWaitsOf(sql: Sql, orderId: string) {
  return sql.many<Pick<Wait, "lineNo" | "queue" | "quantity" | "enteredAt" | "autoCancelAt">>`
    select line_no, queue, quantity, entered_at, auto_cancel_at
      from order_wait
     where order_id = ${orderId}
       and left_at is null
     order by line_no`;
}
