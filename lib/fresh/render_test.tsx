import { type Signal, signal } from "@preact/signals";
import assert from "node:assert/strict";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { App } from "./mod.ts";
import { revive } from "./revive.ts";
import { asset, Head, IS_BROWSER } from "./runtime.ts";
import { applySnapshot } from "./site.ts";

const Inner = ({ n }: { n: number }) => <b>{n}</b>;
const Island = ({ n, children }: { n: number; children?: ComponentChildren }) => (
  <div class="island">
    <Inner n={n} /> {children}
  </div>
);
const Shared = ({ count }: { count: Signal<number> }) => <output>{count}</output>;
const Numbered = () => <i id={useId()} />;

async function render(vnode: ComponentChildren, reloadId?: string) {
  const app = new App().get("/", (ctx) => ctx.render(vnode));
  const island = (module: Record<string, unknown>, chunk: string) => ({
    module,
    chunk,
    imports: ["chunk-1.js"],
  });
  applySnapshot(app, {
    buildId: "b1",
    routes: [],
    islands: [island({ default: Island, Inner }, "Island.js"), island({ Shared, Numbered }, "Shared.js")],
    files: new Map(),
    reloadId,
  });
  const response = await app.handler()(new Request("http://shop.test/"));
  return {
    status: response.status,
    text: await response.text(),
    nonce: response.headers.get("x-fresh-nonce")!,
  };
}

const stateIn = (text: string) =>
  revive(JSON.parse(text.match(/boot0\(\[.*?\],(".*")\)<\/script>/)![1]!)) as unknown[];

Deno.test("a page without an island has no script at all", async () => {
  const { text } = await render(<div class="page">hello</div>);
  assert.equal(
    text,
    '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div class="page">hello</div></body></html>',
  );
});

Deno.test("islands inside precompiled templates are found, those inside islands are part of them", async () => {
  const { text, nonce } = await render(
    <div class="page">
      <p>
        <Island n={1} />
      </p>
      <Inner n={2} />
    </div>,
  );
  assert.match(
    text,
    /<p><!--fresh:0--><div class="island"><b>1<\/b> <\/div><!--\/fresh--><\/p><!--fresh:1--><b>2<\/b><!--\/fresh-->/,
  );
  const url = (chunk: string) => `/_fresh/js/b1/${chunk}`;
  const preload = (chunk: string) => `<link rel="modulepreload" href="${url(chunk)}" nonce="${nonce}">`;
  assert.ok(text.includes(`${preload("Island.js")}${preload("chunk-1.js")}</head>`));
  assert.ok(text.includes(
    `<script type="module" nonce="${nonce}">import{$boot as boot0,default as island0}from"${
      url("Island.js")
    }";` +
      `import{$boot as boot1,Inner as island1}from"${url("Island.js")}";boot0([island0,island1],`,
  ));
  assert.deepEqual(stateIn(text), [[0, { n: 1 }], [1, { n: 2 }]]);
});

Deno.test("text given to an island is sent along, and markup in props is refused", async () => {
  assert.deepEqual(stateIn((await render(<Island n={1}>three mugs</Island>)).text), [[0, {
    n: 1,
    children: "three mugs",
  }]]);
  await refused(
    <Island n={1}>
      <em>mugs</em>
    </Island>,
    /<Island> prop children is a piece of markup/,
  );
  await refused(<Island n={(() => 1) as never} />, /<Island> prop n is a function/);
});

async function refused(vnode: ComponentChildren, message: RegExp) {
  const logged: unknown[] = [];
  const error = console.error;
  console.error = (value) => logged.push(value);
  try {
    assert.equal((await render(vnode)).status, 500);
  } finally {
    console.error = error;
  }
  assert.match(String(logged[0]), message);
}

Deno.test("a signal given to two islands stays one signal", async () => {
  const count = signal(3);
  const { text } = await render(
    <div class="two">
      <Shared count={count} />
      <Shared count={count} />
    </div>,
  );
  assert.match(text, /<output>3<\/output>.*<output>3<\/output>/);
  type Sent = [number, { count: Signal<number> }];
  const [[, one], [, two]] = stateIn(text) as [Sent, Sent];
  assert.equal(one.count, two.count);
  one.count.value++;
  assert.equal(two.count.value, 4);
});

Deno.test("props cannot end the script they are sent in", async () => {
  const { text } = await render(<Island n={1}>{"</script><script>alert(1)</script><!--"}</Island>);
  assert.equal(text.match(/<\/script>/g)?.length, 1);
  assert.deepEqual(stateIn(text), [[0, { n: 1, children: "</script><script>alert(1)</script><!--" }]]);
});

Deno.test("ids made by useId differ from island to island", async () => {
  const { text } = await render([<Numbered key="a" />, <Numbered key="b" />]);
  assert.deepEqual([...text.matchAll(/id="(.*?)"/g)].map(([, id]) => id), ["P1-0", "P2-0"]);
});

Deno.test("a vnode kept as a constant renders the same in every request", async () => {
  const kept = <Island n={5} />;
  const [one, two] = [await render(kept), await render([<Inner key="i" n={1} />, kept])];
  assert.match(one.text, /<!--fresh:0--><div/);
  assert.match(two.text, /<!--fresh:1--><div/);
  const style = <style>{"a{}"}</style>;
  for (const { text, nonce } of [await render(style), await render(style)]) {
    assert.ok(text.includes(`nonce="${nonce}"`));
  }
});

Deno.test("inline scripts and styles carry the nonce, which is new for every answer", async () => {
  const page = () =>
    render(
      <div class="p">
        <style>{"a{}"}</style>
        <script src="/x.js"></script>
        <script nonce="own"></script>
      </div>,
    );
  const [one, two] = [await page(), await page()];
  assert.notEqual(one.nonce, two.nonce);
  assert.equal(one.text.match(new RegExp(`nonce="${one.nonce}"`, "g"))?.length, 2);
  assert.ok(one.text.includes('nonce="own"'));
});

Deno.test("Head moves elements into the head; the later of two for the same thing counts", async () => {
  const { text } = await render(
    <html lang="en">
      <head>
        <title>Shop</title>
        <meta name="robots" content="all" />
        <link rel="icon" href="/i.svg" key="icon" />
      </head>
      <body>
        <div class="page">
          <Head>
            <title>Mugs & more</title>
            <meta name="robots" content="none" />
            <link rel="icon" href="/mug.svg" key="icon" />
            <meta name="mugs" content="3" />
          </Head>
          text
        </div>
      </body>
    </html>,
  );
  assert.equal(
    text,
    '<!DOCTYPE html><html lang="en"><head><title>Mugs &amp; more</title><meta name="robots" content="none"/>' +
      '<link rel="icon" href="/mug.svg"/><meta name="mugs" content="3"/></head><body><div class="page">text</div></body></html>',
  );
});

Deno.test("in development a page without islands still reloads", async () => {
  const { text, nonce } = await render(<p>hi</p>, "r1");
  assert.match(
    text,
    new RegExp(`<script type="module" nonce="${nonce}">new EventSource\\("/_fresh/reload"\\)`),
  );
});

Deno.test("asset puts the build into addresses of this host", async () => {
  await render(<p />);
  assert.equal(asset("/styles.css"), "/styles.css?__frsh_c=b1");
  assert.equal(asset("/icons.svg?x=1#mug"), "/icons.svg?x=1&__frsh_c=b1#mug");
  assert.equal(asset("https://cdn.example/a.js"), "https://cdn.example/a.js");
  assert.equal(asset("//cdn.example/a.js"), "//cdn.example/a.js");
  assert.equal(IS_BROWSER, false);
});
