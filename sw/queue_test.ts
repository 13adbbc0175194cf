// The queue where it lives: a real Chromium, its real IndexedDB, and a server that answers as the test wants.
import assert from "node:assert/strict";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { chromiumPath, openBrowser, PATIENCE_MS } from "../tests/support/browser.ts";
import { queueScript } from "../tests/support/queue_script.ts";
import { until } from "../tests/support/until.ts";
import type { keepDraining } from "./drain.ts";
import type { openQueue, Queue, Settled, Waiting } from "./queue.ts";

/** What the test's page has in its global scope; only what runs in the page can see it. */
declare const page: {
  openQueue: typeof openQueue;
  keepDraining: typeof keepDraining;
  queue: Queue;
  add(count: number, from?: number): Promise<void>;
};

interface Batch {
  deviceId: string;
  by: { personId: string; nodeId: string; standing?: "offline" };
  waiting: number;
  operations: { id: string; seq: number; body: { fulfillmentId: string } }[];
}
type Answer = (batch: Batch) => Response | Promise<Response>;

const ana = { personId: "ana", nodeId: "soho", name: "Ana" };
const ben = { personId: "ben", nodeId: "soho", name: "Ben" };
const script = await queueScript();

const applied: Answer = ({ operations }) =>
  Response.json({ outcomes: operations.map(({ id }) => ({ id, outcome: "applied" })) });

/** A store's server and a phone: a fresh profile in every test. */
function walk(name: string, run: (shop: Shop) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const shop = openShop();
      const browser = await openBrowser();
      try {
        shop.context = await browser.newContext();
        shop.context.setDefaultTimeout(PATIENCE_MS);
        await run(shop);
      } finally {
        await browser.close();
        await shop.server.shutdown();
      }
    },
  });
}

interface Shop {
  url: string;
  server: Deno.HttpServer;
  context: BrowserContext;
  batches: Batch[];
  answer: Answer;
}

function openShop(): Shop {
  const shop = { batches: [] as Batch[], answer: applied } as Shop;
  shop.server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    if (new URL(request.url).pathname === "/api/v1/operations") {
      const batch = await request.json() as Batch;
      shop.batches.push(batch);
      return await shop.answer(batch);
    }
    const html = `<!doctype html><title>Queue</title><script type="module">${script}</script>`;
    return new Response(html, { headers: { "content-type": "text/html" } });
  });
  shop.url = `http://localhost:${(shop.server.addr as Deno.NetAddr).port}/`;
  return shop;
}

/** A tab with the queue open and somebody signed in; nothing is sent before the test says so. */
async function openTab({ context, url }: Pick<Shop, "context" | "url">, author = ana): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(url);
  await openQueueIn(tab, author);
  return tab;
}

function openQueueIn(tab: Page, author: typeof ana) {
  return tab.evaluate(async (author) => {
    page.queue = await page.openQueue();
    await page.queue.actAs(author);
    page.add = async (count, from = 1) => {
      for (let i = from; i < from + count; i++) {
        const step = { type: "start_pick" as const, body: { fulfillmentId: `order-${i}` } };
        await page.queue.enqueue(step, { orderNumber: `A-${i}`, needsServer: false });
      }
    };
  }, author);
}

const add = (tab: Page, count: number, from = 1) =>
  tab.evaluate(([count, from]) => page.add(count, from), [count, from] as const);
const flush = (tab: Page) => tab.evaluate(() => page.queue.flush());
const waitingOf = (tab: Page): Promise<Waiting[]> => tab.evaluate(() => page.queue.state().waiting);
const settledOf = (tab: Page): Promise<Settled[]> => tab.evaluate(() => page.queue.state().settled);
const orders = (batches: Batch[]) =>
  batches.flatMap(({ operations }) => operations.map(({ body }) => body.fulfillmentId));

walk(
  "operations leave in order, at most a hundred together, and only when they were answered",
  async (shop) => {
    const tab = await openTab(shop);
    await add(tab, 220);
    assert.equal(await flush(tab), "empty");
    assert.deepEqual(shop.batches.map(({ operations }) => operations.length), [100, 100, 20]);
    assert.deepEqual(orders(shop.batches), Array.from({ length: 220 }, (_, i) => `order-${i + 1}`));
    assert.deepEqual(await waitingOf(tab), []);
    assert.equal(new Set(shop.batches.map(({ deviceId }) => deviceId)).size, 1);
    const [first] = shop.batches[0]!.operations;
    assert.deepEqual(Object.keys(first!).sort(), ["at", "body", "id", "seq", "type"]);
  },
);

walk("two tabs make one device: one id, and numbers that never meet", async (shop) => {
  const [one, two] = [await openTab(shop), await openTab(shop)];
  await Promise.all([add(one, 20), add(two, 20, 21)]);
  await one.reload();
  const again = await openTab(shop);
  const waiting = await waitingOf(again);
  assert.deepEqual(waiting.map(({ seq }) => seq), Array.from({ length: 40 }, (_, i) => i + 1));
  assert.equal(new Set(waiting.map(({ id }) => id)).size, 40);
  const ids = [two, again].map((tab) => tab.evaluate(() => page.queue.deviceId));
  assert.equal(...await Promise.all(ids) as [string, string]);
});

walk("two tabs that flush at once send each operation once, and both see it gone", async (shop) => {
  const [one, two] = [await openTab(shop), await openTab(shop)];
  await add(one, 60);
  const answered = Promise.withResolvers<void>();
  shop.answer = async (batch) => {
    await answered.promise;
    return applied(batch);
  };
  const flushed = [flush(one), flush(two)];
  // Whichever came first waits for its answer; the other is turned away meanwhile.
  assert.equal(await Promise.race(flushed), "elsewhere");
  answered.resolve();
  assert.deepEqual((await Promise.all(flushed)).sort(), ["elsewhere", "empty"]);
  assert.equal(orders(shop.batches).length, 60);
  await until("the other tab hears of it", async () => (await waitingOf(two)).length === 0);
});

walk("a refused operation is kept until somebody has seen it", async (shop) => {
  const tab = await openTab(shop);
  await add(tab, 3);
  const problem = { type: "/problems/taken", title: "Somebody else is picking this order", status: 409 };
  shop.answer = ({ operations: [a, b, c] }) =>
    Response.json({
      outcomes: [
        { id: a!.id, outcome: "applied" },
        { id: b!.id, outcome: "refused", problem },
        { id: c!.id, outcome: "superseded" },
      ],
    });
  await flush(tab);
  assert.deepEqual(await waitingOf(tab), []);
  await tab.reload();
  const later = await openTab(shop);
  const settled = await settledOf(later);
  assert.deepEqual(settled.map((each) => [each.operation.orderNumber, each.outcome, each.problem]), [
    ["A-2", "refused", problem],
    ["A-3", "superseded", null],
  ]);
  await later.evaluate((id) => page.queue.dismiss(id), settled[0]!.id);
  assert.deepEqual((await settledOf(later)).map(({ operation }) => operation.orderNumber), ["A-3"]);
});

walk("nothing leaves without an outcome, whatever the answer is", async (shop) => {
  const tab = await openTab(shop);
  await add(tab, 2);
  const soon = { "retry-after": "0" };
  const answers: [Answer, string][] = [
    [() => new Response(null, { status: 401 }), "signed_out"],
    [() => new Response(null, { status: 429, headers: soon }), "busy"],
    [() => new Response("fault", { status: 500, headers: soon }), "busy"],
    [() => new Response("<html>Welcome to our Wi-Fi", { headers: soon }), "busy"],
    [() => Response.json({ outcomes: [{ id: "another", outcome: "applied" }] }), "busy"],
  ];
  for (const [answer, said] of answers) {
    shop.answer = answer;
    assert.equal(await flush(tab), said);
    assert.equal(await tab.evaluate(() => page.queue.state().trouble), said);
    assert.equal((await waitingOf(tab)).length, 2);
  }
});

walk("without a network everything stays, and goes when it is back", async (shop) => {
  const tab = await openTab(shop);
  await shop.context.setOffline(true);
  await add(tab, 2);
  assert.equal(await flush(tab), "offline");
  assert.equal((await waitingOf(tab)).length, 2);
  await shop.context.setOffline(false);
  assert.equal(await flush(tab), "empty");
  assert.deepEqual(orders(shop.batches), ["order-1", "order-2"]);
});

walk("what another tab has sent shows here, too, that there is a network again", async (shop) => {
  const [tab, other] = [await openTab(shop), await openTab(shop)];
  await shop.context.setOffline(true);
  await add(tab, 2);
  assert.equal(await flush(tab), "offline");
  await shop.context.setOffline(false);
  assert.equal(await flush(other), "empty");
  await until("the first tab has heard of it", async () => (await waitingOf(tab)).length === 0);
  assert.equal(await tab.evaluate(() => page.queue.state().trouble), "none");
});

walk("a server that asks for a pause gets it", async (shop) => {
  const tab = await openTab(shop);
  await add(tab, 1);
  shop.answer = () => new Response(null, { status: 503, headers: { "retry-after": "60" } });
  assert.equal(await flush(tab), "busy");
  assert.equal(await flush(tab), "busy");
  assert.equal(shop.batches.length, 1);
});

walk("one operation the server cannot read is refused by itself; the others go", async (shop) => {
  const tab = await openTab(shop);
  await add(tab, 5);
  shop.answer = (batch) =>
    orders([batch]).includes("order-3")
      ? Response.json({ title: "Malformed" }, { status: 400 })
      : applied(batch);
  assert.equal(await flush(tab), "empty");
  // It is found among ever fewer.
  assert.deepEqual(shop.batches.map(({ operations }) => operations.length), [5, 3, 2, 2, 1, 1, 1]);
  assert.deepEqual(
    (await settledOf(tab)).map(({ operation, problem }) => [operation.orderNumber, problem?.title]),
    [
      ["A-3", "Malformed"],
    ],
  );
});

walk("on a shared phone nobody sends in another's name", async (shop) => {
  await add(await openTab(shop, ana), 2);
  const bens = await openTab(shop, ben);
  await add(bens, 1, 3);
  assert.equal(await flush(bens), "empty");
  assert.deepEqual(orders(shop.batches), ["order-3"]);
  assert.deepEqual((await waitingOf(bens)).map(({ by }) => by.name), ["Ana", "Ana"]);
  const anas = await openTab(shop, ana);
  await flush(anas);
  assert.deepEqual(orders(shop.batches), ["order-3", "order-1", "order-2"]);
  assert.deepEqual(shop.batches.map(({ by }) => by), [
    { personId: "ben", nodeId: "soho" },
    { personId: "ana", nodeId: "soho" },
  ]);
  // What is done in the tab Ben left open is still his.
  await add(bens, 1, 4);
  assert.deepEqual((await waitingOf(bens)).map(({ by }) => by), [ben]);
  assert.equal(await flush(bens), "empty");
  assert.equal(shop.batches.length, 2);
});

walk(
  "a store's own phone sends everybody's work in order, and keeps what the server would not hear of",
  async (shop) => {
    const tab = await openTab(shop);
    await add(tab, 2);
    await tab.evaluate((author) => page.queue.actAs(author), { ...ben, standing: "offline" as const });
    await add(tab, 1, 3);
    await tab.evaluate((author) => page.queue.actAs(author), ana);
    await add(tab, 1, 4);
    await tab.evaluate(() => page.queue.belongToStore(true));
    const isBens = ({ by }: Batch) => by.personId === ben.personId;
    shop.answer = (batch) => isBens(batch) ? new Response(null, { status: 401 }) : applied(batch);
    assert.equal(await flush(tab), "empty");
    assert.deepEqual(orders(shop.batches), ["order-1", "order-2", "order-3", "order-4"]);
    assert.deepEqual(shop.batches.map(({ by }) => by), [
      { personId: "ana", nodeId: "soho" },
      { personId: "ben", nodeId: "soho", standing: "offline" },
      { personId: "ana", nodeId: "soho" },
    ]);
    assert.deepEqual(shop.batches.map(({ waiting }) => waiting), [4, 2, 2]);
    assert.deepEqual((await waitingOf(tab)).map(({ by }) => by.name), ["Ben"]);
    assert.deepEqual((await tab.evaluate(() => page.queue.state().held))?.map(({ name }) => name), ["Ben"]);
    shop.answer = applied;
    assert.equal(await flush(tab), "empty");
    assert.deepEqual(await waitingOf(tab), []);
  },
);

walk("what was done at one store is not sent from another", async (shop) => {
  await add(await openTab(shop, ana), 1);
  const elsewhere = await openTab(shop, { ...ana, nodeId: "hoboken" });
  await add(elsewhere, 1, 2);
  assert.equal(await flush(elsewhere), "empty");
  assert.deepEqual(orders(shop.batches), ["order-2"]);
  await flush(await openTab(shop, ana));
  assert.deepEqual(orders(shop.batches), ["order-2", "order-1"]);
});

walk("what an older version of the app kept waits for its author to be known, and is sent", async (shop) => {
  const tab = await openTab(shop);
  await add(tab, 2);
  await tab.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open("aisle-operations");
      opening.onsuccess = () => resolve(opening.result);
    });
    const tx = db.transaction(["waiting", "meta"], "readwrite");
    const old = { personId: "ana", name: "Ana" };
    tx.objectStore("meta").put(old, "author");
    for (const kept of page.queue.state().waiting) tx.objectStore("waiting").put({ ...kept, by: old });
    await new Promise((done) => tx.oncomplete = done);
    db.close();
  });
  assert.equal(await flush(tab), "empty");
  assert.deepEqual(shop.batches, []);
  const again = await openTab(shop);
  assert.deepEqual((await waitingOf(again)).map(({ by }) => by.nodeId), [undefined, undefined]);
  await flush(again);
  assert.deepEqual(orders(shop.batches), ["order-1", "order-2"]);
});

walk("a full phone says so at once and keeps nothing half", async (shop) => {
  const tab = await shop.context.newPage();
  await tab.goto(shop.url);
  const session = await shop.context.newCDPSession(tab);
  await session.send("Storage.overrideQuotaForOrigin", {
    origin: new URL(shop.url).origin,
    quotaSize: 300_000,
  });
  await openQueueIn(tab, ana);
  await add(tab, 1);
  // Chromium looks at the quota roughly: only what is larger than all of it is refused for certain.
  const refused = await tab.evaluate(() => {
    const note = { orderNumber: "A".repeat(500_000), needsServer: false };
    const step = { type: "start_pick" as const, body: { fulfillmentId: "order-2" } };
    return page.queue.enqueue(step, note).then(() => "kept", (error: DOMException) => error.name);
  });
  assert.equal(refused, "QuotaExceededError");
  for (const look of [tab, await openTab(shop)]) {
    assert.deepEqual((await waitingOf(look)).map(({ seq, orderNumber }) => [seq, orderNumber]), [[1, "A-1"]]);
  }
});

walk(
  "a page sends what waited at its start, each new operation, and again when the network returns",
  async (shop) => {
    const tab = await openTab(shop);
    await add(tab, 1);
    await tab.evaluate(() => void page.keepDraining(page.queue));
    await until("the first is sent", () => orders(shop.batches).length === 1);
    await add(tab, 1, 2);
    await until("the second is sent", () => orders(shop.batches).length === 2);
    // An answer that the network takes away has its operation sent again.
    await until("its answer came", async () => (await waitingOf(tab)).length === 0);
    await shop.context.setOffline(true);
    await add(tab, 2, 3);
    await until(
      "the queue knows",
      async () => await tab.evaluate(() => page.queue.state().trouble) === "offline",
    );
    await shop.context.setOffline(false);
    await until("the others are sent", () => orders(shop.batches).length === 4);
    assert.deepEqual(orders(shop.batches), ["order-1", "order-2", "order-3", "order-4"]);
  },
);

Deno.test({
  name: "a browser that is killed right after the acknowledgement has lost nothing",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const shop = openShop();
    const profile = await Deno.makeTempDir({ prefix: "aisle-queue-" });
    try {
      for (let kills = 1; kills <= 3; kills++) {
        const { browser, kill } = await openKillable(profile);
        const tab = await openTab({ context: browser.contexts()[0]!, url: shop.url });
        assert.equal((await waitingOf(tab)).length, (kills - 1) * 5);
        await add(tab, 5);
        await kill();
      }
      const { browser, kill } = await openKillable(profile);
      const tab = await openTab({ context: browser.contexts()[0]!, url: shop.url });
      assert.deepEqual(
        (await waitingOf(tab)).map(({ seq }) => seq),
        Array.from({ length: 15 }, (_, i) => i + 1),
      );
      await kill();
    } finally {
      await shop.server.shutdown();
      // The children of a killed browser live on for a moment and still write to its profile.
      await until(
        "the profile is gone",
        () => Deno.remove(profile, { recursive: true }).then(() => true, () => false),
      );
    }
  },
});

/** A Chromium of our own process, so that it can be ended the hard way. */
async function openKillable(profile: string): Promise<{ browser: Browser; kill: () => Promise<void> }> {
  await Deno.remove(`${profile}/DevToolsActivePort`).catch(() => {});
  const child = new Deno.Command(chromiumPath(), {
    args: [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
      ...["--disable-component-update", "--disable-sync", `--user-data-dir=${profile}`],
      ...["--remote-debugging-port=0", "about:blank"],
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  let port = "";
  await until("the browser is up", async () => {
    port = (await Deno.readTextFile(`${profile}/DevToolsActivePort`).catch(() => "")).split("\n")[0]!;
    return port !== "";
  });
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: PATIENCE_MS });
  return {
    browser,
    async kill() {
      child.kill("SIGKILL");
      await child.status;
      await browser.close().catch(() => {});
    },
  };
}
