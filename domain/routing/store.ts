import { json, type Sql } from "../../lib/db.ts";
import type { Plan } from "./types.ts";

/** The carrier's zones into one ZIP3 area from these. */
export function findZones(sql: Sql, origins: string[], destinationZip3: string) {
  return sql.prepared.many<{ originZip3: string; zone: number }>`
    select origin_zip3, zone
      from carrier_zone
     where origin_zip3 = any(${origins}::text[])
       and destination_zip3 = ${destinationZip3}`;
}

export function insertDecision(tx: Sql, decision: { orderId: string; id: string; plan: Plan; at: Date }) {
  const { passedOver, ...plan } = decision.plan;
  return tx.run`
    insert into sourcing_decision (order_id, id, plan, rejected, at)
    values (${decision.orderId}, ${decision.id}, ${json(plan)}, ${json(passedOver)}, ${decision.at})`;
}
