import { json, type Sql } from "../../lib/db.ts";
import type { LoggedHandover, ProofKind } from "./types.ts";

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

export function findHandovers(sql: Sql, nodeId: string, before: Date | null, limit: number) {
  return sql.many<LoggedHandover>`
    select handover.id, handover.fulfillment_id, fulfillment.order_number, fulfillment.shopper_label, handover.at,
           coalesce(person.name, '') as by, handover.proof, manager.name as manager, manager_reason, handover.collector,
           document_name, document_last_four, age_seen, undone_at,
           (select coalesce(sum((line ->> 'quantity')::int), 0)::int
              from jsonb_array_elements(handover.lines) as line) as units,
           array(select kind from handover_evidence
                  where handover_evidence.node_id = handover.node_id and handover_id = handover.id
                  order by kind) as kinds
      from handover
      join fulfillment on fulfillment.node_id = handover.node_id and fulfillment.id = handover.fulfillment_id
      left join person on person.id = handover.person_id
      left join person as manager on manager.id = handover.manager_id
     where handover.node_id = ${nodeId}
       and (${before}::timestamptz is null or handover.at < ${before})
     order by handover.at desc, handover.id
     limit ${limit}`;
}

export function findEvidence(sql: Sql, nodeId: string, handoverId: string) {
  return sql.many<{ kind: "signature" | "photo"; data: string }>`
    select kind, data
      from handover_evidence
     where node_id = ${nodeId}
       and handover_id = ${handoverId}
     order by kind`;
}
