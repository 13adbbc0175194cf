// One web process: serves the built app until it is told to end, and lets what is under way finish.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readSettings } from "../fresh.config.ts";
import { untilTold } from "../lib/shutdown.ts";
import { sleep } from "../lib/sleep.ts";
import { main, StartupProblem } from "../lib/startup_problem.ts";
import { root } from "./places.ts";

// Live streams never finish by themselves.
const patienceMs = 2_000;

await main(async () => {
  const { HOST: hostname, PORT: port } = readSettings();
  const { default: app } = await import(pathToFileURL(join(root, "_fresh/server.js")).href);
  const server = serve({ hostname, port, onListen() {} }, app.fetch);
  await untilTold();
  await Promise.race([server.shutdown(), sleep(patienceMs)]);
  Deno.exit(0);
});

function serve(options: Deno.ServeTcpOptions, handler: Deno.ServeHandler<Deno.NetAddr>) {
  try {
    return Deno.serve(options, handler);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new StartupProblem(`Port ${options.port} is taken by another program; set PORT to a free one.`);
  }
}
