import assert from "node:assert/strict";
import { App, type Context, HttpError, type Middleware, trailingSlashes } from "./mod.ts";

const at = (path: string, init?: RequestInit) => new Request(`http://shop.test${path}`, init);
const ok = () => new Response("ok");

async function read(app: App<never> | App, path: string, init?: RequestInit) {
  const response = await app.handler()(at(path, init));
  return { status: response.status, text: await response.text(), headers: response.headers };
}

Deno.test("middleware added after a route does not apply to it", async () => {
  const mark = (name: string): Middleware => async (ctx) => {
    const response = await ctx.next();
    response.headers.append("x-seen", name);
    return response;
  };
  const app = new App().use(mark("first")).get("/early", ok).use(mark("second")).get("/late", ok);

  assert.equal((await read(app, "/early")).headers.get("x-seen"), "first");
  assert.equal((await read(app, "/late")).headers.get("x-seen"), "second, first");
});

Deno.test("middleware given a path applies below that path only", async () => {
  const app = new App().use("/admin", () => new Response("no", { status: 403 })).get("/admin/list", ok).get(
    "/",
    ok,
  );
  assert.equal((await read(app, "/admin/list")).status, 403);
  assert.equal((await read(app, "/")).status, 200);
});

Deno.test("a route that is registered and the path that is asked for meet by method", async () => {
  const app = new App().get("/items/:id", ok).post("/items/:id", () => new Response("made", { status: 201 }))
    .all("/any", (ctx) => ctx.text(ctx.req.method));

  assert.equal((await read(app, "/items/7")).text, "ok");
  assert.equal((await read(app, "/items/7", { method: "POST" })).status, 201);
  assert.equal((await read(app, "/items/7", { method: "PUT" })).status, 405);
  assert.equal((await read(app, "/items/7", { method: "HEAD" })).status, 200, "HEAD falls back to GET");
  assert.equal((await read(app, "/any", { method: "PATCH" })).text, "PATCH");
  assert.equal((await read(app, "/nowhere")).status, 404);
});

Deno.test("exact paths win over patterns, patterns are tried in order", async () => {
  const app = new App()
    .get("/orders/:id", (ctx) => ctx.text(`id ${ctx.params.id}`))
    .get("/orders/new", () => new Response("new"))
    .get("/x/:module@:version/:path*", (ctx) => ctx.json(ctx.params))
    .get("/files/*", (ctx) => ctx.json(ctx.params))
    .get("/n/:id(\\d+)", (ctx) => ctx.json(ctx.params));

  assert.equal((await read(app, "/orders/new")).text, "new");
  assert.equal((await read(app, "/orders/12")).text, "id 12");
  assert.deepEqual(JSON.parse((await read(app, "/x/std@1/a/b.ts")).text), {
    module: "std",
    version: "1",
    path: "a/b.ts",
  });
  assert.deepEqual(JSON.parse((await read(app, "/files/a/b")).text), { 0: "a/b" });
  assert.deepEqual(JSON.parse((await read(app, "/n/12")).text), { id: "12" });
  assert.equal((await read(app, "/n/twelve")).status, 404);
});

Deno.test("a path is the same with a slash at its end, or with two at its start", async () => {
  const app = new App().get("/about", ok).get("/", () => new Response("home"));
  assert.equal((await read(app, "/about/")).text, "ok");
  assert.equal((await read(app, "//about")).text, "ok");
  assert.equal((await read(app, "/")).text, "home");
});

Deno.test("parameters are decoded, except for what would add a slash", async () => {
  const app = new App().get("/bins/:bin", (ctx) => ctx.json(ctx.params));
  assert.deepEqual(JSON.parse((await read(app, "/bins/caf%C3%A9%20A%2F1")).text), { bin: "café A%2F1" });
  assert.deepEqual(JSON.parse((await read(app, "/bins/%E0%A4%A")).text), { bin: "%E0%A4%A" });
});

Deno.test("root middleware already knows the matched route, and null when there is none", async () => {
  const seen: (string | null)[] = [];
  const app = new App().use((ctx) => (seen.push(ctx.route), ctx.next())).get("/api/v1/orders/:id", ok);
  await read(app, "/api/v1/orders/9");
  await read(app, "/api/v1/nothing");
  assert.deepEqual(seen, ["/api/v1/orders/:id", null]);
});

Deno.test("each request has a state of its own, which middleware fills", async () => {
  const app = new App<{ who: string }>()
    .use((ctx) => {
      assert.deepEqual(ctx.state, {});
      ctx.state.who = ctx.url.searchParams.get("who")!;
      return ctx.next();
    })
    .get("/", (ctx) => ctx.text(ctx.state.who));
  const handler = app.handler();
  const texts = await Promise.all(
    ["ana", "ben"].map(async (who) => (await handler(at(`/?who=${who}`))).text()),
  );
  assert.deepEqual(texts, ["ana", "ben"]);
});

Deno.test("next called after the rest of the chain ran still means the same rest", async () => {
  const calls: string[] = [];
  const app = new App()
    .use(async (ctx) => {
      await ctx.next();
      return await ctx.next();
    })
    .use((ctx) => (calls.push("inner"), ctx.next()))
    .get("/", ok);
  assert.equal((await read(app, "/")).status, 200);
  assert.deepEqual(calls, ["inner", "inner"]);
});

Deno.test("a handler that asks for the next one, when it is the last, finds nothing", async () => {
  const app = new App().get("/", (ctx) => ctx.next());
  assert.equal((await read(app, "/")).status, 404);
});

Deno.test("errors go to the nearest handler of errors; 404 to notFound first", async () => {
  const app = new App()
    .onError((ctx) => new Response(`root ${(ctx.error as Error).message}`, { status: 500 }))
    .onError("/pick", () => new Response("pick", { status: 500 }))
    .notFound(() => new Response("nothing here", { status: 404 }))
    .get("/pick/fails", () => Promise.reject(new Error("boom")))
    .get("/fails", () => {
      throw new Error("boom");
    })
    .get("/gone", () => {
      throw new HttpError(404);
    });
  assert.equal((await read(app, "/pick/fails")).text, "pick");
  assert.equal((await read(app, "/fails")).text, "root boom");
  assert.equal((await read(app, "/gone")).text, "nothing here");
  assert.equal((await read(app, "/unknown")).text, "nothing here");
});

Deno.test("an error no one handles answers its status, or 500 without its message", async (t) => {
  const app = new App()
    .get("/teapot", () => {
      throw new HttpError(418);
    })
    .get("/fault", () => {
      throw new Error("password=hunter2");
    });
  assert.deepEqual(pick(await read(app, "/teapot")), [418, "I'm a Teapot"]);
  await t.step("and is logged", async () => {
    const logged: unknown[] = [];
    const error = console.error;
    console.error = (...args) => logged.push(...args);
    try {
      assert.deepEqual(pick(await read(app, "/fault")), [500, "Internal Server Error"]);
    } finally {
      console.error = error;
    }
    assert.match(String(logged[0]), /hunter2/);
  });
  function pick({ status, text }: { status: number; text: string }) {
    return [status, text];
  }
});

Deno.test("an error that reaches the root skips what root middleware does after next", async () => {
  const app = new App()
    .onError(() => new Response("sorry", { status: 500 }))
    .use(async (ctx) => {
      const response = await ctx.next();
      response.headers.set("x-after", "yes");
      return response;
    })
    .get("/fails", () => {
      throw new Error("boom");
    })
    .get("/works", ok);
  assert.equal((await read(app, "/fails")).headers.get("x-after"), null);
  assert.equal((await read(app, "/works")).headers.get("x-after"), "yes");
});

Deno.test("the context answers with text, markup, JSON and streams", async () => {
  const app = new App()
    .get("/text", (ctx) => ctx.text("hi", { status: 201 }))
    .get("/html", (ctx) => ctx.html("<p>"))
    .get("/json", (ctx) => ctx.json({ a: 1 }))
    .get("/stream", (ctx) => ctx.stream(counting()));
  async function* counting() {
    await Promise.resolve();
    yield "1,";
    yield new TextEncoder().encode("2");
  }
  const { status, headers } = await read(app, "/text");
  assert.deepEqual([status, headers.get("content-type")], [201, "text/plain; charset=utf-8"]);
  assert.equal((await read(app, "/html")).headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal((await read(app, "/json")).text, '{"a":1}');
  assert.equal((await read(app, "/stream")).text, "1,2");
});

Deno.test("a redirect to a path never leaves the host", async () => {
  const locations = async (to: string) =>
    (await read(new App().get("/", (ctx) => ctx.redirect(to)), "/")).headers.get("location");
  assert.equal(await locations("/pick?next=//a"), "/pick?next=//a");
  assert.equal(await locations("//evil.example/x"), "/evil.example/x");
  assert.equal(await locations("/\\evil.example"), "/evil.example");
  assert.equal(await locations("https://pay.example/x"), "https://pay.example/x");
  assert.equal((await read(new App().get("/", (ctx) => ctx.redirect("/x", 303)), "/")).status, 303);
});

Deno.test("behind a trusted proxy the address is the caller's; otherwise the headers mean nothing", async () => {
  const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "shop.example" };
  const href = (ctx: Context<unknown>) => ctx.text(ctx.url.href);
  const inner = new Request("http://10.0.0.7:8000/a", { headers });
  const answer = async (trustProxy: boolean) =>
    await (await new App({ trustProxy }).get("/a", href).handler()(inner)).text();
  assert.equal(await answer(true), "https://shop.example/a");
  assert.equal(await answer(false), "http://10.0.0.7:8000/a");
});

Deno.test("an app with a base path lives below it", async () => {
  const app = new App({ basePath: "/shop" }).get("/about", (ctx) => ctx.text(ctx.config.basePath)).get(
    "/",
    ok,
  );
  assert.equal((await read(app, "/shop/about")).text, "/shop");
  assert.equal((await read(app, "/about")).status, 404);
});

Deno.test("paths can be made to end in a slash, or never to", async () => {
  const never = new App().use(trailingSlashes("never")).get("/a", ok).get("/", ok);
  assert.equal((await read(never, "/a/?b=1")).headers.get("location"), "/a?b=1");
  assert.equal((await read(never, "/")).status, 200);
  const always = new App().use(trailingSlashes("always")).get("/a", ok);
  assert.equal((await read(always, "/a")).headers.get("location"), "/a/");
  assert.equal((await read(always, "/a/")).status, 200);
});
