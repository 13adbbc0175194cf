// Whether the model and the history would find a fault: one is planted, and they must say so within seconds.
import assert from "node:assert/strict";
import fc from "fast-check";
import { connect, type Db } from "../lib/db.ts";
import { plantInCode, plantInFunction, takeWallsAway } from "./support/planted.ts";
import { freshDatabase } from "./support/postgres.ts";
import { deadlocks, race } from "./support/stock_race.ts";
import { loadTrade, openTrade, type Trade, unhurriedUrl } from "./support/stock_service.ts";
import { seed, walks } from "./support/stock_walk.ts";

type Planted = { trade?: Trade; remove?: () => Promise<void> } | void;
type Find = (trade: Trade, pools: Db[]) => Promise<string | undefined>;

/** Plants a fault in a database of its own, or in a copy of the code, and expects it to be found. */
function caught(fault: string, find: Find, plant: (db: Db) => Promise<Planted>) {
  Deno.test({
    name: `a planted fault is caught: ${fault}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url, drop } = await freshDatabase("planted", { max: 2 });
      const pools = [1, 2, 3].map(() => connect({ url: unhurriedUrl(url), max: 6 }));
      try {
        await openTrade(db);
        await takeWallsAway(db);
        const { trade = await loadTrade(), remove } = await plant(db) ?? {};
        const found = await find(trade, pools).finally(() => remove?.());
        assert.ok(found, "nobody noticed");
        console.log(found.split("\n").slice(0, 6).join("\n").slice(0, 400));
      } finally {
        await Promise.all(pools.map((pool) => pool.end()));
        await drop();
      }
    },
  });
}

/** The first walk that does not end as the model says. */
const byModel: Find = async (trade, [db]) => {
  const found = await fc.check(walks(trade, db!, { maxActs: 60 }), {
    seed,
    numRuns: 200,
    endOnFailure: true,
  });
  // SQL that Postgres cannot even read would only say that the fault was planted badly.
  const { code } = (found.errorInstance ?? {}) as { code?: string };
  if (code?.startsWith("42")) throw found.errorInstance;
  return found.failed ? String(found.errorInstance) : undefined;
};

/** The first race after which somebody's answer, or the history of a shelf, cannot be. */
const byRace: Find = async (trade, pools) => {
  for (let no = 0; no < 10; no++) {
    const { wrong } = await race(trade, pools, { seed: seed + no, racers: 32, actsEach: 20 });
    if (wrong.length > 0) return wrong[0];
  }
};

/** Deadlocks, of which there are none when everybody locks in one order; each costs its victims another try, or an error. */
const byDeadlocks: Find = async (trade, pools) => {
  const [{ url }] = pools as [Db];
  await race(trade, pools, { seed, racers: 32, actsEach: 10 });
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  const db = connect({ url, max: 1 });
  const met = await deadlocks(db).finally(() => db.end());
  return met > 0 ? `${met} deadlocks` : undefined;
};

const inReserve = (...changes: [string, string][]) => (db: Db) =>
  plantInFunction(db, "reserve_batch", changes);
const inExpiry = (...changes: [string, string][]) => (db: Db) => plantInFunction(db, "expire_holds", changes);
const inCode = (file: string, ...changes: [string, string][]) => () => plantInCode(file, changes);

caught(
  "stock rows are read without a lock",
  byRace,
  inReserve(
    ["fits(stock, wanted", "fits(wanted.seen, wanted"],
    ["from (select *\n              from unnest", "from (select key.*, seen\n              from unnest"],
    [
      "as key(node_id, sku, quantity, lines, no)\n",
      "as key(node_id, sku, quantity, lines, no) join stock as seen using (node_id, sku)\n",
    ],
  ),
);

caught(
  "what is reserved is written as it was read before the lock, and not relatively",
  byRace,
  inReserve(
    ["  demand     int := 1;", "  demand     int := 1;\n  seen       jsonb;"],
    [
      "  shortages := '[]';",
      "  shortages := '[]';\n  select jsonb_object_agg(node_id || ' ' || sku, reserved) into seen from stock where node_id = any(key_nodes);",
    ],
    [
      "set reserved = stock.reserved + case",
      "set reserved = (seen ->> (stock.node_id || ' ' || stock.sku))::int + case",
    ],
  ),
);

caught(
  "a release ends the promise and leaves its units reserved",
  byModel,
  inCode("domain/inventory/promises.ts", [
    "  if (movements.length > 0) await store.move(tx, nodeId, movements, how.now);",
    '  if (exit !== "released") await store.move(tx, nodeId, movements, how.now);',
  ]),
);

caught(
  "a hold runs out again at every sweep",
  byModel,
  inExpiry(["                and state = 'held'\n", ""], ["       and state = 'held'\n", ""]),
);

caught(
  "who comes last is served first",
  byModel,
  inReserve(
    [
      "for request in 1 .. cardinality(outcomes) loop",
      "for request in reverse cardinality(outcomes) .. 1 loop",
    ],
    [
      "      last := request_demands[request];",
      "      last := request_demands[request];\n      demand := coalesce(request_demands[request - 1], 0) + 1;",
    ],
  ),
);

caught(
  "a request sent again is promised again",
  byModel,
  inReserve(["then 'again' else 'differs' end", "then 'made' else 'differs' end"]),
);

caught(
  "another request under an id that was used is taken for the first",
  byModel,
  inReserve(["then 'again' else 'differs' end", "then 'again' else 'again' end"]),
);

caught(
  "a hold that runs out adds its units to what is reserved",
  byModel,
  inExpiry([
    "set reserved = stock.reserved - (units",
    "set reserved = stock.reserved + (units",
  ]),
);

caught(
  "two kits that share a component ask for it once",
  byModel,
  inCode("domain/inventory/batch.ts", [
    "demands.set(no, (demands.get(no) ?? 0) + line.quantity);",
    "demands.set(no, line.quantity);",
  ]),
);

caught(
  "a request of many lines is promised the first three",
  byModel,
  inCode("domain/inventory/batch.ts", ["of request.lines)", "of request.lines.slice(0, 3))"]),
);

caught(
  "a request that is short of one item is promised the others",
  byModel,
  inReserve(["          is_short := true;", "          is_short := i = last;"]),
);

caught(
  "safety stock is promised too",
  byModel,
  (db) => plantInFunction(db, "fits", [[" - shelf.safety_stock", ""]]),
);

caught(
  "what a channel leaves to the others is promised to it",
  byModel,
  inReserve(["(thresholds[at_key] ->> request_channels[request])::int", "null::int"]),
);

caught(
  "a cart is given units it already holds a second time",
  byModel,
  inCode("domain/inventory/decide.ts", ["      missing -= quantity;", ""]),
);

caught(
  "a short pick forgets that its own units were promised",
  byModel,
  inCode("domain/inventory/floor.ts", [
    "reserved: stock.reserved - quantity",
    "reserved: stock.reserved",
  ]),
);

caught(
  "a hold is handed to an order without a look at its lines",
  byModel,
  inCode("domain/inventory/decide.ts", [
    "return lines.length === 0 && matched.length === asked.length ? matched.flat() : undefined;",
    "return matched.flat();",
  ]),
);

caught("nodes are locked in any order, and two wait for each other", byDeadlocks, async (db) => {
  // Whoever waits in a circle is to be told soon.
  await db.run`
    do $$ begin
      execute format('alter database %I set deadlock_timeout = %L', current_database(), '20ms');
    end $$`;
  await plantInFunction(db, "reserve_batch", [
    ['order by node_id collate "C", sku)', "order by no * (1 - cardinality(request_ids) % 2 * 2))"],
  ]);
});
