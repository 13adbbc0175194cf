import assert from "node:assert/strict";
import { App, staticFiles } from "./mod.ts";
import { applySnapshot } from "./site.ts";
import { filesIn } from "./files.ts";

const folder = new URL("./testdata/shop/static", import.meta.url).pathname;

function server() {
  const app = new App().use(staticFiles()).get("/page", () => new Response("page"));
  const bytes = new TextEncoder().encode("export {};");
  const code = new Map([["/_fresh/js/b1/Counter.js", { bytes }], ["/café menu.txt", { bytes }], [
    "/engine.wasm",
    { bytes },
  ]]);
  applySnapshot(app, {
    buildId: "b1",
    routes: [],
    islands: [],
    files: new Map([...filesIn(folder), ...code]),
  });
  const handler = app.handler();
  return (path: string, headers: HeadersInit = {}, method = "GET") =>
    handler(new Request(`http://shop.test${path}`, { headers, method }));
}

Deno.test("a file without the build in its address is asked for again every time, and then not sent again", async () => {
  const get = server();
  const first = await get("/sw.js");
  assert.equal(first.headers.get("cache-control"), "no-cache");
  assert.equal(first.headers.get("content-type"), "text/javascript; charset=utf-8");
  assert.equal(await first.text(), await Deno.readTextFile(`${folder}/sw.js`));
  const etag = first.headers.get("etag")!;
  assert.match(etag, /^W\/"[0-9a-f]{20}"$/);

  for (const sent of [etag, `"other", ${etag}`]) {
    const again = await get("/sw.js", { "if-none-match": sent });
    assert.deepEqual([again.status, await again.text(), again.headers.get("etag")], [304, "", etag]);
  }
  assert.equal((await server()("/sw.js", { "if-none-match": etag })).status, 304, "also after a restart");
});

Deno.test("with this build in its address a file may be kept for a year", async () => {
  const get = server();
  const lifetime = async (path: string) => (await get(path)).headers.get("cache-control");
  assert.equal(await lifetime("/styles.css?__frsh_c=b1"), "public, max-age=31536000, immutable");
  assert.equal(await lifetime("/_fresh/js/b1/Counter.js"), "public, max-age=31536000, immutable");
  assert.equal(await lifetime("/styles.css?__frsh_c=older"), "no-cache");
  assert.equal((await get("/_fresh/js/older/Counter.js")).status, 404);
});

Deno.test("parts of a file can be asked for", async () => {
  const get = server();
  const part = async (range: string, more = {}) => {
    const response = await get("/_fresh/js/b1/Counter.js", { range, ...more });
    return [response.status, await response.text(), response.headers.get("content-range")];
  };
  assert.deepEqual(await part("bytes=0-5"), [206, "export", "bytes 0-5/10"]);
  assert.deepEqual(await part("bytes=7-"), [206, "{};", "bytes 7-9/10"]);
  assert.deepEqual(await part("bytes=-3"), [206, "{};", "bytes 7-9/10"]);
  assert.deepEqual(await part("bytes=0-99"), [206, "export {};", "bytes 0-9/10"]);
  assert.deepEqual(await part("bytes=10-"), [416, "", "bytes */10"]);
  assert.deepEqual(await part("bytes=0-5", { "if-range": 'W/"x"' }), [200, "export {};", null]);
});

Deno.test("only reads are answered, everything else goes on", async () => {
  const get = server();
  assert.equal((await get("/styles.css", {}, "POST")).status, 404);
  assert.equal((await get("/styles.css", {}, "HEAD")).status, 200);
  assert.equal(await (await get("/page")).text(), "page");
  assert.equal((await get("/../main.ts")).status, 404);
  assert.equal((await get("/%2e%2e/main.ts")).status, 404);
});

Deno.test("files have their type, and names may need decoding", async () => {
  const get = server();
  assert.equal((await get("/caf%C3%A9%20menu.txt")).status, 200);
  assert.equal((await get("/engine.wasm")).headers.get("content-type"), "application/wasm");
  assert.equal((await get("/dot.svg")).headers.get("content-type"), "image/svg+xml");
  assert.equal((await get("/%E0%A4%A")).status, 404);
});

Deno.test("without a build there are no files, and that is no error", async () => {
  const handler = new App().use(staticFiles()).get("/", () => new Response("home")).handler();
  assert.equal(await (await handler(new Request("http://shop.test/"))).text(), "home");
});
