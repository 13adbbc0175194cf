// Made-up retailers to route for: stores around towns and a few depots, stock, walk-ins and orders of ten days. Every
// number is drawn from a design and a seed, so that anybody gets the same one.
import { type Random, seeded } from "../../demo/random.ts";
import { setRate, setStock, type Snapshot, snapshotOf } from "../../domain/routing/solver/snapshot.ts";
import { type Tariff, tariffOf } from "../../domain/routing/solver/tariff.ts";
import type { Ask, Micros, NodeFacts, SkuFacts } from "../../domain/routing/solver/types.ts";
import { between, normal, pick, poisson } from "./chance.ts";

export interface Design {
  nodes: number;
  orders: number;
  skus: number;
  days: number;
  /** Share of the nodes that are depots, which no walk-in comes to. */
  depots: number;
  /** Share of the range that a store carries. */
  carried: number;
  /** Units a day that walk-ins want at a store of middling size. */
  walkIns: number;
  /** A store's first stock of an item, by what walk-ins will want of it in these days. */
  cover: number;
  /** All depots' first stock of an item, by what all orders will want of it. */
  depotCover: number;
  /** Of the range, how much more the first items sell than the later ones (Zipf). */
  skew: number;
  towns: number;
  /** Packages a day a store can make: from and to. */
  capacity: [number, number];
  pickups: number;
  margin: [number, number];
}

export const metros: Design = {
  nodes: 500,
  orders: 5_000,
  skus: 300,
  days: 10,
  depots: .02,
  carried: .4,
  walkIns: 12,
  cover: 1.3,
  depotCover: .4,
  skew: .7,
  towns: 40,
  capacity: [10, 40],
  pickups: .05,
  margin: [.3, .6],
};

/** The same with shelves that hold what walk-ins will want and no more: hardly anything is to spare. */
export const thin: Design = { ...metros, cover: 1 };

/** Another kind of retailer: many towns, a flat range thinly carried, dear goods, one order in five fetched. */
export const countryside: Design = {
  ...metros,
  skus: 500,
  carried: .25,
  walkIns: 8,
  cover: 1.1,
  depotCover: .6,
  skew: .3,
  towns: 200,
  capacity: [4, 12],
  pickups: .2,
  margin: [.4, .7],
};

export type Happening =
  | { kind: "order"; t: number; ask: Ask }
  | { kind: "walk_in"; t: number; node: number; sku: number };

export interface World {
  design: Design;
  nodes: NodeFacts[];
  skus: SkuFacts[];
  tariff: Tariff;
  /** First stock and what walk-ins want a day, by item and node. */
  stock: Int32Array[];
  rate: Float64Array[];
  happenings: Happening[];
}

const usd = (amount: number): Micros => Math.round(amount * 1_000_000);

export const tariff = tariffOf({
  zoneMiles: [50, 150, 300, 600, 1000, 1400, 1800],
  services: [
    {
      name: "ground",
      days: [1, 2, 2, 3, 4, 4, 5, 5],
      base: [7.6, 7.9, 8.3, 8.9, 9.6, 10.3, 11, 11.8].map(usd),
      perLb: [.32, .36, .44, .56, .68, .8, .92, 1.04].map(usd),
    },
    {
      name: "expedited",
      days: [1, 1, 2, 2, 2, 2, 2, 2],
      base: [14.5, 15.6, 17.2, 19.8, 22.4, 24.9, 27.6, 29.9].map(usd),
      perLb: [.8, .95, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7].map(usd),
    },
  ],
  packaging: usd(.9),
  splitPenalty: usd(1.5),
  latePerDay: usd(4),
  unfilledPenalty: usd(10),
});

export function worldOf(design: Design, seed: number): World {
  const random = seeded(`routing ${seed} ${JSON.stringify(design)}`);
  const towns = Array.from({ length: design.towns }, (_, rank) => ({
    lat: between(random, 27, 47),
    lon: between(random, -122, -71),
    weight: (rank + 1) ** -.8,
  }));
  // By id as a snapshot sorts them, so that an index means the same everywhere.
  const nodes = Array.from({ length: design.nodes }, (_, i) => nodeOf(design, random, towns, i));
  const skus = Array.from({ length: design.skus }, (_, i) => skuOf(design, random, i));
  const sold = skus.map((_, i) => (i + 1) ** -design.skew);
  const share = sold.map((each) => each / sold.reduce((sum, one) => sum + one, 0));
  const orders = ordersOf(design, random, { nodes, towns, share });
  const { stock, rate } = shelvesOf(design, random, nodes, share, orders);
  const happenings = [...orders, ...walkInsOf(design, random, rate)].sort((a, b) => a.t - b.t);
  return { design, nodes, skus, tariff, stock, rate, happenings };
}

/** The world's first morning; with a forecast other than the truth, if one is given. */
export function snapshotAt({ nodes, skus, stock, rate }: World, forecast?: Float64Array[]): Snapshot {
  const snapshot = snapshotOf(nodes, skus);
  stock.forEach((row, sku) =>
    row.forEach((units, node) => units > 0 && setStock(snapshot, sku, node, units))
  );
  (forecast ?? rate).forEach((row, sku) => {
    row.forEach((perDay, node) => perDay > 0 && setRate(snapshot, sku, node, perDay));
  });
  return snapshot;
}

interface Town {
  lat: number;
  lon: number;
  weight: number;
}

function nodeOf(design: Design, random: Random, towns: Town[], i: number): NodeFacts {
  const isDepot = i < Math.max(2, Math.round(design.nodes * design.depots));
  const place = near(random, towns, isDepot ? 1.5 : .6);
  const from = design.capacity[0], to = design.capacity[1];
  return {
    id: `${isDepot ? "depot" : "store"} ${String(i).padStart(5, "0")}`,
    kind: isDepot ? "dc" : "store",
    ...place,
    readyDays: isDepot || random() < .8 ? 0 : 1,
    packCost: usd(isDepot ? .9 : between(random, 1.2, 1.8)),
    pickCost: usd(isDepot ? .5 : between(random, .7, 1.1)),
    capacityPerDay: isDepot ? Math.ceil(design.orders / design.days) : Math.round(between(random, from, to)),
    pickup: !isDepot,
  };
}

function skuOf({ margin: [from, to] }: Design, random: Random, i: number): SkuFacts {
  const price = Math.min(200, 35 * Math.exp(.6 * normal(random)));
  return {
    id: `item ${String(i).padStart(5, "0")}`,
    weight: Math.round(1e6 * Math.min(30, Math.max(.2, 1.2 * Math.exp(.8 * normal(random))))),
    price: usd(price),
    margin: usd(price * between(random, from, to)),
    markdown: 0,
  };
}

function ordersOf(
  design: Design,
  random: Random,
  { nodes, towns, share }: { nodes: NodeFacts[]; towns: Town[]; share: number[] },
): Extract<Happening, { kind: "order" }>[] {
  const stores = nodes.flatMap((node, i) => node.pickup ? [i] : []);
  return Array.from({ length: design.orders }, () => {
    const pickupNode = random() < design.pickups ? stores[Math.floor(random() * stores.length)]! : undefined;
    const t = random() * design.days;
    const to = pickupNode === undefined
      ? random() < .85
        ? near(random, towns, .8)
        : { lat: between(random, 27, 47), lon: between(random, -122, -71) }
      : { lat: nodes[pickupNode]!.lat, lon: nodes[pickupNode]!.lon };
    const wanted = new Map<number, number>();
    for (let left = 1 + pick(random, [.6, .25, .1, .05]); left > 0; left--) {
      wanted.set(pick(random, share), 1 + pick(random, [.85, .12, .03]));
    }
    const lines = [...wanted].map(([sku, quantity]) => ({ sku, quantity }));
    return {
      kind: "order",
      t,
      ask: { at: t, to, promiseDays: 2 + Math.floor(random() * 4), pickupNode, lines },
    };
  });
}

function shelvesOf(
  design: Design,
  random: Random,
  nodes: NodeFacts[],
  share: number[],
  orders: { ask: Ask }[],
): { stock: Int32Array[]; rate: Float64Array[] } {
  const depots = nodes.filter(({ kind }) => kind === "dc").length;
  const sizes = nodes.map(() => Math.exp(.4 * normal(random)));
  const units = orders.reduce(
    (sum, { ask }) => sum + ask.lines.reduce((all, line) => all + line.quantity, 0),
    0,
  );
  const rate = share.map(() => new Float64Array(nodes.length));
  const stock = share.map((part, sku) => {
    return Int32Array.from(nodes, ({ kind }, node) => {
      if (kind === "dc") return poisson(random, units * part * design.depotCover / depots);
      if (random() >= design.carried) return 0;
      const perDay = design.walkIns * sizes[node]! * part / design.carried;
      rate[sku]![node] = perDay;
      return Math.max(1, poisson(random, perDay * design.days * design.cover));
    });
  });
  return { stock, rate };
}

function walkInsOf({ days }: Design, random: Random, rate: Float64Array[]): Happening[] {
  return rate.flatMap((row, sku) =>
    [...row].flatMap((perDay, node) =>
      Array.from({ length: poisson(random, perDay * days) }, (): Happening => {
        return { kind: "walk_in", t: random() * days, node, sku };
      })
    )
  );
}

function near(random: Random, towns: Town[], spread: number) {
  const { lat, lon } = towns[pick(random, towns.map(({ weight }) => weight))]!;
  return { lat: lat + spread * normal(random), lon: lon + spread * normal(random) };
}
