// Whether a reservation costs the same when the retailer has grown: from ten thousand stock rows to five million, and
// from no past to ten million reservations made and fulfilled. The naive transaction stands beside it at every size, so
// that a slow hour of the machine is not taken for growth. Takes some ten gigabytes of disk.
import { seeded } from "../demo/random.ts";
import { makeReservation } from "../domain/inventory/mod.ts";
import { connect, type Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { naive } from "./support/designs.ts";
import { drive, type Driven, medianRun } from "./support/drive.ts";
import { rounded } from "./support/figures.ts";
import { type Cluster, withDatabase } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import { addPast, cartAnywhere, makeShelves, openChannel, type Shelves } from "./support/shelves.ts";

const ROUNDS = 5;
const MS = 4_000;
const ITEMS = 1_000;
const SMALL = 10;
const LARGE = 5_000;
const PAST_EACH = 2;

await report("growth", () => withDatabase(measure));

async function measure({ db, url, postgres }: Cluster) {
  await openChannel(db);
  const wide = connect({ url, max: 32, applicationName: "aisle bench" });
  const sizes = [];
  let shelves = await makeShelves(db, SMALL, ITEMS);
  sizes.push(await measureSize(db, wide, shelves, 0));
  say("Growing to five million rows");
  shelves = await makeShelves(db, LARGE, ITEMS);
  sizes.push(await measureSize(db, wide, shelves, 0));
  say("Adding ten million past reservations");
  await addPast(db, shelves, PAST_EACH);
  sizes.push(await measureSize(db, wide, shelves, LARGE * ITEMS * PAST_EACH));
  await wide.end();
  const first = sizes[0]!.batches.perSecond;
  return {
    postgres,
    rounds: ROUNDS,
    sizes,
    ofSmallest: sizes.map((size) => rounded(size.batches.perSecond / first, 3)),
  };
}

async function measureSize(db: Db, wide: Db, shelves: Shelves, past: number) {
  const random = seeded("bench growth");
  const cart = () => cartAnywhere(shelves, 3, random);
  const reserve = async () => !isRefusal(await makeReservation(db, "web", cart()));
  const naively = naive(wide);
  // As long as a page is read for the first time it is the disk that is measured.
  await drive({ inFlight: 256, ms: 5 * MS }, reserve);
  const runs: Record<"batches" | "naive", Driven[]> = { batches: [], naive: [] };
  for (let round = 1; round <= ROUNDS; round++) {
    runs.batches.push(await drive({ inFlight: 256, ms: MS }, reserve));
    runs.naive.push(await drive({ inFlight: 256, ms: MS }, () => naively(cart())));
    const [ours, theirs] = [runs.batches.at(-1)!, runs.naive.at(-1)!];
    say(
      `${shelves.nodes.length * ITEMS} rows, ${past} past: ${ours.perSecond}/s, naive ${theirs.perSecond}/s`,
    );
  }
  const { stock, reservation, movement } = await db.one<Record<string, number>>`
    select pg_total_relation_size('stock')::float8 / 1e6 as stock,
           pg_total_relation_size('reservation')::float8 / 1e6 as reservation,
           pg_total_relation_size('movement')::float8 / 1e6 as movement`;
  const megabytes = {
    stock: rounded(stock!),
    reservation: rounded(reservation!),
    movement: rounded(movement!),
  };
  return {
    ...{ stockRows: shelves.nodes.length * ITEMS, pastReservations: past, megabytes },
    batches: medianRun(runs.batches),
    naive: medianRun(runs.naive),
  };
}
