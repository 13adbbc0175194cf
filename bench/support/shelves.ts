// Shelves without a retailer: so many nodes with so many items each, made by the database itself.
import { oneOf, type Random } from "../../demo/random.ts";
import type { MakeReservation } from "../../domain/inventory/types.ts";
import type { Db } from "../../lib/db.ts";
import { sha256 } from "../../lib/tokens.ts";

/** Enough that no benchmark ever runs out. */
const UNITS = 1_000_000_000;

export interface Shelves {
  nodes: string[];
  skus: string[];
}

/** How many nodes are stocked in one statement, so that none runs for minutes. */
const CHUNK = 250;

/**
 * Stocks `nodes` places with `items` items each, every row with the movement that put it there. Called again with more,
 * it adds what is missing.
 */
export async function makeShelves(db: Db, nodes: number, items: number, units = UNITS): Promise<Shelves> {
  await db.run`insert into region (id, name) values ('bench', 'Bench') on conflict do nothing`;
  await db.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone,
                      opening_hours, services)
    select 'n' || no, 'store', 'Store ' || no, 'bench', '1 Main Street', 'New York', 'NY', '10012', 40.7, -74,
           'America/New_York', '[null,null,null,null,null,null,null]', '{pickup,ship}'
      from generate_series(1, ${nodes}::int) as no
    on conflict do nothing`;
  await db.run`
    insert into item (sku, name, category, price_minor, weight_grams)
    select 'sku-' || no, 'Item ' || no, 'bench', 1000, 500 from generate_series(1, ${items}::int) as no
    on conflict do nothing`;
  for (let first = 1; first <= nodes; first += CHUNK) {
    await db.run`
      with put as (
        insert into stock (node_id, sku, on_hand, movements)
        select 'n' || no, sku, ${units}::int, 1
          from generate_series(${first}::int, ${Math.min(nodes, first + CHUNK - 1)}::int) as no
         cross join item
        on conflict do nothing
        returning node_id, sku, on_hand
      )
      insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
      select node_id, sku, 1, on_hand, 0, 'received', now() from put`;
  }
  await db.run`vacuum analyze`;
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
  return { nodes: names("n", nodes), skus: names("sku-", items) };
}

/** Gives every row `each` reservations that were made and fulfilled long ago, with the two movements of each. */
export async function addPast(db: Db, { nodes }: Shelves, each: number): Promise<void> {
  for (let first = 0; first < nodes.length; first += CHUNK / 5) {
    const some = nodes.slice(first, first + CHUNK / 5);
    await db.run`
      with shelf as (
        update stock set on_hand = on_hand - ${each}::int, movements = movements + 2 * ${each}::int
         where node_id = any(${some}) and sku like 'sku-%'
        returning node_id, sku, movements - 2 * ${each}::int as before
      ), past as (
        select node_id, sku, before, no, gen_random_uuid() as id
          from shelf cross join generate_series(1, ${each}::int) as no
      ), made as (
        insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, created_at, closed_at)
        select node_id, id, id, 'web', 1, sku, 1, 'fulfilled', now() - interval '90 days', now() - interval '89 days'
          from past
      )
      insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, reservation_id, at)
      select node_id, sku, before + 2 * no - 1, 0, 1, 'held', id, now() - interval '90 days' from past
       union all
      select node_id, sku, before + 2 * no, -1, -1, 'fulfilled', id, now() - interval '89 days' from past`;
  }
  await db.run`vacuum analyze`;
}

/** A channel with a key of its own. */
export async function openChannel(db: Db, id = "web"): Promise<string> {
  const key = `aisle_bench_key_of_${id}_${crypto.randomUUID()}`;
  await db.run`insert into channel (id, name, key_hash) values (${id}, 'Web shop', ${sha256(key)})`;
  return key;
}

/** A cart at one node, for one unit of each of so many items of it, drawn evenly. */
export function cartAnywhere({ nodes, skus }: Shelves, lines: number, random: Random): MakeReservation {
  const drawn = new Set<string>();
  while (drawn.size < lines) drawn.add(oneOf(random, skus));
  return {
    nodeId: oneOf(random, nodes),
    lines: [...drawn].map((sku) => ({ sku, quantity: 1 })),
    holdMinutes: 60,
  };
}

/** What everybody wants: one unit of the first item at the first node. */
export function hotCart({ nodes, skus }: Shelves): MakeReservation {
  return { nodeId: nodes[0]!, lines: [{ sku: skus[0]!, quantity: 1 }], holdMinutes: 60 };
}
