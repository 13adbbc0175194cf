// A large retailer put together from nothing: as many stores as a national chain has, each with a row for every item.
import { usPostalCodes } from "../../demo/postal_codes.ts";
import { oneOf, type Random, seeded } from "../../demo/random.ts";
import { milesBetween } from "../../domain/places/decide.ts";
import { zoneByMiles } from "../../domain/routing/costs_decide.ts";
import { type Db, json, transact } from "../../lib/db.ts";

export const NETWORK = { stores: 1_565, items: 3_000 };

type Place = ReturnType<typeof usPostalCodes>[number];

/** Fills an empty, migrated database: stores across the country, items, carrier zones and stock. */
export async function fillNetwork(db: Db): Promise<void> {
  const random = seeded("bench network");
  const codes = usPostalCodes();
  const stores = Array.from({ length: NETWORK.stores }, () => oneOf(random, codes));
  await db.run`insert into region (id, name) values ('us', 'United States')`;
  await db.run`insert into channel (id, name, key_hash) values ('web', 'Web shop', 'bench')
                   on conflict (id) do nothing`;
  await insertPlaces(db, codes, stores);
  await db.run`
    insert into item (sku, name, category, price_minor, weight_grams)
    select 'N-' || no, 'Item ' || no, 'c' || no % 40, 500 + no % 9000, 200 + no % 3000
      from generate_series(1, ${NETWORK.items}::int) as no`;
  await insertZones(db, codes, stores);
  // A third of the shelves are empty.
  await transact(db, async (tx) => {
    // Nodes and items are there: to look each up nine million times would take minutes.
    await tx.run`set local session_replication_role = replica`;
    await tx.run`
      insert into stock (node_id, sku, on_hand, safety_stock)
      select node.id, item.sku, case when draw % 3 = 0 then 0 else 1 + draw % 20 end, draw % 2
        from node, item, lateral (select abs(hashtext(node.id || item.sku)) as draw) as drawn
       order by node.id, item.sku`;
  });
  await fillQueues(db);
  await db.run`vacuum analyze node, item, stock, postal_code, carrier_zone, fulfillment, kit_component`;
}

/** Twenty orders to do at every store, and sixty done. */
async function fillQueues(db: Db) {
  await db.run`
    insert into fulfillment (node_id, id, order_id, order_number, shopper_label, method, state, due_by, promised_by,
                             placed_at, closed_at, proof)
    select node.id, gen_random_uuid(), gen_random_uuid(), 'N', 'Maya R.', 'pickup',
           case when no <= 20 then 'open' else 'handed_over' end, due, due, due - interval '2 hours',
           case when no > 20 then due end, case when no > 20 then 'pass' end
      from node, generate_series(1, 80) as no,
           lateral (select now() + (case when no <= 20 then no else -no end) * interval '20 minutes' as due) as d`;
}

let codes: Place[] | undefined;

/** A cart of so many items, asked for near some place of the country. */
export function cartNear(random: Random, lines: number) {
  const { postalCode } = oneOf(random, codes ??= usPostalCodes());
  const skus = new Set<string>();
  while (skus.size < lines) skus.add(`N-${1 + Math.floor(random() * NETWORK.items)}`);
  return {
    lines: [...skus].map((sku) => ({ sku, quantity: 1 + Math.floor(random() * 2) })),
    near: { postalCode, country: "US" as const },
  };
}

async function insertPlaces(db: Db, codes: Place[], stores: Place[]) {
  await db.run`
    insert into postal_code (country, postal_code, lat, lon, city, state)
    select 'US', "postalCode", lat, lon, city, state
      from jsonb_to_recordset(${json(codes)}::jsonb) as given (
             "postalCode" text, lat float8, lon float8, city text, state text)
        on conflict do nothing`;
  const rows = stores.map((place, i) => ({ ...place, id: `store-${String(i + 1).padStart(4, "0")}` }));
  await db.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone,
                      opening_hours, services)
    select id, 'store', 'Store ' || city, 'us', '1 Main Street', city, state, "postalCode", lat, lon,
           'America/New_York', ${json(Array(7).fill(["08:00", "22:00"]))}::jsonb, '{pickup,curbside,ship}'
      from jsonb_to_recordset(${json(rows)}::jsonb) as given (
             id text, "postalCode" text, lat float8, lon float8, city text, state text)`;
}

/** The carrier's chart from every area with a store to every area of the country. */
async function insertZones(db: Db, codes: Place[], stores: Place[]) {
  const areas = new Map(codes.map((place) => [place.postalCode.slice(0, 3), place]));
  const origins = new Map(stores.map((place) => [place.postalCode.slice(0, 3), place]));
  for (const [origin, from] of origins) {
    const zones = [...areas.values()].map((to) => zoneByMiles(milesBetween(from, to)));
    await db.run`
      insert into carrier_zone (origin_zip3, destination_zip3, zone)
      select ${origin}, destination, zone
        from unnest(${[...areas.keys()]}::text[], ${zones}::int[]) as chart(destination, zone)`;
  }
}
