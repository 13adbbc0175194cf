// Inventory keeps what is where and to whom it is promised: no unit is ever promised twice, and every change of a
// count is a movement. Rows are always locked stock first, in SKU order, node after node.
import { type Sql, transact } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { record } from "../events.ts";
import { doOnce } from "./acts.ts";
import { byNode } from "./decide.ts";
import * as store from "./store.ts";
import type { CountStock, Movement } from "./types.ts";

export { availableToPromise } from "./decide.ts";
export { allocateHold, changeReservation, expireHolds, makeReservation } from "./holds.ts";
export { readReservation, releaseReservation } from "./holds.ts";
export { allocate } from "./promises.ts";
export { answerAtp, confirmStaged, readStock } from "./availability.ts";
export {
  closePicked,
  confirmPicked,
  foundAgain,
  fulfil,
  type LineUnits,
  lockShelvesOf,
  promiseInHand,
  releasePromised,
  releaseUnits,
  shortPicked,
  takeBackHanded,
  unitsPicked,
  unitsUnpicked,
  unstaged,
} from "./floor.ts";
export { findLeft, findLeftElsewhere } from "./availability_store.ts";
export { checkInventory } from "./invariants.ts";
export { listOpenDrifts, readStockAt, searchStock } from "./ledger.ts";
export { proveNode, proveStock, settleDrift } from "./proof.ts";
export { readChanges, reconcileChannels, tellChannels } from "./feed.ts";
export {
  applyRules,
  checkRule,
  explainStock,
  findRuleNames,
  namesOf,
  previewRules,
  readRules,
  saveRules,
} from "./rules.ts";
export { actOnce, type By } from "./acts.ts";
export { adjustStock, takeBack } from "./adjustments.ts";
export { announceInbound, cancelInbound, changeInbound } from "./inbound.ts";
export { receiveStock } from "./receipts.ts";
export { type Displaced, sellUnits } from "./sales.ts";
export { listSubstitutes } from "./substitutes.ts";
export { transferStock } from "./transfers.ts";

/** When it was counted, and by whom. */
interface Counting {
  now?: Date;
  actor?: Actor;
}

/**
 * Sets on hand to what was counted; once, where the count has an id. Refused whole when any count is below what is
 * promised there.
 */
export function countStock(sql: Sql, count: CountStock, { now = new Date(), actor }: Counting = {}) {
  const { id } = count;
  if (id === undefined) return transact(sql, (tx) => setCounted(tx, count, now, actor));
  const nodeIds = byNode(count.counts).map(([nodeId]) => nodeId);
  const act = { kind: "stock_counted", nodeIds, id, body: count, actor } as const;
  return transact(sql, (tx) => doOnce(tx, act, now, () => setCounted(tx, count, now, actor)));
}

async function setCounted(tx: Sql, { counts }: CountStock, now: Date, actor: Actor | undefined) {
  const changed = [];
  for (const [nodeId, rows] of byNode(counts)) {
    const counted = new Map(rows.map((row) => [row.sku, row.counted]));
    const skus = [...counted.keys()].sort();
    await store.ensureStock(tx, nodeId, skus);
    const stock = await store.lockStock(tx, nodeId, skus);
    const below = stock.filter((row) => counted.get(row.sku)! < row.reserved);
    if (below.length > 0) {
      const lines = below.map(({ sku, reserved }) => ({ nodeId, sku, counted: counted.get(sku), reserved }));
      return refuse("count_below_reserved", { lines });
    }
    const differing = stock.filter((row) => counted.get(row.sku) !== row.onHand);
    const movements = differing.map((row): Movement => ({
      sku: row.sku,
      dOnHand: counted.get(row.sku)! - row.onHand,
      dReserved: 0,
      reason: "counted",
    }));
    if (movements.length > 0) await store.move(tx, nodeId, movements, now);
    const payload = { counts: Object.fromEntries(counted) };
    await record(tx, {
      kind: "stock_counted",
      topic: `node:${nodeId}`,
      payload,
      now,
      actor: actor && { ...actor },
    });
    changed.push(
      ...differing.map((row) => ({ nodeId, sku: row.sku, from: row.onHand, to: counted.get(row.sku)! })),
    );
  }
  return { changed };
}
