import type { Node } from "../domain/places/types.ts";
import type { DemoItem } from "./retailer_items.ts";
import { sizeOf } from "./retailer_places.ts";
import { oneOf, type Random, seeded, weightedSample, wholeBetween } from "./random.ts";
import type { StockRow } from "./stock.ts";

// How many items a place has room for, and how deep it keeps them.
const ROOM = {
  flagship: { items: [370, 400], depth: 1.4 },
  standard: { items: [300, 350], depth: 1 },
  small: { items: [250, 280], depth: 0.6 },
  depot: { items: [10_000, 10_000], depth: 9 },
} as const;

/** What one place of the demo retailer has on its first day, the popular items likelier and deeper. */
export function demoStock(node: Node, items: DemoItem[]): StockRow[] {
  const random = seeded(`stock:${node.id}`);
  const room = ROOM[sizeOf(node)];
  return weightedSample(random, items, wholeBetween(random, room.items), ({ popularity }) => popularity)
    .map((item) => stockOf(random, node, item, room.depth));
}

function stockOf(random: Random, node: Node, item: DemoItem, depth: number): StockRow {
  const onHand = Math.max(2, Math.round(item.popularity * 48 * depth * (0.6 + 0.8 * random())));
  // Rules say what is held back.
  return { nodeId: node.id, sku: item.sku, onHand, safetyStock: 0, location: shelfOf(random, item.category) };
}

const AISLES: Record<string, string> = {
  Kitchen: "AB",
  Home: "CD",
  "Bed and Bath": "EF",
  Garden: "GH",
  Outdoor: "JK",
  Toys: "LM",
};

function shelfOf(random: Random, category: string): string {
  const aisle = oneOf(random, [...(AISLES[category] ?? "N")]);
  return `${aisle}-${String(wholeBetween(random, [1, 24])).padStart(2, "0")}`;
}
