import type { Sql } from "../../lib/db.ts";
import { runChecks } from "../../lib/invariant.ts";

const KEPT = 20;

/** What is always true between the work of a node and the stock promised to it. */
export function checkFulfillment(sql: Sql) {
  return runChecks({
    promised_equals_open_demand: () => promisedEqualsOpenDemand(sql),
    no_orphan_reservation: () => noOrphanReservation(sql),
    fulfilled_equals_handed_over: () => fulfilledEqualsHandedOver(sql),
  });
}

/** Each open fulfillment is promised exactly the units it has not given up, and a closed one nothing. */
async function promisedEqualsOpenDemand(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`select count(*) as rows from fulfillment_line`;
  const violations = await sql.many`
    select line.node_id, line.fulfillment_id, line.line_no, line.quantity - line.shorted - line.handed - line.put_back as demand,
           coalesce(promised.quantity, 0) as promised, fulfillment.state
      from fulfillment_line as line
      join fulfillment on fulfillment.node_id = line.node_id and fulfillment.id = line.fulfillment_id
      left join (select node_id, fulfillment_id, line_no, sum(quantity) as quantity
                   from reservation
                  where closed_at is null and fulfillment_id is not null
                  group by node_id, fulfillment_id, line_no) as promised
        on promised.node_id = line.node_id
       and promised.fulfillment_id = line.fulfillment_id
       and promised.line_no = line.line_no
     where coalesce(promised.quantity, 0)
           <> case when fulfillment.closed_at is null
                then line.quantity - line.shorted - line.handed - line.put_back else 0 end
     limit ${KEPT}`;
  return { rows, violations };
}

/** Nothing is promised to work that is not there. */
async function noOrphanReservation(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`
    select count(*) as rows from reservation where state in ('allocated', 'picked')`;
  const violations = await sql.many`
    select reservation.node_id, reservation.id, reservation.sku, reservation.quantity
      from reservation
      left join fulfillment_line as line
        on line.node_id = reservation.node_id
       and line.fulfillment_id = reservation.fulfillment_id
       and line.line_no = reservation.line_no
     where reservation.state in ('allocated', 'picked')
       and line.line_no is null
     limit ${KEPT}`;
  return { rows, violations };
}

/** What left the building is what was handed over, to the unit, and of what is done with nothing lies in a bin. */
async function fulfilledEqualsHandedOver(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`
    select count(*) as rows from fulfillment where state in ('handed_over', 'shipped')`;
  const violations = await sql.many`
    with given as (
      select node_id, fulfillment_id, sum(handed) as handed, sum(picked - handed - put_back) as in_hand
        from fulfillment_line
       group by node_id, fulfillment_id
    ), gone as (
      select node_id, fulfillment_id, sum(quantity) as units
        from reservation
       where state = 'fulfilled'
       group by node_id, fulfillment_id
    ), undone as (
      select node_id, fulfillment_id, sum((line ->> 'quantity')::int) as units
        from handover, jsonb_array_elements(lines) as line
       where undone_at is not null
       group by node_id, fulfillment_id
    )
    select fulfillment.node_id, fulfillment.id, given.handed, given.in_hand, gone.units as gone, undone.units as undone
      from fulfillment
      join given on given.node_id = fulfillment.node_id and given.fulfillment_id = fulfillment.id
      left join gone on gone.node_id = fulfillment.node_id and gone.fulfillment_id = fulfillment.id
      left join undone on undone.node_id = fulfillment.node_id and undone.fulfillment_id = fulfillment.id
     where fulfillment.state in ('handed_over', 'shipped')
       and (given.in_hand <> 0
            or given.handed <> coalesce(gone.units, 0) - coalesce(undone.units, 0))
     limit ${KEPT}`;
  return { rows, violations };
}
