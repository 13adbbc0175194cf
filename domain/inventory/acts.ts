// Movements somebody tells us of: a till, a warehouse, a delivery. Each is booked once, however often it is told.
import type { Sql } from "../../lib/db.ts";
import { canonical } from "../../lib/canonical.ts";
import { isRefusal, type Refusal, refuse } from "../../lib/refusal.ts";
import { sha256 } from "../../lib/tokens.ts";
import { seesNode } from "../access/decide.ts";
import type { Actor } from "../access/types.ts";
import { knownItems } from "../catalog/mod.ts";
import { type EventKind, record } from "../events.ts";
import { findNodes } from "../places/mod.ts";
import * as moves from "./moves_store.ts";
import { ensureStock } from "./store.ts";
import type { Shelf } from "./types.ts";

/** Who tells it, and when. */
export interface By {
  actor: Actor;
  now?: Date;
}

interface Act {
  kind: EventKind;
  /** The nodes it happens at, the first of them first. */
  nodeIds: readonly string[];
  id: string;
  body: object;
}

/**
 * Does what is told and records it, once: in the transaction of the effect. The same id for anything else is refused.
 * Whoever may not see a node is told that there is none.
 */
export async function actOnce<Done>(
  tx: Sql,
  act: Act,
  { actor, now = new Date() }: By,
  work: () => Promise<Done>,
): Promise<Done | Refusal<"act_id_reused" | "unknown_node">> {
  const seen = (await findNodes(tx, [...act.nodeIds])).filter((node) => seesNode(actor, node));
  const unseen = act.nodeIds.find((nodeId) => !seen.some((node) => node.id === nodeId));
  if (unseen !== undefined) return refuse("unknown_node", { nodeId: unseen });

  return await doOnce(tx, { ...act, actor }, now, async () => {
    const done = await work();
    if (isRefusal(done)) return done;
    const [nodeId, ...others] = act.nodeIds;
    await record(tx, {
      ...{ kind: act.kind, topic: `node:${nodeId}`, wakes: others.map((other) => `node:${other}`) },
      ...{ payload: { nodeId, ...act.body }, actor: { ...actor }, now },
    });
    return done;
  });
}

/** Does what is told and keeps the answer; told again, only the answer is given. */
export async function doOnce<Done>(
  tx: Sql,
  act: Act & { actor?: Actor },
  now: Date,
  work: () => Promise<Done>,
): Promise<Done | Refusal<"act_id_reused">> {
  const { id, kind, actor = { kind: "anyone" } } = act;
  const bodyHash = sha256(canonical(act.body));
  for (const nodeId of act.nodeIds.toSorted()) {
    if (await moves.claimAct(tx, { nodeId, id, kind, bodyHash, actor }, now)) continue;
    const known = await moves.findAct(tx, nodeId, id);
    const isSame = known.kind === kind && known.bodyHash === bodyHash;
    return isSame ? known.answer as Done : refuse("act_id_reused", { id });
  }

  const done = await work();
  if (isRefusal(done)) return done;
  for (const nodeId of act.nodeIds) await moves.answerAct(tx, nodeId, id, done);
  return done;
}

/** Locks the stock rows of known items at a node, putting in place those that are not there yet. */
export async function lockShelves(tx: Sql, nodeId: string, skus: Iterable<string>, channelId?: string) {
  const wanted = [...new Set(skus)].sort();
  const shelves = await moves.lockShelves(tx, nodeId, wanted, channelId);
  if (shelves.length === wanted.length) return shelves;
  const items = await knownItems(tx, wanted);
  if (isRefusal(items)) return items;
  await ensureStock(tx, nodeId, wanted);
  return await moves.lockShelves(tx, nodeId, wanted, channelId);
}

/** How the shelves a booking touched stand after it. */
export async function readBooked(tx: Sql, { id, nodeId }: { id: string; nodeId: string }, before: Shelf[]) {
  const shelves = await moves.lockShelves(tx, nodeId, before.map((row) => row.sku));
  const stock = shelves.map(({ sku, onHand, reserved, damaged }) => ({ sku, onHand, reserved, damaged }));
  return { id, nodeId, stock };
}
