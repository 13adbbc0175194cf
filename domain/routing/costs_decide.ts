import type { Costs, Service } from "./solver/types.ts";
import type { ShippingService } from "./types.ts";
import type { Weights } from "./rules_types.ts";

/** Minor units by carrier zone 1–9: the first pound, then each further one; and days on the road. */
const RATES: Record<ShippingService, Omit<Service, "name">> = {
  standard: {
    base: [760, 790, 830, 890, 960, 1030, 1100, 1180, 1480],
    perLb: [32, 36, 44, 56, 68, 80, 92, 104, 150],
    days: [1, 2, 2, 3, 4, 4, 5, 5, 7],
  },
  expedited: {
    base: [1450, 1560, 1720, 1980, 2240, 2490, 2760, 2990, 3900],
    perLb: [80, 95, 120, 150, 180, 210, 240, 270, 380],
    days: [1, 1, 2, 2, 2, 2, 2, 2, 3],
  },
};

/** What a package and a unit cost a node, in minor units. */
export const HANDLING = { pack: 130, pick: 80, packaging: 90 };

/** Days within which a service is sold to be there; what comes later is late. */
export const PROMISE_DAYS: Record<ShippingService, number> = { standard: 6, expedited: 3 };

const ZONE_MILES = [50, 150, 300, 600, 1000, 1400, 1800];
/** Nothing on earth is farther: zone 9 is a carrier's own word. */
const FARTHEST = 12_500;

/** Carrier zone by great-circle miles, where the carrier's own chart has no entry for the two ZIP3 areas. */
export function zoneByMiles(miles: number): number {
  const index = ZONE_MILES.findIndex((limit) => miles <= limit);
  return index === -1 ? 8 : index + 1;
}

/** Days a package is on the road. */
export function transitDays(service: ShippingService, zone: number): number {
  return RATES[service].days[zone - 1] ?? 7;
}

/** Nobody weighs a unit against its shipping: what can be sent is sent. In minor units. */
const LEFT_OUT = 1_000_000_000;

/** All that a plan of this service may cost, in minor units. */
export function costsOf(service: ShippingService, weights: Weights): Costs {
  return {
    zoneMiles: [...ZONE_MILES, FARTHEST],
    services: [{ name: service, ...RATES[service] }],
    packaging: HANDLING.packaging,
    splitPenalty: weights.splitMinor,
    latePerDay: weights.latePerDayMinor,
    unfilledPenalty: LEFT_OUT,
  };
}

/** Less than this no plan can score that has a package from this zone or farther: its prices are never below nothing. */
export function leastFromBeyond(
  { service, zone, units }: { service: ShippingService; zone: number; units: number },
): number {
  const { base } = RATES[service];
  return Math.min(...base.slice(zone - 1)) + HANDLING.pack + HANDLING.packaging + HANDLING.pick * units;
}
