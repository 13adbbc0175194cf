// Inventory keeps what is where and to whom it is promised: no unit is ever promised twice, and every change of a
// count is a movement. Rows are always locked stock first, in SKU order, node after node.
import { uuidv7 } from "uuidv7";
import { type Sql, transact } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { record } from "../events.ts";
import { doOnce } from "./acts.ts";
import { byNode, shelfCorrection } from "./decide.ts";
import { markUnitsPicked } from "./moves_store.ts";
import { close, closeUnits, type Exit } from "./promises.ts";
import * as store from "./store.ts";
import type { CountStock, Movement, ShortReason } from "./types.ts";

export { availableToPromise } from "./decide.ts";
export { allocateHold, changeReservation, expireHolds, makeReservation } from "./holds.ts";
export { readReservation, releaseReservation } from "./holds.ts";
export { allocate } from "./promises.ts";
export { answerAtp, confirmStaged, readStock } from "./availability.ts";
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
export { transferStock } from "./transfers.ts";

/** Says that units of a line are off the shelf: from now on nobody else can have them. */
export async function unitsPicked(
  tx: Sql,
  picked: { nodeId: string; fulfillmentId: string; lineNo: number; quantity: number },
) {
  const { nodeId, fulfillmentId, lineNo, quantity } = picked;
  const promised = (await store.lockPromised(tx, nodeId, fulfillmentId)).filter((row) =>
    row.lineNo === lineNo && row.state === "allocated"
  );
  const ids = [];
  let left = quantity;
  for (const row of promised) {
    if (left === 0) break;
    const units = Math.min(left, row.quantity);
    const part = units === row.quantity ? row : { ...row, id: uuidv7(), quantity: units };
    if (part !== row) await store.splitOff(tx, row, part);
    ids.push(part.id);
    left -= units;
  }
  if (left > 0) throw new Error(`A pick of ${left} units more than were promised`);
  await markUnitsPicked(tx, nodeId, ids);
}

/** Says that every unit still promised to a fulfillment is off the shelf. */
export async function confirmPicked(tx: Sql, nodeId: string, fulfillmentId: string) {
  await store.markPicked(tx, nodeId, fulfillmentId);
}

/** A short pick: the promise of the missing units ends here, and the book is put right by what the shelf showed. */
export async function shortPicked(
  tx: Sql,
  short: {
    nodeId: string;
    fulfillmentId: string;
    lineNo: number;
    sku: string;
    quantity: number;
    reason: ShortReason;
    operationId: string;
  },
  now: Date,
) {
  const { nodeId, fulfillmentId, sku, operationId } = short;
  const [stock] = await store.lockStock(tx, nodeId, [sku]);
  if (!stock) throw new Error(`No stock of ${sku} at ${nodeId} under a fulfillment`);
  const promised = await store.lockPromised(tx, nodeId, fulfillmentId);
  const ofLine = promised.filter((row) => row.lineNo === short.lineNo && row.sku === sku);
  // What is already in the bag is short last of all.
  ofLine.sort((a, b) => Number(a.state === "picked") - Number(b.state === "picked"));
  await closeUnits(tx, ofLine, short.quantity, "released", { now, operationId });
  const correction = shelfCorrection(short, { ...stock, reserved: stock.reserved - short.quantity });
  if (correction.dOnHand !== 0) await store.move(tx, nodeId, [{ ...correction, operationId }], now);
}

/** The goods have left the building: what was promised to the fulfillment is fulfilled and no longer on hand. */
export async function fulfil(tx: Sql, nodeId: string, fulfillmentId: string, operationId: string, now: Date) {
  await closePromised(tx, nodeId, fulfillmentId, "fulfilled", { now, operationId });
}

/** Gives back what is still promised to a fulfillment. */
export async function releasePromised(tx: Sql, nodeId: string, fulfillmentId: string, now: Date) {
  await closePromised(tx, nodeId, fulfillmentId, "released", { now });
}

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

async function closePromised(
  tx: Sql,
  nodeId: string,
  fulfillmentId: string,
  exit: Exit,
  how: { now: Date; operationId?: string },
) {
  const skus = (await store.skusPromised(tx, nodeId, fulfillmentId)).map((row) => row.sku).sort();
  await store.lockStock(tx, nodeId, skus);
  const rows = await store.lockPromised(tx, nodeId, fulfillmentId);
  await close(tx, nodeId, rows, exit, how);
}
