import type { Sql } from "../../lib/db.ts";

export interface Grant {
  nodeId: string;
  tokenHash: string;
  fulfillmentId: string;
  deviceId: string;
  personId: string;
  managerId: string;
  reason: string;
  expiresAt: Date;
  usedBy: string | null;
}

/** False when the same word was given before. */
export async function insertGrant(tx: Sql, grant: Grant): Promise<boolean> {
  const inserted = await tx.run`
    insert into override_grant (node_id, token_hash, fulfillment_id, device_id, person_id, manager_id, reason, expires_at,
                                used_by)
    values (${grant.nodeId}, ${grant.tokenHash}, ${grant.fulfillmentId}, ${grant.deviceId}, ${grant.personId},
            ${grant.managerId}, ${grant.reason}, ${grant.expiresAt}, ${grant.usedBy})
        on conflict do nothing`;
  return inserted === 1;
}

/** Uses a grant up; nothing when it is another's, for another order or phone, has run out, or was used. */
export function useGrant(
  tx: Sql,
  grant: Pick<Grant, "nodeId" | "tokenHash" | "fulfillmentId" | "deviceId" | "personId"> & { usedBy: string },
  now: Date,
) {
  return tx.maybe<Pick<Grant, "managerId" | "reason">>`
    update override_grant
       set used_by = ${grant.usedBy}
     where node_id = ${grant.nodeId}
       and token_hash = ${grant.tokenHash}
       and fulfillment_id = ${grant.fulfillmentId}
       and device_id = ${grant.deviceId}
       and person_id = ${grant.personId}
       and used_by is null
       and expires_at > ${now}
    returning manager_id, reason`;
}

export function deleteOldGrants(sql: Sql, now: Date) {
  return sql.run`delete from override_grant where expires_at <= ${now}`;
}
