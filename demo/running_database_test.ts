import assert from "node:assert/strict";
import { join } from "node:path";
import { freshDatabase } from "../tests/support/postgres.ts";
import { runningDatabase } from "./running_database.ts";

Deno.test("the database of a running Aisle is found; one that was killed, or never was, is not", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-running-" });
  const { url, drop } = await freshDatabase("running");
  const say = (url: string) => Deno.writeTextFile(join(dataDir, "postgres.json"), JSON.stringify({ url }));
  try {
    assert.equal(await runningDatabase(dataDir), undefined);
    await say("postgres://aisle:gone@127.0.0.1:1/aisle");
    assert.equal(await runningDatabase(dataDir), undefined);
    await say(url);
    assert.equal(await runningDatabase(dataDir), url);
  } finally {
    await drop();
    await Deno.remove(dataDir, { recursive: true });
  }
});
