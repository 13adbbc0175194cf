// How soon an associate sees that a scan counted, on a phone six times slower than this machine, with a full list.
import type { Locator, Page } from "playwright-core";
import { listWork } from "../domain/fulfillment/mod.ts";
import { openBrowser, openPage, scan } from "../tests/support/browser.ts";
import { rounded, spreadOf } from "./support/figures.ts";
import { type House, withHouse } from "./support/house.ts";
import { placeOrders, signInOn } from "./support/phone.ts";
import { report, say } from "./support/report.ts";
import { fillShelves, stockedNodes, stores } from "./support/shop.ts";

const SLOWER = 6;
const ORDERS = 40;
const SCANS = 60;
const GOAL_SEEN_MS = 100;
const GOAL_INP_MS = 200;

/** What the page of the benchmark counts, in milliseconds. */
interface Watched {
  watched: {
    seen: number[];
    /** Each interaction's name and how long it kept the page from painting. */
    interactions: Map<number, { name: string; took: number }>;
    /** Resolves when the screen shows so many units. */
    counted(units: number): Promise<void>;
  };
}

await report("phone", () => withHouse(measure));

async function measure(house: House) {
  const [place] = stores(stockedNodes());
  const nodeId = place!.node.id;
  await fillShelves(house.db, [place!], 10_000);
  await placeOrders(house, place!, { orders: ORDERS, lines: 3, units: SCANS });
  const [order] = await listWork(house.db, nodeId);
  const [line] = order!.lines;

  const browser = await openBrowser();
  try {
    const { page } = await openPage(browser);
    await signInOn(page, house, nodeId);
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await page.evaluate(watch);
    await page.locator('#work[aria-busy="false"]').waitFor();
    await page.evaluate(idle);
    say("Opening an order and scanning");
    await tap(page, page.getByText(order!.orderNumber));
    await tap(page, page.getByRole("button", { name: "Start picking" }));
    await page.getByText(`0 of ${SCANS * 3}`, { exact: true }).waitFor();
    for (let i = 1; i <= SCANS; i++) {
      const counted = waitFor(page, i);
      await scan(page, line!.gtins[0] ?? line!.sku);
      await counted;
    }
    await page.getByText(`${SCANS} of ${SCANS * 3}`, { exact: true }).waitFor();
    await tap(page, page.getByRole("button", { name: "Can’t find it" }));
    await tap(page, page.getByRole("button", { name: "Close" }).first());
    await tap(page, page.getByRole("button", { name: "Orders" }));
    await page.getByRole("heading", { name: "To pick" }).waitFor();
    const { seen, interactions } = await page.evaluate(() => {
      const { seen, interactions } = (globalThis as unknown as Watched).watched;
      return { seen, interactions: [...interactions.values()] };
    });
    const slowest = interactions.sort((a, b) => b.took - a.took);
    return {
      postgres: house.postgres,
      ...{ slower: SLOWER, openOrders: ORDERS, scans: seen.length },
      scanToScreenMs: spreadOf(seen),
      inpMs: rounded(slowest[0]?.took ?? 0),
      slowest: slowest.slice(0, 5).map(({ name, took }) => `${name} ${rounded(took)}`),
      ...{ goalSeenP95Ms: GOAL_SEEN_MS, goalInpMs: GOAL_INP_MS },
    };
  } finally {
    await browser.close();
  }
}

/** Touches it where it is, and asks the page nothing before it has painted what comes of that. */
async function tap(page: Page, target: Locator) {
  await target.waitFor();
  const { x, y, width, height } = (await target.boundingBox())!;
  await page.mouse.click(x + width / 2, y + height / 2);
  await page.evaluate(idle);
}

/** When the page has painted and has nothing more to do. */
function idle() {
  return new Promise<void>((go) => requestAnimationFrame(() => requestIdleCallback(() => go())));
}

/** Waits inside the page: looking again and again from outside would itself keep a slow phone busy. */
function waitFor(page: Page, units: number) {
  return page.evaluate((units) => (globalThis as unknown as Watched).watched.counted(units), units);
}

/** From the scanner's Enter to the frame that shows one unit more; and how long each touch or key kept the page from painting. */
function watch() {
  let enteredAt = 0;
  let shown = 0;
  let waiting: { units: number; go: () => void } | undefined;
  const watched: Watched["watched"] = {
    seen: [],
    interactions: new Map(),
    counted: (units) =>
      new Promise((go) => {
        waiting = { units, go };
        tell();
      }),
  };
  Object.assign(globalThis, { watched });
  const tell = () => {
    if (waiting && shown >= waiting.units) waiting.go();
  };
  addEventListener("keydown", ({ key }) => {
    if (key === "Enter") enteredAt = performance.now();
  }, { capture: true });
  new MutationObserver(() => {
    const units = document.querySelector("progress")?.value ?? 0;
    if (enteredAt === 0 || units <= shown) return;
    const from = enteredAt;
    enteredAt = 0;
    // The frame after the one that is being made has it on the glass.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        watched.seen.push(performance.now() - from);
        shown = units;
        tell();
      })
    );
  }).observe(document.getElementById("work")!, {
    ...{ subtree: true, childList: true, characterData: true, attributes: true },
  });
  new PerformanceObserver((list) => {
    for (const { interactionId, name, duration } of list.getEntries() as PerformanceEventTiming[]) {
      const known = watched.interactions.get(interactionId)?.took ?? 0;
      if (interactionId > 0 && duration > known) {
        watched.interactions.set(interactionId, { name, took: duration });
      }
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: false } as PerformanceObserverInit);
}
