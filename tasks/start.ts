// deno task start: everything at once. Database, schema, demo retailer, build, web server, worker; then it
// keeps them running until it is told to end.
import { relative, resolve } from "node:path";
import process from "node:process";
import { SingleBar } from "cli-progress";
import { loadDemo } from "../demo/load.ts";
import { publicUrl, readSettings, type Settings } from "../fresh.config.ts";
import { connect } from "../lib/db.ts";
import { startPostgres } from "../lib/embedded_postgres.ts";
import { spawnGuarded } from "../lib/guarded_child.ts";
import { connectionProblem, migrate } from "../lib/migrate.ts";
import { untilTold } from "../lib/shutdown.ts";
import { sleep } from "../lib/sleep.ts";
import { fileProblem, main, StartupProblem } from "../lib/startup_problem.ts";
import { ensureBuilt } from "./build.ts";
import { migrations, root } from "./places.ts";
import { readSecrets, type Secrets } from "./secrets.ts";
import { keepRunning, type Kept, type Running } from "./supervise.ts";

const patienceMs = 60_000;
const shownPeople = 10;
const isDev = Deno.args.includes("--dev");

type Demo = Awaited<ReturnType<typeof loadDemo>>;
type Stops = { stop(): Promise<void> }[];
type House = Settings & Secrets & { DATABASE_URL: string };

await main(async () => {
  const started: Stops = [];
  const told = untilTold();
  try {
    await Promise.race([told, bringUp(started)]);
    await told;
    console.log("\nStopping.");
  } finally {
    // The last to come is the first to go: nobody loses the database under their feet.
    for (const part of started.reverse()) await part.stop();
  }
  Deno.exit(0);
});

async function bringUp(started: Stops) {
  const settings = readSettings();
  const dataDir = resolve(settings.AISLE_DATA_DIR);
  const secrets = await readSecrets(dataDir).catch((error) => {
    throw fileProblem(error, dataDir) ?? error;
  });
  const DATABASE_URL = settings.DATABASE_URL ?? await startDatabase(dataDir, started);
  checkPort(settings);
  const house = { ...secrets, ...settings, DATABASE_URL, AISLE_DATA_DIR: dataDir };
  await step(
    "Schema",
    () => migrate(DATABASE_URL, migrations),
    (run) => run.length ? "brought up to date" : "up to date",
  );
  const demo = await prepareDemo(house);
  if (!isDev) await step("App", ensureBuilt, (built) => built ? "built" : "unchanged since it was built");

  const web = await keep("web server", isDev ? ["dev.ts"] : ["tasks/serve.ts"], house, started);
  await keep("worker", ["worker.ts"], house, started);
  await step("Web", () => untilReady(settings, web), () => "ready");
  greet(house, demo);
}

async function startDatabase(dataDir: string, started: Stops): Promise<string> {
  let port = 0;
  return await step("Database", async () => {
    const kept = await keepRunning("database", async () => {
      // The same port again: everybody has its address.
      const server = await startPostgres({ dataDir, port });
      port = server.port;
      return server;
    });
    started.push(kept);
    return kept.current.url;
  }, () => `PostgreSQL in ${shortened(dataDir)}`);
}

function checkPort({ HOST: hostname, PORT: port }: Settings) {
  try {
    Deno.listen({ hostname, port }).close();
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new StartupProblem(`Port ${port} is taken by another program; set PORT to a free one.`);
    }
    throw new StartupProblem(
      `Nothing can listen at ${hostname}:${port} (${(error as Error).message}); check HOST and PORT.`,
    );
  }
}

async function prepareDemo(house: House): Promise<Demo> {
  const db = connect({
    url: house.DATABASE_URL,
    max: 4,
    applicationName: "aisle start",
    statementTimeoutMs: 120_000,
  });
  const bar = progressBar();
  try {
    return await step("Demo", () => {
      return loadDemo(db, { dataDir: house.AISLE_DATA_DIR, url: publicUrl(house) }, bar.update);
    }, (demo) => demo.loaded ? "loaded" : "already there");
  } catch (error) {
    throw fileProblem(error, house.AISLE_DATA_DIR) ?? connectionProblem(error, house.DATABASE_URL) ?? error;
  } finally {
    bar.stop();
    await db.end();
  }
}

async function keep(name: string, script: string[], house: House, started: Stops): Promise<Kept<Running>> {
  const env = Object.fromEntries(
    Object.entries(house).filter(([, value]) => value !== undefined).map((
      [key, value],
    ) => [key, String(value)]),
  );
  const command = [Deno.execPath(), "run", "-A", ...script];
  const kept = await keepRunning(name, () => Promise.resolve(spawnGuarded(command, { env, cwd: root })));
  started.push(kept);
  return kept;
}

async function untilReady(settings: Settings, web: Kept<Running>) {
  const host = settings.HOST === "0.0.0.0" ? "127.0.0.1" : settings.HOST;
  const deadline = Date.now() + patienceMs;
  while (!await isReady(`http://${host}:${settings.PORT}/readyz`)) {
    if (web.failures > 2 || Date.now() > deadline) {
      throw new StartupProblem("The web server does not come up; what it said stands above.");
    }
    await sleep(50);
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function step<Result>(
  name: string,
  work: () => Promise<Result>,
  said: (result: Result) => string,
): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${name.padEnd(10)}${said(result).padEnd(40)}${seconds.padStart(6)} s`);
  return result;
}

/** A bar on a terminal; elsewhere the steps alone say enough. */
function progressBar() {
  if (!process.stdout.isTTY) return { update() {}, stop() {} };
  const bar = new SingleBar({
    format: "Demo      {bar} {percentage} %  {label}",
    barsize: 30,
    clearOnComplete: true,
    hideCursor: true,
  });
  let running = false;
  return {
    update(done: number, total: number, label: string) {
      if (!running) bar.start(total, 0, { label });
      running = true;
      bar.update(done, { label });
      if (done >= total) this.stop();
    },
    stop() {
      if (running) bar.stop();
      running = false;
    },
  };
}

function shortened(path: string): string {
  const fromHere = relative(Deno.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere || ".";
}

function greet(settings: Settings, { people }: Demo) {
  const dataDir = shortened(settings.AISLE_DATA_DIR);
  console.log(`\nAisle is at ${publicUrl(settings)}\n`);
  for (const { name, role, nodeId, regionId, pin } of people.slice(0, shownPeople)) {
    const where = nodeId ?? regionId ?? "";
    console.log(`  ${name.padEnd(12)}${role.replaceAll("_", " ").padEnd(18)}${where.padEnd(18)}PIN ${pin}`);
  }
  if (people.length > shownPeople) {
    console.log(`  and ${people.length - shownPeople} more in ${dataDir}/demo.json`);
  }
  console.log("\nCtrl-C stops everything; nothing is lost.");
}
