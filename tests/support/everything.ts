import type { Db } from "../../lib/db.ts";

/**
 * Every table's rows as a count and a checksum, so that a test can say that nothing changed. Left out are the counts of
 * tries, and what the clock and the worker note about themselves.
 */
export async function everythingKept(
  db: Db,
  besides: string[] = [],
): Promise<Record<string, { rows: number; sum: string | null }>> {
  const ignored = ["attempt", "clock_turn", "worker_heartbeat", "pgmigrations", ...besides];
  const tables = await db.many<{ name: string }>`
    select table_name as name
      from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and not table_name = any(${ignored})
     order by table_name`;
  const sums = tables.map(({ name }) =>
    `select '${name}' as name, count(*)::int as rows, md5(string_agg(md5(t::text), '' order by md5(t::text))) as sum from "${name}" as t`
  );
  const jobs = `select 'jobs', count(*)::int, null from graphile_worker._private_jobs`;
  const { rows } = await db.pool.query([...sums, jobs].join(" union all "));
  return Object.fromEntries(rows.map(({ name, rows, sum }) => [name, { rows, sum }]));
}
