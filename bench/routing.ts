// deno task bench routing [rows]: the figures of order routing that need no database, e.g. `bench/routing.ts ACG`.
import { report, say } from "./support/report.ts";
import { compareWithMip } from "./routing/exactness.ts";
import { explainMany } from "./routing/explained.ts";
import { literature } from "./routing/literature.ts";
import { rebrokerOpen } from "./routing/open_orders.ts";
import { throughput } from "./routing/speed.ts";
import { compare, congestion, repeated, wrongForecasts } from "./routing/streams.ts";
import { countryside, metros, thin } from "./routing/world.ts";

const SEEDS = [1, 2, 3, 4, 5];
const BOUND_ROUNDS = 40;

const rows: Record<string, () => unknown> = {
  A: async () => [await compareWithMip(100, 400, 3), await compareWithMip(500, 100, 3)],
  B: () => literature({ instances: 30, sequences: 2 }),
  C: () => [
    ...SEEDS.map((seed) => ({ design: "metros", ...compare(metros, seed, BOUND_ROUNDS) })),
    ...SEEDS.slice(0, 2).map((seed) => ({ design: "thin", ...compare(thin, seed, BOUND_ROUNDS) })),
    ...SEEDS.slice(0, 2).map((seed) => ({
      design: "countryside",
      ...compare(countryside, seed, BOUND_ROUNDS),
    })),
  ],
  G: () => [throughput(100, 100, 1), throughput(500, 10, 1), throughput(2_000, 3, 1)],
  H: () => [rebrokerOpen(2_000, 2_000, 1, false), rebrokerOpen(2_000, 2_000, 1, true)],
  I: () => [repeated(metros, 1), repeated(countryside, 2)],
  J: () =>
    SEEDS.slice(0, 3).flatMap((seed) => [
      { design: "metros", ...congestion(metros, seed) },
      { design: "metros, 2 to 6 packages a day", ...congestion({ ...metros, capacity: [2, 6] }, seed) },
    ]),
  K: () => SEEDS.slice(0, 3).map((seed) => wrongForecasts(metros, seed)),
  L: () => explainMany(metros, 200, 1),
};

const asked = Deno.args[0] ?? Object.keys(rows).join("");
for (const row of asked) {
  if (!rows[row]) throw new Error(`There is no row ${row}; there are ${Object.keys(rows).join("")}.`);
  say(`row ${row}`);
  await report(`routing ${row}`, async () => ({ figures: await rows[row]!() }));
}
