import type { Sql } from "../../lib/db.ts";
import type { Due } from "../places/types.ts";
import { findDue } from "./store.ts";

/** What nodes have promised and not yet done, by when it is due. What is late is due now. */
export async function readQueues(
  sql: Sql,
  nodeIds: string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly Due[]>> {
  if (nodeIds.length === 0) return new Map();
  return Map.groupBy(await findDue(sql, nodeIds, now), (due) => due.nodeId);
}
