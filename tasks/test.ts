// deno task test: format, lint, types, then every test on a server of this run alone. `deno task test <path>…`
// runs just those tests. The last line says how many passed and failed.
import { startPostgres } from "../lib/embedded_postgres.ts";
import { spawnGuarded } from "../lib/guarded_child.ts";
import { untilTold } from "../lib/shutdown.ts";
import { StartupProblem } from "../lib/startup_problem.ts";
import { ensureBuilt } from "./build.ts";
import { findChromium } from "./chromium.ts";
import { root } from "./places.ts";

type Count = { passed: number; failed: number; skipped: number };

const patienceMs = 30 * 60_000;
const browserTests = ["tests/browser", "lib/fresh/browser_test.ts"];

// By its name this file looks like a test itself, and would run the tests that run it.
if (import.meta.main) await testAll();

async function testAll() {
  const paths = Deno.args;
  const total = { passed: 0, failed: 0, skipped: 0 };
  if (paths.length === 0) {
    add(total, await check("Format", ["fmt", "--check"]));
    add(total, await check("Lint", ["lint"]));
    add(total, await check("Types", ["check", "."]));
  }
  const tests = withServer((env) => paths.length > 0 ? runTests(paths, env) : runAllTests(env));
  add(total, await tests.catch(asFailure));

  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  Deno.exit(total.failed > 0 ? 1 : 0);
}

async function runAllTests(env: Record<string, string>): Promise<Count> {
  env = { ...env, CHROMIUM_PATH: await findChromium() };
  const total = await runTests(
    ["--parallel", `--ignore=${[...browserTests, "tasks/test.ts"].join(",")}`],
    env,
  );
  // One at a time: a browser beside others on few cores is slow enough to fail by the clock.
  add(total, await runTests(browserTests, env));
  return total;
}

/** Tests that could not even start still end with the closing line. */
function asFailure(error: unknown): Count {
  console.error(error instanceof StartupProblem ? error.message : error);
  return { passed: 0, failed: 1, skipped: 0 };
}

/** What the tests share: a server in a directory of its own, and the build. */
async function withServer(run: (env: Record<string, string>) => Promise<Count>): Promise<Count> {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-test-" });
  const server = await startPostgres({ dataDir });
  const interrupted = untilTold().then(() => {
    throw new StartupProblem("Stopped before the end.");
  });
  try {
    return await Promise.race([interrupted, prepared(server.url).then(run)]);
  } finally {
    await server.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function prepared(serverUrl: string): Promise<Record<string, string>> {
  // Not before there is a server: a test file by itself would start its own.
  Deno.env.set("AISLE_TEST_PG_URL", serverUrl);
  const { makeTemplate } = await import("../tests/support/postgres.ts");
  await makeTemplate(serverUrl);
  await ensureBuilt();
  return { AISLE_TEST_PG_URL: serverUrl, AISLE_TEST_BUILT: "1", DENO_JOBS: "2" };
}

async function check(name: string, args: string[]): Promise<Count> {
  const { code } = await deno(args, {});
  console.log(`${name}: ${code === 0 ? "in order" : "not in order"}\n`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

async function runTests(args: string[], env: Record<string, string>): Promise<Count> {
  const { code, output } = await deno(["test", "-A", "--no-check", ...args], env);
  const summary = [...output.matchAll(/^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed(.*)$/gm)].at(-1);
  // A run that broke off has no summary, and one of only broken modules no failed tests.
  if (!summary) return { passed: 0, failed: 1, skipped: 0 };
  const [, passed, failed, rest] = summary;
  const skipped = Number(rest?.match(/(\d+) ignored/)?.[1] ?? 0);
  return { passed: Number(passed), failed: Math.max(Number(failed), code === 0 ? 0 : 1), skipped };
}

/** Runs deno here, passing on what it says, and keeping the end of it. */
async function deno(args: string[], env: Record<string, string>): Promise<{ code: number; output: string }> {
  const child = spawnGuarded([Deno.execPath(), ...args], {
    env: { ...env, NO_COLOR: "1" },
    cwd: root,
    stdout: "piped",
    stderr: "piped",
  });
  const { stdout, stderr, pid } = child.process;
  const timer = setTimeout(child.stop, patienceMs);
  let output = "";
  const pass = async (from: ReadableStream<Uint8Array>, to: { writeSync(bytes: Uint8Array): number }) => {
    const decoder = new TextDecoder();
    for await (const bytes of from) {
      writeAll(to, bytes);
      output = (output + decoder.decode(bytes, { stream: true })).slice(-10_000);
    }
  };
  const heard = Promise.all([pass(stdout, Deno.stdout), pass(stderr, Deno.stderr)]);
  const code = await child.ended;
  clearTimeout(timer);
  endGroup(pid);
  await heard;
  return { code, output };
}

/** Servers and browsers that a broken test left behind. */
function endGroup(pid: number) {
  try {
    Deno.kill(-pid, "SIGKILL");
  } catch {
    // None.
  }
}

function writeAll(to: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array) {
  for (let written = 0; written < bytes.length;) written += to.writeSync(bytes.subarray(written));
}

function add(total: Count, more: Count) {
  for (const key of ["passed", "failed", "skipped"] as const) total[key] += more[key];
}
