// The shell waits beside the child for our end of its input to close, which happens however this process ends.
const guard = `
  signal=$1; shift
  exec 3<&0
  "$@" </dev/null 3<&- & child=$!
  { cat <&3; kill -"$signal" $child; } >/dev/null 2>&1 &
  exec 3<&- 2>/dev/null
  wait $child`;

type Settings =
  & { signal?: "INT" | "TERM" }
  & Pick<
    Deno.CommandOptions,
    "cwd" | "env" | "uid" | "gid" | "stdout" | "stderr"
  >;

/** A child that cannot outlive this process. */
export type GuardedChild = {
  /** For its output, when that is piped. */
  process: Deno.ChildProcess;
  /** The exit code. */
  ended: Promise<number>;
  /** Asks it to end, and waits. One that will not is killed after a while. */
  stop(): Promise<void>;
  unref(): void;
};

const patienceMs = 20_000;

/**
 * Starts a program that is told to end when this process does, even when this one is killed. Ctrl-C reaches
 * only us, so the order of a shutdown is ours.
 */
export function spawnGuarded(
  program: string[],
  { signal = "TERM", ...options }: Settings = {},
): GuardedChild {
  const child = new Deno.Command("/bin/sh", {
    args: ["-c", guard, "guard", signal, ...program],
    stdin: "piped",
    stdout: "inherit",
    stderr: "inherit",
    detached: true,
    ...options,
  }).spawn();
  const release = () => child.stdin.close().catch(() => {});
  const ended = child.status.then(async ({ code }) => {
    await release();
    return code;
  });
  async function stop() {
    await release();
    const timer = setTimeout(() => Deno.kill(-child.pid, "SIGKILL"), patienceMs);
    await ended;
    clearTimeout(timer);
  }
  return { process: child, ended, stop, unref: () => child.unref() };
}
