// The feed tells each channel what it can promise, whenever that changed, and no other channel's figures. Changes of one
// item between two turns are one line. Only a turn writes, one turn at a time: what has the higher number came later,
// and nothing can come to stand below a number that was read.
import { type Db, type Part, type Sql, transact } from "../../lib/db.ts";
import { log } from "../../lib/log.ts";
import { record } from "../events.ts";
import * as feedStore from "./feed_store.ts";

/**
 * How far a turn looks back beyond the last one. A movement bears the time its request was taken in by a web process,
 * whose clock is its own, and can be seen only once it has committed. A notice from each reservation would need no window,
 * but a transaction that notifies takes one lock of the whole database to commit: all promises would stand in one queue.
 */
const OVERLAP_MS = 5_000;

/** More at once is an import, longer ago is a night without a worker: either is told node by node. */
const MOST_ROWS = 50_000;
const LONG_AGO_MS = 600_000;
const NODES_AT_ONCE = 20;
const ROWS_AT_ONCE = 5_000;

/** A quiet shop needs no note of it each time. */
const QUIET_MS = 2_000;

/**
 * One turn: what moved since the last one is told to the channels. Answers how many figures, undefined when another
 * worker is at it.
 */
export async function tellChannels(db: Db): Promise<number | undefined> {
  const { last, now } = await feedStore.findLook(db);
  if (!last || now.getTime() - last.getTime() > LONG_AGO_MS) return await tellAll(db);
  for (let told = 0;;) {
    const turn = await tellMoved(db);
    if (turn === undefined) return undefined;
    told += turn.told;
    // Only now, that it is committed, is it done.
    looked.set(db, new Map(turn.done.map((row) => [nameOf(row), row.number])));
    if (turn.isImport) return await tellAll(db);
    if (!turn.hasMore) return told;
  }
}

/**
 * The last movement of each row this process has told of in the time a turn looks back. It only saves looking at a row
 * again that has not moved since: whoever knows less, another worker or one that has just begun, looks again.
 */
const looked = new WeakMap<Db, Map<string, number>>();

function tellMoved(db: Db) {
  return transact(db, async (tx) => {
    if (!await feedStore.tryTurn(tx)) return undefined;
    const { last, now } = await feedStore.findLook(tx);
    const moved = await feedStore.findMoved(tx, new Date(last!.getTime() - OVERLAP_MS), MOST_ROWS);
    const known = looked.get(db);
    const news = moved.filter((row) => known?.get(nameOf(row)) !== row.number);
    const some = news.slice(0, ROWS_AT_ONCE);
    const { fresh, changed } = some.length > 0
      ? await tell(tx, feedStore.rowsOf(tx, some), now)
      : { fresh: 0, changed: 0 };
    const rest = new Set(news.slice(ROWS_AT_ONCE));
    const isNoted = rest.size === 0 && (some.length > 0 || now.getTime() - last!.getTime() > QUIET_MS);
    if (isNoted) await feedStore.noteLook(tx, now);
    return {
      told: fresh + changed,
      done: moved.filter((row) => !rest.has(row)),
      hasMore: rest.size > 0,
      isImport: moved.length === MOST_ROWS,
    };
  });
}

// No SKU or node id holds a line break.
function nameOf({ nodeId, sku }: feedStore.Moved): string {
  return `${nodeId}\n${sku}`;
}

/** Everything, the first time and after an import. Each part commits by itself: nobody waits for the whole. */
async function tellAll(db: Db) {
  const { now } = await feedStore.findLook(db);
  let told = 0;
  for (const nodeIds of await nodesInParts(db)) {
    told += await transact(db, async (tx) => {
      await feedStore.awaitTurn(tx);
      const { fresh, changed } = await tell(tx, feedStore.stockAt(tx, nodeIds), new Date());
      return fresh + changed;
    });
  }
  await feedStore.noteLook(db, now);
  return told;
}

/** Tells the channels of stock whose numbers changed although nothing moved. */
export function tellChanged(db: Db, nodeId: string, skus: string[], now: Date) {
  return transact(db, async (tx) => {
    await feedStore.awaitTurn(tx);
    await tell(tx, feedStore.rowsOf(tx, skus.map((sku) => ({ nodeId, sku }))), now);
  });
}

/**
 * Compares everything that was told with what is, and tells what is not so: a clock was wrong for longer than a turn looks
 * back, or a transaction was open for longer. Answers how many such figures there were, and how many new ones.
 */
export async function reconcileChannels(db: Db) {
  let missed = 0;
  let fresh = 0;
  for (const nodeIds of await nodesInParts(db)) {
    await transact(db, async (tx) => {
      await feedStore.awaitTurn(tx);
      const now = new Date();
      // What moved a moment ago is not missed, only still to be told.
      missed += await feedStore.countMissed(tx, nodeIds, new Date(now.getTime() - OVERLAP_MS));
      fresh += (await tell(tx, feedStore.stockAt(tx, nodeIds), now)).fresh;
    });
  }
  if (missed > 0) {
    log("warn", "Channels had been told figures that are not so; they know better now.", { missed });
  }
  return { missed, fresh };
}

/** What a channel was told after a number: the next page, and the number to ask with for the one after it. */
export async function readChanges(
  sql: Sql,
  channelId: string,
  { after, limit = 1_000 }: { after: number; limit?: number },
) {
  const changes = await feedStore.findChanges(sql, channelId, after, limit);
  return { changes, next: changes.at(-1)?.number ?? after };
}

async function tell(tx: Sql, rows: Part, now: Date) {
  const told = await feedStore.tell(tx, rows, now);
  if (told.channels.length > 0) await feedStore.wakeChannels(tx, told.channels);
  const crossings = told.crossed.map(({ nodeId, ...crossing }) => (
    { kind: "stock_level_crossed" as const, topic: `node:${nodeId}`, payload: crossing, now }
  ));
  if (crossings.length > 0) await record(tx, ...crossings);
  return told;
}

async function nodesInParts(db: Db): Promise<string[][]> {
  const ids = (await feedStore.findNodeIds(db)).map(({ id }) => id);
  return Array.from(
    { length: Math.ceil(ids.length / NODES_AT_ONCE) },
    (_, part) => ids.slice(part * NODES_AT_ONCE, (part + 1) * NODES_AT_ONCE),
  );
}
