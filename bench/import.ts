// How long `deno task import` takes for the real files, part by part, into a fresh database.
import { join } from "node:path";
import { importFolder, type Reporter } from "../demo/import.ts";
import type { Taken } from "../demo/import_intake.ts";
import { median, rounded } from "./support/figures.ts";
import { type Cluster, withDatabase } from "./support/house.ts";
import { type Figures, report, say } from "./support/report.ts";

const folder = join(import.meta.dirname!, "../../shared/data");
const ROUNDS = 3;
// A slow machine measures fewer rounds, not for longer.
const AT_MOST_MS = 170_000;
const GOAL_SECONDS = 120;

/** One import: how long each part took, and what it put in place. */
interface Round {
  postgres: string;
  seconds: number;
  parts: { name: string; rows: number; seconds: number }[];
  stocked: { stores: number; rows: number; units: number };
}

await report("import", async () => {
  const found = await Deno.stat(folder).catch(() => undefined);
  return found?.isDirectory ? await measure() : { skipped: "the folder ../shared/data is not there" };
});

async function measure(): Promise<Figures> {
  const startedAt = Date.now();
  const rounds: Round[] = [];
  while (rounds.length < ROUNDS && hasTimeForOneMore(startedAt, rounds.length)) {
    rounds.push(await withDatabase(importOnce));
    say(`Round ${rounds.length}: ${rounds.at(-1)!.seconds} s`);
  }
  const [first] = rounds;
  return {
    postgres: first!.postgres,
    rounds: rounds.length,
    goalSeconds: GOAL_SECONDS,
    seconds: median(rounds.map((round) => round.seconds)),
    parts: first!.parts.map(({ name, rows }) => {
      const seconds = median(rounds.map(({ parts }) => parts.find((part) => part.name === name)!.seconds));
      return { name, rows, seconds, rowsPerSecond: Math.round(rows / seconds) };
    }),
    stocked: first!.stocked,
  };
}

function hasTimeForOneMore(startedAt: number, done: number): boolean {
  const ms = Date.now() - startedAt;
  return done === 0 || ms + ms / done < AT_MOST_MS;
}

async function importOnce({ db, dataDir, postgres }: Cluster): Promise<Round> {
  const clock = partClock();
  const startedAt = performance.now();
  await importFolder(db, folder, { dataDir, url: "http://localhost", reporter: clock.reporter });
  const seconds = secondsSince(startedAt);
  const stocked = await db.one<Round["stocked"]>`
    select count(distinct node_id)::int as stores, count(*)::int as rows, sum(on_hand)::int as units from stock`;
  return { postgres, seconds, parts: clock.parts, stocked };
}

/** Notes the time between one part's end and the next one's: parts follow each other without a gap. */
function partClock() {
  const parts: Round["parts"] = [];
  let partStartedAt = performance.now();
  const note = (name: string, rows: number) => {
    parts.push({ name, rows, seconds: secondsSince(partStartedAt) });
    partStartedAt = performance.now();
  };
  const reporter: Reporter = {
    onProgress() {},
    onTaken: (taken: Taken) => note(taken.name, taken.read),
    onMissing: (file) => say(`${file} is not in the folder`),
    onAdded: note,
  };
  return { parts, reporter };
}

function secondsSince(startedAt: number): number {
  return rounded((performance.now() - startedAt) / 1000, 2);
}
