// Planning: the rules in force put to the nodes around an order, nearer ones first.
import type { Sql } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { knownItems } from "../catalog/mod.ts";
import { totals } from "../inventory/decide.ts";
import { offers } from "../places/decide.ts";
import type { Around, Stocks } from "./around.ts";
import { broker, scoreOf } from "./broker_decide.ts";
import { leastFromBeyond, zoneByMiles } from "./costs_decide.ts";
import { capacityNow, forecasts, loads, readyDays, rejections, rulesInForce, zonesTo } from "./network.ts";
import type { Brokerage, BrokerLine, BrokerNode, Decision, ShippingService } from "./types.ts";

/** What is to be sourced: by the rules in force, unless others are to be tried. */
export interface Wanted {
  service: ShippingService;
  lines: Omit<BrokerLine, "kitLineNo">[] | BrokerLine[];
  channelId: string;
  /** Nodes that had it before and gave it back, or have no room. */
  tried: string[];
  queue?: string;
  through?: string;
  /** Packages that nodes have of this very order, which would not be theirs any more. */
  freed?: ReadonlyMap<string, number>;
}

/** How many of the nearest nodes are asked at first, then; and then everybody. */
const RINGS = [48, 240];

/**
 * Decides which nodes ship these lines, leaving out those already tried and those that do not ship now; what nobody has
 * is left, and the decision says what is to become of it. Nearer nodes are asked first, and farther ones only while one
 * of them could still make the plan cheaper: the plan is the same as if all had been asked.
 */
export async function decideDelivery(sql: Sql, around: Around, wanted: Wanted, now: Date): Promise<Decision> {
  const prepared = await prepare(sql, around, wanted, now);
  const ships = around.sites.filter((site) => offers(site, "ship", around.switches, now));
  for (const ring of RINGS) {
    if (ring >= ships.length) break;
    const near = ships.slice(0, ring);
    const decision = decide(prepared, near, await around.left.at(near.map(({ id }) => id)), wanted.lines);
    if (isSettled(decision, wanted, ships[ring]!)) return decision;
  }
  return decide(prepared, ships, await around.left.everywhere(), wanted.lines);
}

/** As `decideDelivery`; a refusal names what is short when not everything can be sent. */
export async function planDelivery(sql: Sql, around: Around, wanted: Wanted, now: Date) {
  const decision = await decideDelivery(sql, around, wanted, now);
  if (decision.left.length === 0) return decision;
  const open = around.sites.filter(({ id }) => !wanted.tried.includes(id))
    .filter((site) => offers(site, "ship", around.switches, now));
  const stock = await around.left.everywhere();
  const shortages = [...totals(wanted.lines)].map(([sku, requested]) => {
    return {
      sku,
      requested,
      available: open.reduce((sum, { id }) => sum + (stock.get(id)?.get(sku) ?? 0), 0),
    };
  });
  const short = shortages.filter(({ requested, available }) => requested > available);
  // Where the network has enough and the rules still give it to nobody, what they left is what is short.
  return refuse("insufficient_stock", {
    shortages: short.length > 0 ? short : leftOver(wanted.lines, decision),
  });
}

function leftOver(lines: Wanted["lines"], { left }: Decision) {
  const requested = totals(lines);
  return [...totals(left)].map(([sku, units]) => {
    return { sku, requested: requested.get(sku)!, available: requested.get(sku)! - units };
  });
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** Everything about the order and the network but stock. */
async function prepare(sql: Sql, around: Around, wanted: Wanted, now: Date) {
  const skus = [...totals(wanted.lines).keys()];
  const items = await knownItems(sql, skus);
  if (isRefusal(items)) throw new Error("Lines of an order are of items we know");
  const [{ version, rules }, load, rates, picks, zoneFrom] = await Promise.all([
    rulesInForce(sql),
    loads(sql),
    forecasts(sql, skus),
    rejections(sql),
    zonesTo(sql, around.place.postalCode),
  ]);
  const order: Brokerage["order"] = {
    channelId: wanted.channelId,
    service: wanted.service,
    valueMinor: wanted.lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0),
    categories: [...new Set(skus.map((sku) => items.get(sku)!.category))],
    queue: wanted.queue ?? null,
    to: around.point,
  };
  const loadOf = (id: string) => Math.max(0, (load.get(id) ?? 0) - (wanted.freed?.get(id) ?? 0));
  const nodeOf = (site: Around["sites"][number], stock: ReadonlyMap<string, number>): BrokerNode => ({
    ...{
      id: site.id,
      kind: site.kind,
      groupIds: site.groupIds,
      lat: site.lat,
      lon: site.lon,
      miles: site.miles,
    },
    zone: zoneFrom(site),
    readyDays: readyDays(site, loadOf(site.id), now),
    capacityPerDay: capacityNow(site, rules.weights.rampDays, now),
    load: loadOf(site.id),
    stock,
    rates: new Map([...rates].map(([sku, byNode]) => [sku, byNode.get(site.id) ?? 0])),
    picks: picks.get(site.id) ?? [],
  });
  const asked = {
    order,
    tried: new Set(wanted.tried),
    rules,
    rulesVersion: version,
    through: wanted.through,
  };
  return { asked, nodeOf };
}

const NOTHING: ReadonlyMap<string, number> = new Map();

function decide(
  { asked, nodeOf }: Prepared,
  asking: Around["sites"],
  stock: Stocks,
  lines: Wanted["lines"],
): Decision {
  const having = asking.filter(({ id }) => stock.has(id));
  return broker({
    ...asked,
    lines: lines.map((line) => ({ kitLineNo: null, ...line })),
    nodes: having.map((site) => nodeOf(site, stock.get(site.id) ?? NOTHING)),
  });
}

/** Whether no node from this one outward can make the plan cheaper: the least any package from there costs is more. */
function isSettled(
  decision: Decision,
  { service, lines, through }: Wanted,
  next: { miles: number },
): boolean {
  if (decision.left.length > 0 || !decision.isLeastCost || through !== undefined) return false;
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  // A carrier's chart may put a place a zone nearer than its miles say.
  const zone = Math.max(1, zoneByMiles(next.miles) - 1);
  return decision.scoreMinor <= leastFromBeyond({ service, zone, units });
}

/**
 * What packages that are made already score with the stock and prices of now, by the rule that decides first: what a new
 * plan has to beat. Undefined where one of their nodes no longer sends, or is not to be asked.
 */
export async function scorePresent(
  sql: Sql,
  around: Around,
  wanted: Wanted,
  present: { nodeId: string; lines: { sku: string; quantity: number }[] }[],
  now: Date,
): Promise<number | undefined> {
  const { asked, nodeOf } = await prepare(sql, around, wanted, now);
  const ids = new Set(present.map(({ nodeId }) => nodeId));
  const ships = around.sites.filter(({ id }) => ids.has(id))
    .filter((site) => offers(site, "ship", around.switches, now) && !wanted.tried.includes(site.id));
  if (ships.length < ids.size) return undefined;
  const stock = await around.left.at([...ids]);
  const lines = wanted.lines.map((line) => ({ kitLineNo: null, ...line }));
  const nodes = ships.map((site) => nodeOf(site, stock.get(site.id) ?? NOTHING));
  const parts = present.map((part) => ({
    nodeId: part.nodeId,
    contents: [...totals(part.lines)].map(([sku, units]) => ({ sku, units })),
  }));
  return scoreOf({ ...asked, lines, nodes }, parts);
}
