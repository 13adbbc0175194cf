import { join } from "node:path";
import pg from "pg";
import { connect, type Db } from "../../lib/db.ts";
import { startPostgres } from "../../lib/embedded_postgres.ts";
import { migrate } from "../../lib/migrate.ts";
import { sleep } from "../../lib/sleep.ts";

/** A database of one's own, migrated and empty. */
export type TestDatabase = { db: Db; url: string; drop(): Promise<void> };

const migrations = join(import.meta.dirname!, "../../db/migrations");
const template = "aisle_template";
const server = Deno.env.get("AISLE_TEST_PG_URL") ?? await startOwnServer();

/**
 * Makes a new migrated database on the run's server, as a copy of a template. `deno task test` starts one
 * server for the whole run; a test file run by itself starts its own.
 */
export async function freshDatabase(name: string, { max = 10 } = {}): Promise<TestDatabase> {
  const database = `${name.toLowerCase().replace(/[^a-z0-9]+/g, "_")}_${crypto.randomUUID().slice(0, 8)}`;
  await onServer(server, (client) => client.query(`create database ${database} template ${template}`));
  const url = onDatabase(server, database);
  // Fifty shoppers at once wait for their turn as long as it takes.
  const db = connect({ url, max, applicationName: `test ${name}`, connectTimeoutMs: 60_000 });
  return {
    db,
    url,
    async drop() {
      // A test that failed may never have given its connection back; dropping the database ends that one too.
      await Promise.race([db.end(), sleep(2_000)]);
      await onServer(server, (client) => client.query(`drop database if exists ${database} with (force)`));
    },
  };
}

async function startOwnServer(): Promise<string> {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-test-" });
  const server = await startPostgres({ dataDir });
  server.unref();
  globalThis.addEventListener("unload", () => {
    try {
      Deno.kill(server.pid, "SIGKILL");
      Deno.removeSync(dataDir, { recursive: true });
    } catch {
      // It is in the system's temporary directory; nothing of value is left behind.
    }
  });
  await makeTemplate(server.url);
  return server.url;
}

/** Makes the migrated database all others are copied from. */
export async function makeTemplate(server: string): Promise<void> {
  await onServer(server, (client) => client.query(`create database ${template}`));
  await migrate(onDatabase(server, template), migrations);
}

function onDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = database;
  return url.href;
}

async function onServer(server: string, work: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString: onDatabase(server, "postgres") });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
