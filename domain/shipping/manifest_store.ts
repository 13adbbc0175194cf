import { json, type Sql } from "../../lib/db.ts";
import type { Manifest, ManifestLine } from "./types.ts";

/** What has been shipped and is on no manifest yet, by carrier. */
export function findWaiting(sql: Sql, nodeId: string) {
  return sql.many<{ carrier: string; carrierName: string; parcels: number; since: Date }>`
    select carrier, min(carrier_name) as carrier_name, count(*)::int as parcels, min(shipped_at) as since
      from label
     where node_id = ${nodeId}
       and shipped_at is not null
       and manifest_id is null
     group by carrier
     order by carrier`;
}

export function insertManifest(
  tx: Sql,
  made: { nodeId: string; id: string; carrier: string; closedBy: { personId: string; name: string } },
  now: Date,
) {
  return tx.run`
    insert into manifest (node_id, id, carrier, closed_at, closed_by)
    values (${made.nodeId}, ${made.id}, ${made.carrier}, ${now}, ${json(made.closedBy)}::jsonb)
        on conflict do nothing`;
}

/** Puts everything a carrier has not signed for on a manifest; answers how many parcels that are. */
export function listOn(tx: Sql, { nodeId, id, carrier }: { nodeId: string; id: string; carrier: string }) {
  return tx.run`
    update label
       set manifest_id = ${id}
     where node_id = ${nodeId}
       and carrier = ${carrier}
       and shipped_at is not null
       and manifest_id is null`;
}

export function findManifests(sql: Sql, nodeId: string, limit: number) {
  return sql.many<Omit<Manifest, "lines"> & { parcels: number }>`
    select manifest.id, manifest.node_id, manifest.carrier, coalesce(min(label.carrier_name), manifest.carrier) as carrier_name,
           manifest.closed_at, manifest.closed_by ->> 'name' as closed_by, count(label.id)::int as parcels
      from manifest
      left join label on label.node_id = manifest.node_id and label.manifest_id = manifest.id
     where manifest.node_id = ${nodeId}
     group by manifest.node_id, manifest.id
     order by manifest.closed_at desc
     limit ${limit}`;
}

export function findManifest(sql: Sql, nodeId: string, id: string) {
  return sql.maybe<Omit<Manifest, "lines" | "carrierName">>`
    select id, node_id, carrier, closed_at, closed_by ->> 'name' as closed_by
      from manifest
     where node_id = ${nodeId} and id = ${id}`;
}

export function findManifestLines(sql: Sql, nodeId: string, manifestId: string) {
  return sql.many<ManifestLine>`
    select fulfillment.order_number, label.parcel_no, label.tracking, label.carrier_name, label.service_name,
           parcel.weight_grams, label.shipped_at
      from label
      join fulfillment on fulfillment.node_id = label.node_id and fulfillment.id = label.fulfillment_id
      left join parcel
        on parcel.node_id = label.node_id and parcel.fulfillment_id = label.fulfillment_id and parcel.no = label.parcel_no
     where label.node_id = ${nodeId}
       and label.manifest_id = ${manifestId}
     order by label.shipped_at, fulfillment.order_number, label.parcel_no`;
}
