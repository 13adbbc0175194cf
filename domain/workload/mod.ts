// Workload shows the backlog of every store against what it can do, so that a manager sees trouble before a shopper does.
import type { Sql } from "../../lib/db.ts";
import { findRegions } from "../places/mod.ts";
import { worstFirst } from "./decide.ts";
import { findLoad } from "./store.ts";
import type { RegionLoad } from "./types.ts";

/** A region's stores as they stand now, the worst first; undefined when there is no such region. */
export async function readRegionLoad(
  sql: Sql,
  regionId: string,
  now = new Date(),
): Promise<RegionLoad | undefined> {
  const region = (await findRegions(sql)).find((each) => each.id === regionId);
  if (!region) return undefined;
  const nodes = (await findLoad(sql, regionId, now)).map((node) => (
    { ...node, oldestPlacedAt: node.oldestPlacedAt?.toISOString() ?? null }
  ));
  return { regionId, name: region.name, at: now.toISOString(), nodes: nodes.sort(worstFirst) };
}
