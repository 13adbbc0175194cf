import type { Sql } from "../../lib/db.ts";
import type { Device, DeviceView, Role, Turn } from "./types.ts";

/** More than a store has; the ones seen last. */
const MOST_LISTED = 300;

interface TurnKey {
  nodeId: string;
  deviceId: string;
  personId: string;
}

export function insertDevice(
  tx: Sql,
  { nodeId, id, name, tokenHash, enrolledBy }: Device & { tokenHash: string; enrolledBy: string },
  now: Date,
) {
  return tx.run`
    insert into device (node_id, id, name, token_hash, enrolled_by, enrolled_at, last_seen_at)
    values (${nodeId}, ${id}, ${name}, ${tokenHash}, ${enrolledBy}, ${now}, ${now})`;
}

export function findDevice(sql: Sql, tokenHash: string) {
  return sql.prepared.maybe<Device & { lastSeenAt: Date }>`
    select node_id, id, name, revoked_at, last_seen_at from device where token_hash = ${tokenHash}`;
}

export function touchDevice(sql: Sql, { nodeId, id }: Device, now: Date) {
  return sql.run`update device set last_seen_at = ${now} where node_id = ${nodeId} and id = ${id}`;
}

/** What a device says still waits on it. */
export function tellWaiting(sql: Sql, { nodeId, id }: Device, waiting: number) {
  return sql.run`
    update device set waiting = ${waiting}
     where node_id = ${nodeId} and id = ${id} and waiting <> ${waiting}`;
}

/** The device as it is then; nothing when it is not theirs to take, or was taken before. */
export function revokeDevice(
  tx: Sql,
  { nodeIds, id, by }: { nodeIds: string[]; id: string; by: string },
  now: Date,
) {
  return tx.maybe<Device>`
    update device set revoked_at = ${now}, revoked_by = ${by}
     where node_id = any(${nodeIds}) and id = ${id} and revoked_at is null
    returning node_id, id, name, revoked_at`;
}

export function listDevices(sql: Sql, nodeIds: string[]) {
  return sql.many<DeviceView>`
    select device.node_id, device.id, device.name, enroller.name as enrolled_by, device.enrolled_at,
           device.last_seen_at, device.waiting, device.revoked_at, revoker.name as revoked_by,
           (select person.name
              from device_person
              join person on person.id = device_person.person_id
             where device_person.node_id = device.node_id and device_person.device_id = device.id
             order by device_person.runs_out_at desc
             limit 1) as last_person
      from device
      join person as enroller on enroller.id = device.enrolled_by
      left join person as revoker on revoker.id = device.revoked_by
     where device.node_id = any(${nodeIds})
     order by device.revoked_at is not null, device.last_seen_at desc, device.id
     limit ${MOST_LISTED}`;
}

export function lengthenTurn(tx: Sql, turn: TurnKey & { role: Role }, runsOutAt: Date, now: Date) {
  return tx.run`
    update device_person set runs_out_at = ${runsOutAt}
     where node_id = ${turn.nodeId} and device_id = ${turn.deviceId} and person_id = ${turn.personId}
       and role = ${turn.role} and signed_out_at is null and runs_out_at > ${now}`;
}

export function insertTurn(tx: Sql, turn: TurnKey & { id: string; role: Role }, runsOutAt: Date, now: Date) {
  return tx.run`
    insert into device_person (node_id, device_id, id, person_id, role, signed_in_at, runs_out_at)
    values (${turn.nodeId}, ${turn.deviceId}, ${turn.id}, ${turn.personId}, ${turn.role}, ${now}, ${runsOutAt})`;
}

export function endTurn(tx: Sql, turn: TurnKey, now: Date) {
  return tx.run`
    update device_person set signed_out_at = ${now}
     where node_id = ${turn.nodeId} and device_id = ${turn.deviceId} and person_id = ${turn.personId}
       and signed_out_at is null and runs_out_at > ${now}`;
}

/** A person's turns on a device, the newest first. */
export function findTurns(sql: Sql, { nodeId, id }: Device, personId: string) {
  return sql.many<Turn & { name: string }>`
    select person.name, device_person.role, device_person.signed_in_at, device_person.runs_out_at,
           device_person.signed_out_at
      from device_person
      join person on person.id = device_person.person_id
     where device_person.node_id = ${nodeId} and device_person.device_id = ${id}
       and device_person.person_id = ${personId}
     order by device_person.signed_in_at desc`;
}

export function deleteOldTurns(sql: Sql, before: Date) {
  return sql.run`delete from device_person where runs_out_at < ${before}`;
}

export function findRule(sql: Sql, nodeId: string) {
  return sql.maybe<{ idleLockSeconds: number }>`
    select idle_lock_seconds from device_rule where node_id = ${nodeId}`;
}

export function saveRule(tx: Sql, nodeId: string, seconds: number) {
  return tx.run`
    insert into device_rule (node_id, idle_lock_seconds) values (${nodeId}, ${seconds})
        on conflict (node_id) do update set idle_lock_seconds = excluded.idle_lock_seconds`;
}
