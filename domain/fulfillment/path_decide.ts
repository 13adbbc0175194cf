// The shortest walk from the counter past every shelf and back, in a store of parallel aisles with a cross aisle in front and
// one at the back: exact, aisle after aisle, after Ratliff and Rosenthal, "Order-Picking in a Rectangular Warehouse: A Solvable
// Case of the Traveling Salesman Problem", Operations Research 31 (1983). Where the aisles are, their names tell.

/** Where one stands to reach into a shelf, in metres: across the aisles from the counter, and into the aisle from the front. */
export interface Spot {
  x: number;
  y: number;
}

/** What the names of its shelves tell of a store. */
export interface Floor {
  spots: Map<string, Spot>;
  /** From the front cross aisle to the one at the back. */
  depth: number;
}

const [PITCH, FEWEST_PLACES, LONGEST] = [5, 24, 60];
const byName = new Intl.Collator("en", { numeric: true });
/** Aisle numbers may leap from one department to the next; nobody walks that far. */
const WIDEST_LEAP = 12;

/** A floor as wide as its aisles' names say, a place a metre, five metres from aisle to aisle. Unknown names have no spot. */
export function floorOf(locations: Iterable<string>): Floor {
  const shelves = [...new Set(locations)].flatMap((name) => readShelf(name) ?? [])
    .sort((a, b) => a.letters - b.letters || a.number - b.number);
  const places = Math.max(FEWEST_PLACES, ...shelves.map(({ place }) => place));
  const metre = Math.min(1, LONGEST / places);
  let [x, before] = [0, { letters: 0, number: 0 }];
  const spots = new Map(shelves.map((shelf) => {
    x += PITCH * Math.min(WIDEST_LEAP, aislesBetween(before, shelf));
    before = shelf;
    return [shelf.name, { x, y: shelf.place * metre }];
  }));
  return { spots, depth: (places + 1) * metre };
}

/** The names in the order of the shortest walk; those that tell no place come last, by name. */
export function inWalkOrder(locations: Iterable<string>): string[] {
  const names = [...new Set(locations)].sort(byName.compare);
  const { spots, depth } = floorOf(names);
  const known = names.filter((name) => spots.has(name));
  const stops = walkStops(known.map((name) => spots.get(name)!), depth);
  return [...stops.map((stop) => known[stop]!), ...names.filter((name) => !spots.has(name))];
}

interface Shelf {
  name: string;
  letters: number;
  number: number;
  place: number;
}

/** "A-03-2", "12-B-4", "A04-12", "A12": the aisle, the place along it, and whatever says how high. */
function readShelf(name: string): Shelf | undefined {
  const text = name.trim().toUpperCase();
  const [, letters, number, place] =
    text.match(/^(?=\w)([A-Z]{0,2})(\d{0,3})[-./ ](\d{1,3}(?=[A-Z]?\b)|[A-Z]\b)/) ??
      text.match(/^([A-Z]{1,2})()(\d{1,3})$/) ?? [];
  if (place === undefined) return undefined;
  return { name, letters: valueOf(letters!), number: Number(number), place: Number(place) || valueOf(place) };
}

/** A = 1 … Z = 26, AA = 27. */
function valueOf(letters: string): number {
  return [...letters].reduce((value, letter) => value * 26 + letter.charCodeAt(0) - 64, 0);
}

type Aisle = Pick<Shelf, "letters" | "number">;

function aislesBetween(a: Aisle, b: Aisle): number {
  if (a.letters === b.letters) return b.number - a.number;
  return a.number === 0 && b.number === 0 ? b.letters - a.letters : b.number || 1;
}

/** What the walk so far is at an aisle's two ends, as far as what follows is concerned: it touches the front alone, the back
 * alone, both in one piece or in two, or both an odd number of times. */
type Ends = "front" | "back" | "one" | "two" | "odd";
/** Once or twice all along; from one end there and back; or from both, leaving out the widest gap. */
type Way = "through" | "twice" | "front" | "back" | "gap";

const after: Record<Way, Record<Ends, Ends>> = {
  through: { front: "odd", back: "odd", one: "odd", two: "odd", odd: "one" },
  front: { front: "front", back: "two", one: "one", two: "two", odd: "odd" },
  back: { front: "two", back: "back", one: "one", two: "two", odd: "odd" },
  gap: { front: "two", back: "two", one: "one", two: "two", odd: "odd" },
  twice: { front: "one", back: "one", one: "one", two: "one", odd: "odd" },
};
const onward: Record<Ends, Ends[]> = {
  front: ["front"],
  back: ["back"],
  one: ["front", "back", "one"],
  two: ["two"],
  odd: ["odd"],
};

interface Column {
  x: number;
  /** Places with something to take, from the front on. */
  ys: number[];
  /** Between which of them nobody walks, where both sides are entered. */
  gapAfter: number;
  costs: [Way, number][];
}

/** The cheapest way to be done with the aisles so far. */
interface Step {
  metres: number;
  ends: Ends;
  way?: Way;
  /** With which ends it came along the cross aisles. */
  come?: Ends;
  before?: Step;
}

/** How long the shortest walk is. */
export function walkMetres(spots: readonly Spot[], depth: number): number {
  return cheapest(columnsOf(spots, depth)).metres;
}

/** In which order it comes to the spots. */
export function walkStops(spots: readonly Spot[], depth: number): number[] {
  const columns = columnsOf(spots, depth);
  const steps: Step[] = [];
  for (let step = cheapest(columns); step.before; step = step.before) steps.unshift(step);
  const stops: number[] = [];
  const take = (column: number, isUpwards: boolean, isWanted: (y: number) => boolean) => {
    const { x } = columns[column]!;
    const here = spots.flatMap((spot, i) => spot.x === x && isWanted(spot.y) ? [i] : []);
    const height = (stop: number) => isUpwards ? spots[stop]!.y : -spots[stop]!.y;
    stops.push(...here.sort((a, b) => height(a) - height(b) || a - b));
  };
  const [ends, aisles] = [new Set<number>(), new Set<number>()];
  let last = -1;
  for (const end of circuit(steps)) {
    const [column, isBack] = [end >> 1, end % 2 === 1];
    if (last === (end ^ 1) && !aisles.has(column)) {
      aisles.add(column);
      take(column, isBack, () => true);
    }
    const [{ way }, { ys, gapAfter }] = [steps[column]!, columns[column]!];
    if (!ends.has(end) && (way === "gap" || way === (isBack ? "back" : "front"))) {
      take(column, !isBack, (y) => way !== "gap" || y > ys[gapAfter]! === isBack);
    }
    ends.add(end);
    last = end;
  }
  return stops;
}

/**
 * Aisles nothing is taken from are left out: whoever would walk through one can as well walk through the next that counts once
 * more. That is what "twice" is for; otherwise it is never needed (Revenant, Cambazard and Catusse, 2024).
 */
function columnsOf(spots: readonly Spot[], depth: number): Column[] {
  const xs = [...new Set(spots.map(({ x }) => x))].sort((a, b) => a - b);
  return xs.map((x) => {
    const here = spots.filter((spot) => spot.x === x).map(({ y }) => y);
    const ys = [...new Set(here)].sort((a, b) => a - b);
    const gaps = ys.slice(1).map((y, i) => y - ys[i]!);
    const widest = Math.max(0, ...gaps);
    const costs: [Way, number][] = [
      ["front", 2 * ys.at(-1)!],
      ["through", depth],
      ["back", 2 * (depth - ys[0]!)],
      ["twice", 2 * depth],
    ];
    if (widest > 0) costs.push(["gap", 2 * (depth - widest)]);
    return { x, ys, gapAfter: gaps.indexOf(widest), costs };
  });
}

function cheapest(columns: Column[]): Step {
  let [steps, x] = [new Map<Ends, Step>([["front", { metres: 0, ends: "front" }]]), 0];
  for (const column of columns) {
    const next = new Map<Ends, Step>();
    for (const before of steps.values()) {
      for (const come of onward[before.ends]) {
        const across = (come === "one" || come === "two" ? 4 : 2) * (column.x - x);
        for (const [way, along] of column.costs) {
          const [metres, ends] = [before.metres + across + along, after[way][come]];
          if (metres < (next.get(ends)?.metres ?? Infinity)) {
            next.set(ends, { metres, ends, way, come, before });
          }
        }
      }
    }
    [steps, x] = [next, column.x];
  }
  const whole = [...steps.values()].filter(({ ends }) => ends !== "odd" && ends !== "two");
  return whole.reduce((best, each) => each.metres < best.metres ? each : best);
}

/** The aisles' ends as one walks them: every stretch as often as planned (Hierholzer). Aisle n ends at 2n in front, 2n + 1 at the back. */
function circuit(steps: Step[]): number[] {
  const ways = steps.map((): number[] => []).concat(steps.map(() => []));
  const join = (a: number, b: number, times: number) => {
    for (let i = 0; i < times; i++) {
      [ways[a]!, ways[b]!].forEach((from, side) => from.push(side === 0 ? b : a));
    }
  };
  steps.forEach(({ way }, i) => join(2 * i, 2 * i + 1, way === "through" ? 1 : way === "twice" ? 2 : 0));
  // Those to the right come before those to the left, so that one goes out before one comes back.
  for (let i = steps.length - 1; i > 0; i--) {
    const { come } = steps[i]!;
    join(2 * i - 2, 2 * i, come === "odd" ? 1 : come === "back" ? 0 : 2);
    join(2 * i - 1, 2 * i + 1, come === "odd" ? 1 : come === "front" ? 0 : 2);
  }
  const [walk, open]: [number[], number[]] = [[], steps.length > 0 ? [0] : []];
  while (open.length > 0) {
    const here = open.at(-1)!;
    const there = ways[here]!.shift();
    if (there === undefined) {
      walk.unshift(open.pop()!);
      continue;
    }
    const back = ways[there]!;
    back.splice(back.indexOf(here), 1);
    open.push(there);
  }
  return walk;
}
