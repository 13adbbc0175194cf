// What a benchmark measures on: a Postgres of its own in a temporary directory, and Aisle as it is deployed.
import { type Demo, loadDemo } from "../../demo/load.ts";
import { connect, type Db } from "../../lib/db.ts";
import { startPostgres } from "../../lib/embedded_postgres.ts";
import { migrate } from "../../lib/migrate.ts";
import { ensureBuilt } from "../../tasks/build.ts";
import { migrations } from "../../tasks/places.ts";
import { type RunningAisle, startAisle } from "../../tests/support/aisle.ts";
import { postgresVersion, say } from "./report.ts";

export interface Cluster {
  url: string;
  db: Db;
  dataDir: string;
  postgres: string;
}

export interface House extends Cluster {
  aisle: RunningAisle;
  demo: Demo;
}

/** Runs `work` on a new, migrated, empty database; nothing is left of it afterwards. */
export async function withDatabase<Result>(work: (cluster: Cluster) => Promise<Result>): Promise<Result> {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-bench-" });
  const server = await startPostgres({ dataDir });
  // As many connections as one web process has.
  const db = connect({
    url: server.url,
    max: 16,
    applicationName: "aisle bench",
    // The invariants over millions of rows take minutes.
    statementTimeoutMs: 600_000,
  });
  try {
    await migrate(server.url, migrations);
    return await work({ url: server.url, db, dataDir, postgres: await postgresVersion(db) });
  } finally {
    await db.end();
    await server.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Runs `work` on Aisle with the demo retailer: the build in a process of its own, a worker in another. */
export async function withHouse<Result>(work: (house: House) => Promise<Result>): Promise<Result> {
  say("Building, where that is needed");
  await ensureBuilt();
  Deno.env.set("AISLE_TEST_BUILT", "1"); // or startAisle would build again
  return await withDatabase(async (cluster) => {
    say("Loading the demo retailer");
    const demo = await loadDemo(cluster.db, { dataDir: cluster.dataDir, url: "http://localhost" });
    const aisle = await startAisle({ databaseUrl: cluster.url });
    try {
      return await work({ ...cluster, aisle, demo });
    } finally {
      await aisle.stop();
    }
  });
}
