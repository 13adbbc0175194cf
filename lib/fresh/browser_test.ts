import assert from "node:assert/strict";
import { openBrowser, PATIENCE_MS } from "../../tests/support/browser.ts";
import { until } from "../../tests/support/until.ts";
import { serveShop } from "./testdata/processes.ts";

async function open(url: string) {
  const browser = await openBrowser();
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on(
    "console",
    (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()),
  );
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
  await page.goto(url, { waitUntil: "networkidle" });
  return { page, complaints, [Symbol.asyncDispose]: () => browser.close() };
}

const sanitize = { sanitizeOps: false, sanitizeResources: false };

Deno.test("two islands share a signal in a real browser under the strict policy", sanitize, async (t) => {
  await using server = await serveShop();
  await using tab = await open(`${server.url}/counters`);
  const { page, complaints } = tab;
  const texts = (selector: string) => page.locator(selector).allTextContents();

  await t.step("a click in one shows in both, and in the island inside it", async () => {
    await page.click("#left button");
    await page.click("#right button");
    assert.deepEqual(await texts("section > output"), ["3", "3"]);
    assert.deepEqual(await texts("section b"), ["enough", "enough"]);
    assert.deepEqual((await texts(".total")).map((text) => text.trim()), ["6", "6"]);
  });
  await t.step("an island that is a list grows before what follows it", async () => {
    assert.deepEqual(await texts("#marks > *"), ["1", "2", "3", "4", "5", "6", "after"]);
    const nodes = await page.locator("#marks").evaluate((marks) =>
      [...marks.childNodes].map((n) => n.nodeName)
    );
    assert.deepEqual(nodes, ["#comment", ..."IIIIII", "#comment", "EM"]);
  });
  await t.step("ids and assets are the same as on the server", async () => {
    const html = await (await fetch(`${server.url}/counters`)).text();
    const ids = [...html.matchAll(/data-id="(.*?)"/g)].map(([, id]) => id);
    assert.deepEqual(ids, ["P1-0", "P2-0"]);
    const here = await page.locator("section").evaluateAll((all) =>
      all.map((one) => one.getAttribute("data-id"))
    );
    assert.deepEqual(here, ids);
    const [source] = html.match(/\/dot\.svg\?__frsh_c=[\w-]+/)!;
    assert.equal(await page.locator("#left img").getAttribute("src"), source);
    await page.click("#left button");
    assert.equal(await page.locator("#left img").getAttribute("src"), source);
  });
  await t.step("the style sheet applies, and nothing was blocked", async () => {
    const color = await page.locator("h1").evaluate((h1) => getComputedStyle(h1).color);
    assert.equal(color, "rgb(0, 128, 0)");
    assert.deepEqual(complaints, []);
  });
  await t.step("script in markup that got onto the page does not run", async () => {
    await page.evaluate(() =>
      document.body.innerHTML += `<img src="/none" onerror="document.title = 'owned'">`
    );
    await page.waitForLoadState("networkidle");
    assert.equal(await page.title(), "Shop");
    await until(
      "the browser says so",
      () => /Executing inline event handler violates/.test(complaints.join()),
    );
  });
});

Deno.test(
  "an island in (_islands) gets dates, maps and big numbers, counts, and keeps the head up to date",
  sanitize,
  async () => {
    await using server = await serveShop();
    await using tab = await open(`${server.url}/till`);
    assert.equal(await tab.page.title(), "Till 0");
    await tab.page.click("button");
    await tab.page.click("button");
    assert.equal(await tab.page.locator("button").textContent(), "1970-01-01T00:00:00.000Z 3 2");
    await tab.page.waitForFunction(() => document.title === "Till 2");
    const metas = await tab.page.locator("meta[name=scans]").evaluateAll((all) =>
      all.map((m) => m.getAttribute("content"))
    );
    assert.deepEqual(metas, ["2"]);
    assert.deepEqual(tab.complaints, []);
  },
);
