// Routing chooses who ships an order, by the retailer's rules and at least cost, and keeps why: what every package costs,
// what else there was, and for every node why not. It reads stock without locks; the reservation that follows is what
// makes a plan true.
import { uuidv7 } from "uuidv7";
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { milesBetween } from "../places/decide.ts";
import { pointOf } from "../places/mod.ts";
import type { Point } from "../places/types.ts";
import type { Destination } from "./around.ts";
import { zonesTo } from "./network.ts";
import { insertDecision } from "./store.ts";
import type { Decision, Occasion } from "./types.ts";

export { type Around, lookAround, nearbyStores } from "./around.ts";
export { decideDelivery, planDelivery, scorePresent, type Wanted } from "./planning.ts";
export { learn } from "./learning.ts";
export { noteLoad } from "./network.ts";
export {
  beginDraft,
  discardDraft,
  publishDraft,
  readRuleSet,
  readRuleSets,
  rebaseDraft,
  reviseDraft,
  rollBack,
  rulesOfVersion,
  saveDraft,
} from "./rules.ts";
export { networkNow } from "./replay.ts";
export { findDecisions } from "./store.ts";
export { transitDays } from "./costs_decide.ts";

/** Keeps a decision beside its order: the answer to "why here?". */
export function recordDecision(
  tx: Sql,
  { orderId, decision, occasion, actor = null }: {
    orderId: string;
    decision: Decision;
    occasion: Occasion;
    actor?: object | null;
  },
  now: Date,
) {
  return insertDecision(tx, { orderId, id: uuidv7(), decision, occasion, actor, at: now });
}

/** The carrier's zone from a place to a postal code: by its own chart, else by the miles between them. */
export async function zoneTo(sql: Sql, from: Point & { postalCode: string }, to: Destination) {
  const [zoneFrom, point] = [await zonesTo(sql, to.postalCode), await pointOf(sql, to)];
  return isRefusal(point)
    ? point
    : zoneFrom({ postalCode: from.postalCode, miles: milesBetween(from, point) });
}
