// What the till sells may be on somebody's pick list. Fulfillment takes it off that list in the same transaction: a unit
// is never both sold and still to be picked.
import { attempt, type Sql, transact } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { actOnce, type By, type Displaced, sellUnits } from "../inventory/mod.ts";
import type { SaleView, SellStock } from "../inventory/types.ts";
import { displace } from "./ending_decide.ts";
import { save } from "./perform.ts";
import { announceWork, lockWork } from "./work.ts";
import type { Fulfillment } from "./types.ts";

/** Looks at which work stands in the way of a sale, before what is left is found on the shelf instead. */
const LOOKS = 10;

/** Books a sale over the counter: always. Promises in its way are displaced, and their orders hear of it. */
export function bookSale(sql: Sql, sale: SellStock, by: By) {
  const { id, nodeId } = sale;
  const { now = new Date() } = by;
  const act = { kind: "stock_sold", nodeIds: [nodeId], id, body: sale } as const;
  return transact(sql, (tx) =>
    actOnce(tx, act, by, async () => {
      const sold = await sell(tx, sale, now);
      return isRefusal(sold) ? sold : { id, nodeId, lines: sold.lines } satisfies SaleView;
    }));
}

/**
 * Work is locked before stock, as whoever picks does. Which work that is shows only once the stock is locked: so we look,
 * let go, and lock in the right order.
 */
async function sell(tx: Sql, sale: SellStock, now: Date) {
  let inTheWay: string[] = [];
  for (let look = 1;; look++) {
    const sold = await attempt(tx, async () => {
      const work = await lockWork(tx, sale.nodeId, inTheWay);
      const locked = work.map((each) => each.id);
      const sold = await sellUnits(tx, sale, { locked, isLast: look === LOOKS }, now);
      if (!isRefusal(sold)) await tellWork(tx, work, sold.displaced, now);
      return sold;
    });
    if (!isRefusal(sold)) return sold;
    if (sold.kind !== "work_in_the_way") return sold;
    inTheWay = sold.detail.fulfillmentIds as string[];
  }
}

/** Shortens the lines that lost units, and tells the order and the node's devices. */
async function tellWork(tx: Sql, work: Fulfillment[], displaced: Displaced[], now: Date) {
  for (const [fulfillmentId, lost] of Map.groupBy(displaced, (each) => each.fulfillmentId)) {
    const before = work.find((each) => each.id === fulfillmentId)!;
    const after = displace(before, lost);
    if (isRefusal(after)) throw new Error(`Fulfillment ${fulfillmentId} lost more than it was promised`);
    const { nodeId, orderId } = before;
    await save(tx, before, after, { now });
    const about = { topic: `node:${nodeId}`, wakes: [`order:${orderId}`], now };
    const ids = { nodeId, fulfillmentId, orderId };
    await record(
      tx,
      ...lost.map(({ lineNo, quantity }) => (
        { kind: "promise_displaced" as const, ...about, payload: { ...ids, lineNo, quantity } }
      )),
    );
    if (after.state !== before.state) {
      const kind = after.state === "picked" ? "pick_finished" : "fulfillment_cancelled";
      await record(tx, { kind, ...about, payload: ids });
    }
  }
  if (displaced.length > 0) await announceWork(tx, work.map((each) => each.nodeId));
}
