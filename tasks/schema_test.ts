import assert from "node:assert/strict";
import { join } from "node:path";
import { freshDatabase } from "../tests/support/postgres.ts";
import { root } from "./places.ts";
import { describeSchema } from "./schema.ts";

Deno.test("db/schema.sql is what the migrations make; if not, deno run -A tasks/schema.ts", async () => {
  const { db, drop } = await freshDatabase("schema");
  assert.equal(await Deno.readTextFile(join(root, "db/schema.sql")), await describeSchema(db));
  await drop();
});
