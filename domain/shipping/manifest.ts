// The end of the day: what a carrier has taken with it, on one list that both keep.
import type { Person } from "../access/types.ts";
import { type Sql, transact } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import * as store from "./manifest_store.ts";
import type { Manifest } from "./types.ts";

const KEPT_ON_PAGE = 20;

/** What waits for each carrier at a node, and the manifests closed last. */
export async function manifestPage(sql: Sql, nodeId: string) {
  return {
    waiting: await store.findWaiting(sql, nodeId),
    closed: await store.findManifests(sql, nodeId, KEPT_ON_PAGE),
  };
}

/**
 * Closes a carrier's day at a node: every parcel that was shipped and stands on no manifest yet. The same id again is the
 * same manifest. Where nothing was shipped there is nothing to sign.
 */
export function closeManifest(
  sql: Sql,
  wanted: { nodeId: string; id: string; carrier: string },
  person: Person,
  now = new Date(),
) {
  return transact(sql, async (tx) => {
    const { nodeId, id, carrier } = wanted;
    const closedBy = { personId: person.personId, name: person.name };
    const isNew = await store.insertManifest(tx, { ...wanted, closedBy }, now) > 0;
    if (!isNew) return (await readManifest(tx, nodeId, id))!;
    const parcels = await store.listOn(tx, wanted);
    if (parcels === 0) return refuse("nothing_to_manifest", { carrier });
    await record(tx, {
      kind: "manifest_closed",
      topic: `node:${nodeId}`,
      payload: { nodeId, manifestId: id, carrier, parcels },
      actor: { ...person },
      now,
    });
    return (await readManifest(tx, nodeId, id))!;
  });
}

export async function readManifest(sql: Sql, nodeId: string, id: string): Promise<Manifest | undefined> {
  const manifest = await store.findManifest(sql, nodeId, id);
  if (!manifest) return undefined;
  const lines = await store.findManifestLines(sql, nodeId, id);
  return { ...manifest, carrierName: lines[0]?.carrierName ?? manifest.carrier, lines };
}
