// From placing an order to seeing it on the associate's screen: sixty stores, one open screen each, twenty orders a
// second over all of them.
import { seeded } from "../demo/random.ts";
import { sleep } from "../lib/sleep.ts";
import { rounded, spreadOf } from "./support/figures.ts";
import { type House, withHouse } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import { openScreen, type Screen } from "./support/screen.ts";
import { fillShelves, pickupAt, place, signIn, type Stocked, stockedNodes, stores } from "./support/shop.ts";

const ORDERS_PER_SECOND = 20;
const SECONDS = 30;
const LINES = 3;
const GOAL_P95_MS = 1_000;
const PATIENCE_MS = 10_000;

/** An order on its way: where to, when it was sent, and what Aisle made of it. */
interface Sent {
  nodeId: string;
  sentAt: number;
  answeredAt: number;
  fulfillmentIds: string[];
}

await report("live", () => withHouse(measure));

async function measure(house: House) {
  const places = stores(stockedNodes());
  await fillShelves(house.db, places, 10_000);
  say(`Opening a screen at each of ${places.length} stores`);
  const screens = await openScreens(house, places);

  say(`Placing ${ORDERS_PER_SECOND} orders a second for ${SECONDS} s`);
  const startedAt = performance.now();
  const sent = await placeSteadily(house, places);
  const seconds = (performance.now() - startedAt) / 1000;
  await untilAllSeen(screens, sent);
  const figures = figuresOf(screens, sent);
  await Promise.all([...screens.values()].map((screen) => screen.close()));
  return {
    postgres: house.postgres,
    stores: places.length,
    ordersPerSecond: rounded(sent.length / seconds),
    linesPerOrder: LINES,
    goalP95Ms: GOAL_P95_MS,
    ...figures,
  };
}

async function openScreens(house: House, places: Stocked[]): Promise<Map<string, Screen>> {
  const screens = new Map<string, Screen>();
  for (const { node } of places) {
    const cookie = await signIn(house, { nodeId: node.id });
    screens.set(node.id, await openScreen(`${house.aisle.url}/live/work`, cookie));
  }
  return screens;
}

/** At a steady pace, whether or not earlier orders have been answered: a slow answer must not slow the asking. */
async function placeSteadily(house: House, places: Stocked[]): Promise<Sent[]> {
  const random = seeded("bench live");
  const startedAt = performance.now();
  const sending: Promise<Sent>[] = [];
  for (let n = 0; n < ORDERS_PER_SECOND * SECONDS; n++) {
    await sleep(Math.max(0, startedAt + n * 1000 / ORDERS_PER_SECOND - performance.now()));
    sending.push(send(house, places[n % places.length]!, random));
  }
  return await Promise.all(sending);
}

async function send(house: House, at: Stocked, random: () => number): Promise<Sent> {
  const order = pickupAt(at, LINES, random);
  const sentAt = performance.now();
  const { status, body } = await place(house, order);
  if (status !== 201) throw new Error(`An order was answered ${status}: ${JSON.stringify(body)}`);
  const fulfillmentIds = body.fulfillments.map((fulfillment: { id: string }) => fulfillment.id);
  return { nodeId: at.node.id, sentAt, answeredAt: performance.now(), fulfillmentIds };
}

async function untilAllSeen(screens: Map<string, Screen>, sent: Sent[]) {
  const deadline = performance.now() + PATIENCE_MS;
  while (sent.some((order) => shownAt(screens, order) === undefined) && performance.now() < deadline) {
    await sleep(50);
  }
}

function figuresOf(screens: Map<string, Screen>, sent: Sent[]) {
  const missed = sent.filter((order) => shownAt(screens, order) === undefined);
  const times = sent.flatMap((order) => {
    const at = shownAt(screens, order);
    return at === undefined ? [] : [at - order.sentAt];
  });
  const all = [...screens.values()];
  return {
    orders: sent.length,
    placedToShownMs: spreadOf(times),
    slowestMs: rounded(Math.max(...times)),
    placedToAnsweredMs: spreadOf(sent.map(({ sentAt, answeredAt }) => answeredAt - sentAt)),
    streamsThatMissed: new Set(missed.map(({ nodeId }) => nodeId)).size,
    streamsThatEnded: all.filter((screen) => screen.hasEnded()).length,
    changedEvents: all.reduce((total, screen) => total + screen.changes(), 0),
  };
}

/** When the last part of an order was on its store's screen. */
function shownAt(screens: Map<string, Screen>, { nodeId, fulfillmentIds }: Sent): number | undefined {
  const times = fulfillmentIds.map((id) => screens.get(nodeId)?.firstSeen.get(id));
  return times.includes(undefined) ? undefined : Math.max(...times as number[]);
}
