import { json, type Sql } from "../../lib/db.ts";
import type { ProofKind } from "./types.ts";

export interface HandoverRow {
  nodeId: string;
  fulfillmentId: string;
  id: string;
  at: Date;
  personId: string;
  proof: ProofKind;
  managerId: string | null;
  managerReason: string | null;
  collector: string | null;
  documentName: string | null;
  documentLastFour: string | null;
  ageSeen: boolean;
  lines: { lineNo: number; quantity: number }[];
}

export function insertHandover(tx: Sql, row: HandoverRow) {
  return tx.run`
    insert into handover (node_id, fulfillment_id, id, at, person_id, proof, manager_id, manager_reason, collector,
                          document_name, document_last_four, age_seen, lines)
    values (${row.nodeId}, ${row.fulfillmentId}, ${row.id}, ${row.at}, ${row.personId}, ${row.proof}, ${row.managerId},
            ${row.managerReason}, ${row.collector}, ${row.documentName}, ${row.documentLastFour}, ${row.ageSeen},
            ${json(row.lines)}::jsonb)`;
}

export function insertEvidence(
  tx: Sql,
  row: { nodeId: string; handoverId: string; kind: "signature" | "photo"; data: string },
) {
  return tx.run`
    insert into handover_evidence (node_id, handover_id, kind, data)
    values (${row.nodeId}, ${row.handoverId}, ${row.kind}, ${row.data})
    on conflict do nothing`;
}

export function markUndone(tx: Sql, nodeId: string, fulfillmentId: string, id: string, now: Date) {
  return tx.run`
    update handover
       set undone_at = ${now}
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and id = ${id}`;
}
