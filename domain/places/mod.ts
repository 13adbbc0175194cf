// Places keeps where goods are fulfilled: stores and depots, their regions, their hours and what they offer.
import type { Sql } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import { findNode, findPostalCode } from "./store.ts";

export { findNode, findNodes, findNodesOfRegion, findRegions, findStores } from "./store.ts";

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
