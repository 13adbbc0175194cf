import { join, resolve } from "node:path";
import pg from "pg";
import { type Cluster, ensureInitialised, prepareCluster, serverProblem, user } from "./postgres_cluster.ts";
import { spawnGuarded } from "./guarded_child.ts";
import { clearLeftoverServer, postmasterState } from "./postmaster.ts";
import { sleep } from "./sleep.ts";
import { fileProblem, StartupProblem } from "./startup_problem.ts";

/** A running server of our own. */
export type EmbeddedPostgres = {
  url: string;
  port: number;
  /** The postmaster's process. */
  pid: number;
  /** Settles when the server has ended, for whatever reason. */
  ended: Promise<void>;
  /** Ends it in good order: connections are closed, nothing is lost. */
  stop(): Promise<void>;
  /** Ends it as a crash would, for tests. */
  kill(): Promise<void>;
  /** Lets this process end while the server runs; it then ends too. */
  unref(): void;
};

type Settings = { dataDir: string; port?: number; database?: string };

/**
 * Starts the PostgreSQL that npm brought, on 127.0.0.1 alone, with its data in `dataDir`. The first start
 * makes the cluster. The server ends when this process ends, even when that is killed.
 */
export async function startPostgres(
  { dataDir, port = 0, database = "aisle" }: Settings,
): Promise<EmbeddedPostgres> {
  const directory = resolve(dataDir);
  try {
    const lock = await lockDataDir(directory);
    try {
      return await startLocked({ directory, port, database, lock });
    } catch (error) {
      lock.close();
      throw error;
    }
  } catch (error) {
    throw fileProblem(error, directory) ?? error;
  }
}

type Locked = { directory: string; port: number; database: string; lock: Deno.FsFile };

async function startLocked({ directory, port, database, lock }: Locked): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(directory);
  const password = await ensureInitialised(cluster);
  const server = await launchPatiently(cluster, port);
  const url = `postgres://${user}:${password}@127.0.0.1:${server.port}/`;
  try {
    await ensureDatabase(url, database);
  } catch (error) {
    await server.stop();
    throw error;
  }
  // For the commands that want the database of the Aisle that runs.
  const note = join(directory, "postgres.json");
  await Deno.writeTextFile(note, JSON.stringify({ url: url + database }) + "\n", { mode: 0o600 });
  const ended = server.ended.then(async () => {
    await Deno.remove(note).catch(() => {});
    lock.close();
  });
  return {
    url: url + database,
    port: server.port,
    pid: server.pid,
    ended,
    async stop() {
      await server.stop();
      await ended;
    },
    async kill() {
      Deno.kill(server.pid, "SIGKILL");
      await ended;
    },
    unref: server.unref,
  };
}

/** The system frees the lock of a dead process by itself, so a killed start leaves nothing to clean up. */
async function lockDataDir(directory: string): Promise<Deno.FsFile> {
  // Others may pass through, no more: the server's own user must reach its part.
  await Deno.mkdir(directory, { recursive: true, mode: 0o711 });
  const file = await Deno.open(join(directory, "lock"), {
    create: true,
    read: true,
    write: true,
    mode: 0o600,
  });
  // A program that somebody starts at this very moment holds a copy of every open file until it has begun, that of a lock
  // just given up included.
  for (let tries = 0; tries < 10; tries++) {
    if (await file.tryLock(true)) return file;
    await sleep(100);
  }
  file.close();
  throw new StartupProblem(
    `Aisle already runs with the data directory ${directory}. Stop it, or set another AISLE_DATA_DIR.`,
  );
}

type Server = Pick<EmbeddedPostgres, "pid" | "port" | "ended" | "stop" | "unref">;

const patienceMs = 30_000;

/** After a crash the old server's processes need a moment to go, and a free port may be taken meanwhile. */
async function launchPatiently(cluster: Cluster, port: number): Promise<Server> {
  const deadline = Date.now() + patienceMs;
  while (true) {
    const chosen = port || freePort();
    checkPort(chosen);
    await clearLeftoverServer(cluster.data);
    try {
      return await launch(cluster, chosen);
    } catch (error) {
      if (error instanceof StartupProblem) throw error;
      if (Date.now() > deadline) throw new StartupProblem((error as Error).message);
      await sleep(300);
    }
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

function checkPort(port: number) {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new StartupProblem(`Port ${port}, wanted for the database, is taken by another program.`);
  }
}

async function launch(cluster: Cluster, port: number): Promise<Server> {
  const { data, runner, tree } = cluster;
  const said = join(data, "said-at-start");
  const log = logOfToday(data);
  const logged = (await Deno.readTextFile(log).catch(() => "")).length;
  const server = [join(tree.directory, "bin", "postgres"), "-D", data, ...settings(port, data)];
  const child = spawnGuarded(["/bin/sh", "-c", 'exec "$@" >"$0" 2>&1', said, ...server], {
    signal: "INT",
    env: { LC_ALL: "C", TZ: "UTC" },
    cwd: "/",
    ...runner,
  });
  let running = true;
  const ended = child.ended.then(() => void (running = false));

  while (running) {
    const state = await postmasterState(data);
    if (state?.ready && state.port === port) {
      return { pid: state.pid, port, ended, stop: child.stop, unref: child.unref };
    }
    await sleep(20);
  }
  throw serverProblem(`${await tail(said)}\n${await tail(log, logged)}`, data);
}

/**
 * A quarter of the machine's memory, as PostgreSQL's manual begins with; up to where its gain ends, and no less than it
 * comes with. What is not needed is never touched.
 */
export function sharedMegabytes(totalBytes: number): number {
  return Math.min(2_048, Math.max(128, Math.floor(totalBytes / 4 / 2 ** 20)));
}

function settings(port: number, data: string): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: `${sharedMegabytes(Deno.systemMemoryInfo().total)}MB`,
    work_mem: "16MB",
    max_wal_size: "2GB",
    random_page_cost: 1.1,
    synchronous_commit: "on",
    jit: "off",
    // Short statements gain nothing from helpers, and a container's small /dev/shm has no room for them.
    max_parallel_workers_per_gather: 0,
    max_parallel_maintenance_workers: 0,
    // New tables are empty when first planned for; look at them again soon.
    autovacuum_naptime: "15s",
    timezone: "UTC",
    log_timezone: "UTC",
    logging_collector: "on",
    log_directory: join(data, "log"),
    log_filename: "postgres-%a.log",
    log_truncate_on_rotation: "on",
    log_rotation_size: 0,
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function logOfToday(data: string): string {
  const day = new Intl.DateTimeFormat("en-US", { weekday: "short", timeZone: "UTC" }).format(new Date());
  return join(data, "log", `postgres-${day}.log`);
}

/** The end of a file, of what was written after its first `from` characters. */
async function tail(file: string, from = 0): Promise<string> {
  return (await Deno.readTextFile(file).catch(() => "")).slice(from).slice(-4000);
}

async function ensureDatabase(url: string, name: string) {
  const client = new pg.Client({ connectionString: url + "postgres", connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
