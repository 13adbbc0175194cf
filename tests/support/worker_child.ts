// A worker of its own process, for tests that kill it: takes a job, says so in a table, and never finishes.
import { connect } from "../../lib/db.ts";
import { runJobs } from "../../lib/jobs.ts";

const db = connect({ url: Deno.args[0]! });
runJobs({
  db,
  heartbeatMs: 100,
  tasks: {
    pack: async ({ parcel }: { parcel: string }) => {
      await db.run`insert into packed values (${parcel}, 'the one who was killed')`;
      await new Promise(() => {});
    },
  },
});
