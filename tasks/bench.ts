// deno task bench [name]: measures one thing, or everything one after the other. See bench/results.md.
import { main, StartupProblem } from "../lib/startup_problem.ts";
import { root } from "./places.ts";

const names = [
  "reservations",
  "live",
  "orders",
  "feed",
  "import",
  "pages",
  "start",
  "availability",
  "decode",
  "drain",
  "phone",
  "routing",
  "paths",
  "lighthouse",
  "switch",
];
/** Take very long or much disk, and run only when asked for. */
const longOnes = ["growth", "soak"];

await main(async () => {
  const [asked] = Deno.args;
  const all = [...names, ...longOnes];
  if (asked && !all.includes(asked)) {
    throw new StartupProblem(`There is no benchmark ${asked}; there are ${all.join(", ")}.`);
  }
  for (const name of asked ? [asked] : names) await run(name);
});

/** In a process of its own, so that none warms up what the next one measures. */
async function run(name: string) {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `bench/${name}.ts`],
    cwd: root,
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  if (!success) throw new StartupProblem(`The benchmark ${name} failed; what it said stands above.`);
}
