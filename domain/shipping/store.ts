import { json, type Sql } from "../../lib/db.ts";
import type { PostalAddress } from "../places/types.ts";
import type { Box, Parcel, Tariff } from "./types.ts";

/** A fulfillment as it leaves. */
export interface ShipmentKey {
  nodeId: string;
  fulfillmentId: string;
}

export interface ParcelKey extends ShipmentKey {
  no: number;
}

/** The boxes in use, the smallest first. */
export function findBoxes(sql: Sql) {
  return sql.many<Box>`
    select id, name, array[length_mm, width_mm, height_mm] as sides_mm, tare_grams, max_grams
      from box
     where retired_at is null
     order by length_mm::bigint * width_mm * height_mm, id`;
}

/** Every box there ever was: a phone that has been away may pack into one that was retired meanwhile. */
export function findEveryBox(sql: Sql) {
  return sql.many<Box>`
    select id, name, array[length_mm, width_mm, height_mm] as sides_mm, tare_grams, max_grams from box order by id`;
}

/** The box a parcel lies in, whether it is still in use or not. */
export function findBox(sql: Sql, id: string) {
  return sql.maybe<Box>`
    select id, name, array[length_mm, width_mm, height_mm] as sides_mm, tare_grams, max_grams from box where id = ${id}`;
}

/** What every service asks in a zone, by weight step. */
export function findTariffs(sql: Sql, zone: number) {
  return sql.many<Tariff>`
    select service.carrier, service.service, carrier_name, service_name, currency, fuel_surcharge, cubic_mm_per_gram,
           days[${zone}::int] as days,
           jsonb_agg(jsonb_build_object('upToGrams', up_to_grams, 'priceMinor', price_minor) order by up_to_grams) as steps
      from carrier_service as service
      join carrier_rate as rate on rate.carrier = service.carrier and rate.service = service.service
     where zone = ${zone}
     group by service.carrier, service.service`;
}

/** Who it goes to: read where the order keeps it, so that a shopper who is forgotten is forgotten here as well. */
export function findShipTo(sql: Sql, orderId: string) {
  return sql.maybe<{ name: string; phone: string | null; shipTo: PostalAddress | null }>`
    select name, phone, ship_to from shopper where order_id = ${orderId}`;
}

export function insertShipment(
  tx: Sql,
  made: ShipmentKey & { orderId: string; promisedBy: Date; at: Date },
) {
  return tx.run`
    insert into shipment (node_id, fulfillment_id, order_id, promised_by, opened_at)
    values (${made.nodeId}, ${made.fulfillmentId}, ${made.orderId}, ${made.promisedBy}, ${made.at})
        on conflict do nothing`;
}

/** Parcels with what is in them, and the label that is on each or was asked for last. */
export function findParcels(sql: Sql, nodeId: string, fulfillmentIds: string[]) {
  return sql.many<Parcel & { fulfillmentId: string }>`
    select parcel.fulfillment_id, parcel.no, parcel.box_id, parcel.weight_grams, parcel.closed_at is not null as closed,
           (select coalesce(jsonb_agg(jsonb_build_object('lineNo', line_no, 'quantity', quantity) order by line_no), '[]')
              from parcel_line as line
             where line.node_id = parcel.node_id
               and line.fulfillment_id = parcel.fulfillment_id
               and line.no = parcel.no) as lines,
           case when label.state <> 'failed' then label.tracking end as tracking,
           label.carrier_name, label.service_name, coalesce(label.state, 'none') as label_state,
           label.problem as label_problem
      from parcel
      left join lateral (
             select state, tracking, carrier_name, service_name, problem
               from label
              where label.node_id = parcel.node_id
                and label.fulfillment_id = parcel.fulfillment_id
                and label.parcel_no = parcel.no
                and label.state <> 'voided'
              order by (state = 'failed'), asked_at desc
              limit 1) as label on true
     where parcel.node_id = ${nodeId}
       and parcel.fulfillment_id = any(${fulfillmentIds}::uuid[])
     order by parcel.fulfillment_id, parcel.no`;
}

export function deleteParcels(tx: Sql, { nodeId, fulfillmentId }: ShipmentKey, nos: number[]) {
  return tx.run`
    delete from parcel where node_id = ${nodeId} and fulfillment_id = ${fulfillmentId} and no = any(${nos}::int[])`;
}

/** Puts parcels down as they are now, with exactly these units in them. */
export async function saveParcels(
  tx: Sql,
  { nodeId, fulfillmentId }: ShipmentKey,
  parcels: Parcel[],
  now: Date,
) {
  const given = parcels.map(({ no, boxId, weightGrams, closed }) => ({ no, boxId, weightGrams, closed }));
  await tx.run`
    insert into parcel (node_id, fulfillment_id, no, box_id, weight_grams, closed_at)
    select ${nodeId}, ${fulfillmentId}::uuid, no, "boxId", "weightGrams", case when closed then ${now}::timestamptz end
      from jsonb_to_recordset(${json(given)}::jsonb)
             as given (no int, "boxId" text, "weightGrams" int, closed bool)
        on conflict (node_id, fulfillment_id, no) do update
       set box_id = excluded.box_id, weight_grams = excluded.weight_grams,
           closed_at = case when excluded.closed_at is not null then coalesce(parcel.closed_at, excluded.closed_at) end`;
  await tx.run`
    delete from parcel_line
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and no = any(${parcels.map((parcel) => parcel.no)}::int[])`;
  const lines = parcels.flatMap(({ no, lines }) => lines.map((line) => ({ no, ...line })));
  await tx.run`
    insert into parcel_line (node_id, fulfillment_id, no, line_no, quantity)
    select ${nodeId}, ${fulfillmentId}::uuid, no, "lineNo", quantity
      from jsonb_to_recordset(${json(lines)}::jsonb) as given (no int, "lineNo" int, quantity int)`;
}

export async function markShipped(tx: Sql, { nodeId, fulfillmentId }: ShipmentKey, now: Date) {
  await tx.run`
    update shipment set shipped_at = ${now} where node_id = ${nodeId} and fulfillment_id = ${fulfillmentId}`;
  await tx.run`
    update label
       set shipped_at = ${now},
           track_next = case when source = 'easypost' then ${now}::timestamptz + interval '1 hour' end
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and state in ('bought', 'typed')`;
}
