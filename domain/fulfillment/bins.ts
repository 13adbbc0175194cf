// The staging area of a store: its bins, as its manager keeps them.
import { type Sql, transact } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import type { Person } from "../access/types.ts";
import { record } from "../events.ts";
import * as store from "./bin_store.ts";
import { findBins } from "./store.ts";
import type { KeepBin } from "./types.ts";
import { announceWork } from "./work.ts";

/** The bins of a store, with how many orders stand in each. */
export function listBins(sql: Sql, nodeId: string) {
  return findBins(sql, nodeId);
}

/** Puts a bin in place, or changes what it is for; one that has more in it than it now takes fills no further. */
export function keepBin(
  sql: Sql,
  { nodeId, actor }: { nodeId: string; actor: Person },
  bin: KeepBin,
  now = new Date(),
) {
  return transact(sql, async (tx) => {
    await store.saveBin(tx, nodeId, bin);
    await recordChanged(tx, { nodeId, actor }, { ...bin }, now);
  });
}

/** Takes a bin away; never one that has an order in it. */
export function removeBin(
  sql: Sql,
  { nodeId, actor }: { nodeId: string; actor: Person },
  label: string,
  now = new Date(),
) {
  return transact(sql, async (tx) => {
    // Staging locks the bins too, so that nobody puts an order into the one that goes.
    await store.lockBin(tx, nodeId, label);
    const bin = (await findBins(tx, nodeId)).find((each) => each.label === label);
    if (!bin) return;
    if (bin.used > 0) return refuse("bin_in_use", { bin: label, used: bin.used });
    await store.deleteBin(tx, nodeId, label);
    await recordChanged(tx, { nodeId, actor }, { label, removed: true }, now);
  });
}

async function recordChanged(
  tx: Sql,
  { nodeId, actor }: { nodeId: string; actor: Person },
  change: object,
  now: Date,
) {
  const payload = { nodeId, ...change };
  await record(tx, { kind: "bins_changed", topic: `node:${nodeId}`, payload, actor: { ...actor }, now });
  await announceWork(tx, [nodeId]);
}
