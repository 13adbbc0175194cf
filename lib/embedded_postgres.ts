import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import pg from "pg";
import { canRead, exists, type Runner, serverRunner, type ServerTree, serverTree } from "./postgres_files.ts";
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

/** Where everything of one cluster lies, and who owns it. */
type Cluster = { dataDir: string; home: string; data: string; runner: Runner; tree: ServerTree };

const user = "aisle";

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
  if (await file.tryLock(true)) return file;
  file.close();
  throw new StartupProblem(
    `Aisle already runs with the data directory ${directory}. Stop it, or set another AISLE_DATA_DIR.`,
  );
}

async function prepareCluster(dataDir: string): Promise<Cluster> {
  const runner = await serverRunner();
  if (runner.uid !== undefined) await Deno.chmod(dataDir, 0o711);
  const home = await clusterHome(dataDir, runner);
  const tree = await serverTree(runner, home);
  return { dataDir, home, data: join(home, "postgres"), runner, tree };
}

/** In the data directory; below /var/lib when root's data directory is somewhere only root can go. */
async function clusterHome(dataDir: string, runner: Runner): Promise<string> {
  const reachable = runner.uid === undefined || await passes(dataDir, runner);
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  const home = reachable ? dataDir : `/var/lib/aisle/${name}`;
  await Deno.mkdir(home, { recursive: true, mode: 0o755 });
  return home;
}

async function passes(directory: string, runner: Runner): Promise<boolean> {
  const probe = await Deno.makeTempFile({ dir: directory });
  await Deno.chmod(probe, 0o644);
  const passed = await canRead(runner, probe);
  await Deno.remove(probe);
  return passed;
}

async function ensureInitialised(cluster: Cluster): Promise<string> {
  const passwordFile = join(cluster.dataDir, "postgres.password");
  if (await exists(cluster.data)) {
    await checkVersion(cluster);
    return await readPassword(passwordFile);
  }
  const password = crypto.randomUUID().replaceAll("-", "");
  await initialise(cluster, password);
  await Deno.writeTextFile(passwordFile, password, { mode: 0o600 });
  // Last, and at once: until here the next start simply begins again.
  await Deno.rename(join(cluster.home, "postgres.new", "data"), cluster.data);
  await Deno.remove(join(cluster.home, "postgres.new"), { recursive: true });
  return password;
}

async function checkVersion({ data, tree, runner }: Cluster) {
  const made = (await Deno.readTextFile(join(data, "PG_VERSION")).catch(() => "")).trim();
  const brought = tree.version.split(".")[0];
  if (made === brought) return await takeOver(data, runner);
  throw new StartupProblem(
    made === ""
      ? `${data} is there, but it is no PostgreSQL cluster. Move it away, or set another AISLE_DATA_DIR.`
      : `${data} was made by PostgreSQL ${made}, and this Aisle brings ${brought}. Set another AISLE_DATA_DIR, or run that PostgreSQL and set DATABASE_URL.`,
  );
}

/** A cluster made by an ordinary user and now started by root, or the other way round, cannot be opened. */
async function takeOver(data: string, runner: Runner) {
  const { uid } = await Deno.stat(data);
  const wanted = runner.uid ?? Deno.uid();
  if (uid === wanted) return;
  throw new StartupProblem(
    `${data} belongs to another user (${uid}). Start Aisle as the user who first did, or set another AISLE_DATA_DIR.`,
  );
}

async function readPassword(file: string): Promise<string> {
  return await Deno.readTextFile(file).catch(() => {
    throw new StartupProblem(`${file} is gone, and without it the database beside it cannot be opened.`);
  });
}

async function initialise({ home, runner, tree }: Cluster, password: string) {
  const draft = join(home, "postgres.new");
  await Deno.remove(draft, { recursive: true }).catch(() => {});
  await Deno.mkdir(draft, { mode: 0o700 });
  const passwordFile = join(draft, "password");
  await Deno.writeTextFile(passwordFile, password, { mode: 0o600 });
  if (runner.uid !== undefined) {
    await Deno.chown(passwordFile, runner.uid, runner.gid ?? null);
    await Deno.chown(draft, runner.uid, runner.gid ?? null);
  }

  const { success, stderr } = await new Deno.Command(join(tree.directory, "bin", "initdb"), {
    args: [
      `--pgdata=${join(draft, "data")}`,
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      // For what still asks the system; macOS has no C.UTF-8.
      `--locale=${Deno.build.os === "linux" ? "C.UTF-8" : "C"}`,
    ],
    env: { LC_ALL: "C", TZ: "UTC" },
    stdin: "null",
    cwd: "/",
    ...runner,
  }).output();
  if (!success) throw serverProblem(new TextDecoder().decode(stderr), home);
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
  throw serverProblem(await lastWords(said, data), data);
}

function settings(port: number, data: string): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: "256MB",
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

/** What it said before its log was open, and the end of the log. */
async function lastWords(said: string, data: string): Promise<string> {
  const day = new Intl.DateTimeFormat("en-US", { weekday: "short", timeZone: "UTC" }).format(new Date());
  const log = join(data, "log", `postgres-${day}.log`);
  const texts = await Promise.all([said, log].map((file) => Deno.readTextFile(file).catch(() => "")));
  return texts.map((text) => text.slice(-4000)).join("\n");
}

function serverProblem(said: string, path: string): Error {
  if (said.includes("No space left on device")) {
    return new StartupProblem(
      `The disk is full: the database in ${path} could not start. Make room and start again.`,
    );
  }
  if (said.includes("Permission denied")) {
    return new StartupProblem(
      `The database's files in ${path} cannot be read or written. Choose another AISLE_DATA_DIR.`,
    );
  }
  return new Error(`PostgreSQL did not start:\n${said.trim()}`);
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
