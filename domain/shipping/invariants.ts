import type { Sql } from "../../lib/db.ts";
import { runChecks } from "../../lib/invariant.ts";

const KEPT = 20;

/** What is always true of parcels. */
export function checkShipping(sql: Sql) {
  return runChecks({
    shipped_units_in_parcels: () => shippedUnitsInParcels(sql),
    shipped_parcels_have_labels: () => shippedParcelsHaveLabels(sql),
    one_tracking_number_a_parcel: () => oneTrackingNumberAParcel(sql),
  });
}

/** What was picked of each line is what lies in the parcels, to the unit, once they have left. */
async function shippedUnitsInParcels(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`
    select count(*) as rows from shipment where shipped_at is not null`;
  const violations = await sql.many`
    select fulfillment.node_id, fulfillment.id, line.line_no, line.picked, coalesce(packed.units, 0) as packed
      from fulfillment
      join fulfillment_line as line on line.node_id = fulfillment.node_id and line.fulfillment_id = fulfillment.id
      left join (select node_id, fulfillment_id, line_no, sum(quantity) as units
                   from parcel_line
                  group by node_id, fulfillment_id, line_no) as packed
        on packed.node_id = line.node_id
       and packed.fulfillment_id = line.fulfillment_id
       and packed.line_no = line.line_no
     where fulfillment.state = 'shipped'
       and line.picked <> coalesce(packed.units, 0)
     limit ${KEPT}`;
  return { rows, violations };
}

/** A parcel that has left is closed and has one label that is not void. */
async function shippedParcelsHaveLabels(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`
    select count(*) as rows
      from parcel
      join shipment on shipment.node_id = parcel.node_id and shipment.fulfillment_id = parcel.fulfillment_id
     where shipped_at is not null`;
  const violations = await sql.many`
    select parcel.node_id, parcel.fulfillment_id, parcel.no
      from parcel
      join shipment on shipment.node_id = parcel.node_id and shipment.fulfillment_id = parcel.fulfillment_id
      left join label
        on label.node_id = parcel.node_id
       and label.fulfillment_id = parcel.fulfillment_id
       and label.parcel_no = parcel.no
       and label.state in ('bought', 'typed')
     where shipment.shipped_at is not null
       and (parcel.closed_at is null or label.shipped_at is null)
     limit ${KEPT}`;
  return { rows, violations };
}

/** No two labels that a carrier scans carry one number. */
async function oneTrackingNumberAParcel(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`
    select count(*) as rows from label where state = 'bought'`;
  const violations = await sql.many`
    select carrier, tracking, count(*)::int as labels
      from label
     where state in ('bought', 'voiding') and source <> 'typed'
     group by carrier, tracking
    having count(*) > 1
     limit ${KEPT}`;
  return { rows, violations };
}
