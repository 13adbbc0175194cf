import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { listFulfillments, pickupCode } from "../../domain/fulfillment/mod.ts";
import { makeReservation, proveStock, saveRules } from "../../domain/inventory/mod.ts";
import { move } from "../../domain/inventory/store.ts";
import { placeOrder } from "../../domain/orders/mod.ts";
import { beginDraft } from "../../domain/routing/mod.ts";
import { applyOperations } from "../../domain/sync/mod.ts";
import { type Db, transact } from "../../lib/db.ts";
import { importKeys, signId } from "../../lib/tokens.ts";
import { type RunningAisle, secrets, startAisle } from "../support/aisle.ts";
import { DESK, openBrowser, openPage, PHONE, violationsOf } from "../support/browser.ts";
import { freshDatabase } from "../support/postgres.ts";
import { agreed, associate, delivery, hire, openShop, operation, pickup, stockUp } from "../support/shop.ts";

const LONG =
  "Hand-Thrown Stoneware Breakfast Mug with an Unusually Long Name in Speckled Cornflower Blue, Set of Four";
const keys = await importKeys({ secret: secrets.AISLE_SECRET, passKey: secrets.PASS_KEY });

/** Every page there is, in every state an order gives it, with one name that is far too long. */
async function everyPage(db: Db) {
  await openShop(db);
  await db.run`update item set name = ${LONG} where sku = 'mug'`;
  await stockUp(db, "soho", { mug: 90, lamp: 90, rug: 90 });
  const ana = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
  const rita = await hire(db, { name: "Rita M.", role: "regional_manager", regionId: "east" });
  const maximilian = { name: "Maximilian-Alexander von Hohenstaufen-Breitenbach", email: "max@example.com" };
  await publishRules(db);
  const states = {
    open: pickup("soho", { mug: 2, lamp: 1 }, { shopper: maximilian }),
    picking: pickup("soho", { mug: 2, lamp: 1, rug: 3 }),
    picked: pickup("soho", { mug: 1 }),
    staged: pickup("soho", { mug: 1, lamp: 2 }),
    arrived: pickup("soho", { lamp: 2 }, { method: "curbside" }),
    handed_over: pickup("soho", { lamp: 1 }),
    delivery: delivery({ lamp: 1 }),
    packed: delivery({ rug: 1 }),
    short: pickup("soho", { mug: 1, rug: 1 }),
    asked: pickup("soho", { lamp: 1, mug: 1 }),
    refused: pickup("soho", { mug: 2 }),
    shipped: delivery({ lamp: 1 }, { shopper: maximilian }),
    missing: pickup("soho", { mug: 1, lamp: 1 }),
  };
  const pages: Record<string, { work: string; shopper: string }> = {};
  const person = { ...associate("soho"), personId: ana };
  for (const [state, order] of Object.entries(states)) {
    const { id } = agreed(await placeOrder(db, "web", order));
    const [{ id: fulfillmentId } = { id: "" }] = await listFulfillments(db, id);
    const operations = (await stepsTo(state, fulfillmentId, order.lines)).map((did, i) =>
      operation(did, i + 1)
    );
    const sent = { deviceId: crypto.randomUUID(), operations };
    const { outcomes } = operations.length > 0
      ? await applyOperations(db, { person, nodeId: "soho", keys }, sent)
      : { outcomes: [] };
    assert.deepEqual(outcomes.filter((each) => each.outcome !== "applied"), []);
    if (state === "arrived") {
      await db.run`
        update fulfillment
           set state = 'arrived', arrived_at = now(), bay = '4', car = 'Grey hatchback',
               attended_by = jsonb_build_object('personId', ${ana}::text, 'name', 'Ana P.')
         where id = ${fulfillmentId}`;
    }
    pages[state] = { work: `/work/${fulfillmentId}`, shopper: `/order/${await signId(keys, "order", id)}` };
  }
  const sourcing = await everySourcingPage(db);
  const cleo = await hire(db, { name: "Cleo M.", role: "store_manager", nodeId: "soho" });
  await db.run`
    insert into bin (node_id, label, zone, capacity)
    values ('soho', 'P-12', 'ambient', 9), ('soho', 'C-1', 'chilled', 2), ('soho', 'THE LONGEST LABEL A BIN CAN HAVE', 'oversize', 999)`;
  const { id: signed } = await db.one<{ id: string }>`select handover_id as id from handover_evidence`;
  const store = ["bins", "handovers", `handovers?open=${signed}`, "manifest", "devices"].map((each) =>
    `/work/${each}`
  );
  return { store, ana, rita, cleo, pages, sourcing, stock: await everyStockPage(db) };
}

/** Why an order is where it is, places that are tried out, and what waits. */
async function everySourcingPage(db: Db) {
  await stockUp(db, "albany", { lamp: 5, mug: 5 });
  const { id: orderId } = agreed(await placeOrder(db, "web", delivery({ lamp: 1, mug: 2 })));
  const { number } = await db.one<{ number: string }>`select number from orders where id = ${orderId}`;
  // Rugs are all spoken for, so that these still wait when the clock has tried them again.
  await db.run`
    insert into order_wait (order_id, line_no, entered_at, queue, quantity, why, tries, auto_cancel_at)
    select order_id, line_no, now() - interval '30 hours', 'sold-out-everywhere-for-the-time-being', 1, 'nobody_has_it', 3,
           now() + interval '2 days'
      from order_line where sku = 'rug' and line_no = 1
     union all
    select order_id, line_no, now() - interval '3 hours', 'parked', 2, 'tried_everywhere', 0, null
      from order_line where sku = 'rug' and line_no = 3`;
  return [
    ...["/orders", "/orders?number=NOBODYS", `/orders/${number}`, `/orders/${number}?through=albany&q=alb`],
    ...[`/orders/${number}?through=nowhere&why=dearer`, "/queues", "/queues?queue=parked"],
    "/queues?act=give_up&asked=2&lines=1&units=2&gone=1",
  ];
}

/** The stock page in its states: a long book, promises and goods on their way, differences, the past, and nothing. */
async function everyStockPage(db: Db) {
  const hour = 3_600_000;
  for (let i = 0; i < 100; i++) {
    const now = new Date(Date.now() - (100 - i) * hour);
    await transact(db, async (tx) => {
      const sku = "kettle";
      if (i === 0) {
        await tx.run`insert into stock (node_id, sku, on_hand, safety_stock) values ('soho', ${sku}, 0, 3)`;
      }
      if (i === 50) {
        const damaged = { sku, dOnHand: -2, dReserved: 0, dDamaged: 2, reason: "damaged" as const };
        await move(tx, "soho", [{ ...damaged, note: "Two arrived in a crushed box" }], now);
      }
      const received = 1_000 - 7 * i;
      await move(tx, "soho", [{ sku, dOnHand: received, dReserved: 0, reason: "received" }], now);
      const operationId = crypto.randomUUID();
      await move(tx, "soho", [{
        sku,
        dOnHand: 3 * i - received,
        dReserved: 0,
        reason: "counted",
        operationId,
      }], now);
    });
  }
  for (const quantity of [1, 12]) {
    const lines = [{ sku: "kettle", quantity }, { sku: "mug", quantity }];
    agreed(await makeReservation(db, "web", { nodeId: "soho", lines, holdMinutes: 60 }));
  }
  agreed(await placeOrder(db, "web", pickup("soho", { kettle: 3 })));
  await db.run`
    insert into inbound (node_id, id, sku, kind, reference, from_node_id, expected_at, ordered, promised)
    values ('soho', gen_random_uuid(), 'kettle', 'purchase_order', 'PO-2026-000184', null, now() + interval '2 days', 48, 6),
           ('soho', gen_random_uuid(), 'kettle', 'transfer', 'T-77', 'hoboken', now() + interval '9 days', 4, 0)`;
  await db.run`update stock set on_hand = on_hand + 2 where node_id = 'soho' and sku in ('kettle', 'mug')`;
  await db.run`
    insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at)
    values ('soho', gen_random_uuid(), gen_random_uuid(), 'web', 1, 'mug', 500, 'held', now() + interval '1 hour', now())`;
  await proveStock(db);
  const past = new Date(Date.now() - 50 * hour).toISOString();
  return [
    ...["/stock", "/stock?node=soho&q=blue", "/stock?q=nowhere", "/stock/soho/kettle", "/stock/soho/mug"],
    ...[
      `/stock/soho/kettle?at=${past}&before=90`,
      "/stock/soho/kettle?at=when",
      "/stock/soho/lamp?at=2020-01-01T08:30",
    ],
    ...["/stock/hoboken/rug", "/stock/soho/nothing"],
  ];
}

/** A rule of each kind, one of them with everything in it that is long. */
async function publishRules(db: Db) {
  await db
    .run`insert into node_group (id, name) values ('east-coast', 'Stores of the East Coast between Albany and Baltimore')`;
  const any = { skus: null, categories: null, nodeIds: null, groupIds: null, channelId: null };
  const rules = [
    { ...any, kind: "safety_stock" as const, units: 1, name: "A shelf is never empty" },
    {
      ...{ ...any, kind: "safety_stock" as const, units: 2, name: LONG.slice(0, 80) },
      ...{ skus: ["mug", "lamp", "rug", "kettle"], categories: ["home"], nodeIds: ["soho", "albany"] },
      groupIds: ["east-coast"],
    },
    { ...any, kind: "threshold" as const, units: 1, name: "The last one is the counter’s", channelId: "web" },
    { ...any, kind: "low_stock" as const, units: 5, name: "Time to order" },
  ].map((rule) => ({ id: crypto.randomUUID(), ...rule }));
  agreed(await saveRules(db, { kind: "anyone" }, { version: 0, rules }));
}

type Did = Parameters<typeof operation>[0];

async function stepsTo(
  state: string,
  fulfillmentId: string,
  lines: { sku: string; quantity: number }[],
): Promise<Did[]> {
  const pick: Did[] = lines.map(({ sku, quantity }, i) => [
    "confirm_pick",
    { fulfillmentId, lineNo: i + 1, quantity, scanned: sku },
  ]);
  const start: Did = ["start_pick", { fulfillmentId }];
  const stage: Did = ["stage", { fulfillmentId, bin: "P-12" }];
  const proof = { kind: "code" as const, code: await pickupCode(keys, fulfillmentId) };
  const second = { fulfillmentId, lineNo: 2, quantity: 1, reason: "not_found" as const };
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><path d="M20 90L580 110" stroke="black"/></svg>';
  const evidence = [{ kind: "signature" as const, data: `data:image/svg+xml;base64,${btoa(svg)}` }];
  const steps: Record<string, Did[]> = {
    picking: [start, pick[0]!],
    picked: [start, ...pick],
    staged: [start, ...pick, stage],
    arrived: [start, ...pick, stage],
    handed_over: [start, ...pick, stage, ["hand_over", { fulfillmentId, proof, evidence }]],
    asked: [start, pick[0]!, ["propose_substitute", { ...second, sku: "kettle" }]],
    missing: [start, pick[0]!, ["short_pick", second], stage, ["hand_over", { fulfillmentId, proof }]],
    refused: [start, ...pick, stage, ["hand_over", { fulfillmentId, proof, lines: [], rest: "refuse" }]],
    shipped: [start, ...pick, ["pack", { fulfillmentId }], ["ship", {
      fulfillmentId,
      tracking: "1Z999AA10123456784",
    }]],
    delivery: [start, ...pick],
    packed: [start, ...pick, ["pack", { fulfillmentId }]],
    short: [start, pick[0]!, ["short_pick", second], stage],
  };
  return steps[state] ?? [];
}

function walk(
  name: string,
  run: (house: {
    aisle: RunningAisle;
    browser: Browser;
    people: { ana: string; rita: string; cleo: string; draft: () => Promise<string> };
    stock: string[];
    sourcing: string[];
    store: string[];
    pages: Record<string, { work: string; shopper: string }>;
  }) => Promise<void>,
) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url: databaseUrl, drop } = await freshDatabase("pages");
      const { ana, rita, cleo, pages, stock, sourcing, store } = await everyPage(db);
      const draft = async () => (await beginDraft(db, { kind: "anyone" }, LONG.slice(0, 80))).id;
      const aisle = await startAisle({ databaseUrl });
      const browser = await openBrowser();
      try {
        await run({ aisle, browser, people: { ana, rita, cleo, draft }, stock, sourcing, store, pages });
      } finally {
        await browser.close();
        await aisle.stop();
        await drop();
      }
    },
  });
}

async function signIn(page: Page, url: string, place: string, personId: string) {
  await page.goto(`${url}/sign-in?place=${encodeURIComponent(place)}&person=${personId}`);
  await page.locator("input[name=pin]").fill("123456");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/(work|region)$/);
}

/** Makes the browser Cleo's store's own, and shows who may take it in hand, and their PIN pad. */
async function everyLock(page: Page, url: string, look: (name: string) => Promise<void>) {
  await page.goto(`${url}/work/devices`);
  await page.getByLabel("Name of this phone").fill("Phone 3");
  await page.getByRole("button", { name: "Enrol this phone" }).click();
  await page.getByText("This phone is “Phone 3”").waitFor();
  await look("/work/devices with one");
  await page.goto(`${url}/work`);
  await page.getByRole("button", { name: "Cleo M.: hand the phone over" }).click();
  await page.locator("#lock").getByRole("button", { name: "Ana P." }).waitFor();
  await look("/work tiles");
  await page.locator("#lock").getByRole("button", { name: "Ana P." }).click();
  await page.locator("#lock").getByRole("heading", { name: "Ana P." }).waitFor();
  await look("/work pin");
}

walk(
  "no page has an accessibility fault, in either theme, on a phone or a desk",
  async ({ aisle, browser, people, pages, stock, sourcing, store }) => {
    const faults: string[] = [];
    const { page } = await openPage(browser);
    let shot = 0;
    const visit = async (path: string) => {
      await page.goto(aisle.url + path);
      await page.locator("body").waitFor();
      await inspect(path);
    };
    // Each page is loaded once and looked at in four ways. Colours are the themes' affair, all else the sizes'.
    const inspect = async (path: string) => {
      for (const viewport of [PHONE, DESK]) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          const look = `${colorScheme} ${viewport.width} ${path}`;
          const kind = colorScheme === "dark" ? "colours" : viewport === PHONE ? "all" : "all but colours";
          faults.push(...(await violationsOf(page, kind)).map((fault) => `${look}: ${fault}`));
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          if (width > viewport.width) faults.push(`${look}: scrolls sideways, ${width} px`);
          const shots = Deno.env.get("AISLE_SCREENSHOTS");
          const name = `${path.replaceAll(/[^a-z-]+/gi, "_").slice(0, 40)} ${++shot}`;
          if (!shots) continue;
          await page.screenshot({
            path: `${shots}/${colorScheme} ${viewport.width} ${name}.png`,
            fullPage: true,
          });
        }
      }
      await page.setViewportSize(PHONE);
    };
    const place = encodeURIComponent("node:soho");
    for (const path of ["/sign-in", "/sign-in?q=nowhere", `/sign-in?place=${place}`, "/no-such-page"]) {
      await visit(path);
    }
    await visit(`/sign-in?place=${place}&person=${people.ana}`);
    for (const { shopper } of Object.values(pages)) await visit(shopper);
    await signIn(page, aisle.url, "node:soho", people.ana);
    for (const path of ["/work", ...Object.values(pages).map(({ work }) => work)]) await visit(path);
    await page.context().clearCookies();
    await signIn(page, aisle.url, "region:east", people.rita);
    await visit("/rules");
    for (const button of ["Add a rule", "Cancel", "Delete rule 1", "Change rule 1", "Keep the change"]) {
      await page.getByRole("button", { name: button }).click();
      await inspect(`/rules after ${button}`);
    }
    await visit("/rates");
    await page.getByText("Ground carrier Standard").click();
    await page.getByLabel("Prices of Ground carrier Standard").fill("454 1 2 3\n400 1 2 3 4 5 6 7 8 9");
    await page.getByRole("button", { name: "Save Ground carrier Standard" }).click();
    await page.getByText("Line 1: a weight and nine prices are needed.").waitFor();
    await inspect("/rates not taken");
    for (const path of ["/region", "/stock", "/stock/soho/kettle", ...sourcing]) await visit(path);
    await page.goto(`${aisle.url}/queues`);
    await page.getByRole("checkbox").first().check();
    await page.getByRole("button", { name: "Give up" }).click();
    await inspect("/queues before giving up");
    await visit("/routing");
    await page.getByLabel("A new draft").fill(LONG.slice(0, 80));
    await page.getByRole("button", { name: "Make a draft" }).click();
    await page.waitForURL(/\/drafts\//);
    await inspect("/routing draft");
    const draft = new URL(page.url()).pathname;
    for (const id of ["all-orders", "delivery", "everywhere", "weights"]) await visit(`${draft}?edit=${id}`);
    await visit(`${draft}/comparison`);
    await visit(`${draft}?edit=weights`);
    await page.getByLabel("For each package, in dollars").fill("much");
    await page.getByRole("button", { name: "Keep the change" }).click();
    await page.getByRole("alert").waitFor();
    await inspect("/routing refused");
    await page.context().clearCookies();
    await signIn(page, aisle.url, "node:soho", people.cleo);
    for (const path of [...stock, ...store]) await visit(path);
    await everyLock(page, aisle.url, inspect);
    await page.context().close();
    assert.deepEqual(faults, []);
  },
);

walk(
  "no page breaks at 320 pixels, and none reports a fault of its own",
  async ({ aisle, browser, people, pages, stock, sourcing, store }) => {
    const { page, errors } = await openPage(browser, { viewport: { width: 320, height: 640 } });
    const wide: string[] = [];
    const measure = async (path: string) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 320) wide.push(`${path}: ${width} px`);
    };
    const visit = async (path: string) => {
      await page.goto(aisle.url + path);
      await measure(path);
    };
    await visit("/sign-in");
    for (const { shopper } of Object.values(pages)) await visit(shopper);
    await signIn(page, aisle.url, "node:soho", people.ana);
    for (const path of ["/work", ...Object.values(pages).map(({ work }) => work)]) await visit(path);
    await page.goto("about:blank");
    await page.context().clearCookies();
    await signIn(page, aisle.url, "region:east", people.rita);
    for (const path of ["/region", ...stock.filter((path) => !/nothing|when/.test(path))]) await visit(path);
    for (const path of ["/rules", "/rates", ...sourcing]) await visit(path);
    const draft = `/routing/drafts/${await people.draft()}`;
    for (
      const path of [
        "/routing",
        draft,
        `${draft}/comparison`,
        ...["delivery", "everywhere"].map((id) => `${draft}?edit=${id}`),
      ]
    ) {
      await visit(path);
    }
    await page.goto("about:blank");
    await page.context().clearCookies();
    await signIn(page, aisle.url, "node:soho", people.cleo);
    for (const path of store) await visit(path);
    await everyLock(page, aisle.url, measure);
    assert.deepEqual(wide, []);
    assert.deepEqual(errors, []);
  },
);

walk(
  "an associate who speaks Spanish finds every page in it, at 320 pixels and with letters twice as large",
  async ({ aisle, browser, people, pages }) => {
    const { page, errors } = await openPage(browser, { viewport: NARROW });
    const faults: string[] = [];
    let shot = 0;
    const visit = async (path: string) => {
      await page.goto(aisle.url + path);
      for (const [size, viewport] of [["100%", NARROW], ["200%", PHONE]] as const) {
        await page.setViewportSize(viewport);
        faults.push(...(await cutAt(page, size)).map((fault) => `${path} at ${size}: ${fault}`));
        const shots = Deno.env.get("AISLE_SCREENSHOTS");
        if (shots) await page.screenshot({ path: `${shots}/es ${size} ${++shot}.png`, fullPage: true });
      }
    };
    await page.goto(`${aisle.url}/sign-in`);
    await page.getByRole("link", { name: "Español" }).click();
    await page.getByRole("heading", { name: "¿Dónde trabaja hoy?" }).waitFor();
    const place = encodeURIComponent("node:soho");
    for (const asked of ["", `?place=${place}`, `?place=${place}&person=${people.ana}`]) {
      await visit(`/sign-in${asked}`);
    }
    await signIn(page, aisle.url, "node:soho", people.ana);
    await visit("/work");
    for (const state of ["open", "picked", "arrived", "packed", "handed_over", "picking"]) {
      await visit(pages[state]!.work);
    }
    await page.getByRole("button", { name: "No lo encuentro" }).click();
    await page.getByRole("heading", { name: "No lo encuentro" }).waitFor();
    faults.push(...(await cutAt(page, "200%")).map((fault) => `what cannot be found: ${fault}`));
    assert.deepEqual(faults, []);
    assert.deepEqual(errors, []);
  },
);

const NARROW = { width: 320, height: 640 };

/** What is not Spanish, scrolls sideways, or cuts off what is to be pressed, with letters of that size. */
function cutAt(page: Page, size: string): Promise<string[]> {
  return page.evaluate((size) => {
    const root = document.documentElement;
    root.style.fontSize = size;
    const acts = [...document.querySelectorAll<HTMLElement>(".act")].filter((act) =>
      act.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    );
    const cut = acts.filter((act) => {
      const { left, right } = act.getBoundingClientRect();
      return left < 0 || right > innerWidth || act.scrollWidth > act.clientWidth ||
        act.scrollHeight > act.clientHeight;
    });
    return [
      ...(root.lang === "es" ? [] : [`is marked as ${root.lang}`]),
      ...(root.scrollWidth > innerWidth ? [`scrolls sideways, ${root.scrollWidth} px`] : []),
      ...cut.map((act) => `cuts off ${act.innerText}`),
    ];
  }, size);
}

walk(
  "a page without an island ships no JavaScript; a phone loads little",
  async ({ aisle, browser, people, pages }) => {
    const { page } = await openPage(browser);
    const loaded: Record<string, Loaded> = {};
    const measure = async (name: string, path: string) => {
      await page.goto(aisle.url + path, { waitUntil: "load" });
      // What comes after the list brings the sheet about the phone with it.
      if (path.startsWith("/work")) await page.locator("#this-phone").waitFor({ state: "attached" });
      loaded[name] = await loadedBy(page);
    };
    await measure("sign-in", "/sign-in");
    assert.deepEqual(await unpackedIn(page), []);
    await measure("missing", "/no-such-page");
    await measure("shopper", pages.staged!.shopper);
    await signIn(page, aisle.url, "node:soho", people.ana);
    await measure("work", "/work");
    await measure("order", pages.picking!.work);
    await page.context().clearCookies();
    await signIn(page, aisle.url, "region:east", people.rita);
    await measure("region", "/region");
    await measure("stock", "/stock/soho/kettle");
    await measure("rules", "/rules");
    const kilobytes = (name: string, kind: keyof Loaded) => loaded[name]![kind] / 1000;
    const bare = ["sign-in", "missing", "stock", "rules"].map((name) => loaded[name]!.all);
    assert.deepEqual(bare, [0, 0, 0, 0]);
    assert.ok(kilobytes("shopper", "all") <= 25, `shopper: ${kilobytes("shopper", "all")} kB`);
    assert.ok(kilobytes("work", "first") <= 60, `associate: ${kilobytes("work", "first")} kB`);
    for (const name of ["work", "order"]) {
      assert.ok(kilobytes(name, "all") <= 85, `${name} in all: ${kilobytes(name, "all")} kB`);
    }
    assert.ok(kilobytes("region", "all") <= 80, `manager: ${kilobytes("region", "all")} kB`);
    for (const name of Object.keys(loaded)) {
      assert.ok(
        kilobytes(name, "css") <= 15,
        `${name}: ${kilobytes(name, "css")} kB CSS`,
      );
    }
    assert.ok(kilobytes("work", "first") > 5, "the measurement saw the scripts");
  },
);

/** The page and its styles, if they came over the network as large as they are. */
function unpackedIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const entries = performance.getEntries().filter((each) => each instanceof PerformanceResourceTiming);
    return entries.filter(({ name }) => /sign-in|\.css/.test(name))
      .filter(({ encodedBodySize, decodedBodySize }) => encodedBodySize * 2 > decodedBodySize)
      .map(({ name }) => name);
  });
}

/** Bytes, gzipped: the scripts a page asked for until it had loaded, all it asked for by now, and its styles. */
interface Loaded {
  first: number;
  all: number;
  css: number;
}

/**
 * Counted is what the page itself asked for, wherever it came from. What the list does not need is asked for when the page
 * has loaded, so it is not in the first load but in all; a browser's cache and the service worker change neither. What
 * the worker fetches beside the page, to keep it, is in none.
 */
async function loadedBy(page: Page): Promise<Loaded> {
  const asked = await page.evaluate(() => {
    const [{ loadEventStart }] = performance.getEntriesByType("navigation") as [PerformanceNavigationTiming];
    const entries = performance.getEntriesByType("resource");
    return entries.map(({ name, startTime }) => ({ name, isFirst: startTime < loadEventStart }));
  });
  const loaded = { first: 0, all: 0, css: 0 };
  // A module that is preloaded and then imported may be listed twice.
  const seen = new Set<string>();
  for (const { name, isFirst } of asked) {
    const kind = /\.(js|css)$/.exec(new URL(name).pathname)?.[1];
    if (!kind || seen.has(name)) continue;
    seen.add(name);
    const size = gzipSync(await (await fetch(name)).bytes()).length;
    if (kind === "css") loaded.css += size;
    else loaded.all += size;
    if (kind === "js" && isFirst) loaded.first += size;
  }
  return loaded;
}
