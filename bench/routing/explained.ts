// Row L: two hundred decisions explained; what the runner-up costs is added up once more, from the rules.
import { explain } from "../../domain/routing/solver/explain.ts";
import { routerOf } from "../../domain/routing/solver/job.ts";
import { paid, weighed } from "../../domain/routing/solver/plan.ts";
import { reserve } from "../../domain/routing/solver/snapshot.ts";
import type { RoutePlan } from "../../domain/routing/solver/types.ts";
import { milesBetween } from "../../domain/places/decide.ts";
import { pricesFor } from "./streams.ts";
import { type Design, snapshotAt, type World, worldOf } from "./world.ts";
import type { Ask } from "../../domain/routing/solver/types.ts";

export function explainMany(design: Design, decisions: number, seed: number) {
  const world = worldOf({ ...design, orders: decisions }, seed);
  const router = routerOf(snapshotAt(world), world.tariff, pricesFor(world));
  let differ = 0, unexplained = 0, runnersUp = 0, cheaperThanChosen = 0;
  for (const each of world.happenings) {
    if (each.kind !== "order") continue;
    const { plan, runnerUp, singleNode, nearest, considered } = explain(router, each.ask);
    for (const other of [plan, runnerUp, singleNode, nearest]) {
      if (!other) continue;
      if (
        cents(other.cost) !== cents(rescored(world, each.ask, other)) || other.score !== sumOf(world, other)
      ) differ++;
      if (other.score < plan.score) cheaperThanChosen++;
    }
    if (runnerUp) runnersUp++;
    unexplained += world.nodes.length - considered.length + considered.filter(({ reason }) => !reason).length;
    reserve(router.snapshot, plan);
  }
  return { decisions, runnersUp, differ, cheaperThanChosen, nodesUnexplained: unexplained };
}

/** In dollars and miles, by the instance folder's rules, from the plan's nodes and contents alone. */
function rescored({ nodes, skus, tariff }: World, ask: Ask, plan: RoutePlan): number {
  const lost = plan.unfilled.reduce((sum, { sku, units }) => {
    return sum + units * (skus[sku]!.margin + tariff.unfilledPenalty) / 1e6;
  }, 0);
  return 1e6 * plan.packages.reduce((sum, { node, contents }) => {
    const { packCost, pickCost, readyDays } = nodes[node]!;
    const units = contents.reduce((all, each) => all + each.units, 0);
    const handling = (packCost + pickCost * units) / 1e6;
    if (node === ask.pickupNode) return sum + handling;
    const pounds = contents.reduce((all, each) => all + each.units * skus[each.sku]!.weight / 1e6, 0);
    const reached = tariff.zoneMiles.findIndex((limit) => milesBetween(nodes[node]!, ask.to) <= limit);
    const zone = reached === -1 ? tariff.zoneMiles.length : reached;
    const carried = tariff.services.map(({ base, perLb, days }) => {
      const late = Math.max(0, readyDays + days[zone]! - ask.promiseDays);
      return (base[zone]! + perLb[zone]! * Math.max(0, Math.ceil(pounds - 1e-9) - 1) +
        tariff.latePerDay * late) / 1e6;
    });
    return sum + handling + Math.min(...carried) + (tariff.packaging + tariff.splitPenalty) / 1e6;
  }, lost);
}

function sumOf({ skus, tariff }: World, plan: RoutePlan): number {
  const lost = plan.unfilled.reduce(
    (sum, { sku, units }) => sum + units * (skus[sku]!.margin + tariff.unfilledPenalty),
    0,
  );
  return plan.packages.reduce((sum, { cost, prices }) => sum + paid(cost) + weighed(prices), lost);
}

function cents(micros: number): number {
  return Math.round(micros / 10_000);
}
