// Goods sent from one node to another: gone from the one at once, on their way to the other until it has received them.
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { actOnce, type By, lockShelves } from "./acts.ts";
import { availableToPromise, totals } from "./decide.ts";
import { insertInbound } from "./moves_store.ts";
import { refuseShort } from "./reserving.ts";
import { move } from "./store.ts";
import type { Movement, TransferStock, TransferView } from "./types.ts";

/** Sends goods on their way. Only what could be promised may leave; anything else is somebody's. */
export function transferStock(sql: Sql, told: TransferStock, by: By) {
  const { id, fromNodeId, toNodeId, reference = id, expectedAt } = told;
  const act = { kind: "stock_transferred", nodeIds: [fromNodeId, toNodeId], id, body: told } as const;
  return transact(sql, (tx) =>
    actOnce(tx, act, by, async () => {
      const sent = totals(told.lines);
      const shelves = await lockShelves(tx, fromNodeId, sent.keys());
      if (isRefusal(shelves)) return shelves;
      const short = shelves.map((shelf) => ({
        nodeId: fromNodeId,
        sku: shelf.sku,
        requested: sent.get(shelf.sku)!,
        available: availableToPromise(shelf),
      })).filter((line) => line.requested > line.available);
      if (short.length > 0) return refuseShort(short);

      const lines = [...sent].map(([sku, quantity]) => ({ sku, quantity }));
      const left = lines.map(({ sku, quantity }): Movement => ({
        ...{ sku, dOnHand: -quantity, dReserved: 0, reason: "transferred" },
        note: `to ${toNodeId}`,
      }));
      await move(tx, fromNodeId, left, by.now ?? new Date());
      const made = { nodeId: toNodeId, id, kind: "transfer", reference, fromNodeId, expectedAt } as const;
      await insertInbound(tx, made, lines.map(({ sku, quantity }) => ({ sku, ordered: quantity })));
      const expected = new Date(expectedAt).toISOString();
      return { id, fromNodeId, toNodeId, expectedAt: expected, lines } satisfies TransferView;
    }));
}
