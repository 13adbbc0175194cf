// What can be promised for a cart of five lines near a shopper, asked of 1,565 stores with a row of stock for each of
// 3,000 items: at the use case, over HTTP, and with how each hot statement is carried out.
import { seeded } from "../demo/random.ts";
import { answerAvailability } from "../domain/orders/mod.ts";
import { sites } from "../domain/places/mod.ts";
import type { Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { sha256 } from "../lib/tokens.ts";
import { ensureBuilt } from "../tasks/build.ts";
import { startAisle } from "../tests/support/aisle.ts";
import { drive } from "./support/drive.ts";
import { type Cluster, withDatabase } from "./support/house.ts";
import { cartNear, fillNetwork, NETWORK } from "./support/network.ts";
import { type Figures, report, say } from "./support/report.ts";

const LINES = 5;
const MS = 6_000;
const IN_FLIGHT = [1, 4];
const KEY = "aisle_bench_key_of_the_web_shop";

type Cart = ReturnType<typeof cartNear>;

const random = seeded("bench availability");

/** One or two units each, which some store nearby has all of; and ten each, which no store has, so that all are asked. */
const carts: Record<string, () => Cart> = {
  "a store nearby has it all": () => cartNear(random, LINES),
  "no store has it all": () => {
    const { lines, near } = cartNear(random, LINES);
    return { lines: lines.map(({ sku }) => ({ sku, quantity: 18 })), near };
  },
};

await report("availability", () => withDatabase(measure));

async function measure({ db, url, postgres }: Cluster): Promise<Figures> {
  say("Filling the network");
  await fillNetwork(db);
  await db.run`update channel set key_hash = ${sha256(KEY)} where id = 'web'`;
  await ensureBuilt();
  Deno.env.set("AISLE_TEST_BUILT", "1"); // or startAisle would build again
  const aisle = await startAisle({ databaseUrl: url, worker: false });
  try {
    const ask = {
      "use case": (cart: Cart) => answerAvailability(db, "web", cart).then((answer) => !isRefusal(answer)),
      "over HTTP": (cart: Cart) =>
        aisle.call("POST", "/api/v1/availability", cart, { key: KEY }).then(({ status }) => status === 200),
    };
    const storeByStore = await measureLaid("store by store", ask);
    say("Laying the stock of an item together");
    await db.run`set statement_timeout = 0; cluster stock using stock_by_sku; analyze stock`;
    const itemByItem = await measureLaid("item by item", ask);
    return {
      postgres,
      ...NETWORK,
      lines: LINES,
      figures: [...storeByStore, ...itemByItem],
      plans: await plans(db),
    };
  } finally {
    await aisle.stop();
  }
}

/** As stock came in, store after store; and as the maintenance the README tells of leaves it. */
async function measureLaid(laid: string, ask: Record<string, (cart: Cart) => Promise<boolean>>) {
  const figures = [];
  for (const [name, once] of Object.entries(ask)) {
    for (const [cart, draw] of Object.entries(carts)) {
      await drive({ inFlight: 2, ms: 2_000 }, () => once(draw()));
      for (const inFlight of IN_FLIGHT) {
        const driven = await drive({ inFlight, ms: MS }, () => once(draw()));
        say(`${laid}, ${name}, ${cart}, ${inFlight} in flight: p50 ${driven.p50} ms, p95 ${driven.p95} ms`);
        figures.push({ laid, name, cart, inFlight, ...driven });
      }
    }
  }
  return figures;
}

/** How Postgres carries out what every answer asks of it; `now` and the nodes are those of one answer. */
async function plans(db: Db) {
  const skus = cartNear(random, LINES).lines.map(({ sku }) => sku);
  const nodeIds = (await sites(db)).slice(0, 24).map(({ id }) => id);
  const explain = async (statement: string, values: unknown[]) => {
    const { rows } = await db.pool.query(`explain (analyze, buffers, costs off) ${statement}`, values);
    return rows.map((row) => row["QUERY PLAN"] as string);
  };
  const left = `select sku, string_agg(node_id, ','), string_agg(units::text, ',')
    from (select node_id, sku,
                 on_hand - reserved - safety_stock - coalesce((thresholds ->> 'web')::int, 0) as units
            from stock`;
  return {
    "of the nearest nodes": await explain(
      `${left} where node_id = any($1::text[]) and sku = any($2::text[])) as shelf where units > 0 group by sku`,
      [nodeIds, skus],
    ),
    "of all others": await explain(
      `${left} where sku = any($2::text[])) as shelf
        where units > 0 and not node_id = any($1::text[]) group by sku`,
      [nodeIds, skus],
    ),
    "zones": await explain(
      "select origin_zip3, zone from carrier_zone where origin_zip3 = any($1::text[]) and destination_zip3 = $2",
      [["100", "101", "112"], "900"],
    ),
    "work due": await explain(
      `select node_id, date_bin('15 minutes', greatest(due_by, now()), '2000-01-01 00:00Z') as at, count(*)
         from fulfillment
        where node_id = any($1::text[]) and closed_at is null
          and state in ('open', 'picking', 'picked', 'packed')
        group by node_id, at`,
      [nodeIds],
    ),
  };
}
