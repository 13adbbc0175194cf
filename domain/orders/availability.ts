import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { knownItems } from "../catalog/mod.ts";
import { totals } from "../inventory/decide.ts";
import { findNodes } from "../places/mod.ts";
import { nearbyStores, planDelivery, transitDays } from "../routing/mod.ts";
import { readyBy, shipBy } from "./sourcing.ts";
import type { AskAvailability } from "./types.ts";

const DEFAULT_LIMIT = 10;
const DAY = 86_400_000;

/** What can be promised for a cart near a postal code: at each store's counter, and to the door. */
export async function answerAvailability(sql: Sql, asked: AskAvailability, now = new Date()) {
  const items = await knownItems(sql, asked.lines.map((line) => line.sku));
  if (isRefusal(items)) return items;
  const wanted = totals(asked.lines);
  const stores = await nearbyStores(sql, asked.near, [...wanted.keys()], asked.limit ?? DEFAULT_LIMIT);
  if (isRefusal(stores)) return stores;

  const pickup = stores.map((store) => {
    const lines = [...wanted.keys()].map((sku) => ({ sku, availableToPromise: store.stock[sku] ?? 0 }));
    const complete = lines.every((line) => line.availableToPromise >= wanted.get(line.sku)!);
    const miles = Math.round(store.miles * 10) / 10;
    const ready = complete ? readyBy(store, now).toISOString() : null;
    return { nodeId: store.id, name: store.name, miles, readyBy: ready, complete, lines };
  });
  return { pickup, delivery: await deliveryPromise(sql, asked, items, now) };
}

async function deliveryPromise(
  sql: Sql,
  asked: AskAvailability,
  items: ReadonlyMap<string, { weightGrams: number }>,
  now: Date,
) {
  const lines = asked.lines.map((line, i) => ({
    ...line,
    lineNo: i + 1,
    weightGrams: items.get(line.sku)!.weightGrams,
  }));
  const plan = await planDelivery(sql, { shipTo: asked.near, service: "standard", lines });
  if (isRefusal(plan)) return { complete: false, promisedBy: null };
  const nodes = new Map(
    (await findNodes(sql, plan.packages.map((part) => part.nodeId))).map((node) => [node.id, node]),
  );
  const arrivals = plan.packages.map((part) =>
    shipBy(nodes.get(part.nodeId)!, now).getTime() + transitDays("standard", part.zone) * DAY
  );
  return { complete: true, promisedBy: new Date(Math.max(...arrivals)).toISOString() };
}
