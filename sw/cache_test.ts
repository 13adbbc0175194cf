import assert from "node:assert/strict";
import { cacheNames, dropOldest, forgetStaffPages, keep, keepsWork, keptAs, pageRules } from "./cache.ts";

const origin = "https://aisle.example";
const asked = (path: string, request: Partial<Request> = {}) =>
  keptAs(new URL(path, origin), { method: "GET", mode: "cors", destination: "", ...request } as Request);

Deno.test("code and styles of a build are kept as they are", () => {
  assert.equal(asked("/_fresh/js/abc/Work.js", { destination: "script" }), "versioned");
  assert.equal(asked("/styles.css?__frsh_c=abc", { destination: "style" }), "versioned");
  assert.equal(asked("/styles.css", { destination: "style" }), "static");
  assert.equal(asked("/icons/icon.svg", { destination: "image" }), "static");
  assert.equal(asked("/scanner.wasm"), "static");
});

Deno.test("the pages that are worked with and the shopper's own are kept, others are not", () => {
  const page = { mode: "navigate", destination: "document" } as const;
  assert.equal(asked("/work", page), "staff_page");
  assert.equal(asked("/work/01970b6e-5f6c-7c6e-8a2e-3f1c5d7e9a10", page), "staff_page");
  assert.equal(asked("/region", page), "staff_page");
  assert.equal(asked("/order/token", page), "order_page");
  assert.equal(asked("/sign-in", page), undefined);
  assert.equal(asked("/workshop", page), undefined);
  assert.equal(asked("/work/list", page), undefined);
  assert.equal(asked("/order/token/live", page), undefined);
});

Deno.test("nothing that the API answers and no stream is ever kept", () => {
  for (
    const path of [
      "/api/v1/operations",
      "/api/v1/stock?nodeId=soho",
      "/live/work",
      "/work/list",
      "/order/token/live",
    ]
  ) {
    assert.equal(asked(path), undefined, path);
  }
  assert.equal(asked("/work", { method: "POST", mode: "navigate" }), undefined);
});

Deno.test("a page is kept only when it is that page", async () => {
  const { cacheWillUpdate } = pageRules("staff_page", fakeCaches());
  const kept = async (response: Response) =>
    await cacheWillUpdate!({ response, request: new Request(origin) } as never) ?? null;
  const page = new Response("work");
  assert.equal(await kept(page), page);
  assert.equal(await kept(redirected(new Response("sign in"))), null);
  assert.equal(await kept(new Response("no", { status: 404 })), null);
});

Deno.test("whoever is turned away no longer finds the page on the device", async () => {
  const caches = fakeCaches({ [cacheNames.staff_page]: { "/work": "Ana's list" } });
  const { fetchDidSucceed } = pageRules("staff_page", caches);
  const request = new Request(`${origin}/work`);
  await fetchDidSucceed!({ request, response: new Response("fresh") } as never);
  assert.equal(await keepsWork(caches), true);
  await fetchDidSucceed!({ request, response: redirected(new Response("sign in")) } as never);
  assert.equal(await keepsWork(caches), false);
});

Deno.test("a fault of the server shows the page as it was, or the fault", async () => {
  const { fetchDidSucceed, handlerDidError } = pageRules("staff_page", fakeCaches());
  const request = new Request(`${origin}/work`);
  const fault = new Response("down", { status: 503 });
  const state = {};
  await assert.rejects(
    async () => await fetchDidSucceed!({ request, response: fault, state } as never),
    /503/,
  );
  assert.equal(await handlerDidError!({ request, state } as never), fault);
});

Deno.test("without a network an order never opened is the kept list, anything else says there is no network", async () => {
  const { handlerDidError } = pageRules(
    "staff_page",
    fakeCaches({ [cacheNames.staff_page]: { "/work": "list" } }),
  );
  const answer = async (path: string) =>
    await handlerDidError!({ request: new Request(origin + path), state: {} } as never) as Response;
  assert.equal(await (await answer("/work/0190")).text(), "list");
  const none = await answer("/region");
  assert.equal(none.status, 503);
  assert.match(await none.text(), /No network/);
});

Deno.test("a page's files are kept once, other sites' and the API's never, and one failure spoils nothing", async () => {
  const caches = fakeCaches({ [cacheNames.versioned]: { "/_fresh/js/b/a.js": "old" } });
  const fetched: string[] = [];
  const realFetch = globalThis.fetch;
  globalThis.fetch = ((address: string) => {
    fetched.push(new URL(address).pathname);
    return address.endsWith("broken.js")
      ? Promise.reject(new Error("lost"))
      : Promise.resolve(new Response(address));
  }) as typeof fetch;
  try {
    const mine = ["/work", "/_fresh/js/b/a.js", "/_fresh/js/b/broken.js", "/_fresh/js/b/b.js", "/work/list"];
    await keep([...mine, "https://other.example/_fresh/js/x.js"], origin, caches);
  } finally {
    globalThis.fetch = realFetch;
  }
  assert.deepEqual(fetched.sort(), ["/_fresh/js/b/b.js", "/_fresh/js/b/broken.js", "/work"]);
  assert.equal(await keepsWork(caches), true);
  assert.equal((await (await caches.open(cacheNames.versioned)).keys()).length, 2);
});

Deno.test("a cache stays bounded, the oldest going first", async () => {
  const caches = fakeCaches({ some: { "/1": "", "/2": "", "/3": "" } });
  await dropOldest("some", 2, caches);
  const left = (await (await caches.open("some")).keys()).map(({ url }) => new URL(url).pathname);
  assert.deepEqual(left, ["/2", "/3"]);
});

Deno.test("signing out forgets the staff's pages and leaves the code", async () => {
  const caches = fakeCaches({
    [cacheNames.staff_page]: { "/work": "" },
    [cacheNames.versioned]: { "/a.js": "" },
  });
  await forgetStaffPages(caches);
  assert.equal(await keepsWork(caches), false);
  assert.equal((await (await caches.open(cacheNames.versioned)).keys()).length, 1);
});

function redirected(response: Response) {
  return Object.defineProperty(response, "redirected", { value: true });
}

/** As much of a browser's caches as is used. */
function fakeCaches(content: Record<string, Record<string, string>> = {}): CacheStorage {
  const href = (request: RequestInfo | URL) =>
    new URL(request instanceof Request ? request.url : request, origin).href;
  const stores = new Map(
    Object.entries(content).map(([name, entries]) => [
      name,
      new Map(Object.entries(entries).map(([path, body]) => [href(path), new Response(body)])),
    ]),
  );
  const open = (name: string) => {
    const store = stores.get(name) ?? new Map<string, Response>();
    stores.set(name, store);
    return Promise.resolve({
      match: (request: RequestInfo) => Promise.resolve(store.get(href(request))),
      put: (request: RequestInfo, response: Response) =>
        Promise.resolve(void store.set(href(request), response)),
      delete: (request: RequestInfo) => Promise.resolve(store.delete(href(request))),
      keys: () => Promise.resolve([...store.keys()].map((url) => new Request(url))),
    });
  };
  return {
    open,
    delete: (name: string) => Promise.resolve(stores.delete(name)),
    match: async (request: RequestInfo, { cacheName }: { cacheName: string }) =>
      (await open(cacheName)).match(request),
  } as unknown as CacheStorage;
}
