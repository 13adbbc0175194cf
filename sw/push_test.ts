import assert from "node:assert/strict";
import { openNotice, readNotice, showNotice } from "./push.ts";
import type { Tab, Tabs } from "./scope.ts";

const origin = "https://aisle.example";
const ready = {
  title: "Ready at Soho",
  body: "Mia, order 1042 is waiting.",
  url: "/order/abc",
  tag: "ready:1",
};

Deno.test("a message becomes a notification that leads to its page", () => {
  const { title, options } = readNotice(JSON.stringify(ready), origin);
  assert.equal(title, "Ready at Soho");
  assert.equal(options.body, "Mia, order 1042 is waiting.");
  assert.equal(options.tag, "ready:1");
  assert.deepEqual(options.data, { url: `${origin}/order/abc` });
});

Deno.test("a declarative message says the same", () => {
  const { url, ...rest } = ready;
  const declarative = JSON.stringify({ web_push: 8030, notification: { ...rest, navigate: origin + url } });
  assert.deepEqual(readNotice(declarative, origin), readNotice(JSON.stringify(ready), origin));
});

Deno.test("a message that cannot be read still shows something, and leads home", () => {
  for (
    const text of [null, "", "plain words", "[]", "7", "null", JSON.stringify({ title: 4, url: "http://[" })]
  ) {
    const { title, options } = readNotice(text, origin);
    assert.equal(title, "There is news");
    assert.deepEqual(options.data, { url: `${origin}/` });
  }
});

Deno.test("a message cannot lead to another site", () => {
  for (
    const url of [
      "https://evil.example/",
      "//evil.example",
      "javascript:alert(1)",
      "https://aisle.example.evil/",
    ]
  ) {
    assert.equal(readNotice(JSON.stringify({ ...ready, url }), origin).options.data.url, `${origin}/`);
  }
});

Deno.test("a push shows one notification", async () => {
  const shown: unknown[] = [];
  const registration = { showNotification: (title: string) => Promise.resolve(void shown.push(title)) };
  const scope = { location: { origin } as Location, registration: registration as ServiceWorkerRegistration };
  await showNotice(scope, JSON.stringify(ready));
  assert.deepEqual(shown, ["Ready at Soho"]);
});

Deno.test("a tap focuses the page if it is open, and opens it if not", async () => {
  const { options } = readNotice(JSON.stringify(ready), origin);
  for (
    const [openAddress, expected] of [["/order/abc#pass", "focused"], ["/order/other", "opened"]] as const
  ) {
    const done: string[] = [];
    await openNotice(tabsWith(origin + openAddress, done), {
      data: options.data,
      close: () => done.push("closed"),
    });
    assert.deepEqual(done, ["closed", expected]);
  }
});

function tabsWith(url: string, done: string[]): Tabs {
  const tab: Tab = { url, focus: () => (done.push("focused"), Promise.resolve(tab)) };
  return {
    matchAll: () => Promise.resolve([tab]),
    openWindow: () => (done.push("opened"), Promise.resolve(tab)),
    claim: () => Promise.resolve(),
  };
}
