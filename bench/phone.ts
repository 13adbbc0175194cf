// How soon an associate sees that a scan counted, on a phone six times slower than this machine, with a full list.
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
  watched: { seen: number[]; interactions: number[] };
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
    say("Opening an order and scanning");
    await page.getByText(order!.orderNumber).click();
    await page.getByRole("button", { name: "Start picking" }).click();
    for (let i = 1; i <= SCANS; i++) {
      await scan(page, line!.gtins[0] ?? line!.sku);
      await page.getByText(`${i} of ${SCANS * 3}`, { exact: true }).waitFor();
    }
    await page.getByRole("link", { name: "Back to list" }).or(
      page.getByRole("button", { name: "Back to list" }),
    )
      .first().click().catch(() => {});
    const { seen, interactions } = await page.evaluate(() => (globalThis as unknown as Watched).watched);
    return {
      postgres: house.postgres,
      ...{ slower: SLOWER, openOrders: ORDERS, scans: seen.length },
      scanToScreenMs: spreadOf(seen),
      inpMs: rounded(Math.max(0, ...interactions)),
      ...{ goalSeenP95Ms: GOAL_SEEN_MS, goalInpMs: GOAL_INP_MS },
    };
  } finally {
    await browser.close();
  }
}

/** From the scanner's Enter to the frame that shows what was said; and how long each tap kept the page from painting. */
function watch() {
  const watched = { seen: [] as number[], interactions: [] as number[] };
  Object.assign(globalThis, { watched });
  let enteredAt = 0;
  addEventListener("keydown", ({ key }) => {
    if (key === "Enter") enteredAt = performance.now();
  }, { capture: true });
  new MutationObserver(() => {
    if (enteredAt === 0) return;
    const from = enteredAt;
    enteredAt = 0;
    // The frame after the one that is being made has it on the glass.
    requestAnimationFrame(() => requestAnimationFrame(() => watched.seen.push(performance.now() - from)));
  }).observe(document.getElementById("work")!, { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.interactions.push(duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: false } as PerformanceObserverInit);
}
