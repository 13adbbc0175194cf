import assert from "node:assert/strict";
import { patternOf } from "./fs_routes.ts";
import { App, createDefine, HttpError, page, type PageProps } from "./mod.ts";
import { applySnapshot } from "./site.ts";
import type { RouteModule } from "./types.ts";

interface State {
  trail: string[];
}
const define = createDefine<State>();

function appOf(files: Record<string, RouteModule>, app = new App<State>().fsRoutes()) {
  const routes = Object.entries(files).map(([path, module]) => ({ path, module }));
  applySnapshot(app, { buildId: "b1", routes, islands: [], files: new Map() });
  const handler = app.handler();
  return async (path: string, method = "GET") => {
    const response = await handler(new Request(`http://shop.test${path}`, { method }));
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
}

const says = (text: string): RouteModule => ({ handler: () => new Response(text) });
const wrapper = (name: string) => ({ Component }: PageProps) => (
  <div class={name}>
    <Component />
  </div>
);
const html = ({ Component }: PageProps) => (
  <html>
    <head></head>
    <body>
      <Component />
    </body>
  </html>
);
const bodyOf = (text: string) => text.match(/<body>(.*)<\/body>/)?.[1];

Deno.test("file names give patterns", () => {
  const patterns = {
    "index.tsx": "/",
    "about.tsx": "/about",
    "(app)/orders/[id].tsx": "/orders/:id",
    "(app)/orders/index.tsx": "/orders",
    "orders/[id]/lines/[sku].ts": "/orders/:id/lines/:sku",
    "docs/[[version]]/index.ts": "/docs{/:version}?",
    "(app)/[...path].tsx": "/:path*",
    "api/v1/openapi.json.ts": "/api/v1/openapi.json",
  };
  for (const [path, pattern] of Object.entries(patterns)) assert.equal(patternOf(path), pattern);
});

Deno.test("a word in the path wins over a parameter, that over the rest of the path", async () => {
  const get = appOf({
    "[...path].ts": { handler: define.handlers((ctx) => ctx.text(`rest ${ctx.params.path}`)) },
    "orders/[id].ts": { handler: define.handlers((ctx) => ctx.text(`id ${ctx.params.id}`)) },
    "(a)/orders/new.ts": says("new"),
    "orders/[id]/lines.ts": says("lines"),
    "docs/[[version]]/index.ts": {
      handler: define.handlers((ctx) => ctx.text(`docs ${JSON.stringify(ctx.params)}`)),
    },
  });
  assert.equal((await get("/orders/new")).text, "new");
  assert.equal((await get("/orders/7")).text, "id 7");
  assert.equal((await get("/orders/7/lines")).text, "lines");
  assert.equal((await get("/orders/7/other")).text, "rest orders/7/other");
  assert.equal((await get("/")).text, "rest ");
  assert.equal((await get("/docs")).text, 'docs {"version":""}');
  assert.equal((await get("/docs/v2")).text, 'docs {"version":"v2"}');
});

Deno.test("two files for one path are refused when the app starts", () => {
  assert.throws(
    () => appOf({ "(a)/about.tsx": says("a"), "(b)/about.tsx": says("b") }),
    /both answer \/about/,
  );
});

Deno.test("a route can name its own pattern", async () => {
  const get = appOf({
    "short.ts": { ...says("short"), config: { routeOverride: "/p/:code" } },
  });
  assert.equal((await get("/p/4711")).text, "short");
  assert.equal((await get("/short")).status, 404);
});

Deno.test("folders bring middleware, from the outermost to the innermost, and all know the route", async () => {
  const leave = (name: string) =>
    define.middleware((ctx) => {
      (ctx.state.trail ??= []).push(`${name} ${ctx.route}`);
      return ctx.next();
    });
  const get = appOf({
    "_middleware.ts": { handler: leave("root") },
    "(app)/_middleware.ts": { default: define.middleware([leave("one"), leave("two")]) },
    "(app)/orders/[id].ts": { handlers: define.handlers({ GET: (ctx) => ctx.json(ctx.state.trail) }) },
    "api/x.ts": { handler: define.handlers((ctx) => ctx.json(ctx.state.trail)) },
  });
  assert.deepEqual(
    JSON.parse((await get("/orders/7")).text),
    ["root", "one", "two"].map((n) => `${n} /orders/:id`),
  );
  assert.deepEqual(JSON.parse((await get("/api/x")).text), ["root /api/x"]);
});

Deno.test("root middleware also runs when nothing matches, with a null route", async () => {
  const routes: unknown[] = [];
  const get = appOf({
    "_middleware.ts": { handler: define.middleware((ctx) => (routes.push(ctx.route), ctx.next())) },
  });
  assert.equal((await get("/nowhere")).status, 404);
  assert.deepEqual(routes, [null]);
});

Deno.test("pages stand in their layouts and the app wrapper, unless they skip them", async () => {
  const view = () => <p>page</p>;
  const get = appOf({
    "_app.tsx": { default: html },
    "_layout.tsx": { default: wrapper("outer") },
    "(app)/_layout.tsx": { default: wrapper("inner") },
    "(app)/page.tsx": { default: view },
    "(app)/no_layouts.tsx": { default: view, config: { skipInheritedLayouts: true } },
    "(app)/bare.tsx": { default: view, config: { skipInheritedLayouts: true, skipAppWrapper: true } },
    "only/_layout.tsx": { default: wrapper("only"), config: { skipInheritedLayouts: true } },
    "only/page.tsx": { default: view },
  });
  const nested = '<div class="outer"><div class="inner"><p>page</p></div></div>';
  assert.equal(bodyOf((await get("/page")).text), nested);
  assert.equal(bodyOf((await get("/no_layouts")).text), "<p>page</p>");
  assert.equal(
    (await get("/bare")).text,
    '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><p>page</p></body></html>',
  );
  assert.equal(bodyOf((await get("/only/page")).text), '<div class="only"><p>page</p></div>');
});

Deno.test("a handler gives its page data, a status and headers", async () => {
  const handler = define.handlers({
    GET: () => page({ mugs: 3 }, { status: 202, headers: { "x-mugs": "3" } }),
    POST: () => new Response("posted", { status: 201 }),
  });
  const view = define.page<typeof handler>(({ data, url, params, state, route }) => (
    <p>{data.mugs + 1} {url.pathname} {JSON.stringify([params, state, route])}</p>
  ));
  const get = appOf({ "mugs.tsx": { handler, default: view } });
  const { status, headers, text } = await get("/mugs");
  assert.deepEqual([status, headers.get("x-mugs"), headers.get("content-type")], [
    202,
    "3",
    "text/html; charset=utf-8",
  ]);
  assert.equal(bodyOf(text), "<p>4 /mugs [{},{},&quot;/mugs&quot;]</p>");
  assert.equal((await get("/mugs", "POST")).status, 201);
});

Deno.test("pages and layouts may wait for something, and answer by themselves", async () => {
  const get = appOf({
    "_layout.tsx": {
      default: async ({ Component }: PageProps) => (
        <main>
          {await Promise.resolve("late")} <Component />
        </main>
      ),
    },
    "page.tsx": { default: async () => <p>{await Promise.resolve("data")}</p> },
    "away.tsx": { default: async () => await Promise.resolve(new Response("away", { status: 307 })) },
  });
  assert.equal(bodyOf((await get("/page")).text), "<main>late <p>data</p></main>");
  assert.equal((await get("/away")).status, 307);
});

Deno.test("a method a file route does not have is 404, not 405", async () => {
  const get = appOf({
    "api/x.ts": { handler: define.handlers({ GET: () => new Response("x") }) },
    "page.tsx": { default: () => <p>page</p> },
    "form.tsx": { handler: define.handlers({ POST: () => page() }), default: () => <form /> },
  });
  assert.equal((await get("/api/x", "DELETE")).status, 404);
  assert.equal((await get("/page", "POST")).status, 404);
  assert.equal((await get("/api/x", "HEAD")).status, 200);
  assert.equal((await get("/page", "HEAD")).status, 200);
  assert.equal((await get("/form")).status, 200, "a page is shown also when only POST has a handler");
});

const errorView = ({ error }: PageProps) => <h1>{error instanceof HttpError ? error.status : "fault"}</h1>;

Deno.test("an error page has the status of the error and stands in the layouts of its folder", async () => {
  const get = appOf({
    "_app.tsx": { default: html },
    "(app)/_layout.tsx": { default: wrapper("app") },
    "(app)/_error.tsx": { default: errorView },
    "(app)/[...path].tsx": {
      handler: () => {
        throw new HttpError(404);
      },
    },
    "(app)/deep/_layout.tsx": { default: wrapper("deep") },
    "(app)/deep/fails.tsx": {
      handler: { POST: () => Promise.reject(new Error("boom")) },
      default: () => {
        throw new Error("while rendering");
      },
    },
  });
  const missing = await get("/nowhere");
  assert.deepEqual([missing.status, bodyOf(missing.text)], [404, '<div class="app"><h1>404</h1></div>']);
  const fault = await get("/deep/fails");
  assert.deepEqual([fault.status, bodyOf(fault.text)], [500, '<div class="app"><h1>fault</h1></div>']);
  assert.equal((await get("/deep/fails", "POST")).status, 500);
});

Deno.test("an error page of a group keeps what root middleware adds; one at the root loses it", async () => {
  const after = define.middleware(async (ctx) => {
    const response = await ctx.next();
    response.headers.set("x-after", "yes");
    return response;
  });
  const fails = { handler: () => Promise.reject(new Error("boom")) };
  const inGroup = appOf({
    "_middleware.ts": { handler: after },
    "(app)/_error.tsx": { default: errorView },
    "(app)/fails.ts": fails,
  });
  const atRoot = appOf({
    "_middleware.ts": { handler: after },
    "_error.tsx": { default: errorView },
    "fails.ts": fails,
  });
  assert.equal((await inGroup("/fails")).headers.get("x-after"), "yes");
  assert.deepEqual([(await atRoot("/fails")).status, (await atRoot("/fails")).headers.get("x-after")], [
    500,
    null,
  ]);
});

Deno.test("a _404 that is only a component answers 200", async () => {
  const get = appOf({ "_404.tsx": { default: () => <p>nothing</p> }, "_error.tsx": { default: errorView } });
  const { status, text } = await get("/nowhere");
  assert.deepEqual([status, bodyOf(text)], [200, "<p>nothing</p>"]);
});

Deno.test("routes registered before the file routes get no wrapper, layout or error page", async () => {
  const render = define.middleware((ctx) => ctx.render(<p>bare</p>));
  const app = new App<State>().get("/early", render).fsRoutes().get("/late", render);
  const get = appOf({ "_layout.tsx": { default: wrapper("outer") } }, app);
  assert.equal(bodyOf((await get("/early")).text), "<p>bare</p>");
  assert.equal(bodyOf((await get("/late")).text), '<div class="outer"><p>bare</p></div>');
});

Deno.test("root middleware that renders after next is not inside the route's layouts", async () => {
  const middleware = define.middleware(async (ctx) => {
    await ctx.next();
    return ctx.render(<p>instead</p>);
  });
  const get = appOf({
    "_middleware.ts": { handler: middleware },
    "(app)/_layout.tsx": { default: wrapper("app") },
    "(app)/page.tsx": { default: () => <p>page</p> },
  });
  assert.equal(bodyOf((await get("/page")).text), "<p>instead</p>");
});

Deno.test("an app without a build says that its file routes need one", () => {
  assert.throws(() => new App().fsRoutes().handler(), /File routes come from a build/);
});
