// Where the shelves of a store are, as far as their names tell: one block of parallel aisles, in front of them the counter.

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
