import { join } from "node:path";
import process from "node:process";

/** What a server writes about itself into its data directory. */
type Postmaster = { pid: number; port: number; ready: boolean };

/** Reads `postmaster.pid`: lines of pid, directory, start, port, …, and last whether it takes connections. */
export async function postmasterState(data: string): Promise<Postmaster | undefined> {
  const text = await Deno.readTextFile(join(data, "postmaster.pid")).catch(() => "");
  const lines = text.split("\n").map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid < 2) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7] === "ready" };
}

/**
 * Makes way for a new server after a crash: one that still runs without its parent is asked to end, and the
 * pid file of one that is gone is removed. The caller holds the data directory's lock.
 */
export async function clearLeftoverServer(data: string): Promise<void> {
  const left = await postmasterState(data);
  if (!left) return;
  for (const [signal, seconds] of [["SIGINT", 20], ["SIGQUIT", 10], ["SIGKILL", 5]] as const) {
    if (!await isOurServer(left.pid, data)) break;
    signalQuietly(left.pid, signal);
    await gone(left.pid, seconds);
  }
  if ((await postmasterState(data))?.pid === left.pid) await Deno.remove(join(data, "postmaster.pid"));
}

/** A pid is used again; only a process whose command line names this directory is its server. */
async function isOurServer(pid: number, data: string): Promise<boolean> {
  if (!lives(pid)) return false;
  const command = Deno.build.os === "linux"
    ? (await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "")).replaceAll("\0", " ")
    : await psCommand(pid);
  return command.includes("postgres") && command.includes(` -D ${data} `);
}

async function psCommand(pid: number): Promise<string> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "command=", "-p", String(pid)] }).output();
  return new TextDecoder().decode(stdout);
}

async function gone(pid: number, seconds: number) {
  const deadline = Date.now() + seconds * 1000;
  while (lives(pid) && Date.now() < deadline) await new Promise((go) => setTimeout(go, 50));
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

function signalQuietly(pid: number, signal: Deno.Signal) {
  try {
    Deno.kill(pid, signal);
  } catch {
    // It went by itself.
  }
}
