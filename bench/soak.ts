// Ten minutes at full speed: whether autovacuum keeps up with holds that are made and run out, minute by minute.
import { seeded } from "../demo/random.ts";
import { expireHolds, makeReservation } from "../domain/inventory/mod.ts";
import { checkInvariants } from "../domain/invariants.ts";
import type { Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { drive } from "./support/drive.ts";
import { rounded } from "./support/figures.ts";
import { type Cluster, withDatabase } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import { cartAnywhere, makeShelves, openChannel } from "./support/shelves.ts";

const MINUTES = 10;

await report("soak", () => withDatabase(measure));

async function measure({ db, postgres }: Cluster) {
  await openChannel(db);
  const shelves = await makeShelves(db, 100, 1_000);
  const random = seeded("bench soak");
  const before = await tablesOf(db);
  let isOver = false;
  const sweep = (async () => {
    for (; !isOver; await new Promise((go) => setTimeout(go, 1_000))) await expireHolds(db);
  })();
  const minutes = [];
  for (let minute = 1; minute <= MINUTES; minute++) {
    const driven = await drive({ inFlight: 256, ms: 60_000 }, async () => {
      const cart = { ...cartAnywhere(shelves, 3, random), holdMinutes: 1 };
      return !isRefusal(await makeReservation(db, "web", cart));
    });
    const tables = await tablesOf(db);
    say(`Minute ${minute}: ${driven.perSecond}/s, p99 ${driven.p99} ms, ${JSON.stringify(tables)}`);
    minutes.push({ perSecond: driven.perSecond, p99: driven.p99, failed: driven.failed, tables });
  }
  isOver = true;
  await sweep;
  const { checked, violations } = await checkInvariants(db);
  return { postgres, before, minutes, invariants: { checked, violations } };
}

/** Per table: megabytes of heap and of indexes, the share of dead rows, the share of heap-only updates, vacuums. */
async function tablesOf(db: Db) {
  const rows = await db.many<Record<string, number> & { name: string }>`
    select relname as name, pg_relation_size(relid)::float8 / 1e6 as heap,
           pg_indexes_size(relid)::float8 / 1e6 as indexes,
           n_dead_tup::float8 / greatest(1, n_live_tup + n_dead_tup) as dead,
           n_tup_hot_upd::float8 / greatest(1, n_tup_upd) as hot, autovacuum_count::int as vacuums
      from pg_stat_user_tables
     where relname in ('stock', 'reservation', 'movement')
     order by relname`;
  return rows.map(({ name, heap, indexes, dead, hot, vacuums }) => {
    return {
      name,
      heap: rounded(heap!),
      indexes: rounded(indexes!),
      dead: rounded(dead!, 3),
      hot: rounded(hot!, 3),
      vacuums,
    };
  });
}
