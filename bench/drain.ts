// What a phone did in 72 hours without a network, sent when it is back: five thousand operations, one real browser.
import { listWork } from "../domain/fulfillment/mod.ts";
import { checkInvariants } from "../domain/invariants.ts";
import { placeOrder } from "../domain/orders/mod.ts";
import { isRefusal } from "../lib/refusal.ts";
import { openBrowser, openPage } from "../tests/support/browser.ts";
import { daysOfPicking } from "../tests/support/offline_days.ts";
import { keepOnPhone } from "../tests/support/queue_script.ts";
import { until } from "../tests/support/until.ts";
import { rounded } from "./support/figures.ts";
import { type House, withHouse } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import { fillShelves, stockedNodes, stores } from "./support/shop.ts";

const HOURS = 72;
const ORDERS = 200;
/** With the beginning of each order, five thousand operations in all. */
const UNITS = 24;
const GOAL_A_SECOND = 100;
const GOAL_SECONDS = 30;

await report("drain", () => withHouse(measure));

async function measure(house: House) {
  const [place] = stores(stockedNodes());
  const nodeId = place!.node.id;
  await fillShelves(house.db, [place!], 10_000);
  for (let i = 0; i < ORDERS; i++) await placeOne(house, nodeId, place!.skus.slice(i % 50, (i % 50) + 3), i);
  const done = daysOfPicking(
    await listWork(house.db, nodeId),
    HOURS,
    new Date(Date.now() - HOURS * 3_600_000),
  );

  const person = house.demo.people.find((each) => each.nodeId === nodeId && each.role === "associate")!;
  const browser = await openBrowser();
  try {
    const { page, context } = await openPage(browser);
    const personId = await personOf(house, person.name, nodeId);
    await page.goto(
      `${house.aisle.url}/sign-in?place=${encodeURIComponent(`node:${nodeId}`)}&person=${personId}`,
    );
    await page.locator("input[name=pin]").fill(person.pin);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/work");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await page.reload();
    await page.getByText("All saved").waitFor();
    // Away from the app's own page, which would otherwise draw itself anew for each of them.
    await page.goto(`${house.aisle.url}/healthz`);
    await context.setOffline(true);
    say(`Keeping ${done.length} operations of ${HOURS} hours on the phone`);
    const keepingFrom = performance.now();
    await keepOnPhone(page, { personId, nodeId, name: person.name }, done);
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

async function placeOne({ db }: House, nodeId: string, skus: string[], i: number) {
  const placed = await placeOrder(db, "web", {
    ...{ channelOrderId: `DRAIN-${i}`, method: "pickup", nodeId },
    shopper: { name: "Maya Reyes", email: "maya@example.com" },
    lines: skus.map((sku) => ({ sku, quantity: UNITS / 3, unitPrice: { amount: 1900, currency: "USD" } })),
  });
  if (isRefusal(placed)) throw new Error(`An order was refused: ${placed.kind}`);
}

async function sentOf({ db }: House): Promise<number> {
  return (await db.one<{ sent: number }>`select count(*)::int as sent from operation`).sent;
}

async function personOf({ db }: House, name: string, nodeId: string): Promise<string> {
  return (await db.one<{ id: string }>`
    select person.id
      from person
      join person_role on person_role.person_id = person.id
     where person.name = ${name} and person_role.node_id = ${nodeId}`).id;
}
