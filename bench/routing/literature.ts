// Row B: the solver at the prices of stock, beside the published code's myopic rule and the bound of its linear program.
import { loadHighs } from "./highs.ts";
import { seeded } from "../../demo/random.ts";
import { type Router, routerOf } from "../../domain/routing/solver/job.ts";
import { reserve, setStock, snapshotOf } from "../../domain/routing/solver/snapshot.ts";
import { solve } from "../../domain/routing/solver/solve.ts";
import { tariffOf } from "../../domain/routing/solver/tariff.ts";
import type { Ask } from "../../domain/routing/solver/types.ts";
import { rounded } from "../support/figures.ts";
import { say } from "../support/report.ts";
import {
  ARRIVALS,
  arrivalsOf,
  CENTRES,
  CITIES,
  each,
  fixed,
  type Instance,
  instanceOf,
  NOWHERE,
} from "./literature_network.ts";
import { pricesFrom, programOf } from "./literature_program.ts";

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
