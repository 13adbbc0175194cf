import assert from "node:assert/strict";
import { join } from "node:path";
import { writeDemoFile } from "./demo_file.ts";
import { simulate, type Simulation } from "./simulate.ts";
import { byPopulation, bySellingRank, methodOf, unitsOf, wishOf } from "./simulate_plan.ts";
import { percentile } from "./simulate_tally.ts";

Deno.test("wholesale quantities become a household's", () => {
  assert.deepEqual([1, 3, 4, 12, 16, 64, 600, 80_995].map(unitsOf), [1, 1, 2, 2, 3, 4, 5, 6]);
});

Deno.test("the best seller there stands for the best seller here, whatever the lists' lengths", () => {
  const skuOf = bySellingRank(["a", "b", "c", "d"], ["best", "second"]);
  assert.deepEqual(["a", "b", "c", "d"].map(skuOf), ["best", "best", "second", "second"]);
  assert.ok(["best", "second"].includes(skuOf("not in the list")));
});

Deno.test("a customer always lives at the same ZIP, and more of them where more people live", () => {
  const homeOf = byPopulation(new Map([["California", 900], ["New York", 100]]));
  assert.deepEqual(homeOf("17850"), homeOf("17850"));
  const states = Array.from({ length: 400 }, (_, n) => homeOf(`customer ${n}`).state);
  const californians = states.filter((state) => state === "CA").length;
  assert.ok(californians > 330 && californians < 390, String(californians));
  assert.equal(states.filter((state) => state === "NY").length, 400 - californians);
});

Deno.test("an invoice becomes at most six lines, an item on one of them only", () => {
  const lines = Array.from({ length: 20 }, (_, n) => ({ sku: `code${n % 9}`, quantity: 12, priceGbp: 2.5 }));
  const invoice = { id: "536365", atMinute: 0, customer: "17850", cancels: false, lines, skippedLines: 0 };
  const plan = {
    run: "run",
    skuOf: (code: string) => code.toUpperCase(),
    homeOf: () => ({ postalCode: "10012", city: "New York", state: "NY" }),
  };
  const wish = wishOf(invoice, plan);
  assert.equal(wish?.channelOrderId, "run-536365");
  assert.deepEqual(wish?.lines.map(({ sku }) => sku), ["CODE0", "CODE1", "CODE2", "CODE3", "CODE4", "CODE5"]);
  assert.deepEqual(wish?.lines[0], {
    sku: "CODE0",
    quantity: 2,
    unitPrice: { amount: 325, currency: "USD" },
  });
  assert.equal(wishOf({ ...invoice, lines: [] }, plan), undefined);
});

Deno.test("half of the orders are picked up, a fifth at the curb, the rest sent", () => {
  const methods = Array.from({ length: 2_000 }, (_, n) => methodOf(String(536_365 + n)));
  const share = (method: string) => methods.filter((one) => one === method).length / methods.length;
  assert.ok(Math.abs(share("pickup") - 0.5) < 0.04);
  assert.ok(Math.abs(share("curbside") - 0.2) < 0.04);
});

Deno.test("the median of nothing is nothing, and p95 leaves one in twenty above", () => {
  assert.equal(percentile([], 0.5), 0);
  assert.equal(percentile(Array.from({ length: 100 }, (_, n) => n), 0.95), 95);
});

const invoices = `invoice,at_local,customer,country,cancel
1,2010-12-01T08:26,17850,United Kingdom,0
2,2010-12-01T08:28,13047,United Kingdom,0
C3,2010-12-01T08:35,17850,United Kingdom,1
C4,2010-12-01T08:36,99999,United Kingdom,1
5,2010-12-02T09:00,,United Kingdom,0
6,2010-12-02T09:01,13047,United Kingdom,0
`;
const lines = `invoice,sku,qty,unit_price_gbp
1,A,6,2.55
1,B,1,3.39
2,A,12,2.55
2,B,-1,3.39
C3,A,-6,2.55
C4,A,-6,2.55
5,B,1,0
6,B,4,1
`;

/** A shop that knows two items, is busy once, and is out of everything the second shopper wants. */
function stubShop() {
  const calls: { path: string; body: Record<string, unknown> | undefined; key: string | null }[] = [];
  let busy = 1;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname;
    const body = request.method === "POST" ? await request.json() : undefined;
    calls.push({ path, body, key: request.headers.get("authorization") });
    if (path === "/api/v1/stock") {
      return Response.json({
        stock: [{ nodeId: "soho", sku: "MUG", onHand: 9 }, { nodeId: "soho", sku: "PAN", onHand: 5 }],
      });
    }
    if (path === "/api/v1/availability") {
      return Response.json({ pickup: [{ nodeId: "soho", miles: 2, complete: true }], delivery: {} });
    }
    if (path.endsWith("/cancellation")) return Response.json({ id: "1", state: "cancelled" });
    if (body.channelOrderId === "t-1" && busy-- > 0) {
      return new Response("{}", { status: 503, headers: { "retry-after": "0" } });
    }
    if (body.channelOrderId === "t-2") {
      return Response.json({ type: "/problems/insufficient-stock", status: 409 }, { status: 409 });
    }
    return Response.json({ id: body.channelOrderId, method: body.method }, { status: 201 });
  });
  return { server, calls };
}

Deno.test("a stream is replayed: placed, refused, cancelled and left out are each counted once", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-simulate-" });
  const { server, calls } = stubShop();
  try {
    await Deno.writeTextFile(join(dataDir, "invoices.csv"), invoices);
    await Deno.writeTextFile(join(dataDir, "lines.csv"), lines);
    await Deno.writeTextFile(join(dataDir, "items.csv"), "sku,name,units_sold\nA,a,100\nB,b,10\n");
    const personId = crypto.randomUUID();
    await writeDemoFile(dataDir, {
      url: `http://127.0.0.1:${server.addr.port}`,
      channelKey: "aisle_key",
      people: [{
        personId,
        name: "Ana M.",
        role: "associate",
        nodeId: "soho",
        regionId: null,
        pin: "123456",
      }],
    });
    const simulation: Simulation = {
      orders: dataDir,
      dataDir,
      // Faster than any answer, so that the cancellation has to wait for that of its order.
      speed: 1_000_000,
      limit: 5,
      run: "t",
      signal: new AbortController().signal,
      onTally() {},
    };
    const tally = await simulate(simulation);
    assert.equal(tally.invoices, 5);
    assert.equal(Object.values(tally.placed).reduce((a, b) => a + b, 0), 1);
    assert.deepEqual(tally.refused, { "insufficient-stock": 1 });
    assert.deepEqual([tally.cancelled, tally.nothingToCancel, tally.noSale, tally.skippedLines], [
      1,
      1,
      1,
      4,
    ]);

    const placed = calls.filter(({ path }) => path === "/api/v1/orders").map(({ body }) =>
      body?.channelOrderId
    );
    assert.deepEqual(placed.sort(), ["t-1", "t-1", "t-2"]);
    assert.ok(calls.every(({ key }) => key === "Bearer aisle_key"));
    assert.deepEqual(calls.filter(({ path }) => path.endsWith("/cancellation")).map(({ path }) => path), [
      "/api/v1/orders/t-1/cancellation",
    ]);

    const later = await simulate({ ...simulation, from: "2010-12-02", run: "u" });
    assert.deepEqual([later.invoices, later.noSale], [2, 1]);
  } finally {
    await server.shutdown();
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("Ctrl-C ends a run at once", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-simulate-" });
  const { server } = stubShop();
  const controller = new AbortController();
  try {
    await Deno.writeTextFile(join(dataDir, "invoices.csv"), invoices);
    await Deno.writeTextFile(join(dataDir, "lines.csv"), lines);
    await Deno.writeTextFile(join(dataDir, "items.csv"), "sku,name,units_sold\nA,a,100\nB,b,10\n");
    const url = `http://127.0.0.1:${server.addr.port}`;
    const person = {
      personId: crypto.randomUUID(),
      name: "Ana M.",
      nodeId: "soho",
      regionId: null,
      pin: "123456",
    };
    await writeDemoFile(dataDir, {
      url,
      channelKey: "aisle_key",
      people: [{ ...person, role: "associate" }],
    });
    const tally = await simulate({
      orders: dataDir,
      dataDir,
      speed: 0.01,
      limit: Infinity,
      run: "t",
      signal: controller.signal,
      // The second order would be placed minutes after the first.
      onTally: () => controller.abort(),
    });
    assert.equal(tally.invoices, 1);
  } finally {
    await server.shutdown();
    await Deno.remove(dataDir, { recursive: true });
  }
});
