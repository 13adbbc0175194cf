import type { Db } from "../lib/db.ts";
import type { Popularity } from "./import_products.ts";
import type { ImportedStore } from "./import_stores.ts";
import { type Random, seeded, weightedSample, wholeBetween } from "./random.ts";
import { BATCH, receiveStock, type StockRow } from "./stock.ts";

// How many items a store of each type has room for, and how deep it keeps them.
const ROOM = {
  BigBox: { items: [380, 460], depth: 26 },
  Mobile: { items: [80, 120], depth: 10 },
  Express: undefined,
} as const;

/**
 * Puts plausible stock into the stores: the better-liked an item, the likelier and the deeper. The same on every run, and
 * a store that has any stock keeps what it has, so that a second run adds nothing. Returns how many rows were added.
 */
export async function stockStores(
  db: Db,
  stores: ImportedStore[],
  popularity: Popularity,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<number> {
  const stocked = await stockedNodes(db, stores.map(({ id }) => id));
  const bare = stores.filter(({ id, type }) => ROOM[type] && !stocked.has(id));
  const weights = weightsOf(popularity);
  const now = new Date();
  let added = 0;
  let batch: StockRow[] = [];
  for (const [index, store] of bare.entries()) {
    batch.push(...importedStock(store, weights));
    if (batch.length < BATCH && index < bare.length - 1) continue;
    added += await receiveStock(db, batch, now);
    batch = [];
    onProgress(index + 1, bare.length);
  }
  return added;
}

async function stockedNodes(db: Db, nodeIds: string[]): Promise<Set<string>> {
  const nodes = await db.many<{ id: string }>`
    select id from node
     where id = any(${nodeIds}) and exists (select from stock where stock.node_id = node.id)`;
  return new Set(nodes.map(({ id }) => id));
}

interface Weight {
  sku: string;
  /** 0 to 1: the square root, because owners of a favourite outnumber its buyers of today. */
  liked: number;
}

function weightsOf(popularity: Popularity): Weight[] {
  let most = 1;
  for (const ownedBy of popularity.values()) most = Math.max(most, ownedBy);
  return [...popularity].map(([sku, ownedBy]) => ({ sku, liked: Math.sqrt(Math.max(1, ownedBy) / most) }));
}

function importedStock({ id, type }: ImportedStore, weights: Weight[]): StockRow[] {
  const room = ROOM[type];
  if (!room) return [];
  const random = seeded(`imported stock:${id}`);
  return weightedSample(random, weights, wholeBetween(random, room.items), ({ liked }) => liked)
    .map((item) => stockOf(random, id, item, room.depth));
}

function stockOf(random: Random, nodeId: string, { sku, liked }: Weight, depth: number): StockRow {
  const onHand = 1 + Math.round(depth * liked * (0.5 + random()));
  const safetyStock = onHand < 4 ? 0 : wholeBetween(random, [0, 2]);
  const aisle = "ABCDEFGHJKLM"[wholeBetween(random, [0, 11])];
  return {
    nodeId,
    sku,
    onHand,
    safetyStock,
    location: `${aisle}-${String(wholeBetween(random, [1, 24])).padStart(2, "0")}`,
  };
}
