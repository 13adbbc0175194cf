// deno task migrate: brings DATABASE_URL to the newest schema.
import { readSettings, required } from "../fresh.config.ts";
import { migrate } from "../lib/migrate.ts";
import { main } from "../lib/startup_problem.ts";
import { migrations } from "./places.ts";

await main(async () => {
  const run = await migrate(required(readSettings(), "DATABASE_URL"), migrations);
  for (const name of run) console.log(name);
  console.log(run.length === 0 ? "The schema was up to date." : "The schema is up to date.");
});
