// The network as of now, to source past orders by rules that may not be in force: nothing is read while it decides.
import { isRefusal, type Refusal } from "../../lib/refusal.ts";
import type { Sql } from "../../lib/db.ts";
import { milesBetween, offers } from "../places/decide.ts";
import { findSwitches, pointOf } from "../places/mod.ts";
import { broker } from "./broker_decide.ts";
import { capacityNow, forecasts, readyDays, rejections, sites, zonesTo } from "./network.ts";
import { HOUSE_RULES } from "./rules_decide.ts";
import type { RoutingRules } from "./rules_types.ts";
import { findRulesInForce } from "./store.ts";
import type { BrokerLine, Decision, ShippingService } from "./types.ts";

export interface Replayed {
  channelId: string;
  service: ShippingService;
  shipTo: { country: string; postalCode: string };
  categories: string[];
  lines: BrokerLine[];
}

/** One of the worlds side by side: its rules, and by node what is left of items and how much work there is. */
export interface Replaying {
  rules: RoutingRules;
  version: number;
  stock: (nodeId: string) => ReadonlyMap<string, number>;
  load: ReadonlyMap<string, number>;
}

/**
 * Reads places, what is turned off, zones, forecasts and failed picks as they are now, all at once; answers what decides
 * by them. An order to a place that is not known is decided by nobody.
 */
export async function networkNow(
  sql: Sql,
  { skus, places }: { skus: string[]; places: Replayed["shipTo"][] },
  now: Date,
) {
  const [all, switches, rates, picks, inForce] = await Promise.all([
    sites(sql),
    findSwitches(sql, now),
    forecasts(sql, skus),
    rejections(sql),
    findRulesInForce(sql),
  ]);
  const shipping = all.filter((site) => offers(site, "ship", switches, now));
  const known = new Map<string, Place>();
  for (const place of places) {
    if (known.has(keyOf(place))) continue;
    const [point, zoneFrom] = [await pointOf(sql, place), await zonesTo(sql, place.postalCode)];
    known.set(keyOf(place), { point, zoneFrom });
  }

  function decide(order: Replayed, world: Replaying, at: Date): Decision | undefined {
    const { point, zoneFrom } = known.get(keyOf(order.shipTo))!;
    if (isRefusal(point)) return undefined;
    const nodes = shipping.flatMap((site) => {
      const stock = world.stock(site.id);
      if (!order.lines.some(({ sku }) => (stock.get(sku) ?? 0) > 0)) return [];
      const [miles, load] = [milesBetween(site, point), world.load.get(site.id) ?? 0];
      return [{
        ...{ id: site.id, kind: site.kind, groupIds: site.groupIds, lat: site.lat, lon: site.lon, miles },
        ...{ zone: zoneFrom({ postalCode: site.postalCode, miles }), load, stock },
        readyDays: readyDays(site, load, at),
        capacityPerDay: capacityNow(site, world.rules.weights.rampDays, at),
        rates: new Map(order.lines.map(({ sku }) => [sku, rates.get(sku)?.get(site.id) ?? 0])),
        picks: picks.get(site.id) ?? [],
      }];
    }).sort((a, b) => a.miles - b.miles || (a.id < b.id ? -1 : 1));
    return broker({
      order: {
        ...{ channelId: order.channelId, service: order.service, categories: order.categories, queue: null },
        valueMinor: order.lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0),
        to: point,
      },
      ...{ lines: order.lines, nodes, tried: new Set(), rules: world.rules, rulesVersion: world.version },
    });
  }

  const capacities = new Map(shipping.map(({ id, capacityPerDay }) => [id, capacityPerDay]));
  return { decide, capacities, inForce: inForce ?? { version: 0, rules: HOUSE_RULES } };
}

interface Place {
  point: Refusal | { lat: number; lon: number };
  zoneFrom: Awaited<ReturnType<typeof zonesTo>>;
}

function keyOf({ country, postalCode }: Replayed["shipTo"]): string {
  return `${country} ${postalCode}`;
}
