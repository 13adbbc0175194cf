// Row B: the small network of Jasin & Sinha (2015) as Ma (2023) published it: 10 cities, 5 centres, 20 items, 25 kinds of
// order of one to five items, 10,000 arrivals. A package costs $8.759 and $0.423 + $0.000541 a mile for each item; what
// cannot be sent costs twice the package and twice the farthest centre's rate. Figures are costs by the linear program's.
import { loadHighs } from "./highs.ts";
import { type Random, seeded, shuffled } from "../../demo/random.ts";
import { milesBetween } from "../../domain/places/decide.ts";
import { type Router, routerOf } from "../../domain/routing/solver/job.ts";
import { reserve, setStock, snapshotOf } from "../../domain/routing/solver/snapshot.ts";
import { solve } from "../../domain/routing/solver/solve.ts";
import { tariffOf } from "../../domain/routing/solver/tariff.ts";
import type { Ask } from "../../domain/routing/solver/types.ts";
import { rounded } from "../support/figures.ts";
import { say } from "../support/report.ts";
import { pick } from "./world.ts";

const CITIES: [number, number, number][] = [
  [40.6943, -73.9249, 18680025],
  [34.1141, -118.4068, 12531334],
  [41.8375, -87.6866, 8586888],
  [25.784, -80.2101, 6076316],
  [32.7935, -96.7667, 5910669],
  [29.786, -95.3885, 5724418],
  [40.0077, -75.1339, 5540199],
  [33.7628, -84.422, 5151496],
  [38.9047, -77.0163, 5066973],
  [42.3188, -71.0852, 4465966],
];
const CENTRES: [number, number][] = [
  [37.7448, -121.3985],
  [39.9797, -86.3833],
  [41.2776, -75.4973],
  [33.9114, -81.0501],
  [32.9709, -97.3348],
];
const ITEMS = 20, SIZES = 5, KINDS = 5, ARRIVALS = 10_000, CARRIED = .75, SAFETY = .5;
const FIXED = 8.759, EACH = .423, MILE = .000541;
const NOWHERE = CENTRES.length;

interface Instance {
  /** The items of each kind of order. */
  kinds: number[][];
  /** By kind and city: the chance that an arrival is it; the rest are nobody. */
  chance: number[][];
  /** By item and centre. */
  stock: number[][];
  closest: number[][];
}

const miles = CENTRES.map(([lat, lon]) =>
  CITIES.map(([a, b]) => milesBetween({ lat, lon }, { lat: a, lon: b }))
);
/** For one item, by centre and city; the last row is for what is not sent. */
const each = [
  ...miles.map((row) => row.map((far) => EACH + MILE * far)),
  CITIES.map((_, city) => 2 * (EACH + MILE * Math.max(...miles.map((row) => row[city]!)))),
];
const fixed = [...CENTRES.map(() => FIXED), 2 * FIXED];

export async function literature({ instances, sequences }: { instances: number; sequences: number }) {
  const optimiser = await loadHighs();
  const ratios: Record<string, number[]> = { myopic: [], static: [], resolved: [] };
  for (let i = 0; i < instances; i++) {
    const random = seeded(`literature ${i}`);
    const instance = instanceOf(random);
    const program = optimiser.solve(programOf(instance));
    if (program.Status !== "Optimal") throw new Error(`HiGHS says ${program.Status}`);
    const routers = routersOf(instance);
    const start = improve(instance, routers, { left: ARRIVALS, prices: pricesFrom(program), rounds: 200 });
    const sums = { myopic: 0, static: 0, resolved: 0 };
    for (let s = 0; s < sequences; s++) {
      const arrivals = arrivalsOf(instance, random);
      sums.myopic += myopic(instance, arrivals);
      sums.static += play(instance, arrivals, start, 1);
      sums.resolved += play(instance, arrivals, start, 10);
    }
    for (const [name, sum] of Object.entries(sums)) {
      ratios[name]!.push(sum / sequences / program.ObjectiveValue);
    }
    say(
      `instance ${i + 1}: ${
        Object.entries(ratios).map(([name, all]) => `${name} ${rounded(all.at(-1)!, 4)}`).join(", ")
      }`,
    );
  }
  const mean = (all: number[]) => rounded(all.reduce((sum, one) => sum + one, 0) / all.length, 4);
  return {
    instances,
    sequences,
    ...Object.fromEntries(Object.entries(ratios).map(([name, all]) => [name, mean(all)])),
  };
}

function instanceOf(random: Random): Instance {
  const items = Array.from({ length: ITEMS }, (_, item) => item);
  const kinds: number[][] = [], weight: number[] = [];
  const nobody = random();
  const sizes = Array.from({ length: SIZES }, random);
  const all = nobody + sizes.reduce((sum, one) => sum + one, 0);
  for (let size = 1; size <= SIZES; size++) {
    const parts = Array.from({ length: KINDS }, random);
    const sum = parts.reduce((total, one) => total + one, 0);
    for (const part of parts) {
      kinds.push(shuffled(random, items).slice(0, size));
      weight.push(sizes[size - 1]! / all * part / sum);
    }
  }
  const people = CITIES.reduce((sum, [, , population]) => sum + population, 0);
  const chance = weight.map((one) => CITIES.map(([, , population]) => one * population / people));
  const shelves = items.map((item) => shelfOf(random, item, kinds, chance));
  return {
    kinds,
    chance,
    stock: shelves.map(({ stock }) => stock),
    closest: shelves.map(({ closest }) => closest),
  };
}

/** Each centre may carry an item; it stocks what the cities nearest to it want, and a little more. */
function shelfOf(random: Random, item: number, kinds: number[][], chance: number[][]) {
  const carries = CENTRES.map(() => random() < CARRIED);
  const closest = CITIES.map((_, city) => {
    return CENTRES.reduce(
      (best, __, centre) =>
        carries[centre] && (best === NOWHERE || miles[centre]![city]! < miles[best]![city]!) ? centre : best,
      NOWHERE,
    );
  });
  const wanted = CENTRES.map(() => 0);
  kinds.forEach((items, kind) => {
    if (items.includes(item)) CITIES.forEach((_, city) => wanted[closest[city]!]! += chance[kind]![city]!);
  });
  const stock = CENTRES.map((_, centre) => {
    const share = wanted[centre]!;
    return Math.round(ARRIVALS * share + SAFETY * Math.sqrt(ARRIVALS * share * (1 - share)));
  });
  return { stock, closest };
}

/** A router a city, all over one stock: a zone is a centre here, and the last node has what is not sent. */
function routersOf({ stock }: Instance): Router[] {
  const nodes = [...CENTRES, [0, 0]].map(([lat, lon], i) => ({
    ...{ id: `${i}`, kind: "dc" as const, lat: lat!, lon: lon!, readyDays: 0, packCost: 0, pickCost: 0 },
    ...{ capacityPerDay: null, pickup: false },
  }));
  const skus = stock.map((_, i) => ({ id: `${i}`, weight: 1e6, price: 0, margin: 1e9, markdown: 0 }));
  const snapshot = snapshotOf(nodes, skus);
  stock.forEach((row, sku) => [...row, 1e9].forEach((units, node) => setStock(snapshot, sku, node, units)));
  const zero = fixed.map(() => 0);
  return CITIES.map((_, city) => {
    const perLb = each.map((row) => Math.round(1e6 * row[city]!));
    const base = perLb.map((one, node) => one + Math.round(1e6 * fixed[node]!));
    const tariff = tariffOf({
      zoneMiles: CENTRES.map((__, i) => i + 1),
      services: [{ name: "van", days: zero, base, perLb }],
      ...{ packaging: 0, splitPenalty: 0, latePerDay: 0, unfilledPenalty: 0 },
    });
    return routerOf(snapshot, tariff, {});
  });
}

const zones = Uint8Array.from(fixed, (_, node) => node);

function askOf(items: readonly number[]): Ask {
  return {
    at: 0,
    to: { lat: 0, lon: 0 },
    zones,
    promiseDays: 0,
    lines: items.map((sku) => ({ sku, quantity: 1 })),
  };
}

function priced(routers: Router[], prices: Float64Array[]): Router[] {
  return routers.map((router) => ({ ...router, prices: { duals: { unit: prices } } }));
}

function arrivalsOf({ chance }: Instance, random: Random): [number, number][] {
  const flat = chance.flat();
  const weights = [...flat, 1 - flat.reduce((sum, one) => sum + one, 0)];
  return Array.from({ length: ARRIVALS }, () => {
    const one = pick(random, weights);
    return one === flat.length ? [-1, -1] : [Math.floor(one / CITIES.length), one % CITIES.length];
  });
}

/** Every arrival by the cheapest plan at these prices; worked out anew so many times on the way. */
function play(
  instance: Instance,
  arrivals: [number, number][],
  start: Float64Array[],
  resolves: number,
): number {
  const routers = routersOf(instance);
  const { snapshot } = routers[0]!;
  let prices = start, at = priced(routers, prices), cost = 0;
  const stretch = Math.ceil(arrivals.length / resolves);
  arrivals.forEach(([kind, city], t) => {
    if (t > 0 && t % stretch === 0) {
      prices = improve(instance, routers, { left: arrivals.length - t, prices, rounds: 30 });
      at = priced(routers, prices);
    }
    if (kind < 0) return;
    const plan = solve(at[city]!, askOf(instance.kinds[kind]!));
    reserve(snapshot, plan);
    cost += plan.cost;
  });
  return cost / 1e6;
}

/** As the published code does it: each item by the closest centre that carries it, or not at all. */
function myopic({ kinds, closest, stock }: Instance, arrivals: [number, number][]): number {
  const left = stock.map((row) => [...row]);
  let cost = 0;
  for (const [kind, city] of arrivals) {
    if (kind < 0) continue;
    const used = new Set<number>();
    for (const item of kinds[kind]!) {
      let centre = closest[item]![city]!;
      if (centre !== NOWHERE && left[item]![centre]! > 0) left[item]![centre]!--;
      else centre = NOWHERE;
      used.add(centre);
      cost += each[centre]![city]!;
    }
    for (const centre of used) cost += fixed[centre]!;
  }
  return cost;
}

/** Prices of the stock there is for what is still expected, by subgradient from those there were. */
function improve(
  { kinds, chance }: Instance,
  routers: Router[],
  { left, prices, rounds }: { left: number; prices: Float64Array[]; rounds: number },
): Float64Array[] {
  const { snapshot } = routers[0]!;
  const has = snapshot.stock.map((row) => [...row]);
  // Sourced as if every shelf were full: the price alone keeps what there is.
  const full = { ...snapshot, stock: snapshot.stock.map((row) => row.map(() => 1e9)) };
  const unit = prices.map((row) => row.slice());
  let best = { bound: -Infinity, unit: prices }, pace = 1;
  for (let round = 0; round < rounds; round++) {
    const over = has.map((row) => Float64Array.from(row, (units, node) => node === NOWHERE ? 0 : -units));
    let bound = 0;
    kinds.forEach((items, kind) =>
      routers.forEach((router, city) => {
        const expected = left * chance[kind]![city]!;
        const plan = solve({ ...router, snapshot: full, prices: { duals: { unit } } }, askOf(items));
        bound += expected * plan.score;
        for (const { node, contents } of plan.packages) {
          for (const { sku } of contents) over[sku]![node]! += expected;
        }
      })
    );
    unit.forEach((row, sku) =>
      row.forEach((price, node) => bound -= node === NOWHERE ? 0 : price * has[sku]![node]!)
    );
    if (bound > best.bound) best = { bound, unit: unit.map((row) => row.slice()) };
    else pace *= .9;
    let length = 0;
    unit.forEach((row, sku) =>
      row.forEach((price, node) => {
        const by = node === NOWHERE ? 0 : over[sku]![node]!;
        if (by > 0 || price > 0) length += by * by;
      })
    );
    if (length === 0) break;
    const step = pace * .005 * Math.abs(best.bound) / length;
    unit.forEach((row, sku) =>
      row.forEach((price, node) => {
        if (node !== NOWHERE) row[node] = Math.max(0, Math.round(price + step * over[sku]![node]!));
      })
    );
  }
  return best.unit;
}

/** The linear program of the paper: u by kind, city, item and centre; y at least every u of its centre. */
function programOf({ kinds, chance, stock }: Instance): string {
  const costs: string[] = [], rows: string[] = [];
  const uses = stock.map(() => CENTRES.map((): string[] => []));
  kinds.forEach((items, kind) =>
    CITIES.forEach((_, city) => {
      const expected = ARRIVALS * chance[kind]![city]!;
      fixed.forEach((one, centre) => costs.push(`${expected * one} y${kind}_${city}_${centre}`));
      for (const item of items) {
        const names = fixed.map((__, centre) => `u${kind}_${city}_${item}_${centre}`);
        names.forEach((name, centre) => {
          costs.push(`${expected * each[centre]![city]!} ${name}`);
          rows.push(`${name} - y${kind}_${city}_${centre} <= 0`);
          if (centre !== NOWHERE) uses[item]![centre]!.push(`${expected} ${name}`);
        });
        rows.push(`${names.join(" + ")} = 1`);
      }
    })
  );
  const shelves = uses.flatMap((row, item) =>
    row.flatMap((terms, centre) =>
      terms.length > 0 ? [` s${item}_${centre}: ${terms.join(" + ")} <= ${stock[item]![centre]}`] : []
    )
  );
  const numbered = rows.map((row, i) => ` r${i}: ${row}`);
  return ["Minimize", ` cost: ${costs.join(" + ")}`, "Subject To", ...shelves, ...numbered, "End"].join("\n");
}

/** What one more unit of each shelf would save, as the program says. */
function pricesFrom({ Rows }: { Rows: readonly object[] }): Float64Array[] {
  const prices = Array.from({ length: ITEMS }, () => new Float64Array(fixed.length));
  for (const { Name = "", Dual = 0 } of Rows as { Name?: string; Dual?: number }[]) {
    const shelf = Name.match(/^s(\d+)_(\d+)$/);
    if (shelf) prices[Number(shelf[1])]![Number(shelf[2])] = Math.max(0, Math.round(-Dual * 1e6));
  }
  return prices;
}
