// The processor time each part of Aisle takes. Unlike a rate it hardly depends on who else uses the machine.
import { rounded } from "./figures.ts";

type Part = "client" | "web" | "worker" | "postgres";

interface Process {
  parent: number;
  part: Part;
  ms: number;
}

const TICK_MS = 10; // what /proc counts in, on every Linux there is

/** What every process of this benchmark has used up to now; empty where there is no /proc. */
export function cpuUsed(): Map<number, Process> {
  const all = new Map<number, Process>();
  try {
    for (const { name } of Deno.readDirSync("/proc")) {
      const process = /^\d+$/.test(name) && readProcess(Number(name));
      if (process) all.set(Number(name), process);
    }
  } catch {
    return all;
  }
  return new Map([...all].filter(([pid]) => isOurs(all, pid)));
}

/** Milliseconds by part from one look to the next. A process that ended in between is left out. */
export function cpuBetween(
  before: Map<number, Process>,
  after: Map<number, Process>,
): Partial<Record<Part, number>> {
  const used: Partial<Record<Part, number>> = {};
  for (const [pid, { part, ms }] of after) {
    used[part] = (used[part] ?? 0) + ms - (before.get(pid)?.ms ?? 0);
  }
  return used;
}

/** Of several runs together: the processor time of each part for one thing done. */
export function cpuPerDone(runs: { cpu: Partial<Record<Part, number>>; done: number }[]) {
  const done = runs.reduce((total, run) => total + run.done, 0);
  const parts: Part[] = ["client", "web", "worker", "postgres"];
  return Object.fromEntries(parts.map((part) => {
    return [part, rounded(runs.reduce((total, { cpu }) => total + (cpu[part] ?? 0), 0) / done, 2)];
  }));
}

function readProcess(pid: number): Process | undefined {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const command = Deno.readTextFileSync(`/proc/${pid}/cmdline`);
    // The name stands in parentheses and may itself hold spaces; the numbers follow it.
    const [, parent, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ms = (Number(rest[9]) + Number(rest[10])) * TICK_MS;
    return { parent: Number(parent), part: partOf(command), ms };
  } catch {
    return undefined; // it has ended
  }
}

function partOf(command: string): Part {
  if (command.includes("_fresh/server.js")) return "web";
  if (command.includes("worker.ts")) return "worker";
  return command.includes("postgres") ? "postgres" : "client";
}

function isOurs(all: Map<number, Process>, pid: number): boolean {
  for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) {
    if (at === Deno.pid) return true;
  }
  return false;
}
