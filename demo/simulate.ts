// Replays an invoice stream against a running Aisle through its public API, as a web shop would send it.
import { readDemoFile } from "./demo_file.ts";
import { byPopulation, bySellingRank, type Plan, wishOf } from "./simulate_plan.ts";
import { type Shop, shopAt } from "./simulate_shop.ts";
import { type Invoice, readInvoices, readPopulation, readSellers } from "./simulate_source.ts";
import { countCancellation, countOrder, newTally, type Tally } from "./simulate_tally.ts";

export interface Simulation {
  /** The folder of the invoices. */
  orders: string;
  dataDir: string;
  /** Simulated minutes a second. */
  speed: number;
  limit: number;
  /** The first day, such as "2010-12-01"; from the beginning when absent. */
  from?: string;
  /** A store of the retailer to play with, when the database holds several. */
  node?: string;
  /** Names this run in its order ids, so that it can be told from, or resumed as, another. */
  run: string;
  signal: AbortSignal;
  onTally: (tally: Tally) => void;
}

const AT_ONCE = 32;
const OPEN_ORDERS_REMEMBERED = 20;
const NODES_ASKED = 12;
// Nights and holidays are played as an hour.
const LONGEST_GAP_MINUTES = 60;

/** Plays until the stream, the limit or the signal ends it, and says what happened. */
export async function simulate(simulation: Simulation): Promise<Tally> {
  const demo = await readDemoFile(simulation.dataDir);
  if (!demo) {
    throw new Deno.errors.NotFound(`${simulation.dataDir}/demo.json is not there: start Aisle first`);
  }
  const shop = shopAt(demo);
  const nodes = demo.people.flatMap(({ nodeId }) => nodeId ?? []);
  const skus = await assortment(shop, simulation.node ? [simulation.node, ...nodes] : nodes);
  const plan: Plan = {
    run: simulation.run,
    skuOf: bySellingRank(await readSellers(simulation.orders), skus),
    homeOf: byPopulation(await readPopulation(simulation.orders)),
  };
  return await play(simulation, shop, plan);
}

/**
 * What the first node's retailer sells, the deepest stock first. Nodes that share nothing with it belong to another
 * retailer of the same database and are left out.
 */
async function assortment(shop: Shop, nodeIds: string[]): Promise<string[]> {
  const units = new Map<string, number>();
  for (const nodeId of [...new Set(nodeIds)].slice(0, NODES_ASKED)) {
    const stock = await shop.stockOf(nodeId);
    if (units.size > 0 && !stock.keys().some((sku) => units.has(sku))) continue;
    for (const [sku, onHand] of stock) units.set(sku, (units.get(sku) ?? 0) + onHand);
  }
  return [...units].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([sku]) => sku);
}

async function play(simulation: Simulation, shop: Shop, plan: Plan): Promise<Tally> {
  const tally = newTally();
  const world: World = { shop, plan, tally, openOrders: new Map() };
  const underWay = new Set<Promise<void>>();
  const latest = new Map<string, Promise<void>>();
  const wait = pacer(simulation);
  for await (const invoice of stretch(simulation)) {
    await wait(invoice.atMinute);
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
    if (simulation.signal.aborted) break;
    tally.invoices++;
    tally.skippedLines += invoice.skippedLines;
    // A customer does one thing after the other: whoever cancels has been told that the order was placed.
    const before = invoice.customer === "" ? undefined : latest.get(invoice.customer);
    const done = Promise.resolve(before).then(() => replay(invoice, world)).finally(() => {
      underWay.delete(done);
      simulation.onTally(tally);
    });
    underWay.add(done);
    latest.set(invoice.customer, done);
  }
  await Promise.all(underWay);
  return tally;
}

async function* stretch({ orders, from, limit }: Simulation): AsyncGenerator<Invoice> {
  const first = from ? Date.parse(`${from}T00:00:00Z`) / 60_000 : -Infinity;
  let played = 0;
  for await (const invoice of readInvoices(orders)) {
    if (invoice.atMinute < first) continue;
    if (played++ >= limit) return;
    yield invoice;
  }
}

/** Waits until a simulated minute has come. The pauses in which the shop was closed are cut short. */
function pacer({ speed, signal }: Simulation): (atMinute: number) => Promise<void> {
  const started = performance.now();
  let last: number | undefined;
  let played = 0;
  return async (atMinute) => {
    played += Math.min(LONGEST_GAP_MINUTES, Math.max(0, atMinute - (last ?? atMinute)));
    last = Math.max(atMinute, last ?? atMinute);
    const due = started + (played / speed) * 1_000;
    while (!signal.aborted && performance.now() < due) {
      await new Promise((go) => setTimeout(go, Math.max(0, Math.min(200, due - performance.now()))));
    }
  };
}

interface World {
  shop: Shop;
  plan: Plan;
  tally: Tally;
  /** By customer: what they have ordered and may still cancel, newest last. */
  openOrders: Map<string, string[]>;
}

async function replay(invoice: Invoice, world: World): Promise<void> {
  if (invoice.cancels) await cancel(invoice, world);
  else await place(invoice, world);
}

async function place(invoice: Invoice, { shop, plan, tally, openOrders }: World): Promise<void> {
  const wish = wishOf(invoice, plan);
  if (!wish) {
    tally.noSale++;
    return;
  }
  const nodeId = wish.method === "delivery" ? undefined : await shop.storeFor(wish.home, wish.lines);
  const answer = await shop.place(wish, nodeId);
  countOrder(tally, answer);
  if (answer.status !== 201 || invoice.customer === "") return;
  const open = [...openOrders.get(invoice.customer) ?? [], String(answer.body.id)];
  openOrders.set(invoice.customer, open.slice(-OPEN_ORDERS_REMEMBERED));
}

async function cancel({ customer }: Invoice, { shop, tally, openOrders }: World): Promise<void> {
  const orderId = openOrders.get(customer)?.pop();
  if (!orderId) {
    tally.nothingToCancel++;
    return;
  }
  countCancellation(tally, await shop.cancel(orderId));
}
