// How long `deno task start` takes until /readyz answers: in a fresh copy of this project, where database, demo and build
// are still to be made, and again when all of it is there.
import { join } from "node:path";
import { runningDatabase } from "../demo/running_database.ts";
import { connect } from "../lib/db.ts";
import { sleep } from "../lib/sleep.ts";
import { root } from "../tasks/places.ts";
import { median, rounded } from "./support/figures.ts";
import { postgresVersion, report, say } from "./support/report.ts";

const ROUNDS = 3;
const PATIENCE_MS = 60_000;
// A slow machine measures fewer rounds, not for longer.
const AT_MOST_MS = 120_000;
/** Not part of what a newcomer clones; the packages are linked, as if they had been installed. */
const LEFT_OUT = [".aisle", ".git", "_fresh", "node_modules"];

/** One start: until it was ready, and what each step said it took. */
interface Started {
  seconds: number;
  steps: Record<string, number>;
}

/** A pair of starts with the same data directory, and the Postgres they brought. */
interface Round {
  postgres: string;
  first: Started;
  second: Started;
}

await report("start", async () => {
  const startedAt = Date.now();
  const rounds: Round[] = [];
  do {
    rounds.push(await inFreshCopy(startTwice));
    const { first, second } = rounds.at(-1)!;
    say(`Round ${rounds.length}: ${first.seconds} s, then ${second.seconds} s`);
  } while (rounds.length < ROUNDS && Date.now() - startedAt < AT_MOST_MS);
  return {
    postgres: rounds[0]!.postgres,
    rounds: rounds.length,
    first: medianStart(rounds.map(({ first }) => first)),
    second: medianStart(rounds.map(({ second }) => second)),
  };
});

async function startTwice(project: string): Promise<Round> {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-bench-" });
  try {
    const [first, postgres] = await startOnce(project, dataDir);
    const [second] = await startOnce(project, dataDir);
    return { postgres, first, second };
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function startOnce(project: string, dataDir: string): Promise<[Started, string]> {
  const port = freePort();
  const startedAt = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "start"],
    cwd: project,
    env: { AISLE_DATA_DIR: dataDir, PORT: `${port}`, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const said = new Response(child.stdout).text();
  try {
    await untilReady(port, startedAt, child);
    const seconds = rounded((performance.now() - startedAt) / 1000, 2);
    const postgres = await versionOf(dataDir);
    interrupt(child);
    return [{ seconds, steps: stepsOf(await said) }, postgres];
  } catch (error) {
    interrupt(child);
    throw error;
  } finally {
    await child.status;
  }
}

function interrupt(child: Deno.ChildProcess) {
  try {
    child.kill("SIGINT");
  } catch {
    // It has ended already.
  }
}

async function untilReady(port: number, startedAt: number, child: Deno.ChildProcess) {
  let ended = false;
  child.status.then(() => ended = true);
  while (!ended && performance.now() - startedAt < PATIENCE_MS) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      async (answer) => (await answer.body?.cancel(), answer.ok),
      () => false,
    );
    if (ready) return;
    await sleep(20);
  }
  throw new Error(ended ? "Aisle did not start" : `Aisle was not ready within ${PATIENCE_MS / 1000} seconds`);
}

async function versionOf(dataDir: string): Promise<string> {
  const url = await runningDatabase(dataDir);
  if (!url) throw new Error("Aisle is ready and its database does not answer");
  const db = connect({ url, max: 1 });
  try {
    return await postgresVersion(db);
  } finally {
    await db.end();
  }
}

/** The lines that name a step, say what came of it, and end in its seconds. */
function stepsOf(said: string): Record<string, number> {
  const steps = said.matchAll(/^(\w+) .* ([\d.]+) s$/gm);
  return Object.fromEntries([...steps].map(([, name, seconds]) => [name, Number(seconds)]));
}

function medianStart(starts: Started[]): Started {
  const steps = Object.keys(starts[0]!.steps).map((
    name,
  ) => [name, median(starts.map((start) => start.steps[name]!))]);
  return { seconds: median(starts.map(({ seconds }) => seconds)), steps: Object.fromEntries(steps) };
}

async function inFreshCopy<Result>(work: (project: string) => Promise<Result>): Promise<Result> {
  const project = await Deno.makeTempDir({ prefix: "aisle-bench-project-" });
  try {
    await Deno.chmod(project, 0o755); // as a clone is: the database's own user must pass through
    await copyTree(root, project, LEFT_OUT);
    await Deno.symlink(join(root, "node_modules"), join(project, "node_modules"));
    return await work(project);
  } finally {
    await Deno.remove(project, { recursive: true });
  }
}

async function copyTree(from: string, to: string, leftOut: string[] = []) {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    if (leftOut.includes(name)) continue;
    if (isDirectory) await copyTree(join(from, name), join(to, name));
    if (isFile) await Deno.copyFile(join(from, name), join(to, name));
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}
