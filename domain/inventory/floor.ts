// Inventory's side of the floor: what a pick, a short, a handover and a way back to the shelf do to promises and counts.
// Units that are short, given or put back need their stock rows locked before, in SKU order: `lockShelvesOf`.
import { uuidv7 } from "uuidv7";
import type { Sql } from "../../lib/db.ts";
import { shelfCorrection } from "./decide.ts";
import { type InHand, insertInHand, markUnitsUnpicked, markUnstaged } from "./floor_store.ts";
import { markUnitsPicked } from "./moves_store.ts";
import { close, closeUnits, type Exit } from "./promises.ts";
import * as store from "./store.ts";
import type { Movement, ShortReason } from "./types.ts";

/** Units of one line of a fulfillment. */
export interface LineUnits {
  nodeId: string;
  fulfillmentId: string;
  lineNo: number;
  sku: string;
  quantity: number;
}

interface How {
  now: Date;
  operationId?: string;
}

/** Locks the stock rows that what follows will change. */
export async function lockShelvesOf(tx: Sql, nodeId: string, skus: string[]) {
  await store.lockStock(tx, nodeId, [...new Set(skus)].sort());
}

/** Says that units of a line are off the shelf: from now on nobody else can have them. */
export async function unitsPicked(tx: Sql, picked: LineUnits) {
  const ids = await splitUnits(tx, await promisedOf(tx, picked, ["allocated"]), picked.quantity);
  await markUnitsPicked(tx, picked.nodeId, ids);
}

/** Says that units picked a moment ago are on their shelf again, still promised. */
export async function unitsUnpicked(tx: Sql, units: LineUnits) {
  const ids = await splitUnits(tx, await promisedOf(tx, units, ["picked"]), units.quantity);
  await markUnitsUnpicked(tx, units.nodeId, ids);
}

/** Says that what was staged waits in no bin any more. */
export async function unstaged(tx: Sql, nodeId: string, fulfillmentId: string) {
  await markUnstaged(tx, nodeId, fulfillmentId);
}

/** A short pick: the promise of the missing units ends here, and the book is put right by what the shelf showed. */
export async function shortPicked(tx: Sql, short: LineUnits & { reason: ShortReason }, how: How) {
  const { nodeId, sku, quantity } = short;
  const [stock] = await store.lockStock(tx, nodeId, [sku]);
  if (!stock) throw new Error(`No stock of ${sku} at ${nodeId} under a fulfillment`);
  await releaseUnits(tx, short, how);
  const correction = shelfCorrection(short, { ...stock, reserved: stock.reserved - quantity });
  if (correction.dOnHand === 0) return;
  await store.move(tx, nodeId, [{ ...correction, operationId: how.operationId }], how.now);
}

/** Gives back units nobody has picked yet; what is already in the bag goes last of all. */
export async function releaseUnits(tx: Sql, units: LineUnits, how: How) {
  await closeUnits(tx, await promisedOf(tx, units, ["allocated", "picked"]), units.quantity, "released", how);
}

/** Says that every unit still promised to a fulfillment is off the shelf. */
export async function confirmPicked(tx: Sql, nodeId: string, fulfillmentId: string) {
  await store.markPicked(tx, nodeId, fulfillmentId);
}

/** The goods have left the building: all that was promised to the fulfillment is fulfilled and no longer on hand. */
export async function fulfil(tx: Sql, nodeId: string, fulfillmentId: string, how: How) {
  await closePromised(tx, nodeId, fulfillmentId, "fulfilled", how);
}

/** Gives back what is still promised to a fulfillment. */
export async function releasePromised(tx: Sql, nodeId: string, fulfillmentId: string, now: Date) {
  await closePromised(tx, nodeId, fulfillmentId, "released", { now });
}

async function closePromised(tx: Sql, nodeId: string, fulfillmentId: string, exit: Exit, how: How) {
  const skus = (await store.skusPromised(tx, nodeId, fulfillmentId)).map((row) => row.sku).sort();
  await store.lockStock(tx, nodeId, skus);
  await close(tx, nodeId, await store.lockPromised(tx, nodeId, fulfillmentId), exit, how);
}

/** Units that were picked leave the building, or are on their shelf again for anybody. */
export async function closePicked(
  tx: Sql,
  units: LineUnits,
  exit: Extract<Exit, "fulfilled" | "released">,
  how: How,
) {
  await closeUnits(tx, await promisedOf(tx, units, ["picked"]), units.quantity, exit, how);
}

/** Units that had left are in the bin again: back on hand, and promised to the same line. */
export async function takeBackHanded(tx: Sql, units: LineUnits & { orderId: string }, how: How) {
  await promiseInHand(tx, { ...units, state: "picked" }, "returned", how);
}

/**
 * Promises units somebody holds in their hand to a line. Where the book does not know of them they are found first, as at
 * the till; `because` names that movement. The stock row is locked before.
 */
export async function promiseInHand(
  tx: Sql,
  units: LineUnits & Pick<InHand, "orderId" | "state">,
  because: "returned" | "found",
  how: How,
) {
  const { nodeId, sku, quantity } = units;
  const id = uuidv7();
  await store.ensureStock(tx, nodeId, [sku]);
  const [stock] = await store.lockStock(tx, nodeId, [sku]);
  const unpromised = because === "returned" ? 0 : stock!.onHand - stock!.reserved;
  const missing = Math.max(0, quantity - unpromised);
  const { operationId } = how;
  const movements: Movement[] = [
    ...(missing > 0 ? [{ sku, dOnHand: missing, dReserved: 0, reason: because, operationId }] : []),
    { sku, dOnHand: 0, dReserved: quantity, reason: "allocated" as const, reservationId: id, operationId },
  ];
  await insertInHand(tx, nodeId, [{ ...units, id }], how.now);
  await store.move(tx, nodeId, movements, how.now);
}

/** The store has what it had given up on: it is on the shelf, for anybody. The stock row is locked before. */
export async function foundAgain(tx: Sql, units: Pick<LineUnits, "nodeId" | "sku" | "quantity">, how: How) {
  const { sku, quantity } = units;
  const found = {
    sku,
    dOnHand: quantity,
    dReserved: 0,
    reason: "found" as const,
    operationId: how.operationId,
  };
  await store.move(tx, units.nodeId, [found], how.now);
}

/** What is promised to a line, as the states are asked for. */
async function promisedOf(tx: Sql, { nodeId, fulfillmentId, lineNo }: LineUnits, states: string[]) {
  const promised = await store.lockPromised(tx, nodeId, fulfillmentId);
  return promised.filter((row) => row.lineNo === lineNo && states.includes(row.state))
    .sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
}

/** The rows of so many units, the last split where it holds more. */
async function splitUnits(tx: Sql, rows: store.Reservation[], quantity: number): Promise<string[]> {
  const ids = [];
  let left = quantity;
  for (const row of rows) {
    if (left === 0) break;
    const units = Math.min(left, row.quantity);
    const part = units === row.quantity ? row : { ...row, id: uuidv7(), quantity: units };
    if (part !== row) await store.splitOff(tx, row, part);
    ids.push(part.id);
    left -= units;
  }
  if (left > 0) throw new Error(`${left} units more than were promised`);
  return ids;
}
