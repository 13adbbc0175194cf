import type { Sql } from "../../lib/db.ts";
import type { NodeLoad } from "./types.ts";

/** The load of every store of a region. Only open work and today's is read, whatever the history. */
export function findLoad(sql: Sql, regionId: string, now: Date) {
  return sql.many<Omit<NodeLoad, "oldestPlacedAt"> & { oldestPlacedAt: Date | null }>`
    with open as (
      select fulfillment.node_id, count(*) as backlog,
             count(*) filter (where fulfillment.state in ('open', 'picking', 'picked', 'packed') and due_by < ${now}) as overdue,
             count(*) filter (where fulfillment.state in ('open', 'picking', 'picked', 'packed')
                                and due_by >= ${now} and due_by < ${now}::timestamptz + interval '1 hour')
               as due_within_hour,
             count(*) filter (where fulfillment.state = 'staged') as staged,
             count(*) filter (where fulfillment.state = 'arrived') as waiting_at_curb,
             min(placed_at) filter (where fulfillment.state in ('open', 'picking', 'picked', 'packed')) as oldest_placed_at
        from fulfillment
        join node on node.id = fulfillment.node_id
       where node.region_id = ${regionId}
         and closed_at is null
       group by fulfillment.node_id
    ), units as (
      select line.node_id, sum(line.quantity - line.picked - line.shorted) as units_to_pick
        from fulfillment
        join node on node.id = fulfillment.node_id
        join fulfillment_line as line
          on line.node_id = fulfillment.node_id and line.fulfillment_id = fulfillment.id
       where node.region_id = ${regionId}
         and fulfillment.closed_at is null
         and fulfillment.state in ('open', 'picking')
       group by line.node_id
    ), done as (
      select fulfillment.node_id, count(*) as done_today
        from fulfillment
        join node on node.id = fulfillment.node_id
       where node.region_id = ${regionId}
         and fulfillment.state in ('handed_over', 'shipped')
         and closed_at >= date_trunc('day', ${now}::timestamptz, node.time_zone)
       group by fulfillment.node_id
    )
    select node.id as node_id, node.name, node.city, node.state, node.capacity_per_day,
           coalesce(open.backlog, 0) as backlog, coalesce(units.units_to_pick, 0)::int as units_to_pick,
           coalesce(open.due_within_hour, 0) as due_within_hour, coalesce(open.overdue, 0) as overdue,
           coalesce(open.staged, 0) as staged, coalesce(open.waiting_at_curb, 0) as waiting_at_curb,
           open.oldest_placed_at, coalesce(done.done_today, 0) as done_today
      from node
      left join open on open.node_id = node.id
      left join units on units.node_id = node.id
      left join done on done.node_id = node.id
     where node.region_id = ${regionId}
     order by node.id`;
}
