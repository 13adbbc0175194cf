// What makes handing over more than a smile: goods that need cold or room, an age to be seen, a price above the limit; and
// the bins they wait in.
import { withCheckDigit } from "../domain/catalog/decide.ts";
import type { Zone } from "../domain/fulfillment/types.ts";
import type { Node } from "../domain/places/types.ts";
import { seeded, wholeBetween } from "./random.ts";
import type { DemoItem } from "./retailer_items.ts";
import { sizeOf } from "./retailer_places.ts";
import { sidesOf } from "./retailer_sides.ts";
import type { StockRow } from "./stock.ts";

type Counted = DemoItem & { zone: Zone; minAge: number | null };

const COUNTER_ITEMS: [name: string, dollars: number, grams: number, zone: Zone, minAge: number | null][] = [
  ["Cheese Board Selection", 34, 900, "chilled", null],
  ["Smoked Salmon, Sliced", 19, 250, "chilled", null],
  ["Picnic Hamper for Four", 79, 3_400, "chilled", null],
  ["Vanilla Ice Cream, 1 qt", 12, 950, "frozen", null],
  ["Red Table Wine, 750 ml", 18, 1_300, "ambient", 21],
  ["Sparkling Wine, 750 ml", 27, 1_500, "chilled", 21],
  ["Chef's Knife Set", 189, 2_100, "ambient", 18],
  ["Espresso Machine, Two Boilers", 649, 11_500, "ambient", null],
];

/** Items of which each asks something of whoever hands them over. */
export function demoCounterItems(): Counted[] {
  return COUNTER_ITEMS.map(([name, dollars, weightGrams, zone, minAge], index) => ({
    ...{ sku: `HM-${20_001 + index}`, name, category: "Pantry", priceMinor: dollars * 100 + 99 },
    ...{
      currency: "USD",
      weightGrams,
      sidesMm: sidesOf({ name, weightGrams }),
      popularity: 0.4,
      zone,
      minAge,
    },
    gtins: [withCheckDigit(String(245_200_000_000 + index * 37)).padStart(14, "0")],
  }));
}

const LARGE = /Floor Lamp|Area Rug|Wall Mirror|Raised Bed|Patio Umbrella|Fire Pit|Play Kitchen|Doll House/;

/** Where an item of the assortment stands until its shopper comes. */
export function zoneOf({ name }: { name: string }): Zone {
  return LARGE.test(name) ? "oversize" : "ambient";
}

/** A store's stock of them; a depot ships, and has none. */
export function demoCounterStock(node: Node): StockRow[] {
  if (node.kind === "depot") return [];
  const random = seeded(`counter:${node.id}`);
  return demoCounterItems().map(({ sku }) => ({
    ...{ nodeId: node.id, sku, onHand: wholeBetween(random, [6, 24]), safetyStock: 0 },
    location: `N-${String(wholeBetween(random, [1, 12])).padStart(2, "0")}`,
  }));
}

const SHELVES = { flagship: 24, standard: 16, small: 12, depot: 0 };

/** A store's staging area: shelves, cold and frozen places, and room for what is large. */
export function demoBins(node: Node) {
  if (node.kind === "depot") return [];
  const row = (letter: string, zone: Zone, count: number, capacity: number) =>
    Array.from({ length: count }, (_, i) => ({
      nodeId: node.id,
      label: `${letter}-${i + 1}`,
      zone,
      capacity,
    }));
  return [
    ...row("P", "ambient", SHELVES[sizeOf(node)], 12),
    ...row("C", "chilled", 3, 8),
    ...row("F", "frozen", 1, 8),
    ...row("L", "oversize", 3, 4),
  ];
}
