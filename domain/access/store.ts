import type { Sql } from "../../lib/db.ts";
import type { Role } from "./types.ts";

export interface RoleRow {
  personId: string;
  name: string;
  role: Role;
  nodeId: string | null;
  regionId: string | null;
}

/** The people who can sign in at a place, by name. */
export function findPeople(sql: Sql, place: { nodeId: string | null; regionId: string | null }) {
  return sql.many<RoleRow>`
    select person.id as person_id, person.name, person_role.role, person_role.node_id, person_role.region_id
      from person_role
      join person on person.id = person_role.person_id
     where person.active
       and (person_role.node_id = ${place.nodeId} or person_role.region_id = ${place.regionId})
     order by person.name, person.id`;
}

/** Who answers for a store, by name. */
export function findManagers(sql: Sql, nodeId: string) {
  return sql.prepared.many<{ personId: string; name: string }>`
    select person.id as person_id, person.name
      from person_role
      join person on person.id = person_role.person_id
     where person.active
       and person_role.node_id = ${nodeId}
       and person_role.role = 'store_manager'
     order by person.name, person.id`;
}

export function findPinHash(sql: Sql, personId: string) {
  return sql.maybe<{ pinHash: string }>`select pin_hash from person where id = ${personId} and active`;
}

export function insertSession(
  tx: Sql,
  session: RoleRow & { tokenHash: string; startedAt: Date; expiresAt: Date; deviceId: string | null },
) {
  return tx.run`
    insert into session (token_hash, person_id, role, node_id, region_id, started_at, last_seen_at, expires_at,
                         device_id)
    values (${session.tokenHash}, ${session.personId}, ${session.role}, ${session.nodeId}, ${session.regionId},
            ${session.startedAt}, ${session.startedAt}, ${session.expiresAt}, ${session.deviceId})`;
}

/** The session as it stands: gone when the person left, lost the role, or let it run out. */
export function findSession(sql: Sql, tokenHash: string, now: Date, idleSince: Date) {
  return sql.prepared.maybe<RoleRow & { lastSeenAt: Date }>`
    select session.person_id, person.name, session.role, session.node_id, session.region_id, session.last_seen_at
      from session
      join person on person.id = session.person_id
     where session.token_hash = ${tokenHash}
       and session.expires_at > ${now}
       and session.last_seen_at > ${idleSince}
       and person.active
       and exists (select from person_role
                    where person_role.person_id = session.person_id
                      and person_role.role = session.role
                      and person_role.node_id is not distinct from session.node_id
                      and person_role.region_id is not distinct from session.region_id)`;
}

export function touchSession(sql: Sql, tokenHash: string, now: Date) {
  return sql.run`update session set last_seen_at = ${now} where token_hash = ${tokenHash}`;
}

export function deleteSession(sql: Sql, tokenHash: string) {
  return sql.maybe<{ personId: string }>`
    delete from session where token_hash = ${tokenHash} returning person_id`;
}

export function deleteSessionOf(sql: Sql, tokenHash: string, personId: string) {
  return sql.run`delete from session where token_hash = ${tokenHash} and person_id = ${personId}`;
}

export function deleteSessionsOn(sql: Sql, deviceId: string) {
  return sql.run`delete from session where device_id = ${deviceId}`;
}

/** The session that enrols the device it runs on is that device's from then on. */
export function bindSession(sql: Sql, tokenHash: string, deviceId: string) {
  return sql.run`update session set device_id = ${deviceId} where token_hash = ${tokenHash}`;
}

export function deleteExpiredSessions(sql: Sql, now: Date) {
  return sql.run`delete from session where expires_at <= ${now}`;
}

export function findChannelByKeyHash(sql: Sql, keyHash: string) {
  return sql.prepared.maybe<
    { id: string; name: string }
  >`select id, name from channel where key_hash = ${keyHash}`;
}

export function findChannels(sql: Sql) {
  return sql.prepared.many<
    { id: string; name: string; keyHash: string }
  >`select id, name, key_hash from channel`;
}
