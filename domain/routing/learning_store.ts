import type { Sql } from "../../lib/db.ts";

export function nodesToLearn(sql: Sql) {
  return sql.many<{ nodeId: string }>`select id as node_id from node where kind = 'store' order by id`;
}

/** Units a day the till sold of each item of a store. What is not sold any more is forgotten. */
export async function learnForecasts(
  tx: Sql,
  { nodeId, since, days, now }: { nodeId: string; since: Date; days: number; now: Date },
): Promise<number> {
  await tx.run`
    delete from forecast
     where node_id = ${nodeId}
       and not exists (select from movement
                        where movement.node_id = forecast.node_id
                          and movement.sku = forecast.sku
                          and reason = 'sold'
                          and at > ${since})`;
  return await tx.run`
    insert into forecast (node_id, sku, units_per_day, learnt_at)
    select node_id, sku, -sum(d_on_hand)::float8 / ${days}::int, ${now}
      from movement
     where node_id = ${nodeId}
       and reason = 'sold'
       and at > ${since}
     group by node_id, sku
    having sum(d_on_hand) < 0
        on conflict (node_id, sku) do update
       set units_per_day = excluded.units_per_day, learnt_at = excluded.learnt_at`;
}

/** Of the lines each node was sent since: how many were short, by what its book said when it was chosen. */
export async function learnRejections(tx: Sql, since: Date): Promise<void> {
  await tx.run`delete from rejection_rate`;
  await tx.run`
    insert into rejection_rate (node_id, bucket, asked, failed)
    select part.node_id, least(3, greatest(1, (taken ->> 'left')::int)), count(*)::int,
           count(*) filter (where part.shorted > 0)::int
      from sourcing_decision as decision
     cross join jsonb_array_elements(decision.plan -> 'packages') as package
     cross join jsonb_array_elements(package -> 'lines') as taken
      join fulfillment on fulfillment.order_id = decision.order_id and fulfillment.node_id = package ->> 'nodeId'
      join fulfillment_line as part
        on part.node_id = fulfillment.node_id
       and part.fulfillment_id = fulfillment.id
       and part.line_no = (taken ->> 'lineNo')::int
     where decision.at > ${since}
       and taken ? 'left'
       and part.picked + part.shorted > 0
     group by 1, 2`;
}
