// deno task import <folder>: takes in stores, items, ZIPs, tax rates and carrier zones.
import process from "node:process";
import { Presets, SingleBar } from "cli-progress";
import { publicUrl, type Settings } from "../fresh.config.ts";
import { connect, type Db } from "../lib/db.ts";
import { startPostgres } from "../lib/embedded_postgres.ts";
import { migrate } from "../lib/migrate.ts";
import { main, StartupProblem } from "../lib/startup_problem.ts";
import { commandSettings } from "../demo/command_settings.ts";
import { importFolder, type Reporter } from "../demo/import.ts";
import { runningDatabase } from "../demo/running_database.ts";
import { migrations } from "./places.ts";

await main(async () => {
  const [folder] = Deno.args;
  if (!folder) throw new StartupProblem("Say which folder to take in: deno task import <folder>");
  const found = await Deno.stat(folder).catch(() => undefined);
  if (!found?.isDirectory) throw new StartupProblem(`There is no folder ${folder}.`);

  const settings = commandSettings();
  await onDatabase(settings, async (db) => {
    const started = Date.now();
    const reporter = terminalReporter();
    await importFolder(db, folder, { dataDir: settings.AISLE_DATA_DIR, url: publicUrl(settings), reporter });
    console.log(`Done in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  });
});

/** On DATABASE_URL, on the database of the Aisle that runs, or on the embedded one, started for as long as it takes. */
async function onDatabase(
  { DATABASE_URL, AISLE_DATA_DIR: dataDir }: Settings,
  work: (db: Db) => Promise<void>,
) {
  const running = DATABASE_URL ?? await runningDatabase(dataDir);
  const own = running ? undefined : await startPostgres({ dataDir });
  const url = running ?? own?.url ?? "";
  try {
    await migrate(url, migrations);
    const db = connect({ url, max: 4, applicationName: "aisle import", statementTimeoutMs: 120_000 });
    try {
      await work(db);
    } finally {
      await db.end();
    }
  } finally {
    await own?.stop();
  }
}

/** A bar while a file is taken in, and a line when it is. */
function terminalReporter(): Reporter {
  let bar: { label: string; bar: SingleBar } | undefined;
  const stopBar = () => {
    bar?.bar.stop();
    bar = undefined;
  };
  return {
    onProgress(label, done, total) {
      if (bar?.label !== label) {
        stopBar();
        bar = { label, bar: newBar(label) };
        bar.bar.start(total, 0);
      }
      bar.bar.update(done);
    },
    onTaken(taken) {
      stopBar();
      const counts =
        `${taken.new} new, ${taken.changed} changed, ${taken.same} same, ${taken.refused} refused`;
      console.log(`${taken.name}: ${taken.read} rows, ${counts}`);
      if (taken.rejectsPath) console.log(`  refused rows and why: ${taken.rejectsPath}`);
    },
    onMissing(file) {
      console.log(`${file}: not in the folder, left out`);
    },
    onAdded(label, added) {
      stopBar();
      console.log(`${label}: ${added} added`);
    },
  };
}

function newBar(label: string): SingleBar {
  const format = `{bar} {percentage}% ${label}`;
  return new SingleBar({ format, clearOnComplete: true, stream: process.stderr }, Presets.shades_classic);
}
