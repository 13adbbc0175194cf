// The central reservation: every promise Aisle makes is made here, by one set-based function in the database. Requests
// that arrive together are decided together; see the function `reserve_batch` in db/schema.sql.
import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { inBatches } from "../../lib/batches.ts";
import { canonical } from "../../lib/canonical.ts";
import { DatabaseUnavailable, type Db, isDb, retried, type Sql } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { knownItems } from "../catalog/mod.ts";
import { knownNode } from "../places/mod.ts";
import { flatten } from "./batch.ts";
import { reserveBatch } from "./store.ts";
import type { HeldLine, MakeReservation, Reserving, ReservingLine, Shortage } from "./types.ts";

/** More lines than this in one statement bring nothing; a batch of large carts is smaller. */
const BATCH = { size: 256, inFlight: 2, waiting: 20_000 };

/** What became of a request: promised now, promised before by the same request, or why not. */
type Outcome =
  | { outcome: "made" | "again" | "differs" }
  | { outcome: "short"; shortages: (Shortage & { nodeId: string; stocked: boolean })[] };

/**
 * Promises all a request asks, or refuses with every shortage and changes nothing. On the pool it goes with whatever
 * else arrives; in a transaction it belongs to that transaction. Answers whether it was promised before.
 */
export async function reserve(sql: Sql, request: Reserving, now: Date) {
  const decided = isDb(sql)
    ? reserverOf(sql)({ ...request, now })
    : reserveNow(sql, [{ ...request, now }]).then(([only]) => only!);
  if (!decided) return refuse("overloaded", { retryAfterSeconds: 1 });
  const outcome = await decided;
  if (outcome.outcome === "differs") {
    return refuse("reservation_id_reused", { reservationId: request.holdId });
  }
  if (outcome.outcome === "short") return await explainShort(sql, outcome.shortages);
  return { isNew: outcome.outcome === "made" };
}

/**
 * Gives the lines of a hold their ids. Where the caller named the hold, they are a hash of all it asks, behind the time
 * the hold's id begins with: the same request sent twice has the same lines, another one under the same id has others,
 * and neither needs a column.
 */
export function nameLines(
  { holdId, channelId, wanted }: { holdId: string; channelId: string; wanted: MakeReservation },
  lines: HeldLine[],
): ReservingLine[] {
  if (wanted.id === undefined) return lines.map((line) => ({ ...line, id: uuidv7(), fulfillmentId: null }));
  const asked = createHash("sha256").update(canonical({ channelId, ...wanted }));
  return lines.map((line, i) => {
    const hash = asked.copy().update(`${i}`).digest("hex");
    const id = `${holdId.slice(0, 13)}-8${hash.slice(0, 3)}-a${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
    return { ...line, id, fulfillmentId: null };
  });
}

type Timed = Reserving & { now: Date };

const reservers = new WeakMap<Db, (request: Timed) => Promise<Outcome> | undefined>();

/** The queue of this process on this database. */
function reserverOf(db: Db) {
  const known = reservers.get(db);
  if (known) return known;
  const reserver = inBatches((batch: Timed[]) => retried(() => reserveNow(db, batch)), {
    ...BATCH,
    laneOf: (request) => laneOf(request.lines[0]!.nodeId),
    nameOf: (request) => request.holdId ?? undefined,
    concernsAll: (error) => error instanceof DatabaseUnavailable,
  });
  reservers.set(db, reserver);
  return reserver;
}

/** Requests at one node go together: two batches over the same shelves would only wait for each other's commit. */
function laneOf(nodeId: string): number {
  let lane = 0;
  for (let i = 0; i < nodeId.length; i++) lane = (lane * 31 + nodeId.charCodeAt(i)) >>> 0;
  return lane;
}

async function reserveNow(sql: Sql, requests: Timed[]): Promise<Outcome[]> {
  const batch = flatten(requests);
  const { outcomes, shortages } = await reserveBatch(sql, batch);
  const short = Map.groupBy(shortages, (each) => each.request);
  return outcomes.map((outcome, i) => {
    if (outcome !== "short") return { outcome };
    const lines = short.get(i + 1)!.sort((a, b) => a.key - b.key)
      .map(({ key, requested, available, stocked }) => {
        const [nodeId, sku] = [batch.key.nodes[key - 1]!, batch.key.skus[key - 1]!];
        return { nodeId, sku, requested, available, stocked };
      });
    return { outcome, shortages: lines };
  });
}

/** Where no shelf was ever kept for an item, the place or the item itself may not exist: that is another answer. */
async function explainShort(sql: Sql, short: (Shortage & { nodeId: string; stocked: boolean })[]) {
  const never = short.filter((line) => !line.stocked);
  if (never.length === 0) return refuseShort(short); // in a rush thousands are told so at once
  for (const { nodeId } of never) {
    const node = await knownNode(sql, nodeId);
    if (isRefusal(node)) return node;
  }
  const items = await knownItems(sql, never.map((line) => line.sku));
  if (isRefusal(items)) return items;
  return refuseShort(short);
}

/** Names every shortage; the node once, where there is only one. */
export function refuseShort(short: (Shortage & { nodeId: string })[]) {
  const nodes = new Set(short.map((line) => line.nodeId));
  const shortages = short.map(({ nodeId, sku, requested, available }) => {
    return { ...(nodes.size > 1 ? { nodeId } : {}), sku, requested, available };
  });
  return refuse("insufficient_stock", { ...(nodes.size > 1 ? {} : { nodeId: short[0]!.nodeId }), shortages });
}
