import assert from "node:assert/strict";
import { h } from "preact";
import { App, csp, csrf } from "./mod.ts";

type Options = Parameters<typeof csp>[0];

async function policyOf(options: Options, path = "/", base = "http://shop.test") {
  const app = new App().use(csp(options))
    .get("/", (ctx) => ctx.render(h("script", null)))
    .get("/api", (ctx) => ctx.json({}))
    .get("/away", () => Response.redirect("http://shop.test/"));
  const response = await app.handler()(new Request(base + path));
  return {
    headers: response.headers,
    text: await response.text(),
    policy: response.headers.get("content-security-policy"),
  };
}

const STRICT: Options = {
  useNonce: true,
  csp: [
    "script-src 'unsafe-inline' 'strict-dynamic'",
    "style-src 'self'",
    "base-uri 'none'",
    "connect-src 'self' wss:",
  ],
};

Deno.test("own directives replace the default ones of the same name", async () => {
  const { policy } = await policyOf({ csp: ["img-src 'self' blob:", "frame-src 'none'"] });
  assert.equal(policy?.match(/img-src/g)?.length, 1);
  assert.ok(policy?.includes("img-src 'self' blob:") && policy.includes("frame-src 'none'"));
  assert.ok(policy?.includes("object-src 'none'") && policy.includes("script-src 'self' 'unsafe-inline'"));
});

Deno.test("the nonce of the page stands where 'unsafe-inline' stood", async () => {
  const { policy, text, headers } = await policyOf(STRICT);
  const nonce = text.match(/nonce="(\w+)"/)![1];
  assert.ok(
    policy?.includes(`script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self'; base-uri 'none'`),
  );
  assert.ok(!policy?.includes("unsafe-inline"));
  assert.equal(headers.get("x-fresh-nonce"), null);
});

Deno.test("answers that are not pages allow nothing inline either, even those with fixed headers", async () => {
  for (const path of ["/api", "/away"]) {
    const { policy } = await policyOf(STRICT, path);
    assert.ok(policy?.includes("script-src 'strict-dynamic'"));
    assert.ok(!policy?.includes("unsafe-inline"));
  }
});

Deno.test("only over https are browsers told to use https", async () => {
  assert.ok(!(await policyOf({})).policy?.includes("upgrade-insecure-requests"));
  assert.ok((await policyOf({}, "/", "https://shop.test")).policy?.includes("upgrade-insecure-requests"));
});

Deno.test("a policy can be tried out first, with reports", async () => {
  const { headers, policy } = await policyOf({ reportOnly: true, reportTo: "/csp-reports" });
  assert.equal(policy, null);
  assert.match(
    headers.get("content-security-policy-report-only")!,
    /report-to csp-endpoint; report-uri \/csp-reports/,
  );
  assert.equal(headers.get("reporting-endpoints"), 'csp-endpoint="/csp-reports"');
});

Deno.test("a change asked for by another site's page is refused", async () => {
  const app = new App().use(csrf()).all("/", () => new Response("done"));
  const handler = app.handler();
  const status = async (headers: HeadersInit, method = "POST") =>
    (await handler(new Request("http://shop.test/", { method, headers }))).status;

  assert.equal(await status({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }), 403);
  assert.equal(await status({ "sec-fetch-site": "same-site", origin: "http://other.shop.test" }), 403);
  assert.equal(await status({ origin: "https://evil.example" }), 403);
  assert.equal(await status({ origin: "null" }), 403);
  assert.equal(await status({ "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await status({ "sec-fetch-site": "same-origin" }), 200);
  assert.equal(await status({ origin: "http://shop.test" }), 200);
  assert.equal(await status({}), 200, "curl and webhooks carry a key instead");
  assert.equal(await status({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }, "GET"), 200);
});

Deno.test("other origins can be let in by name or by rule", async () => {
  const status = async (origin: string, allowed: NonNullable<Parameters<typeof csrf>[0]>["origin"]) => {
    const handler = new App().use(csrf({ origin: allowed })).post("/", () => new Response("done")).handler();
    const headers = { origin, "sec-fetch-site": "cross-site" };
    return (await handler(new Request("http://shop.test/", { method: "POST", headers }))).status;
  };
  assert.equal(await status("https://a.example", "https://a.example"), 200);
  assert.equal(await status("https://b.example", ["https://a.example"]), 403);
  assert.equal(await status("https://b.example", (origin) => origin.endsWith("//b.example")), 200);
});
