import type { Sql } from "../../lib/db.ts";
import { rounded } from "./figures.ts";

/** A benchmark's figures, and the version of the Postgres they were taken on, where there was one. */
export interface Figures {
  postgres?: string;
  [figure: string]: unknown;
}

/** Runs a benchmark and prints its figures with the machine's description, as one line of JSON on standard output. */
export async function report(name: string, measure: () => Promise<Figures>): Promise<void> {
  const startedAt = new Date();
  const loadBefore = load();
  const { postgres = null, ...figures } = await measure();
  const machine = { ...describeMachine(), postgres, loadBefore, loadAfter: load() };
  const tookSeconds = rounded((Date.now() - startedAt.getTime()) / 1000);
  console.log(JSON.stringify({ name, at: startedAt.toISOString(), tookSeconds, machine, ...figures }));
}

/** A line for whoever watches; standard output is for the figures. */
export function say(line: string): void {
  console.error(line);
}

export async function postgresVersion(sql: Sql): Promise<string> {
  return (await sql.one<{ version: string }>`select current_setting('server_version') as version`).version;
}

function describeMachine() {
  return {
    cores: navigator.hardwareConcurrency,
    cpu: firstMatch("/proc/cpuinfo", /^model name\s*:\s*(.+)$/m) ?? Deno.build.arch,
    memoryGb: rounded(Deno.systemMemoryInfo().total / 2 ** 30),
    os: `${firstMatch("/etc/os-release", /^PRETTY_NAME="(.+)"$/m) ?? Deno.build.os} ${Deno.osRelease()}`,
    deno: Deno.version.deno,
  };
}

function firstMatch(file: string, pattern: RegExp): string | undefined {
  try {
    return Deno.readTextFileSync(file).match(pattern)?.[1];
  } catch {
    return undefined; // not on Linux
  }
}

/** How many processes wanted a core in the last minute, on average. */
function load(): number {
  return rounded(Deno.loadavg()[0] ?? NaN, 2);
}
