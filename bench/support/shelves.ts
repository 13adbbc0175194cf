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

/** Stocks `nodes` places with `items` items each, every row with the movement that put it there. */
export async function makeShelves(db: Db, nodes: number, items: number, units = UNITS): Promise<Shelves> {
  await db.run`insert into region (id, name) values ('bench', 'Bench') on conflict do nothing`;
  await db.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone,
                      opening_hours, services)
    select 'n' || no, 'store', 'Store ' || no, 'bench', '1 Main Street', 'New York', 'NY', '10012', 40.7, -74,
           'America/New_York', '[null,null,null,null,null,null,null]', '{pickup,ship}'
      from generate_series(1, ${nodes}::int) as no`;
  await db.run`
    insert into item (sku, name, category, price_minor, weight_grams)
    select 'sku-' || no, 'Item ' || no, 'bench', 1000, 500 from generate_series(1, ${items}::int) as no`;
  await db.run`
    insert into stock (node_id, sku, on_hand, movements)
    select node.id, item.sku, ${units}::int, 1 from node cross join item where node.region_id = 'bench'`;
  await db.run`
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
    select node_id, sku, 1, on_hand, 0, 'received', now() from stock`;
  await db.run`vacuum analyze`;
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
  return { nodes: names("n", nodes), skus: names("sku-", items) };
}

/** A channel with a key of its own. */
export async function openChannel(db: Db, id = "web"): Promise<string> {
  const key = `aisle_bench_key_of_${id}_${crypto.randomUUID()}`;
  await db.run`insert into channel (id, name, key_hash) values (${id}, 'Web shop', ${await sha256(key)})`;
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
