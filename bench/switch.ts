// How long a phone takes to pass from one hand to another by tile and PIN, six times slower than this machine, with a network
// and without one. A person's part is counted in taps.
import type { BrowserContext, Page } from "playwright-core";
import { openBrowser, openPage } from "../tests/support/browser.ts";
import { median, rounded, spreadOf } from "./support/figures.ts";
import { type House, withHouse } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import { stockedNodes, stores } from "./support/shop.ts";

const SLOWER = 6;
const SWITCHES = 8;
/** The button with one's name, the tile, and six digits, the last of which goes by itself. */
const TAPS = 8;
const TAP_MS = 300;
const GOAL_MS = 4_000;

interface Person {
  name: string;
  pin: string;
}

await report("switch", () => withHouse(measure));

async function measure(house: House) {
  const [place] = stores(stockedNodes());
  const nodeId = place!.node.id;
  const people = house.demo.people.filter((each) => each.nodeId === nodeId);
  const manager = people.find((each) => each.role === "store_manager")!;
  const pair = people.filter((each) => each !== manager).slice(0, 2).map(({ name, pin }) => ({ name, pin }));
  const [first, second] = (pair.length === 2 ? pair : [...pair, manager]) as [Person, Person];

  const browser = await openBrowser();
  try {
    const { page, context } = await openPage(browser);
    await enrol(page, house, nodeId, manager);
    // Each once with a network, which makes the phone's own proof of the PIN.
    await pass(page, manager.name, first);
    await pass(page, first.name, second);
    await pass(page, second.name, first);
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    const online = await switches(page, first, second);
    const offline = await withoutNetwork(context, page, () => switches(page, first, second));
    const all = Math.max(median(online), median(offline)) + TAPS * TAP_MS;
    return {
      postgres: house.postgres,
      ...{ slower: SLOWER, switches: SWITCHES, taps: TAPS, msATap: TAP_MS },
      onlineMs: spreadOf(online),
      offlineMs: spreadOf(offline),
      ...{ withTapsMs: rounded(all), goalMs: GOAL_MS },
    };
  } finally {
    await browser.close();
  }
}

async function enrol(page: Page, { aisle, db }: House, nodeId: string, manager: Person) {
  const { personId } = await db.one<{ personId: string }>`
    select person.id as person_id
      from person
      join person_role on person_role.person_id = person.id
     where person.name = ${manager.name} and person_role.node_id = ${nodeId}`;
  await page.goto(`${aisle.url}/sign-in?place=${encodeURIComponent(`node:${nodeId}`)}&person=${personId}`);
  await page.locator("input[name=pin]").fill(manager.pin);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/work");
  await page.goto(`${aisle.url}/work/devices`);
  await page.getByLabel("Name of this phone").fill("Phone 3");
  await page.getByRole("button", { name: "Enrol this phone" }).click();
  await page.getByText("This phone is “Phone 3”").waitFor();
  await page.goto(`${aisle.url}/work`);
}

/** Back and forth; what each took beside the taps themselves. */
async function switches(page: Page, first: Person, second: Person): Promise<number[]> {
  const times: number[] = [];
  let [has, wants] = [first, second];
  for (let i = 0; i < SWITCHES; i++) {
    times.push(await pass(page, has.name, wants));
    [has, wants] = [wants, has];
  }
  return times;
}

/** From the first tap to the other's name on the screen, in milliseconds. */
async function pass(page: Page, from: string, to: Person): Promise<number> {
  const startedAt = performance.now();
  await page.getByRole("button", { name: `${from}: hand the phone over` }).click();
  await page.locator("#lock").getByRole("button", { name: to.name }).click();
  for (const digit of to.pin) {
    await page.locator("#lock").getByRole("button", { name: digit, exact: true }).click();
  }
  await page.getByRole("button", { name: `${to.name}: hand the phone over` }).waitFor();
  await page.locator("#lock:not([open])").waitFor({ state: "attached" });
  return performance.now() - startedAt;
}

async function withoutNetwork<Result>(context: BrowserContext, page: Page, work: () => Promise<Result>) {
  say("Without a network");
  await context.setOffline(true);
  await page.getByText(/No connection/).first().waitFor();
  const result = await work();
  await context.setOffline(false);
  return result;
}
