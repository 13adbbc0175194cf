// How many reservations a second the database can promise, beside two other ways to do it on the same server in the same
// run: the transaction of five round trips, and one function call a transaction. Then a rush, the sweep of holds that
// ran out, and the whole way through HTTP.
import { seeded } from "../demo/random.ts";
import { expireHolds, makeReservation } from "../domain/inventory/mod.ts";
import { checkInvariants } from "../domain/invariants.ts";
import { connect, type Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { startAisle } from "../tests/support/aisle.ts";
import { ensureBuilt } from "../tasks/build.ts";
import { installOneCall, naive, oneCall, type Reserve } from "./support/designs.ts";
import { drive, type Driven, medianRun } from "./support/drive.ts";
import { median, rounded } from "./support/figures.ts";
import { type Cluster, withDatabase } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import { cartAnywhere, hotCart, makeShelves, openChannel, type Shelves } from "./support/shelves.ts";

const ROUNDS = 5;
const MS = 2_000;
const IN_FLIGHT = [1, 256];
const NODES = 100;
const ITEMS = 1_000;
const RUSH = { buyers: 5_000, units: 1_000 };
const SWEPT = 100_000;

await report("reservations", async () => {
  await ensureBuilt();
  Deno.env.set("AISLE_TEST_BUILT", "1");
  return await withDatabase(measure);
});

async function measure({ url, db, postgres }: Cluster) {
  const key = await openChannel(db);
  const shelves = await makeShelves(db, NODES, ITEMS);
  await installOneCall(db);
  const wide = connect({ url, max: 32, applicationName: "aisle bench" });
  const designs = { naive: naive(wide), "one call": oneCall(wide), batches: batches(db) };
  const figures = await compare(designs, shelves);
  await wide.end();
  const rush = await measureRush(db, shelves);
  const expiry = await measureExpiry(db, shelves);
  const http = await measureHttp(url, key, shelves);
  say("Checking the invariants");
  const { checked, violations } = await checkInvariants(db);
  return {
    postgres,
    rounds: ROUNDS,
    secondsEach: MS / 1000,
    ...{ figures, ratios: ratiosOf(figures), rush, expiry, http },
    sizes: await sizesOf(db),
    invariants: { checked, violations },
  };
}

/** Ours: what every web process does. */
function batches(db: Db): Reserve {
  return async (wanted) => !isRefusal(await makeReservation(db, "web", wanted));
}

interface Run {
  workload: string;
  design: string;
  inFlight: number;
  driven: Driven;
}

/** Round after round, so that a slow minute of the machine slows every design alike. */
async function compare(designs: Record<string, Reserve>, shelves: Shelves) {
  const random = seeded("bench reservations");
  const workloads = {
    "3 lines, uniform": () => cartAnywhere(shelves, 3, random),
    "1 line, uniform": () => cartAnywhere(shelves, 1, random),
    "1 line, one row": () => hotCart(shelves),
  };
  const runs: Run[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [workload, cart] of Object.entries(workloads)) {
      for (const inFlight of IN_FLIGHT) {
        for (const [design, reserve] of Object.entries(designs)) {
          const driven = await drive({ inFlight, ms: round === 0 ? MS / 4 : MS }, () => reserve(cart()));
          if (round === 0) continue; // to warm up
          runs.push({ workload, design, inFlight, driven });
          const failed = driven.failed ? `, ${driven.failed} FAILED` : "";
          say(
            `Round ${round}, ${workload}, ${inFlight} in flight, ${design}: ${driven.perSecond}/s${failed}`,
          );
        }
      }
    }
  }
  return [
    ...Map.groupBy(runs, ({ workload, design, inFlight }) => `${workload}|${inFlight}|${design}`).values(),
  ]
    .map((same) => {
      const { workload, design, inFlight } = same[0]!;
      return { workload, inFlight, design, ...medianRun(same.map((run) => run.driven)) };
    });
}

type Figure = Awaited<ReturnType<typeof compare>>[number];

function ratiosOf(figures: Figure[]) {
  const ours = figures.filter((figure) => figure.design === "batches");
  return ours.map(({ workload, inFlight, perSecond }) => {
    const times = (design: string) => {
      const other = figures.find((each) =>
        each.workload === workload && each.inFlight === inFlight && each.design === design
      )!;
      return rounded(perSecond / other.perSecond, 2);
    };
    return { workload, inFlight, ofNaive: times("naive"), ofOneCall: times("one call") };
  });
}

/** Everybody at once for the last units of one item: how many got one, and when the last was answered. */
async function measureRush(db: Db, { nodes }: Shelves) {
  const runs = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const sku = `rush-${round}`;
    await db.run`
      insert into item (sku, name, category, price_minor, weight_grams) values (${sku}, 'Rush', 'bench', 1000, 500)`;
    await db.run`
      insert into stock (node_id, sku, on_hand, movements) values (${nodes[0]}, ${sku}, ${RUSH.units}, 1)`;
    await db.run`
      insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
      values (${nodes[0]}, ${sku}, 1, ${RUSH.units}, 0, 'received', now())`;
    const wanted = { nodeId: nodes[0]!, lines: [{ sku, quantity: 1 }], holdMinutes: 60 };
    const startedAt = performance.now();
    const answers = await Promise.all(
      Array.from({ length: RUSH.buyers }, () => makeReservation(db, "web", wanted)),
    );
    const ms = performance.now() - startedAt;
    const granted = answers.filter((answer) => !isRefusal(answer)).length;
    say(`Rush ${round}: ${granted} of ${RUSH.buyers} granted in ${rounded(ms)} ms`);
    runs.push({ ms, granted });
  }
  const granted = [...new Set(runs.map((run) => run.granted))];
  return { ...RUSH, granted, lastAnsweredMs: rounded(median(runs.map((run) => run.ms))) };
}

/** The sweep alone, and what reservations lose beside it. */
async function measureExpiry(db: Db, shelves: Shelves) {
  const random = seeded("bench expiry");
  const reserve = batches(db);
  const drivenFor = (ms: number) =>
    drive({ inFlight: 256, ms }, () => reserve(cartAnywhere(shelves, 1, random)));
  const [alone, beside, swept] = [[], [], []] as [number[], number[], number[]];
  for (let round = 1; round <= ROUNDS; round++) {
    await makeExpired(db, SWEPT);
    const startedAt = performance.now();
    const expired = await expireHolds(db, new Date(), { batch: 1_000, rest: 0 });
    swept.push(expired / (performance.now() - startedAt) * 1000);

    alone.push((await drivenFor(MS)).perSecond);
    await makeExpired(db, SWEPT);
    let isOver = false;
    const sweep = (async () => {
      while (!isOver) await expireHolds(db);
    })();
    beside.push((await drivenFor(MS)).perSecond);
    isOver = true;
    await sweep;
    say(
      `Expiry ${round}: ${rounded(swept.at(-1)!)}/s; beside it ${beside.at(-1)} of ${
        alone.at(-1)
      } reservations/s`,
    );
  }
  return {
    holds: SWEPT,
    sweptPerSecond: rounded(median(swept)),
    reservationsAlone: rounded(median(alone)),
    reservationsBeside: rounded(median(beside)),
    kept: rounded(median(beside) / median(alone), 3),
  };
}

/** Holds that ran out a moment ago, each with the movement that opened it, spread over the shelves. */
async function makeExpired(db: Db, count: number) {
  await db.run`
    with target as (
      select node_id, sku, movements, row_number() over (order by node_id, sku) as place from stock where sku like 'sku-%'
    ), made as (
      insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at)
      select node_id, gen_random_uuid(), gen_random_uuid(), 'web', 1, sku, 1, 'held', now() - interval '5 seconds', now()
        from target
       where place <= ${count}::int
      returning node_id, id, sku
    ), moved as (
      update stock set reserved = reserved + 1, movements = movements + 1
        from made where stock.node_id = made.node_id and stock.sku = made.sku
      returning stock.node_id, stock.sku, stock.movements, made.id
    )
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, reservation_id, at)
    select node_id, sku, movements, 0, 1, 'held', id, now() from moved`;
}

/** The whole way: HTTP, the key, the shape, the batch, the answer; load generator, web process and Postgres together. */
async function measureHttp(url: string, key: string, shelves: Shelves) {
  // No worker: what it would do here is catch up with the millions of movements the designs left behind.
  const aisle = await startAisle({ databaseUrl: url, worker: false });
  try {
    const random = seeded("bench http");
    const post = async (wanted: object) => {
      const answer = await fetch(`${aisle.url}/api/v1/reservations`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify(wanted),
      });
      await answer.body?.cancel();
      return answer.status === 201;
    };
    const empty = async () => {
      const answer = await fetch(`${aisle.url}/healthz`);
      await answer.body?.cancel();
      return answer.ok;
    };
    const workloads: Record<string, () => Promise<boolean>> = {
      "empty route": empty,
      "3 lines, uniform": () => post(cartAnywhere(shelves, 3, random)),
      "1 line, uniform": () => post(cartAnywhere(shelves, 1, random)),
      "1 line, one row": () => post(hotCart(shelves)),
    };
    for (const once of Object.values(workloads)) await drive({ inFlight: 64, ms: 1_000 }, once);
    const runs: { name: string; driven: Driven }[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      for (const [name, once] of Object.entries(workloads)) {
        const driven = await drive({ inFlight: 256, ms: MS }, once);
        say(`HTTP ${round}, ${name}: ${driven.perSecond}/s, p99 ${driven.p99} ms, failed ${driven.failed}`);
        runs.push({ name, driven });
      }
    }
    return [...Map.groupBy(runs, (run) => run.name)].map(([name, same]) => {
      return { name, inFlight: 256, ...medianRun(same.map((run) => run.driven)) };
    });
  } finally {
    await aisle.stop();
  }
}

/** Bytes a reservation takes: its rows, its part of every index, and its movement in the ledger. */
async function sizesOf(db: Db) {
  const { reservations, reservation, movements, movement } = await db.one<Record<string, number>>`
    select (select count(*) from reservation)::float8 as reservations,
           pg_total_relation_size('reservation')::float8 as reservation,
           (select count(*) from movement)::float8 as movements,
           pg_total_relation_size('movement')::float8 as movement`;
  return {
    lines: reservations,
    bytesALine: rounded(reservation! / reservations!),
    movements,
    bytesAMovement: rounded(movement! / movements!),
  };
}
