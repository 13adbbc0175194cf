import type { Sql } from "../../lib/db.ts";
import { runChecks } from "../../lib/invariant.ts";

const KEPT = 20;

/** Units of a part that its node still means for the shopper: `kept` of fulfillment's rules, in SQL. */
const kept = (sql: Sql) =>
  sql.part`case when fulfillment.state = 'to_put_back' and fulfillment.ending <> 'refused' then part.handed
                else part.quantity - part.shorted - part.put_back end`;

/** What is always true of orders: no unit is given out twice, none forgotten, and every order has its beginning told. */
export function checkOrders(sql: Sql) {
  return runChecks({
    no_line_given_out_twice: () => noLineGivenOutTwice(sql),
    no_unit_forgotten: () => noUnitForgotten(sql),
    closed_orders_have_no_open_units: () => closedOrdersHaveNoOpenUnits(sql),
    every_order_was_recorded: () => everyOrderWasRecorded(sql),
    refunds_due_equal_cancelled: () => refundsDueEqualCancelled(sql),
  });
}

async function noLineGivenOutTwice(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`select count(*) as rows from order_line`;
  const violations = await sql.many`
    select line.order_id, line.line_no, line.quantity, line.cancelled, given.units
      from order_line as line
      join (select fulfillment.order_id, part.line_no, sum(${kept(sql)}) as units
              from fulfillment
              join fulfillment_line as part
                on part.node_id = fulfillment.node_id and part.fulfillment_id = fulfillment.id
             where fulfillment.state <> 'cancelled'
             group by fulfillment.order_id, part.line_no) as given
        on given.order_id = line.order_id and given.line_no = line.line_no
     where given.units + line.cancelled > line.quantity
     limit ${KEPT}`;
  return { rows, violations };
}

/** A unit that is not cancelled is some node's, waits in a queue, or a job is about to find a node for it. */
async function noUnitForgotten(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`select count(*) as rows from order_line`;
  const violations = await sql.many`
    select line.order_id, line.line_no, line.quantity, line.cancelled, coalesce(given.units, 0) as given
      from order_line as line
      left join (select fulfillment.order_id, part.line_no, sum(${kept(sql)}) as units
                   from fulfillment
                   join fulfillment_line as part
                     on part.node_id = fulfillment.node_id and part.fulfillment_id = fulfillment.id
                  where fulfillment.state <> 'cancelled'
                  group by fulfillment.order_id, part.line_no) as given
        on given.order_id = line.order_id and given.line_no = line.line_no
      left join order_wait as wait
        on wait.order_id = line.order_id and wait.line_no = line.line_no and wait.left_at is null
     where line.quantity - line.cancelled > coalesce(given.units, 0) + coalesce(wait.quantity, 0)
       and not exists (select from graphile_worker._private_jobs as job
                        where job.payload ->> 'orderId' = line.order_id::text
                          and job.attempts < job.max_attempts)
     limit ${KEPT}`;
  return { rows, violations };
}

async function closedOrdersHaveNoOpenUnits(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`
    select count(*) as rows from orders where state in ('completed', 'cancelled')`;
  const violations = await sql.many`
    select orders.id, orders.state, line.line_no
      from orders
      join order_line as line on line.order_id = orders.id
     where orders.state in ('completed', 'cancelled')
       and line.fulfilled + line.cancelled <> line.quantity
     limit ${KEPT}`;
  return { rows, violations };
}

async function everyOrderWasRecorded(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`select count(*) as rows from orders`;
  const violations = await sql.many`
    select orders.id
      from orders
     where not exists (select from event
                        where event.topic = 'order:' || orders.id
                          and event.kind = 'order_placed')
     limit ${KEPT}`;
  return { rows, violations };
}

async function refundsDueEqualCancelled(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`select count(*) as rows from refund_due`;
  const violations = await sql.many`
    select line.order_id, line.line_no, line.cancelled, coalesce(due.units, 0) as refunded
      from order_line as line
      left join (select order_id, line_no, sum(quantity) as units
                   from refund_due
                  group by order_id, line_no) as due
        on due.order_id = line.order_id and due.line_no = line.line_no
     where line.cancelled <> coalesce(due.units, 0)
     limit ${KEPT}`;
  return { rows, violations };
}
