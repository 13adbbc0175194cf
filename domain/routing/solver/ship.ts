import type { Job } from "./job.ts";
import { nextRow } from "./scratch.ts";
import { billedPounds, lateCost, shipCost } from "./tariff.ts";
import type { Micros } from "./types.ts";

/** The cheapest service for so many pounds, lateness counted in; undefined when none arrives in time. */
export function cheapestService(
  { router: { tariff }, ask }: Pick<Job, "router" | "ask">,
  zone: number,
  readyDays: number,
  pounds: number,
) {
  let cheapest: { service: number; ship: Micros; late: Micros } | undefined;
  for (let i = 0; i < tariff.services.length; i++) {
    const service = tariff.services[i]!;
    const days = readyDays + service.days[zone]!;
    if (ask.arriveBy !== undefined && days > ask.arriveBy) continue;
    const ship = shipCost(service, zone, pounds), late = lateCost(tariff, days, ask.promiseDays);
    if (!cheapest || ship + late < cheapest.ship + cheapest.late) cheapest = { service: i, ship, late };
  }
  return cheapest;
}

/** What each part costs to ship from nodes of one kind: a zone, and days until ready. */
export function shipRow(job: Job, zone: number, ready: number): Float64Array {
  const { router: { snapshot, scratch }, shape } = job;
  const { readyDays } = snapshot.columns;
  const kind = zone * readyDays.length + ready;
  if (scratch.rowOrder[kind] === scratch.order) return scratch.rows[scratch.rowOf[kind]!]!;
  scratch.rowOrder[kind] = scratch.order;
  scratch.rowOf[kind] = scratch.rowsUsed;
  const row = nextRow(scratch, shape.size);
  for (let part = 1; part < shape.size; part++) {
    row[part] = priced(job, zone, readyDays[ready]!, scratch.pounds[part]!);
  }
  return row;
}

/** What each part adds to the shipping of a package already made. */
export function addedRow(job: Job, node: number, zone: number, weight: number): Float64Array {
  const { router: { snapshot: { columns }, scratch }, shape } = job;
  const days = columns.readyDays[columns.ready[node]!]!;
  const before = priced(job, zone, days, billedPounds(weight));
  const row = nextRow(scratch, shape.size);
  for (let part = 1; part < shape.size; part++) {
    row[part] = priced(job, zone, days, billedPounds(weight + scratch.weights[part]!)) - before;
  }
  return row;
}

/** Below what any node from this zone outward can ship a part for. */
export function leastShip(job: Job, zone: number, part: number): Micros {
  const { router: { tariff, snapshot, scratch }, ask } = job;
  let least = Infinity;
  for (const service of tariff.atLeast) {
    const late = lateCost(tariff, snapshot.columns.readyDays[0]! + service.days[zone]!, ask.promiseDays);
    least = Math.min(least, shipCost(service, zone, scratch.pounds[part]!) + late);
  }
  return least;
}

/** The pickup store's own shelf: nothing is shipped. */
export function counterRow({ router: { scratch }, shape }: Job): Float64Array {
  return nextRow(scratch, shape.size).fill(0);
}

function priced(job: Job, zone: number, readyDays: number, pounds: number): Micros {
  const { router: { tariff }, ask } = job;
  let least = Infinity;
  for (let i = 0; i < tariff.services.length; i++) {
    const service = tariff.services[i]!;
    const days = readyDays + service.days[zone]!;
    if (ask.arriveBy !== undefined && days > ask.arriveBy) continue;
    const cost = shipCost(service, zone, pounds) + lateCost(tariff, days, ask.promiseDays);
    if (cost < least) least = cost;
  }
  return least;
}
