// From a committed reservation to the figure a channel can read, on a quiet shop and under a thousand reservations a
// second; and what one turn of the feed costs while it keeps up with them.
import { seeded } from "../demo/random.ts";
import { makeReservation, readChanges, tellChannels } from "../domain/inventory/mod.ts";
import type { Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { sleep } from "../lib/sleep.ts";
import { cpuBetween, cpuUsed } from "./support/cpu.ts";
import { median, rounded, spreadOf } from "./support/figures.ts";
import { type House, withHouse } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import { fillShelves, type Stocked, stockedNodes } from "./support/shop.ts";

const SECONDS = 20;
const QUIET_SAMPLES = 40;
const LINES = 3;
const PER_SECOND = 1_000;
const BURSTS_PER_SECOND = 100;
const GOAL_P95_MS = 1_000;
const TURNS = 15;

/** How long each reservation took to be made: the time a movement may be older than it can be seen. */
const waits: number[] = [];

await report("feed", () => withHouse(measure));

async function measure(house: House) {
  const nodes = stockedNodes();
  await fillShelves(house.db, nodes, 1_000_000);
  say("Waiting until the channel knows every figure");
  const reader = followFeed(house.db);
  await reader.untilQuiet();

  say("One reservation at a time, on a quiet shop");
  const quiet = await reserveSlowly(house.db, nodes, reader);
  const idle = await cpuFor(10_000, () => sleep(10_000));

  say(`${PER_SECOND} reservations a second for ${SECONDS} s`);
  const busy = await cpuFor(SECONDS * 1_000, () => reserveSteadily(house.db, nodes, reader));
  await reader.untilQuiet();
  const busyTimes = reader.times();
  const wrong = await figuresThatAreWrong(house.db);
  await reader.stop();

  say("What one turn costs at that rate");
  const turns = await turnsUnderLoad(house, nodes);
  return {
    postgres: house.postgres,
    linesPerReservation: LINES,
    goalP95Ms: GOAL_P95_MS,
    quiet: { reservations: quiet.length, committedToReadableMs: spreadOf(quiet) },
    busy: {
      perSecond: rounded(busy.result / SECONDS),
      keysSeen: busyTimes.length,
      committedToReadableMs: spreadOf(busyTimes),
      slowestMs: rounded(Math.max(...busyTimes)),
    },
    cpuMsPerSecond: { quiet: idle.perSecond, busy: busy.perSecond },
    turn: turns,
    askedToCommittedMs: spreadOf(waits),
    figuresThatAreWrong: wrong,
  };
}

/** Reads the feed as a channel does, and notes how long after the last commit of a stock row its figure came. */
function followFeed(db: Db) {
  const committed = new Map<string, number>();
  let times: number[] = [];
  let isOver = false;
  let lastNewsAt = performance.now();
  const loop = (async () => {
    for (let after = 0; !isOver;) {
      const { changes, next } = await readChanges(db, "web", { after, limit: 10_000 });
      const at = performance.now();
      for (const { nodeId, sku } of changes) {
        const key = `${nodeId} ${sku}`;
        const since = committed.get(key);
        if (since === undefined) continue;
        committed.delete(key);
        times.push(at - since);
      }
      if (next > after) lastNewsAt = at;
      after = next;
      await sleep(5);
    }
  })();
  return {
    /** From the first commit that the channel has not heard of yet: the longest that any of them waits. */
    committed(nodeId: string, sku: string) {
      const key = `${nodeId} ${sku}`;
      if (!committed.has(key)) committed.set(key, performance.now());
    },
    times() {
      const taken = times;
      times = [];
      return taken;
    },
    isWaiting: () => committed.size > 0,
    async untilQuiet() {
      const startedAt = performance.now();
      while (performance.now() - Math.max(lastNewsAt, startedAt) < 2_000) await sleep(100);
      for (
        const until = startedAt + 60_000;
        performance.now() < until && await figuresThatAreWrong(db) > 0;
      ) {
        await sleep(500);
      }
    },
    async stop() {
      isOver = true;
      await loop;
    },
  };
}

type Reader = ReturnType<typeof followFeed>;

async function reserveSlowly(db: Db, nodes: Stocked[], reader: Reader) {
  const random = seeded("bench feed, quiet");
  for (let i = 0; i < QUIET_SAMPLES; i++) {
    await reserveOne(db, nodes, random, reader);
    while (reader.isWaiting()) await sleep(5);
    await sleep(random() * 500);
  }
  return reader.times();
}

/** At a steady pace, whether or not earlier ones are done; answers how many there were. */
async function reserveSteadily(db: Db, nodes: Stocked[], reader: Reader, seconds = SECONDS) {
  const random = seeded("bench feed, busy");
  const startedAt = performance.now();
  const sending: Promise<void>[] = [];
  for (let n = 0; n < BURSTS_PER_SECOND * seconds; n++) {
    await sleep(Math.max(0, startedAt + n * 1000 / BURSTS_PER_SECOND - performance.now()));
    for (let i = 0; i < PER_SECOND / BURSTS_PER_SECOND; i++) {
      sending.push(reserveOne(db, nodes, random, reader));
    }
  }
  await Promise.all(sending);
  return sending.length;
}

async function reserveOne(db: Db, nodes: Stocked[], random: () => number, reader: Reader) {
  const { node, skus } = nodes[Math.floor(random() * nodes.length)]!;
  const chosen = new Set<string>();
  while (chosen.size < LINES) chosen.add(skus[Math.floor(random() * skus.length)]!);
  const lines = [...chosen].map((sku) => ({ sku, quantity: 1 }));
  const askedAt = performance.now();
  const made = await makeReservation(db, "web", { nodeId: node.id, lines, holdMinutes: 60 });
  waits.push(performance.now() - askedAt);
  if (isRefusal(made)) throw new Error(`A reservation was refused: ${made.kind}`);
  for (const { sku } of lines) reader.committed(node.id, sku);
}

/** Turns taken here and timed, while the load goes on and the worker takes none. */
async function turnsUnderLoad(house: House, nodes: Stocked[]) {
  await house.aisle.stop();
  const silent = { committed() {} } as unknown as Reader;
  const load = reserveSteadily(house.db, nodes, silent, 12);
  await sleep(4_000);
  const times: number[] = [];
  const told: number[] = [];
  for (let i = 0; i < TURNS; i++) {
    const startedAt = performance.now();
    told.push(await tellChannels(house.db) ?? 0);
    times.push(performance.now() - startedAt);
    await sleep(Math.max(0, 500 - (performance.now() - startedAt)));
  }
  await load;
  const alone: number[] = [];
  await sleep(6_000);
  for (let i = 0; i < TURNS; i++) {
    const startedAt = performance.now();
    await tellChannels(house.db);
    alone.push(performance.now() - startedAt);
  }
  return { ms: spreadOf(times), figuresTold: median(told), nothingToTellMs: spreadOf(alone) };
}

/** What everybody used meanwhile, a second. */
async function cpuFor<Result>(ms: number, work: () => Promise<Result>) {
  const before = cpuUsed();
  const result = await work();
  const used = cpuBetween(before, cpuUsed());
  const perSecond = Object.fromEntries(
    Object.entries(used).map(([part, cpu]) => [part, rounded(cpu * 1_000 / ms)]),
  );
  return { result, perSecond };
}

async function figuresThatAreWrong(db: Db): Promise<number> {
  return (await db.one<{ wrong: number }>`
    select count(*) as wrong
      from stock
     cross join channel
      left join channel_stock as told
        on told.channel_id = channel.id and told.node_id = stock.node_id and told.sku = stock.sku
     where told.available is distinct from
           greatest(0, on_hand - reserved - safety_stock - coalesce((thresholds ->> channel.id)::int, 0))`)
    .wrong;
}
