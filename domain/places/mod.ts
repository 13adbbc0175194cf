// Places keeps where goods are fulfilled: stores and depots, their regions, their hours and what they offer.
import { cachedFor } from "../../lib/cached.ts";
import { json, type Sql, transact } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { offers, whyNotOffered } from "./decide.ts";
import * as store from "./store.ts";
import { findNode, findPostalCode } from "./store.ts";
import type { Node, Offering, Point, Service, Switch, SwitchOff } from "./types.ts";

export { findSwitches } from "./store.ts";
export { findNode, findNodeNamed, findNodes, findNodesOfRegion, findRegions, findStores } from "./store.ts";

/** The node, or a refusal when there is none by that id. */
export async function knownNode(sql: Sql, nodeId: string) {
  return await findNode(sql, nodeId) ?? refuse("unknown_node", { nodeId });
}

/** The middle of a postal code (the first five digits of a ZIP+4), or a refusal when it is not known. */
export async function pointOf(sql: Sql, place: { country: string; postalCode: string }) {
  const code = place.postalCode.split("-")[0] ?? place.postalCode;
  return await findPostalCode(sql, place.country, code) ??
    refuse("unknown_postal_code", { postalCode: place.postalCode });
}

const SITES_KEPT_MS = 5_000;

/** Every place on the map; for a few seconds it may be as it was. Where it lies decides nothing but who is asked first. */
export const sites: (sql: Sql) => Promise<(Offering & Point & { postalCode: string })[]> = cachedFor(
  SITES_KEPT_MS,
  store.findSites,
);

/** Every place that hands goods over, by id, with its name and hours; for a few seconds it may be as it was. */
export const counters: (sql: Sql) => Promise<ReadonlyMap<string, Counter>> = cachedFor(
  SITES_KEPT_MS,
  async (sql) => new Map((await store.findCounters(sql)).map((counter) => [counter.id, counter])),
);

type Counter = Offering & Point & Pick<Node, "name" | "timeZone" | "openingHours">;

/** A node that offers a service now, or a refusal that says why it does not and until when. */
export async function offeringNode(sql: Sql, nodeId: string, service: Service, now: Date) {
  const node = await findNode(sql, nodeId);
  if (!node) return refuse("unknown_node", { nodeId });
  const why = whyNotOffered(node, service, await store.findSwitches(sql, now), now);
  return why ? refuse("service_not_offered", { nodeId, service, ...why }) : node;
}

/** Whether a place does anything for a shopper now: one where everything is turned off promises nothing. */
export function offersAnything(node: Offering, switches: readonly Switch[], now: Date): boolean {
  return node.services.some((service) => offers(node, service, switches, now));
}

/** The group, or a refusal when there is none by that id. */
export async function knownGroup(sql: Sql, groupId: string) {
  return await store.findGroup(sql, groupId) ?? refuse("unknown_group", { groupId });
}

/** A service of a node, and who turns it off or on. */
interface Switching {
  nodeId: string;
  service: Service;
  actor: Record<string, unknown>;
}

/** Turns a service of a node off: it is not offered, and no order for it is taken, until then. */
export function switchOff(
  sql: Sql,
  { nodeId, service, actor }: Switching,
  { until, reason }: SwitchOff,
  now = new Date(),
) {
  return transact(sql, async (tx) => {
    const offUntil = until === null ? null : new Date(until);
    await store.saveSwitch(tx, { nodeId, service, offUntil, reason, actor: json(actor), at: now });
    await recordSwitched(tx, { nodeId, service, actor }, { on: false, until: offUntil, reason }, now);
    return { nodeId, service, until: offUntil, reason };
  });
}

/** Turns a service of a node on again; one that is on stays on. */
export function switchOn(sql: Sql, { nodeId, service, actor }: Switching, now = new Date()) {
  return transact(sql, async (tx) => {
    if (!await store.deleteSwitch(tx, nodeId, service)) return;
    await recordSwitched(tx, { nodeId, service, actor }, { on: true }, now);
  });
}

function recordSwitched(tx: Sql, { nodeId, service, actor }: Switching, how: object, now: Date) {
  const payload = { nodeId, service, ...how };
  return record(tx, { kind: "service_switched", topic: `node:${nodeId}`, payload, actor, now });
}
