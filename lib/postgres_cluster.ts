import { createHash } from "node:crypto";
import { join } from "node:path";
import { canRead, exists, type Runner, serverRunner, type ServerTree, serverTree } from "./postgres_files.ts";
import { StartupProblem } from "./startup_problem.ts";

/** Where everything of one cluster lies, and who owns it. */
export type Cluster = { dataDir: string; home: string; data: string; runner: Runner; tree: ServerTree };

/** The one database user there is. */
export const user = "aisle";

/** Finds, or makes room for, the cluster of a data directory, and a server tree its user can run. */
export async function prepareCluster(dataDir: string): Promise<Cluster> {
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

/** Makes the cluster unless it is there. Answers its password. */
export async function ensureInitialised(cluster: Cluster): Promise<string> {
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

/** A sentence where the server's own words give one away, else those words. */
export function serverProblem(said: string, path: string): Error {
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
