import type { Costs, Micros, Service } from "./types.ts";

/** The costs, with what the solver reads from them again and again. */
export interface Tariff extends Costs {
  zones: number;
  /** The squared straight line through the unit sphere that each zone but the last reaches. */
  reach: Float64Array;
  /** From each zone on, the least each service asks: no node farther out can do better. */
  atLeast: readonly Service[];
}

const EARTH_RADIUS_MILES = 3958.8;
const POUND = 1_000_000;

export function tariffOf(costs: Costs): Tariff {
  return {
    ...costs,
    zones: costs.zoneMiles.length + 1,
    reach: Float64Array.from(costs.zoneMiles, squaredChord),
    atLeast: costs.services.map(({ name, days, base, perLb }) => ({
      name,
      days: leastFrom(days),
      base: leastFrom(base),
      perLb: leastFrom(perLb),
    })),
  };
}

/** Whole pounds, the carrier's unit; a package of nothing weighs one. */
export function billedPounds(weight: number): number {
  return Math.max(1, Math.ceil(weight / POUND));
}

/** What a service asks for so many billed pounds into a zone. */
export function shipCost(service: Service, zone: number, pounds: number): Micros {
  return service.base[zone]! + service.perLb[zone]! * (pounds - 1);
}

export function lateCost({ latePerDay }: Costs, days: number, promiseDays: number): Micros {
  return days > promiseDays ? Math.round(latePerDay * (days - promiseDays)) : 0;
}

function squaredChord(miles: number): number {
  if (miles >= Math.PI * EARTH_RADIUS_MILES) return 4;
  return 4 * Math.sin(miles / (2 * EARTH_RADIUS_MILES)) ** 2;
}

function leastFrom(byZone: readonly number[]): number[] {
  const least = [...byZone];
  for (let zone = least.length - 2; zone >= 0; zone--) least[zone] = Math.min(least[zone]!, least[zone + 1]!);
  return least;
}
