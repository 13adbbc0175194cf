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

/** The same for several at once; answers how many ids were free. */
export function insertOperations(tx: Sql, rows: OperationRow[], now: Date) {
  const made = rows.map((row) => ({
    ...{
      id: row.id,
      device_id: row.deviceId,
      seq: row.seq,
      type: row.type,
      at: row.at,
      body_hash: row.bodyHash,
    },
    ...{ person_id: row.personId, outcome: row.outcome, problem: row.problem },
  }));
  return tx.prepared.run`
    insert into operation (node_id, id, device_id, seq, type, at, body_hash, person_id, outcome, problem, decided_at)
    select ${
    rows[0]!.nodeId
  }, id, device_id, seq, type, at, body_hash, person_id, outcome, nullif(problem, 'null'::jsonb),
           ${now}
      from jsonb_to_recordset(${json(made)}::jsonb)
             as o(id uuid, device_id uuid, seq bigint, type text, at timestamptz, body_hash text, person_id uuid,
                  outcome text, problem jsonb)
    on conflict do nothing`;
}

export function findOperation(sql: Sql, nodeId: string, id: string) {
  return sql.prepared.maybe<Pick<OperationRow, "bodyHash" | "outcome" | "problem">>`
    select body_hash, outcome, problem from operation where node_id = ${nodeId} and id = ${id}`;
}

export function deleteOldOperations(sql: Sql, before: Date) {
  return sql.run`delete from operation where decided_at < ${before}`;
}
