// How an invoice of a wholesaler abroad becomes an order of a shopper here: always the same way, and by no one's name.
import type { Invoice, InvoiceLine } from "./simulate_source.ts";
import { numberFrom, seeded, weightedSample } from "./random.ts";
import { usPostalCodes, usStateNames } from "./postal_codes.ts";

export interface OrderLine {
  sku: string;
  quantity: number;
  unitPrice: { amount: number; currency: string };
}

export interface Home {
  postalCode: string;
  city: string;
  state: string;
}

/** What an invoice asks for; how it gets there is settled with the shop. */
export interface Wish {
  channelOrderId: string;
  method: "pickup" | "curbside" | "delivery";
  home: Home;
  shopper: { name: string; email: string };
  lines: OrderLine[];
}

/** Everything that turns codes and customers into ours. */
export interface Plan {
  run: string;
  skuOf: (code: string) => string;
  homeOf: (customer: string) => Home;
}

const LINES_AT_MOST = 6;
const UNITS_AT_MOST = 6;
const DOLLARS_PER_POUND = 1.3;

/** The order an invoice stands for, or undefined when it has no line that is a sale. */
export function wishOf(invoice: Invoice, plan: Plan): Wish | undefined {
  const lines = linesOf(invoice.lines, plan.skuOf);
  if (lines.length === 0) return undefined;
  const shopper = invoice.customer || `guest-${invoice.id}`;
  return {
    channelOrderId: `${plan.run}-${invoice.id}`,
    method: methodOf(invoice.id),
    home: plan.homeOf(shopper),
    shopper: { name: `Shopper ${shopper}`, email: `shopper-${shopper.toLowerCase()}@example.com` },
    lines,
  };
}

/** Six lines at most, an item on one line only. */
function linesOf(lines: InvoiceLine[], skuOf: Plan["skuOf"]): OrderLine[] {
  const order = new Map<string, OrderLine>();
  for (const { sku: code, quantity, priceGbp } of lines) {
    const sku = skuOf(code);
    const amount = Math.max(1, Math.round(priceGbp * 100 * DOLLARS_PER_POUND));
    if (!order.has(sku)) {
      order.set(sku, { sku, quantity: unitsOf(quantity), unitPrice: { amount, currency: "USD" } });
    }
    if (order.size === LINES_AT_MOST) break;
  }
  return [...order.values()];
}

/** A wholesale quantity as a household's: one stays one, a dozen is two, a thousand six. */
export function unitsOf(wholesale: number): number {
  return Math.min(UNITS_AT_MOST, 1 + Math.floor(Math.log2(Math.max(1, wholesale)) / 2));
}

/** Half are picked up, a fifth at the curb, the rest sent. */
export function methodOf(invoiceId: string): Wish["method"] {
  const share = numberFrom(`method:${invoiceId}`) % 10;
  if (share < 5) return "pickup";
  return share < 7 ? "curbside" : "delivery";
}

/** Maps the stream's best seller on ours, its second on our second, and so on down; both lists best first. */
export function bySellingRank(codes: string[], skus: string[]): (code: string) => string {
  const rank = new Map(codes.map((code, index) => [code, index]));
  return (code) => {
    const at = rank.get(code) ?? numberFrom(code) % Math.max(1, codes.length);
    const sku = skus[Math.floor((at * skus.length) / Math.max(1, codes.length))];
    if (sku === undefined) throw new Error("the shop sells nothing");
    return sku;
  };
}

/** Gives each customer a ZIP for good: a state by how many live there (by its ZIPs, when not known), then any of its ZIPs. */
export function byPopulation(population: ReadonlyMap<string, number>): (customer: string) => Home {
  const zipsByState = Map.groupBy(usPostalCodes(), ({ state }) => state);
  const names = usStateNames();
  const states = [...zipsByState].map(([state, zips]) => ({
    zips,
    people: population.size === 0 ? zips.length : population.get(names.get(state) ?? "") ?? 0,
  })).filter(({ people }) => people > 0);
  return (customer) => {
    const random = seeded(`home:${customer}`);
    const [state] = weightedSample(random, states, 1, ({ people }) => people);
    const zip = state?.zips[Math.floor(random() * state.zips.length)];
    if (!zip) throw new Error("there is no state to live in");
    return { postalCode: zip.postalCode, city: zip.city, state: zip.state };
  };
}
