import type { Sql } from "../../lib/db.ts";
import type { ShipmentKey } from "./store.ts";
import type { Tracked } from "./types.ts";

export interface Followed {
  nodeId: string;
  id: string;
  fulfillmentId: string;
  parcelNo: number;
  tracking: string;
  tracked: Tracked | null;
  trackLooks: number;
  shippedAt: Date;
}

const columns = (sql: Sql) =>
  sql.part`node_id, id, fulfillment_id, parcel_no, tracking, tracked, track_looks, shipped_at`;

/** Parcels their carrier is to be asked about now; two clocks at once take different ones. */
export function lockDue(tx: Sql, now: Date, limit: number) {
  return tx.many<Followed>`
    select ${columns(tx)}
      from label
     where track_next <= ${now}
     order by track_next
     limit ${limit}
       for update skip locked`;
}

export function setNext(tx: Sql, { nodeId, id }: Pick<Followed, "nodeId" | "id">, next: Date | null) {
  return tx.run`
    update label set track_next = ${next}, track_looks = track_looks + 1 where node_id = ${nodeId} and id = ${id}`;
}

/** A parcel that is still on its way, under the lock of its label. */
export function lockFollowed(tx: Sql, nodeId: string, id: string) {
  return tx.maybe<Followed>`
    select ${columns(tx)}
      from label
     where node_id = ${nodeId}
       and id = ${id}
       and shipped_at is not null
       and tracking is not null
       and delivered_at is null
       for update`;
}

export function findFollowed(sql: Sql, nodeId: string, id: string) {
  return sql.maybe<Followed>`
    select ${columns(sql)}
      from label
     where node_id = ${nodeId} and id = ${id} and shipped_at is not null and tracking is not null and delivered_at is null`;
}

/** Keeps where a parcel is. From a change on it is looked for as often as a parcel that has just left. */
export function saveTracked(
  tx: Sql,
  { nodeId, id }: Pick<Followed, "nodeId" | "id">,
  { tracked, next }: { tracked: Tracked; next: Date | null },
  now: Date,
) {
  return tx.run`
    update label
       set tracked = ${tracked}, track_looks = 0, track_next = ${next},
           delivered_at = case when ${tracked} = 'delivered' then ${now}::timestamptz end
     where node_id = ${nodeId}
       and id = ${id}`;
}

/** The shipment is there when every one of its parcels is; false when some is not, or it was before. */
export async function markDelivered(
  tx: Sql,
  { nodeId, fulfillmentId }: ShipmentKey,
  now: Date,
): Promise<boolean> {
  const marked = await tx.run`
    update shipment
       set delivered_at = ${now}
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and delivered_at is null
       and not exists (select from parcel
                         left join label on label.node_id = parcel.node_id
                                        and label.fulfillment_id = parcel.fulfillment_id
                                        and label.parcel_no = parcel.no
                                        and label.state in ('bought', 'typed')
                        where parcel.node_id = shipment.node_id
                          and parcel.fulfillment_id = shipment.fulfillment_id
                          and label.delivered_at is null)`;
  return marked === 1;
}

export function findDelivered(sql: Sql, fulfillments: ShipmentKey[]) {
  const nodeIds = fulfillments.map((each) => each.nodeId),
    ids = fulfillments.map((each) => each.fulfillmentId);
  return sql.many<ShipmentKey & { deliveredAt: Date }>`
    select shipment.node_id, shipment.fulfillment_id, delivered_at
      from unnest(${nodeIds}::text[], ${ids}::uuid[]) as asked(node_id, fulfillment_id)
      join shipment on shipment.node_id = asked.node_id and shipment.fulfillment_id = asked.fulfillment_id
     where delivered_at is not null`;
}
