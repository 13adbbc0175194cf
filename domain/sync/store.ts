import { json, type Sql } from "../../lib/db.ts";

export interface OperationRow {
  nodeId: string;
  id: string;
  deviceId: string;
  seq: number;
  type: string;
  at: string;
  bodyHash: string;
  personId: string;
  outcome: "applied" | "refused" | "superseded";
  problem: Record<string, unknown> | null;
}

/** False when the id is taken. Whoever sends the same operation at once waits here for the first to be decided. */
export async function insertOperation(tx: Sql, row: OperationRow, now: Date) {
  const inserted = await tx.prepared.run`
    insert into operation (node_id, id, device_id, seq, type, at, body_hash, person_id, outcome, problem, decided_at)
    values (${row.nodeId}, ${row.id}, ${row.deviceId}, ${row.seq}, ${row.type}, ${new Date(
    row.at,
  )}, ${row.bodyHash},
            ${row.personId}, ${row.outcome}, ${row.problem && json(row.problem)}::jsonb, ${now})
    on conflict do nothing`;
  return inserted === 1;
}

export function findOperation(sql: Sql, nodeId: string, id: string) {
  return sql.prepared.maybe<Pick<OperationRow, "bodyHash" | "outcome" | "problem">>`
    select body_hash, outcome, problem from operation where node_id = ${nodeId} and id = ${id}`;
}

export function deleteOldOperations(sql: Sql, before: Date) {
  return sql.run`delete from operation where decided_at < ${before}`;
}
