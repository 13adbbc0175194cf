import { freePort } from "../../../tests/support/free_port.ts";
import { until } from "../../../tests/support/until.ts";

const config = new URL("../../../deno.json", import.meta.url).pathname;

/** Runs deno until the block ends. */
export function deno(args: string[], env: Record<string, string> = {}) {
  const [verb, ...rest] = args as [string, ...string[]];
  const command = new Deno.Command(Deno.execPath(), {
    args: [verb, "-A", `--config=${config}`, ...rest],
    env,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  });
  const child = command.spawn();
  return {
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.status;
    },
  };
}

/** The answer of a server that may still be starting. */
export function fetchSoon(url: string): Promise<Response> {
  return until(`${url} answers`, () => fetch(url).catch(() => null));
}

/** The built fixture app, served as in production. */
export async function serveShop() {
  const { Builder } = await import("../dev.ts");
  const outDir = await Deno.makeTempDir();
  await new Builder({ root: new URL("./shop", import.meta.url).pathname, outDir }).build();
  await Deno.writeTextFile(`${outDir}/static/late.js`, "// added after the build");
  const port = freePort();
  const server = deno(["serve", `--port=${port}`, "--host=127.0.0.1", `${outDir}/server.js`]);
  const url = `http://127.0.0.1:${port}`;
  await (await fetchSoon(url)).body?.cancel();
  return {
    url,
    outDir,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(outDir, { recursive: true });
    },
  };
}
