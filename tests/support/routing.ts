// Shops in a row west of Soho, and every plan there could be for them: for the solver's tests.
import { type Router, routerOf } from "../../domain/routing/solver/job.ts";
import { chanceOfAtLeast } from "../../domain/routing/solver/poisson.ts";
import type { Prices } from "../../domain/routing/solver/prices.ts";
import { setRate, setStock, snapshotOf } from "../../domain/routing/solver/snapshot.ts";
import { tariffOf } from "../../domain/routing/solver/tariff.ts";
import type { Ask, Costs, Line, NodeFacts, SkuFacts } from "../../domain/routing/solver/types.ts";

export const dollars = (amount: number) => Math.round(amount * 1_000_000);

const costs: Costs = {
  zoneMiles: [50, 300, 1000],
  services: [
    {
      name: "ground",
      days: [1, 2, 4, 6],
      base: [7, 8, 10, 12].map(dollars),
      perLb: [.3, .5, .9, 1.2].map(dollars),
    },
    {
      name: "air",
      days: [1, 1, 2, 2],
      base: [14, 15, 19, 22].map(dollars),
      perLb: [1, 1, 2, 3].map(dollars),
    },
  ],
  packaging: dollars(.9),
  splitPenalty: dollars(1.5),
  latePerDay: dollars(4),
  unfilledPenalty: dollars(10),
};
export const soho = { lat: 40.72, lon: -74 };
/** Degrees west of Soho, where a degree is some 52 miles. */
const west = (degrees: number) => ({ lat: soho.lat, lon: soho.lon - degrees });

export interface Shop extends Partial<NodeFacts> {
  degrees: number;
  stock: number[];
  rates?: number[];
}

export function shopsOf(shops: Record<string, Shop>, prices: Prices = {}) {
  const nodes = Object.entries(shops).map(([id, { degrees, stock: _, rates: __, ...facts }]): NodeFacts => ({
    id,
    kind: "store",
    ...west(degrees),
    readyDays: 0,
    packCost: dollars(1.3),
    pickCost: dollars(.8),
    capacityPerDay: null,
    pickup: true,
    ...facts,
  }));
  const skus = [0.6, 1.2, 3].map((pounds, i): SkuFacts => ({
    id: `S${i}`,
    weight: pounds * 1_000_000,
    price: dollars(30 + 10 * i),
    margin: dollars(12 + 4 * i),
    markdown: 0,
  }));
  const snapshot = snapshotOf(nodes, skus);
  for (const [id, { stock, rates }] of Object.entries(shops)) {
    const node = snapshot.nodeAt.get(id)!;
    stock.forEach((units, sku) => setStock(snapshot, sku, node, units));
    rates?.forEach((perDay, sku) => setRate(snapshot, sku, node, perDay));
  }
  return routerOf(snapshot, tariffOf(costs), prices);
}

export function ask(lines: Line[], more: Partial<Ask> = {}): Ask {
  return { at: 0, to: soho, promiseDays: 3, lines, ...more };
}

export const line = (sku: number, quantity = 1): Line => ({ sku, quantity });

/** Every unit to every node, or nowhere: each by the rules of the instance folder, worked out here anew. */
export function bruteForce(router: Router, order: Ask, through?: number): number | undefined {
  const units = order.lines.flatMap(({ sku, quantity }) => new Array<number>(quantity).fill(sku));
  const nodes = router.snapshot.nodes.length;
  let least: number | undefined;
  for (let way = 0; way < (nodes + 1) ** units.length; way++) {
    const at = units.map((_, i) => Math.floor(way / (nodes + 1) ** i) % (nodes + 1));
    if (through !== undefined && !at.includes(through)) continue;
    const cost = costOfWay(router, order, units, at);
    if (cost !== undefined && (least === undefined || cost < least)) least = cost;
  }
  return least;
}

function costOfWay({ snapshot, prices }: Router, order: Ask, units: number[], at: number[]) {
  const { minShipmentValue = 0, maxPackages = Infinity } = order;
  const nowhere = snapshot.nodes.length;
  const used = [...new Set(at)].filter((node) => node !== nowhere);
  const out = units.filter((_, i) => at[i] === nowhere);
  const worth = (skus: number[]) => skus.reduce((sum, sku) => sum + dollars(30 + 10 * sku), 0);
  if (used.length > maxPackages) return undefined;
  if (out.length > 0 && out.length < units.length && worth(out) < minShipmentValue) return undefined;
  let total = out.reduce((sum, sku) => sum + dollars(12 + 4 * sku + 10), 0);
  for (const node of used) {
    const skus = units.filter((_, i) => at[i] === node);
    if (skus.length < units.length && worth(skus) < minShipmentValue) return undefined;
    const { capacityPerDay, readyDays } = snapshot.nodes[node]!;
    if (capacityPerDay === 0) return undefined;
    total += dollars(1.3 + .8 * skus.length);
    if (node !== order.pickupNode) {
      const zone = zoneBetween(snapshot.nodes[node]!, order.to);
      const pounds = Math.max(1, Math.ceil(skus.reduce((sum, sku) => sum + [6, 12, 30][sku]!, 0) / 10));
      const carried = costs.services.map(({ base, perLb, days }) => {
        return base[zone]! + perLb[zone]! * (pounds - 1) +
          dollars(4) * Math.max(0, readyDays + days[zone]! - order.promiseDays);
      });
      total += Math.min(...carried) + dollars(2.4);
    }
    for (const sku of new Set(skus)) {
      const wanted = skus.filter((each) => each === sku).length, left = snapshot.stock[sku]![node]!;
      if (wanted > left) return undefined;
      for (let unit = left; unit > left - wanted && prices.stockout; unit--) {
        total += Math.round(dollars(12 + 4 * sku) * chanceOfAtLeast(unit, snapshot.rate[sku]![node]! * 10));
      }
    }
  }
  return total;
}

function zoneBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const angle = Math.acos(Math.min(
    1,
    Math.sin(a.lat * rad) * Math.sin(b.lat * rad) +
      Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.cos((a.lon - b.lon) * rad),
  ));
  const zone = costs.zoneMiles.findIndex((miles) => angle * 3958.8 <= miles);
  return zone === -1 ? 3 : zone;
}
