// The shortest walk from the counter past every shelf and back, in a store of parallel aisles with a cross aisle in front and
// one at the back: exact, aisle after aisle, after Ratliff and Rosenthal, "Order-Picking in a Rectangular Warehouse: A Solvable
// Case of the Traveling Salesman Problem", Operations Research 31 (1983).
import { floorOf, type Spot } from "./floor_decide.ts";

const byName = new Intl.Collator("en", { numeric: true });

/** The names in the order of the shortest walk; those that tell no place come last, by name. */
export function inWalkOrder(locations: Iterable<string>): string[] {
  const names = [...new Set(locations)].sort(byName.compare);
  const { spots, depth } = floorOf(names);
  const known = names.filter((name) => spots.has(name));
  const stops = walkStops(known.map((name) => spots.get(name)!), depth);
  return [...stops.map((stop) => known[stop]!), ...names.filter((name) => !spots.has(name))];
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
