// deno task route <folder>: routes an instance's orders and prints one line of JSON for each, as they come.
import { readInstance } from "../demo/instance.ts";
import { answers } from "../demo/route_instance.ts";
import { main, StartupProblem } from "../lib/startup_problem.ts";

await main(async () => {
  const [folder, ...more] = Deno.args;
  if (!folder || more.length > 0) throw new StartupProblem("Say which instance: deno task route <folder>");
  const text = new TextEncoder();
  for await (const lines of answers(folder, await readInstance(folder))) writeAll(text.encode(lines));
});

function writeAll(bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += Deno.stdout.writeSync(bytes.subarray(written));
}
