// A server started by a process of its own, for tests that kill that process or run it as another user.
import { startPostgres } from "../../lib/embedded_postgres.ts";
import { main } from "../../lib/startup_problem.ts";

await main(async () => {
  const { url, pid } = await startPostgres({ dataDir: Deno.args[0]! });
  console.log(JSON.stringify({ url, pid }));
});
