// A walk's stops in the order of the shortest way from the counter past all of them and back.
import { inWalkOrder } from "../domain/fulfillment/path_decide.ts";
import { toPick } from "../domain/fulfillment/steps_decide.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import { type Batch, type BatchItem, itemsOf } from "./batch.ts";
import type { WalkLine } from "./sections.ts";

/** Lines in the order of a walk through the store, and what is done last. */
export function walkOf({ lines }: Fulfillment): WalkLine[] {
  const walk = lines.map((line) => ({ ...line, left: toPick(line) })).sort((a, b) => a.lineNo - b.lineNo);
  return asOneWalks(walk, ({ left }) => left === 0);
}

/** The items of several orders' walk likewise; at the cart, what is still in it. */
export function stopsOf(batch: Batch): BatchItem[] {
  const items = itemsOf(batch).sort((a, b) => a.sku.localeCompare(b.sku));
  return asOneWalks(items, ({ left }) => left === 0);
}

/** By all stops, done or not: the way must not change under the feet of whoever is on it. */
export function asOneWalks<Stop extends { location: string }>(
  stops: Stop[],
  isDone: (stop: Stop) => boolean,
): Stop[] {
  const turn = new Map(inWalkOrder(stops.map(({ location }) => location)).map((name, i) => [name, i]));
  return stops.toSorted((a, b) =>
    Number(isDone(a)) - Number(isDone(b)) || turn.get(a.location)! - turn.get(b.location)!
  );
}
