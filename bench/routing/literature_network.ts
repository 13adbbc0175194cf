// Row B: the small network of Jasin & Sinha (2015) as Ma (2023) published it: 10 cities, 5 centres, 20 items, 25 kinds of
// order of one to five items, 10,000 arrivals. A package costs $8.759 and $0.423 + $0.000541 a mile for each item; what
// cannot be sent costs twice the package and twice the farthest centre's rate. Figures are costs by the linear program's.
import { type Random, shuffled } from "../../demo/random.ts";
import { milesBetween } from "../../domain/places/decide.ts";
import { pick } from "./chance.ts";

export const CITIES: [number, number, number][] = [
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
export const CENTRES: [number, number][] = [
  [37.7448, -121.3985],
  [39.9797, -86.3833],
  [41.2776, -75.4973],
  [33.9114, -81.0501],
  [32.9709, -97.3348],
];
export const ITEMS = 20, ARRIVALS = 10_000;
const SIZES = 5, KINDS = 5, CARRIED = .75, SAFETY = .5;
const FIXED = 8.759, EACH = .423, MILE = .000541;
export const NOWHERE = CENTRES.length;

export interface Instance {
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
export const each = [
  ...miles.map((row) => row.map((far) => EACH + MILE * far)),
  CITIES.map((_, city) => 2 * (EACH + MILE * Math.max(...miles.map((row) => row[city]!)))),
];
export const fixed = [...CENTRES.map(() => FIXED), 2 * FIXED];

export function instanceOf(random: Random): Instance {
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

export function arrivalsOf({ chance }: Instance, random: Random): [number, number][] {
  const flat = chance.flat();
  const weights = [...flat, 1 - flat.reduce((sum, one) => sum + one, 0)];
  return Array.from({ length: ARRIVALS }, () => {
    const one = pick(random, weights);
    return one === flat.length ? [-1, -1] : [Math.floor(one / CITIES.length), one % CITIES.length];
  });
}
