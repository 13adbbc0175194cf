// How many orders a second Aisle takes over HTTP, beside what the same machine does when there is nothing to decide: an
// empty route, and the one guarded update a promise of stock cannot be less than.
import { oneOf, seeded } from "../demo/random.ts";
import type { PlaceOrder } from "../domain/orders/types.ts";
import type { Db } from "../lib/db.ts";
import { drive, type Driven, medianRun } from "./support/drive.ts";
import { rounded } from "./support/figures.ts";
import { type House, withHouse } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import {
  checkInvariants,
  deliveryNear,
  fillShelves,
  ordered,
  pickupAt,
  place,
  type Stocked,
  stockedNodes,
  stores,
} from "./support/shop.ts";

const IN_FLIGHT = [1, 16, 64];
const ROUNDS = 3;
const MS = 2_000;
const COUNTERS = 20_000;

type Once = (n: number) => Promise<boolean>;

await report("orders", () => withHouse(measure));

async function measure(house: House) {
  const nodes = stockedNodes();
  await fillShelves(house.db, nodes, 1_000_000);
  await makeCounters(house.db);
  const workloads = { ...ceilings(house), ...orders(house, nodes) };

  say("Warming up");
  for (const once of Object.values(workloads)) await drive({ inFlight: 16, ms: 1_000 }, once);
  const warmUp = await countOrders(house.db);
  const runs = await measureInTurns(workloads);
  const figures = medians(runs);
  const placed = await countOrders(house.db);
  const jobsWaiting = await countJobs(house.db);
  say("Checking the invariants");
  const invariants = await checkInvariants(house);
  const answered = sum(runs.filter((run) => run.name in orders(house, nodes)).map((run) => run.driven.done));
  return {
    postgres: house.postgres,
    rounds: ROUNDS,
    secondsEach: MS / 1000,
    figures,
    ratios: ratiosOf(figures),
    ordersInDatabase: placed,
    ordersAnsweredAndNotThere: warmUp + answered - placed,
    jobsStillWaiting: jobsWaiting,
    invariants,
  };
}

/** What an order cannot be faster than: HTTP by itself, and one guarded update by itself, spread and on one row. */
function ceilings({ aisle, db }: House): Record<string, Once> {
  const random = seeded("bench ceilings");
  return {
    "empty route": async () => (await aisle.call("GET", "/healthz")).status === 200,
    "guarded update": () => takeOne(db, Math.floor(random() * COUNTERS)),
    "guarded update, one row": () => takeOne(db, 0),
  };
}

function orders(house: House, nodes: Stocked[]): Record<string, Once> {
  const random = seeded("bench orders");
  const places = stores(nodes);
  const hot = places[0]!;
  const hotOrder = (): PlaceOrder => ({
    ...ordered([hot.skus[0]!]),
    method: "pickup",
    nodeId: hot.node.id,
  });
  const once = (order: () => PlaceOrder) => async () => (await place(house, order())).status === 201;
  return {
    "pickup, 3 lines": once(() => pickupAt(oneOf(random, places), 3, random)),
    "delivery, 2 lines": once(() => deliveryNear(oneOf(random, nodes), 2, random)),
    "one hot item": once(hotOrder),
  };
}

interface Run {
  name: string;
  inFlight: number;
  driven: Driven;
}

/** Round after round, so that a slow minute of the machine slows everything alike. */
async function measureInTurns(workloads: Record<string, Once>): Promise<Run[]> {
  const runs: Run[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    for (const inFlight of IN_FLIGHT) {
      for (const [name, once] of Object.entries(workloads)) {
        const driven = await drive({ inFlight, ms: MS }, once);
        say(
          `Round ${round}, ${inFlight} in flight, ${name}: ${driven.perSecond}/s, p95 ${driven.p95} ms` +
            (driven.failed ? `, ${driven.failed} failed` : ""),
        );
        runs.push({ name, inFlight, driven });
      }
    }
  }
  return runs;
}

function medians(runs: Run[]) {
  return IN_FLIGHT.flatMap((inFlight) => {
    const names = [...new Set(runs.map((run) => run.name))];
    return names.map((name) => {
      const same = runs.filter((run) => run.name === name && run.inFlight === inFlight);
      return { name, inFlight, ...medianRun(same.map((run) => run.driven)) };
    });
  });
}

/** What share of each ceiling an order workload reaches. */
function ratiosOf(figures: ReturnType<typeof medians>) {
  const perSecond = (name: string, inFlight: number) =>
    figures.find((figure) => figure.name === name && figure.inFlight === inFlight)!.perSecond;
  return figures.filter(({ name }) => name !== "empty route" && !name.startsWith("guarded")).map(
    ({ name, inFlight, perSecond: orders }) => {
      const update = name === "one hot item" ? "guarded update, one row" : "guarded update";
      return {
        ...{ name, inFlight },
        ofEmptyRoute: rounded(orders / perSecond("empty route", inFlight), 3),
        ofGuardedUpdate: rounded(orders / perSecond(update, inFlight), 3),
      };
    },
  );
}

async function makeCounters(db: Db) {
  await db.run`create table bench_counter (id int primary key, units int not null check (units >= 0))
                 with (fillfactor = 70)`;
  await db
    .run`insert into bench_counter select id, 1000000000 from generate_series(0, ${COUNTERS}::int - 1) as id`;
  await db.run`analyze bench_counter`;
}

async function takeOne(db: Db, id: number): Promise<boolean> {
  return await db.prepared.run`
    update bench_counter set units = units - 1 where id = ${id} and units >= 1` === 1;
}

async function countOrders(db: Db): Promise<number> {
  return (await db.one<{ orders: number }>`select count(*)::int as orders from orders`).orders;
}

async function countJobs(db: Db): Promise<number> {
  return (await db.one<{ jobs: number }>`select count(*)::int as jobs from graphile_worker.jobs`).jobs;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
