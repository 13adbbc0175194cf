// deno run -A bench/plans.ts: writes how the hot statements are carried out to bench/plans/, to be read. What must not
// stand there is a test: tests/plans_test.ts.
import { join } from "node:path";
import { makeReservation } from "../domain/inventory/mod.ts";
import { expireHolds } from "../domain/inventory/store.ts";
import type { Db } from "../lib/db.ts";
import { startPostgres } from "../lib/embedded_postgres.ts";
import { migrate } from "../lib/migrate.ts";
import { main } from "../lib/startup_problem.ts";
import { migrations, root } from "../tasks/places.ts";
import { fill, type Plan, session } from "../tests/support/plans.ts";

const ROWS = 200_000;
const now = new Date("2026-03-01T12:00:00Z");
const inAnHour = new Date("2026-03-01T13:00:00Z");

if (import.meta.main) await main(writePlans);

async function writePlans() {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-plans-" });
  const server = await startPostgres({ dataDir });
  const { db, plansOf } = session(server.url);
  try {
    await migrate(server.url, migrations);
    await fill(db, ROWS);
    await db.run`analyze`;
    await hold(db, "item 1", 1); // what is read once a process is read
    await write("reserve_batch", await plansOf(() => hold(db, "item 2", 1)));
    await write("reserve_batch_short", await plansOf(() => hold(db, "item 3", 1_001)));
    await write("expire_holds", await plansOf(() => expireHolds(db, "soho", inAnHour, 1_000)));
  } finally {
    await db.end();
    await server.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

function hold(db: Db, sku: string, quantity: number) {
  const lines = [{ sku, quantity }, { sku: "item 9", quantity: 1 }];
  return makeReservation(db, "web", { id: crypto.randomUUID(), nodeId: "soho", lines, holdMinutes: 30 }, now);
}

async function write(name: string, plans: Plan[]) {
  const folder = join(root, "bench/plans");
  await Deno.mkdir(folder, { recursive: true });
  // The statement that calls the function comes last, and says no more than that.
  const inside = plans.filter(({ statement }) => !/from reserve_batch\(|expire_holds\(\$1/.test(statement));
  const text = inside.map(({ statement, plan }) => `${statement}\n\n${plan}\n`).join(
    `\n${"-".repeat(100)}\n\n`,
  );
  await Deno.writeTextFile(join(folder, `${name}.txt`), text);
  console.log(`bench/plans/${name}.txt: ${inside.length} statements`);
}
