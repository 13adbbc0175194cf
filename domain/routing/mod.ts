// Routing chooses the place each order is fulfilled from and keeps why: what every package costs, and who was passed
// over for what. It reads stock without locks; the reservation that follows is what makes a plan true.
import { uuidv7 } from "uuidv7";
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { milesBetween } from "../places/decide.ts";
import { pointOf } from "../places/mod.ts";
import { planShipment, zoneByMiles } from "./decide.ts";
import { findCandidates, findPickupNodes, findZones, insertDecision } from "./store.ts";
import type { Candidate, Plan, ShipLine, ShippingService } from "./types.ts";

export { transitDays } from "./decide.ts";

interface Destination {
  country: string;
  postalCode: string;
}

/** Plans which nodes ship these lines, leaving out those already tried; a refusal names what is short. */
export async function planDelivery(
  sql: Sql,
  wanted: { shipTo: Destination; service: ShippingService; lines: ShipLine[]; tried?: string[] },
) {
  const point = await pointOf(sql, wanted.shipTo);
  if (isRefusal(point)) return point;
  const zones = new Map(
    (await findZones(sql, wanted.shipTo.postalCode.slice(0, 3))).map((row) => [row.originZip3, row.zone]),
  );
  const rows = await findCandidates(sql, wanted.lines.map((line) => line.sku), wanted.tried ?? []);
  const candidates = rows.map((row): Candidate => {
    const miles = milesBetween(row, point);
    const zone = zones.get(row.postalCode.slice(0, 3)) ?? zoneByMiles(miles);
    return { nodeId: row.nodeId, miles, zone, available: new Map(Object.entries(row.stock)) };
  });
  return planShipment(wanted.lines, wanted.service, candidates);
}

/** Keeps a decision beside its order: the answer to "why here?". */
export function recordDecision(tx: Sql, orderId: string, plan: Plan, now: Date) {
  return insertDecision(tx, { orderId, id: uuidv7(), plan, at: now });
}

/** The stores nearest to a postal code that hand over, nearest first, with what each can promise of these items. */
export async function nearbyStores(sql: Sql, near: Destination, skus: string[], limit: number) {
  const point = await pointOf(sql, near);
  if (isRefusal(point)) return point;
  return (await findPickupNodes(sql, skus))
    .map((node) => ({ ...node, miles: milesBetween(node, point) }))
    .sort((a, b) => a.miles - b.miles || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}
