// Orders nobody has begun with are sourced once more with what is known now, and move if that is enough better; and what
// a node can no longer send leaves it. A promise to the shopper never gets later, and no order moves for ever.
import { type Db, type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { findMovable, listFulfillments, triedNodes, withdraw } from "../fulfillment/mod.ts";
import type { Fulfillment } from "../fulfillment/types.ts";
import { totals } from "../inventory/decide.ts";
import { decideDelivery, lookAround, scorePresent } from "../routing/mod.ts";
import { shopperLabel } from "./decide.ts";
import { promise } from "./sourcing.ts";
import * as store from "./store.ts";

const HALF_HOUR = 1_800_000;
/** Orders looked at in one turn. */
const TURN = 500;
const MOST_MOVES = 3;
/** A move has to save so much, and this share of what the order costs: the work of moving is not free. */
const WORTH = { leastMinor: 75, share: 0.05 };

const CLOCK = { kind: "anyone" } as const;

/** Looks once more at every order that has not been begun and is not about to be. Answers how many moved. */
export async function rebroker(db: Db, now = new Date()): Promise<{ looked: number; moved: number }> {
  const dueAfter = new Date(now.getTime() + HALF_HOUR);
  const movable = await findMovable(db, { dueAfter, nodeId: null, limit: TURN });
  let moved = 0;
  for (const { orderId } of movable) {
    if (await transact(db, (tx) => reconsider(tx, orderId, { mustLeave: null }, now)) === "moved") moved++;
  }
  return { looked: movable.length, moved };
}

/**
 * A node may no longer send: then what nobody there has begun with goes to others, as far as others have it, whatever it
 * costs. Answers how many orders left.
 */
export async function leaveNode(db: Db, nodeId: string, now = new Date()): Promise<number> {
  let left = 0;
  for (const { orderId } of await findMovable(db, { dueAfter: new Date(0), nodeId, limit: TURN })) {
    if (await transact(db, (tx) => reconsider(tx, orderId, { mustLeave: nodeId }, now)) === "moved") left++;
  }
  return left;
}

async function reconsider(
  tx: Sql,
  orderId: string,
  { mustLeave }: { mustLeave: string | null },
  now: Date,
) {
  const order = await store.lockOrder(tx, orderId);
  const shopper = order && await store.findShopper(tx, orderId);
  if (!order || !shopper?.shipTo) return "stays";
  const isForced = mustLeave !== null;
  if (!isForced && await store.countMoves(tx, orderId) >= MOST_MOVES) return "stays";
  const parts = (await listFulfillments(tx, orderId)).filter(({ state }) => state === "open");
  if (parts.length === 0 || (isForced && !parts.some(({ nodeId }) => nodeId === mustLeave))) return "stays";

  const wanted = await wantedBy(tx, order, parts);
  const { channelId } = order;
  const skus = [...totals(wanted.lines).keys()];
  const around = await lookAround(tx, { place: shopper.shipTo, skus, channelId }, now);
  if (isRefusal(around)) return "stays";
  around.left.giveBack(
    parts.flatMap(({ nodeId, lines }) => lines.map(({ sku, quantity: units }) => ({ nodeId, sku, units }))),
  );
  const present = await scorePresent(tx, around, wanted, parts, now);
  // It still sends after all, or does again.
  if (isForced && present !== undefined) return "stays";
  const plan = await decideDelivery(tx, around, wanted, now);
  if (plan.left.length > 0) return "stays";
  const savedMinor = (present ?? Infinity) - plan.scoreMinor;
  if (!isForced && savedMinor < Math.max(WORTH.leastMinor, WORTH.share * (present ?? 0))) return "stays";

  const withdrawn = await withdraw(tx, parts, CLOCK, now);
  if (isRefusal(withdrawn)) return withdrawn;
  const prices = new Map(
    (await store.findLines(tx, orderId)).map((line) => [line.lineNo, line.unitPriceMinor]),
  );
  const sourced = { ...order, shopperLabel: shopperLabel(shopper.name), unitPrices: prices };
  const promised = await promise(tx, sourced, { plan, occasion: "rebrokered" }, now);
  if (isRefusal(promised)) return promised;
  if (!isForced && promised.promisedBy > latest(parts)) {
    return refuse("service_not_offered", {
      nodeId: plan.packages[0]!.nodeId,
      service: "ship",
      reason: "later",
    });
  }
  await store.countMove(tx, orderId);
  const payload = { orderId, savedMinor: present === undefined ? null : savedMinor };
  await record(tx, { kind: "order_rebrokered", topic: `order:${orderId}`, payload, now });
  return "moved" as const;
}

/** What the parts are of, as it would be sourced anew; nodes that gave any of it back are not asked again. */
async function wantedBy(tx: Sql, { id, channelId, service }: store.Order, parts: Fulfillment[]) {
  const units = new Map<number, number>();
  for (const { lineNo, quantity } of parts.flatMap(({ lines }) => lines)) {
    units.set(lineNo, (units.get(lineNo) ?? 0) + quantity);
  }
  const lines = (await store.findLines(tx, id)).filter(({ lineNo }) => units.has(lineNo))
    .map((line) => ({ ...line, quantity: units.get(line.lineNo)! }));
  const holding = new Set(parts.map(({ nodeId }) => nodeId));
  const tried = new Set<string>();
  for (const { lineNo } of lines) {
    for (const nodeId of await triedNodes(tx, id, lineNo)) if (!holding.has(nodeId)) tried.add(nodeId);
  }
  // One of a node's packages is this very order's, and would be another's if it left.
  const freed = new Map([...holding].map((nodeId) => [nodeId, 1]));
  return { service, channelId, lines, tried: [...tried], freed };
}

function latest(parts: Fulfillment[]): Date {
  return new Date(Math.max(...parts.map(({ promisedBy }) => promisedBy.getTime())));
}
