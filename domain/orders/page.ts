import type { Sql } from "../../lib/db.ts";
import type { Keys } from "../../lib/tokens.ts";
import { qrSvg } from "../../lib/qr.ts";
import { issuePass, listFulfillments, pickupCode } from "../fulfillment/mod.ts";
import { trackingOf } from "../fulfillment/packing_decide.ts";
import type { Fulfillment } from "../fulfillment/types.ts";
import { findRefundsDue } from "../payments/mod.ts";
import { findNodes } from "../places/mod.ts";
import type { Node } from "../places/types.ts";
import { findDelivered } from "../shipping/mod.ts";
import * as store from "./store.ts";
import type { AskedItem, OrderPage, OrderPart } from "./types.ts";

/** Everything the shopper's page says, for an order that a signed link has named; undefined when it is gone. */
export async function readOrderPage(sql: Sql, keys: Keys, orderId: string): Promise<OrderPage | undefined> {
  const order = await store.findOrder(sql, orderId);
  const shopper = await store.findShopper(sql, orderId);
  if (!order || !shopper) return undefined;
  const [lines, fulfillments, refunds] = await Promise.all([
    store.findLines(sql, orderId),
    listFulfillments(sql, orderId),
    findRefundsDue(sql, orderId),
  ]);
  const keysOf = fulfillments.map(({ nodeId, id: fulfillmentId }) => ({ nodeId, fulfillmentId }));
  const delivered = new Map(
    (await findDelivered(sql, keysOf)).map((each) => [each.fulfillmentId, each.deliveredAt.toISOString()]),
  );
  const nodes = new Map(
    (await findNodes(sql, fulfillments.map((each) => each.nodeId))).map((node) => [node.id, node]),
  );
  const prices = new Map(lines.map((line) => [line.lineNo, line.unitPriceMinor]));
  const names = new Map(lines.map((line) => [line.lineNo, line.name]));
  const { number, state, method, currency, totalMinor } = order;
  return {
    ...{ number, state, method, currency, totalMinor },
    firstName: shopper.name.trim().split(/\s+/)[0] ?? "",
    placedAt: order.placedAt.toISOString(),
    lines: lines.map(({ lineNo, sku, name, quantity, cancelled, unitPriceMinor, kitName: kit, ...line }) => (
      {
        ...{ lineNo, sku, name, quantity, cancelled, unitPriceMinor, kit },
        replaces: line.replacesLineNo === null ? null : names.get(line.replacesLineNo) ?? null,
      }
    )),
    parts: await Promise.all(
      fulfillments.map(async (each) => ({
        ...await partOf(keys, each, nodes.get(each.nodeId)!),
        asked: askedOf(each, prices),
        deliveredAt: delivered.get(each.id) ?? null,
      })),
    ),
    refunds: refunds.map((refund) => ({ ...refund, name: names.get(refund.lineNo) ?? "" })),
  };
}

async function partOf(
  keys: Keys,
  fulfillment: Fulfillment,
  node: Node,
): Promise<Omit<OrderPart, "asked" | "deliveredAt">> {
  const { id, state, method, bin, bay, ending, collector } = fulfillment;
  const { name, address, city, state: usState, postalCode, timeZone, openingHours, lat, lon } = node;
  return {
    ...{ id, state, method, bin, bay, ending, collector },
    tracking: trackingOf(fulfillment),
    promisedBy: fulfillment.promisedBy.toISOString(),
    holdUntil: fulfillment.holdUntil?.toISOString() ?? null,
    onWayAt: fulfillment.onWayAt?.toISOString() ?? null,
    etaAt: fulfillment.etaAt?.toISOString() ?? null,
    isAttended: fulfillment.attendedBy !== null,
    lines: fulfillment.lines.map(({ name, quantity, picked, shorted }) => ({
      name,
      quantity,
      picked,
      shorted,
    })),
    place: { name, address, city, state: usState, postalCode, timeZone, openingHours, lat, lon },
    pickup: await pickupOf(keys, fulfillment),
  };
}

/** What the store asks its shopper about. */
function askedOf({ lines }: Fulfillment, prices: ReadonlyMap<number, number>): AskedItem[] {
  return lines.flatMap(({ lineNo, name: insteadOf, substitute }) => {
    if (substitute?.state !== "proposed") return [];
    const { id: substituteId, name, quantity, priceMinor, answerBy } = substitute;
    const unitPriceMinor = Math.min(priceMinor, prices.get(lineNo) ?? priceMinor);
    return [{ substituteId, name, insteadOf, quantity, unitPriceMinor, answerBy }];
  });
}

async function pickupOf(keys: Keys, fulfillment: Fulfillment): Promise<OrderPart["pickup"]> {
  const pass = await issuePass(keys, fulfillment);
  if (pass === undefined) return null;
  return { pass, qrSvg: qrSvg(pass, "Pickup pass"), code: await pickupCode(keys, fulfillment.id) };
}
