// Where the cheapest plan asks one node for two packages, it may ask for more than that node has: a shelf with one
// left is the cheapest for each of two units. Here every node makes one package at most. A search, nearest to the bound
// first: the plans that may ask a node twice bound it from below, so closely that it mostly goes straight down.
import type { Job } from "./job.ts";
import { hasTogether, haveAt, packageFee, priceUnits, rowOf } from "./node.ts";
import { closure, type Tables } from "./partition.ts";
import { zoneOf } from "./scan.ts";
import { countIn, isWithin } from "./shape.ts";
import type { Micros } from "./types.ts";

export interface ChosenPart {
  node: number;
  zone: number;
  part: number;
}

/** Which packages, which part stays out, and whether nothing costs less. */
export interface Choice {
  packages: ChosenPart[];
  out: number;
  total: Micros;
  exact: boolean;
}

/** What may be shipped and left out, as far as the order says so. */
export interface Rules {
  mayShip(part: number): boolean;
  mayLeave(part: number): boolean;
}

interface Offer extends ChosenPart {
  cost: Micros;
}

/** Steps after which the best plan so far is taken, and said not to be proved. */
const STEPS = 20_000;

/** The cheapest plan for a part of the order, the whole of it as a rule, in which no node makes two packages. */
export function chooseOnce(job: Job, tables: Tables, rules: Rules, whole = job.shape.size - 1): Choice {
  const { shape, ask, router: { scratch } } = job;
  const limited = ask.maxPackages !== undefined || ask.minShipmentValue !== undefined;
  const relaxed = limited ? undefined : closure(job);
  const bound = (part: number, left: number) => relaxed ? relaxed[part]! : tables.at(left).least[part]!;
  const offersOf = offersBy(job, Math.min(shape.units, tables.limit));
  const taken = new Set<number>();
  const packages: Offer[] = [];
  let steps = 0;
  let best: Choice = { packages: [], out: whole, total: scratch.leaveOut[whole]!, exact: true };

  const outs = [...shape.parts.subarray(shape.partsFrom[whole]!, shape.partsFrom[whole + 1]!)].filter(
    rules.mayLeave,
  )
    .map((out) => ({ out, least: scratch.leaveOut[out]! + bound(whole - out, tables.limit) }))
    .sort((a, b) => a.least - b.least || a.out - b.out);
  for (const { out, least } of outs) {
    if (least >= best.total) break;
    goOn(whole - out, tables.limit, scratch.leaveOut[out]!, out);
  }
  return { ...best, exact: steps <= STEPS };

  function goOn(left: number, packagesLeft: number, spent: Micros, out: number): void {
    if (left === 0) {
      if (spent < best.total) best = { packages: [...packages], out, total: spent, exact: true };
      return;
    }
    if (packagesLeft === 0 || ++steps > STEPS) return;
    for (const { offer, least } of nextOffers(left, packagesLeft, spent)) {
      if (least >= best.total) break;
      taken.add(offer.node);
      packages.push(offer);
      goOn(left - offer.part, packagesLeft - 1, spent + offer.cost, out);
      packages.pop();
      taken.delete(offer.node);
    }
  }

  function nextOffers(left: number, packagesLeft: number, spent: Micros) {
    const found: { offer: Offer; least: Micros }[] = [];
    for (let i = shape.withTopFrom[left]!; i < shape.partsFrom[left + 1]!; i++) {
      const part = shape.parts[i]!;
      if (!rules.mayShip(part)) continue;
      const rest = spent + bound(left - part, packagesLeft - 1);
      if (rest >= best.total) continue;
      for (const offer of offersOf(part)) {
        if (rest + offer.cost >= best.total) break;
        if (!taken.has(offer.node)) found.push({ offer, least: rest + offer.cost });
      }
    }
    return found.sort((a, b) =>
      a.least - b.least || a.offer.zone - b.offer.zone || a.offer.node - b.offer.node
    );
  }
}

/**
 * The cheapest nodes for a part, as many as there can be packages: each of the others takes one of them at most, so that
 * no plan needs a dearer one.
 */
function offersBy(job: Job, count: number): (part: number) => Offer[] {
  const shelves = shelvesOf(job);
  const known = new Map<number, Offer[]>();
  return (part) => {
    const before = known.get(part);
    if (before) return before;
    const offers: Offer[] = [];
    for (const shelf of shelves) {
      const cost = costAt(job, shelf, part);
      if (cost === Infinity || (offers.length === count && cost >= offers[count - 1]!.cost)) continue;
      let place = offers.length;
      while (place > 0 && offers[place - 1]!.cost > cost) place--;
      offers.splice(place, 0, { node: shelf.node, zone: shelf.zone, part, cost });
      if (offers.length > count) offers.pop();
    }
    known.set(part, offers);
    return offers;
  };
}

export interface Shelf {
  node: number;
  zone: number;
  have: number;
  fee: Micros;
  ship: Float64Array;
  unit: Float64Array;
}

/** Every node that may be asked, with what it has and what that costs there; zone by zone, then by id. */
function shelvesOf(job: Job): Shelf[] {
  const { router: { scratch, tariff }, opened } = job;
  const shelves = [...opened.keys()].map((node) => shelfOf(job, node, zoneOf(job, node)));
  for (let zone = 0; zone < tariff.zones; zone++) {
    for (let i = 0; i < scratch.inRing[zone]!; i++) {
      shelves.push(shelfOf(job, scratch.rings[zone]![i]!, zone));
    }
  }
  return shelves.filter(({ have }) => have > 0);
}

export function shelfOf(job: Job, node: number, zone: number): Shelf {
  const have = haveAt(job, node);
  const unit = new Float64Array(job.shape.units);
  priceUnits(job, node, have, unit);
  return { node, zone, have, fee: packageFee(job, node), ship: rowOf(job, node, zone), unit };
}

/** What a node asks for exactly this part; Infinity when it has it not. */
export function costAt(job: Job, { node, have, fee, ship, unit }: Shelf, part: number): Micros {
  const { shape } = job;
  if (!isWithin(shape, part, have) || (job.clashes && !hasTogether(job, node, part))) return Infinity;
  let cost = fee + ship[part]!;
  for (let item = 0; item < shape.quantities.length; item++) {
    const from = shape.unitFrom[item]!, to = from + countIn(shape, part, item);
    for (let i = from; i < to; i++) cost += unit[i]!;
  }
  return cost;
}
