import { runMigrations } from "graphile-worker";
import { runner } from "node-pg-migrate";
import pg from "pg";
import { guardedPool } from "./db.ts";
import { asUnavailable, DatabaseUnavailable } from "./db_errors.ts";
import { StartupProblem } from "./startup_problem.ts";

const oldestVersion = 15;

// Any number, as long as every Aisle uses the same one.
const lock = 4_713_286_135;

/**
 * Brings a database to the newest schema: the numbered files in `directory`, then the job queue's own. Several
 * processes may start at once; one does it and the others wait. Answers the names of the files that were run.
 */
export async function migrate(url: string, directory: string): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: "aisle migrate",
  });
  client.on("error", () => {}); // the statement under way fails as well, and says so
  try {
    await client.connect();
    await checkServerVersion(client);
    await client.query("select pg_advisory_lock($1)", [lock]);
    const run = await runFiles(client, directory);
    await migrateJobs(url);
    return run;
  } catch (error) {
    throw connectionProblem(error, url) ?? error;
  } finally {
    await client.end().catch(() => {});
  }
}

async function checkServerVersion(client: pg.Client) {
  const { rows: [server] } = await client.query("show server_version");
  const version = String(server.server_version);
  if (parseInt(version) >= oldestVersion) return;
  throw new StartupProblem(`The database is PostgreSQL ${version}; Aisle needs ${oldestVersion} or newer.`);
}

async function runFiles(client: pg.Client, directory: string): Promise<string[]> {
  const run = await runner({
    dbClient: client,
    dir: directory,
    direction: "up",
    migrationsTable: "migration",
    noLock: true, // ours is held already, and covers the job queue too
    log: () => {},
  });
  return run.map((migration) => migration.name);
}

async function migrateJobs(url: string) {
  const pool = guardedPool({ url, max: 2, applicationName: "aisle migrate", statementTimeoutMs: 0 });
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
}

/** One sentence for a database that cannot be used as it is, or undefined for anything else. */
export function connectionProblem(error: unknown, url: string): StartupProblem | undefined {
  if (error instanceof StartupProblem) return error;
  const code = codeOf(error);
  const where = withoutPassword(url);
  if (code === "28P01" || code === "28000") {
    return new StartupProblem(`The database at ${where} refuses this user or password; check DATABASE_URL.`);
  }
  if (code === "3D000") {
    return new StartupProblem(`The database of ${where} does not exist; create it, or check DATABASE_URL.`);
  }
  if (code === "42501") {
    return new StartupProblem(
      `This user may not create tables at ${where}; grant it, or check DATABASE_URL.`,
    );
  }
  if (code === "53100" || code === "58030") {
    return new StartupProblem(`The disk of the database at ${where} is full; make room and start again.`);
  }
  if (code === "ERR_INVALID_URL") return new StartupProblem("DATABASE_URL is no postgres:// address.");
  if (asUnavailable(error) instanceof DatabaseUnavailable) {
    return new StartupProblem(
      `No database answers at ${where} (${(error as Error).message || code}); check DATABASE_URL.`,
    );
  }
}

/** Its own, or that of the error it came from. */
function codeOf(error: unknown): string | undefined {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return code ?? cause?.code;
}

function withoutPassword(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return host + pathname;
  } catch {
    return "DATABASE_URL";
  }
}
