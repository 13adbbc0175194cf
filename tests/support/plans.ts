// How Postgres carries out what a function does inside: told by its own auto_explain, statement by statement.
import { connect, type Db } from "../../lib/db.ts";

export interface Plan {
  statement: string;
  plan: string;
}

/** A session of its own that can tell its plans. */
export function session(url: string): { db: Db; plansOf(work: () => Promise<unknown>): Promise<Plan[]> } {
  const db = connect({ url, max: 1 });
  let told: string[] = [];
  db.pool.on("connect", (client) => client.on("notice", (notice) => told.push(notice.message ?? "")));
  async function plansOf(work: () => Promise<unknown>) {
    await db.run`load 'auto_explain'`;
    await db.run`
      select set_config(name, value, false)
        from (values ('auto_explain.log_min_duration', '0'), ('auto_explain.log_nested_statements', 'on'),
                     ('auto_explain.log_parameter_max_length', '0'),
                     ('client_min_messages', 'log')) as setting(name, value)
       where name in (select name from pg_settings) -- the length of parameters is a setting since PostgreSQL 16`;
    told = [];
    await work();
    const plans = told.filter((each) => each.includes("Query Text:")).map(planIn);
    await db.run`set auto_explain.log_min_duration = -1`;
    return plans;
  }
  return { db, plansOf };
}

/**
 * What must never be part of a hot plan: reading a table that grows from end to end, a join that does, or looking stock up
 * by its item alone, which is one row in the first store and a thousand in the thousandth.
 */
export function scansIn(plans: Plan[]): string[] {
  return plans.flatMap(({ statement, plan }) => {
    const lines = plan.split("\n");
    const isScan = (line: string, i: number) =>
      /Seq Scan on (stock|reservation|movement)\b|Hash Join|Merge Join/.test(line) ||
      (/Index.* Scan using \w+ on stock\b/.test(line) && !/node_id.*sku|sku.*node_id/.test(lines[i + 1]!));
    return lines.filter(isScan).map((line) => `${line.trim()} in ${statement.slice(0, 60)}`);
  });
}

/** Costs and row counts differ from machine to machine; the shape of a plan does not. */
function planIn(message: string): Plan {
  const [, text = ""] = message.split("Query Text:");
  const lines = text.split("\n");
  const from = lines.findIndex((line) => /\(cost=/.test(line));
  return {
    statement: lines.slice(0, from).join("\n").trim(),
    plan: lines.slice(from).map((line) => line.replace(/ {2}\(cost=.*?\)$/, "")).join("\n").trimEnd(),
  };
}

const now = new Date("2026-03-01T12:00:00Z");

/** Puts so many stock rows at one node, and as many holds that came and went. */
export async function fill(db: Db, rows: number) {
  await db.run`insert into region (id, name) values ('east', 'East') on conflict do nothing`;
  await db.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours,
                      services)
    select id, 'store', id, 'east', '1 Main Street', 'New York', 'NY', '10012', 40.7, -74, 'America/New_York', '[]', '{}'
      from unnest('{soho,albany}'::text[]) as n(id)
        on conflict do nothing`;
  await db.run`insert into channel (id, name, key_hash) values ('web', 'Web', 'w') on conflict do nothing`;
  await db.run`
    insert into item (sku, name, category, price_minor, weight_grams)
    select 'item ' || i, 'Item', 'home', 100, 100 from generate_series(1, ${rows}::int) as i
        on conflict do nothing`;
  await db.run`
    insert into stock (node_id, sku, on_hand, movements)
    select 'soho', 'item ' || i, 1000, 1 from generate_series(1, ${rows}::int) as i
        on conflict do nothing`;
  await db.run`
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
    select 'soho', 'item ' || i, 1, 1000, 0, 'received', ${now}::timestamptz from generate_series(1, ${rows}::int) as i
        on conflict do nothing`;
  await db.run`
    insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at,
                             closed_at)
    select 'soho', gen_random_uuid(), gen_random_uuid(), 'web', 1, 'item ' || i, 1, 'released', ${now}::timestamptz,
           ${now}::timestamptz, ${now}::timestamptz
      from generate_series(1, ${rows}::int) as i`;
}
