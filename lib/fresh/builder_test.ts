import assert from "node:assert/strict";
import { join } from "node:path";
import { freePort } from "../../tests/support/free_port.ts";
import { app } from "./testdata/shop/main.ts";
import { deno, fetchSoon, serveShop } from "./testdata/processes.ts";
import { Builder } from "./dev.ts";
import { entriesOf } from "./files.ts";

const shop = new URL("./testdata/shop", import.meta.url).pathname;
const sanitize = { sanitizeOps: false, sanitizeResources: false };

Deno.test("a build is served by `deno serve`", sanitize, async () => {
  await using server = await serveShop();
  const get = (path: string, init?: RequestInit) => fetch(server.url + path, init);

  const page = await get("/counters");
  const html = await page.text();
  const policy = page.headers.get("content-security-policy")!;
  const nonce = policy.match(/script-src 'nonce-(\w+)' 'strict-dynamic'/)![1];
  assert.equal(page.status, 200);
  assert.ok(!policy.includes("unsafe-inline"));
  assert.ok(html.includes(`<script type="module" nonce="${nonce}">`));
  assert.match(html, /<main><nav class="nav">shop<\/nav>/);

  const chunks = [...html.matchAll(/<link rel="modulepreload" href="(.*?)"/g)].map(([, href]) => href!);
  assert.equal(chunks.length, 3, "Counter, what it shares with Total, and the runtime");
  for (const chunk of chunks) {
    const response = await get(chunk);
    assert.equal(response.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.match(response.headers.get("content-type")!, /javascript/);
    await response.body?.cancel();
  }

  const about = await (await get("/about")).text();
  assert.ok(about.includes("<title>About the shop</title>") && !about.includes("<script"));
  assert.deepEqual(await (await get("/api/orders/a%2Fb")).json(), { id: "a%2Fb", route: "/api/orders/:id" });

  const missing = await get("/nowhere");
  assert.equal(missing.status, 404);
  assert.match(await missing.text(), /<main>.*Sorry: 404/);
  assert.ok(missing.headers.has("content-security-policy"));

  const worker = await get("/sw.js");
  assert.equal(worker.headers.get("cache-control"), "no-cache");
  assert.equal(await worker.text(), await Deno.readTextFile(join(shop, "static/sw.js")));
  assert.equal(await (await get("/late.js")).text(), "// added after the build");
  const head = await get("/sw.js", { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

Deno.test("the same files give the same build id, and what needs Preact shares one copy of it", async () => {
  const outDir = await Deno.makeTempDir();
  const built = async () => {
    await new Builder({ root: shop, outDir }).build();
    const folder = join(outDir, "static/_fresh/js");
    const [{ name: id }] = entriesOf(folder) as [Deno.DirEntry];
    const chunks = entriesOf(join(folder, id)).map(({ name }) => name).sort();
    return { id, chunks, codes: chunks.map((name) => Deno.readTextFileSync(join(folder, id, name))) };
  };
  try {
    const [one, two] = [await built(), await built()];
    assert.equal(one.id, two.id);
    const entries = one.chunks.filter((name) => !name.startsWith("chunk-"));
    assert.deepEqual(entries, [
      "islands_Counter.js",
      "islands_Total.js",
      "routes_app_till__islands_Total.js",
    ]);
    assert.equal(one.codes.filter((code) => code.includes("preact-signals")).length, 1);
    assert.equal(one.codes.filter((code) => code.includes("__H")).length, 1);
    assert.ok(one.codes.every((code) => !code.includes("notAnIsland")));
    const runtime = Math.max(...await Promise.all(one.codes.map(gzipped)));
    assert.ok(runtime < 12_000, `the runtime is ${runtime} bytes`);
  } finally {
    await Deno.remove(outDir, { recursive: true });
  }
});

async function gzipped(code: string) {
  const stream = new Response(code).body!.pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).bytes()).length;
}

Deno.test("a build in memory runs in a test without a server", async () => {
  const applySnapshot = await new Builder({ root: shop }).build({ snapshot: "memory" });
  applySnapshot(app);
  const handler = app.handler();
  const html = await (await handler(new Request("http://shop.test/till"))).text();
  const [, chunk] = html.match(/from"(.*?routes_app_till__islands_Total\.js)"/)!;
  assert.match(html, /1970-01-01T00:00:00\.000Z 3 0/);
  assert.equal((await handler(new Request(`http://shop.test${chunk}`))).status, 200);
});

Deno.test(
  "the development server starts again when a file changes, and pages learn of it",
  sanitize,
  async () => {
    const root = await Deno.makeTempDir({
      dir: new URL("./testdata", import.meta.url).pathname,
      prefix: "dev-",
    });
    try {
      for (const [path, text] of await textsBelow(shop)) await writeText(join(root, path), text);
      const port = freePort();
      await using _server = deno(["run", join(root, "dev.ts")], { PORT: String(port) });
      const page = async () => await (await fetchSoon(`http://127.0.0.1:${port}/about`)).text();
      const before = await page();
      const id = before.match(/e\.data==="(.*?)"/)![1];
      assert.ok(before.includes("We sell mugs."));

      const events = await fetchSoon(`http://127.0.0.1:${port}/_fresh/reload`);
      const about = join(root, "routes/(app)/about.tsx");
      await Deno.writeTextFile(about, (await Deno.readTextFile(about)).replace("mugs", "bowls"));
      assert.match(await upToTheEnd(events), new RegExp(`data: ${id}\\n`));

      const after = await page();
      assert.ok(after.includes("We sell bowls."));
      assert.notEqual(after.match(/e\.data==="(.*?)"/)![1], id);
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
);

/** What came before the server went away. */
async function upToTheEnd(response: Response) {
  let text = "";
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk;
  } catch {
    // The connection breaks: that is the sign the page waits for.
  }
  return text;
}

async function textsBelow(folder: string, below = ""): Promise<[string, string][]> {
  const texts: [string, string][] = [];
  for (const { name, isDirectory } of entriesOf(join(folder, below))) {
    const path = join(below, name);
    if (isDirectory) texts.push(...await textsBelow(folder, path));
    else texts.push([path, await Deno.readTextFile(join(folder, path))]);
  }
  return texts;
}

async function writeText(path: string, text: string) {
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await Deno.writeTextFile(path, text);
}
