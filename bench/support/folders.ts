// Serves a few folders and one page with one script to a browser of a benchmark.
import { join } from "node:path";

const types: Record<string, string> = { js: "text/javascript", wasm: "application/wasm", webp: "image/webp" };

export function serveFolders(folders: Record<string, string>, { page }: { page: string }) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async ({ url }) => {
    const path = decodeURIComponent(new URL(url).pathname);
    if (path === "/page.js") return new Response(page, { headers: { "content-type": types.js! } });
    const under = Object.keys(folders).find((prefix) => path.startsWith(prefix));
    if (!under) {
      return new Response('<!doctype html><script src="/page.js"></script>', {
        headers: { "content-type": "text/html" },
      });
    }
    const bytes = await Deno.readFile(join(folders[under]!, path.slice(under.length))).catch(() => null);
    const type = types[path.split(".").at(-1)!] ?? "application/octet-stream";
    return bytes
      ? new Response(bytes, { headers: { "content-type": type } })
      : new Response(null, { status: 404 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
