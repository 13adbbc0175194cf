// What a phone did in 72 hours without a network, sent when it is back: five thousand operations, one real browser.
import { listWork } from "../domain/fulfillment/mod.ts";
import { checkInvariants } from "../domain/invariants.ts";
import { openBrowser, openPage } from "../tests/support/browser.ts";
import { daysOfPicking } from "../tests/support/offline_days.ts";
import { keepOnPhone } from "../tests/support/queue_script.ts";
import { until } from "../tests/support/until.ts";
import { rounded } from "./support/figures.ts";
import { type House, withHouse } from "./support/house.ts";
import { placeOrders, signInOn } from "./support/phone.ts";
import { report, say } from "./support/report.ts";
import { fillShelves, stockedNodes, stores } from "./support/shop.ts";

const HOURS = 72;
const ORDERS = 200;
/** With the beginning of each order, five thousand operations in all. */
const [LINES, UNITS] = [3, 8];
const GOAL_A_SECOND = 100;
const GOAL_SECONDS = 30;

await report("drain", () => withHouse(measure));

async function measure(house: House) {
  const [place] = stores(stockedNodes());
  const nodeId = place!.node.id;
  await fillShelves(house.db, [place!], 10_000);
  await placeOrders(house, place!, { orders: ORDERS, lines: LINES, units: UNITS });
  const done = daysOfPicking(
    await listWork(house.db, nodeId),
    HOURS,
    new Date(Date.now() - HOURS * 3_600_000),
  );

  const browser = await openBrowser();
  try {
    const { page, context } = await openPage(browser);
    const person = await signInOn(page, house, nodeId);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await page.reload();
    await page.getByText("All saved").waitFor();
    // Away from the app's own page, which would otherwise draw itself anew for each of them.
    await page.goto(`${house.aisle.url}/healthz`);
    await context.setOffline(true);
    say(`Keeping ${done.length} operations of ${HOURS} hours on the phone`);
    const keepingFrom = performance.now();
    await keepOnPhone(page, person, done);
    const keeping = performance.now() - keepingFrom;

    await page.goto(`${house.aisle.url}/work`);
    say("The network is back");
    const from = performance.now();
    await context.setOffline(false);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await until("the phone has sent everything", async () => await sentOf(house) === done.length, 300_000);
    await page.getByText("All saved").waitFor();
    const seconds = (performance.now() - from) / 1000;
    const { violations } = await checkInvariants(house.db);
    return {
      postgres: house.postgres,
      ...{ hours: HOURS, operations: done.length, keptMs: rounded(keeping / done.length) },
      ...{ seconds: rounded(seconds), aSecond: rounded(done.length / seconds) },
      ...{ goalASecond: GOAL_A_SECOND, goalSeconds: GOAL_SECONDS, violations: violations.length },
      refused: (await house.db.one<{ refused: number }>`
        select count(*)::int as refused from operation where outcome <> 'applied'`).refused,
    };
  } finally {
    await browser.close();
  }
}

async function sentOf({ db }: House): Promise<number> {
  return (await db.one<{ sent: number }>`select count(*)::int as sent from operation`).sent;
}
