import type { Sql } from "../../lib/db.ts";
import type { KeepBin } from "./types.ts";

export function saveBin(tx: Sql, nodeId: string, { label, zone, capacity }: KeepBin) {
  return tx.run`
    insert into bin (node_id, label, zone, capacity)
    values (${nodeId}, ${label}, ${zone}, ${capacity})
    on conflict (node_id, label) do update
       set zone = excluded.zone, capacity = excluded.capacity`;
}

export function lockBin(tx: Sql, nodeId: string, label: string) {
  return tx.run`select from bin where node_id = ${nodeId} and label = ${label} for update`;
}

export function deleteBin(tx: Sql, nodeId: string, label: string) {
  return tx.run`delete from bin where node_id = ${nodeId} and label = ${label}`;
}
