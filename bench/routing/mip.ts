// The same decision for a solver that knows nothing of ours: a mixed integer program, written out as text. Units are
// counted, packages bought by service and by the pound, and every rule is a row.
import type { Router } from "../../domain/routing/solver/job.ts";
import { congestionPrice, unitPrice } from "../../domain/routing/solver/prices.ts";
import { milesTo } from "../../domain/routing/solver/explain.ts";
import type { Ask } from "../../domain/routing/solver/types.ts";

type Term = [by: number, name: string];

/** In dollars, as CPLEX's LP format. */
export function programOf(router: Router, ask: Ask): string {
  const program = newProgram();
  const outs = ask.lines.map(({ sku, quantity }) => {
    const { margin } = router.snapshot.skus[sku]!;
    const name = `out${sku}`;
    program.whole(name, quantity, (margin + router.tariff.unfilledPenalty) / 1e6);
    return name;
  });
  const placed = ask.lines.map((_, i) => [outs[i]!]);
  const opened: string[] = [];
  router.snapshot.nodes.forEach((_, node) => addNode(program, router, ask, node, placed, opened));
  ask.lines.forEach(({ quantity }, i) => program.row(placed[i]!.map((name) => [1, name]), "=", quantity));
  if (ask.maxPackages !== undefined && opened.length > 0) {
    program.row(opened.map((name) => [1, name]), "<=", ask.maxPackages);
  }
  if (ask.minShipmentValue !== undefined) addRestWorth(program, router, ask, outs);
  return program.text();
}

function addNode(
  program: Program,
  router: Router,
  ask: Ask,
  node: number,
  placed: string[][],
  opened: string[],
) {
  const { snapshot, tariff, prices } = router;
  const { packCost, pickCost, readyDays, capacityPerDay } = snapshot.nodes[node]!;
  const has = ask.lines.map(({ sku, quantity }) => Math.min(quantity, snapshot.stock[sku]![node]!));
  if (has.every((units) => units <= 0) || ask.barred?.has(node)) return;
  if (capacityPerDay !== null && snapshot.load[node]! >= capacityPerDay) return;
  const open = `open${node}`;
  opened.push(open);
  const isCounter = node === ask.pickupNode;
  const fee = packCost + congestionPrice(prices, snapshot, node) +
    (isCounter ? 0 : tariff.packaging + tariff.splitPenalty);
  program.yes(open, fee / 1e6);

  const units: Term[] = [], weight: Term[] = [], worth: Term[] = [];
  ask.lines.forEach(({ sku }, i) => {
    for (let taken = 0; taken < has[i]!; taken++) {
      const name = `x${node}_${sku}_${taken}`;
      const price = unitPrice(prices, snapshot, sku, node, snapshot.stock[sku]![node]! - taken, ask.at);
      program.yes(name, (pickCost + price) / 1e6);
      program.row([[1, name], [-1, taken === 0 ? open : `x${node}_${sku}_${taken - 1}`]], "<=", 0);
      placed[i]!.push(name);
      units.push([1, name]);
      weight.push([snapshot.skus[sku]!.weight / 1e6, name]);
      worth.push([snapshot.skus[sku]!.price / 1e6, name]);
    }
  });
  program.row([...units, [-1, open]], ">=", 0);
  if (!isCounter) addServices(program, router, ask, { node, readyDays, open, weight });
  if (ask.minShipmentValue !== undefined) addWorth(program, ask, { node, open, units, worth });
}

function addServices(
  program: Program,
  router: Router,
  ask: Ask,
  { node, readyDays, open, weight }: { node: number; readyDays: number; open: string; weight: Term[] },
) {
  const { tariff } = router;
  const heaviest = Math.ceil(weight.reduce((sum, [pounds]) => sum + pounds, 0)) + 1;
  const miles = milesTo(router, ask, node);
  const reached = tariff.zoneMiles.findIndex((limit) => miles <= limit);
  const zone = reached === -1 ? tariff.zoneMiles.length : reached;
  const pounds: Term[] = [];
  const lateOf = (days: readonly number[]) =>
    Math.max(0, readyDays + days[zone]! - ask.promiseDays) * tariff.latePerDay;
  const offers = tariff.services.map(({ days, base, perLb }) =>
    [base[zone]! + lateOf(days), perLb[zone]!] as const
  );
  // Of two services one may be cheaper whatever the weight: the other is left away, which changes no optimum.
  const worth = offers.filter(([first, each], i) =>
    !offers.some(([f, e], j) => i !== j && f <= first && e <= each && (f < first || e < each || j < i))
  );
  const by = worth.map(([first, each], service): Term => {
    const taken = `by${node}_${service}`, billed = `lb${node}_${service}`;
    program.yes(taken, (first - each) / 1e6);
    program.whole(billed, heaviest, each / 1e6);
    program.row([[1, billed], [-1, taken]], ">=", 0);
    program.row([[1, billed], [-heaviest, taken]], "<=", 0);
    pounds.push([-1, billed]);
    return [1, taken];
  });
  program.row([...by, [-1, open]], "=", 0);
  program.row([...weight, ...pounds], "<=", 0);
}

/** A package is worth enough, or it is the whole order. */
function addWorth(
  program: Program,
  ask: Ask,
  { node, open, units, worth }: { node: number; open: string; units: Term[]; worth: Term[] },
) {
  const least = ask.minShipmentValue! / 1e6, all = ask.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const whole = `whole${node}`;
  program.yes(whole, 0);
  program.row([...units, [-all, whole]], ">=", 0);
  program.row([...worth, [-least, open], [least, whole]], ">=", 0);
}

/** What is left out is nothing, or worth enough, or everything. */
function addRestWorth(program: Program, { snapshot }: Router, ask: Ask, outs: string[]) {
  const all = ask.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const least = ask.minShipmentValue! / 1e6;
  const worth = outs.map((name, i): Term => [snapshot.skus[ask.lines[i]!.sku]!.price / 1e6, name]);
  program.yes("some", 0);
  program.yes("every", 0);
  program.row([...outs.map((name): Term => [1, name]), [-all, "some"]], "<=", 0);
  program.row([...outs.map((name): Term => [1, name]), [-all, "every"]], ">=", 0);
  program.row([...worth, [-least, "some"], [least, "every"]], ">=", 0);
}

type Program = ReturnType<typeof newProgram>;

/** Variables with their costs, and rows over them. */
function newProgram() {
  const costs: string[] = [],
    rows: string[] = [],
    bounds: string[] = [],
    wholes: string[] = [],
    yeses: string[] = [];
  return {
    whole(name: string, most: number, cost: number) {
      wholes.push(name);
      bounds.push(`0 <= ${name} <= ${most}`);
      costs.push(signed(cost, name));
    },
    yes(name: string, cost: number) {
      yeses.push(name);
      costs.push(signed(cost, name));
    },
    row(terms: Term[], sign: "<=" | ">=" | "=", right: number) {
      rows.push(
        ` r${rows.length}: ${terms.map(([by, name]) => signed(by, name)).join(" ")} ${sign} ${right}`,
      );
    },
    text() {
      const general = wholes.length > 0 ? ["General", ` ${wholes.join(" ")}`] : [];
      const binary = yeses.length > 0 ? ["Binary", ` ${yeses.join(" ")}`] : [];
      const all = ["Minimize", ` cost: ${costs.join(" ")}`, "Subject To", ...rows, "Bounds", ...bounds];
      return [...all, ...general, ...binary, "End"].join("\n");
    },
  };
}

function signed(by: number, name: string): string {
  return `${by < 0 ? "-" : "+"} ${Math.abs(by)} ${name}`;
}
