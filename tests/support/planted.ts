// Faults planted on purpose, in a database or a copy of the code that is thrown away: a check that does not find them
// proves nothing.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Db } from "../../lib/db.ts";
import { loadTrade } from "./stock_service.ts";

type Change = [from: string, to: string];

const root = join(import.meta.dirname!, "../..");

/** Makes a function of this database another one: every fragment must be there. */
export async function plantInFunction(db: Db, name: string, changes: Change[]) {
  const { text } = await db.one<{ text: string }>`
    select pg_get_functiondef(oid) as text from pg_proc where proname = ${name}`;
  await db.pool.query(changed(text, name, changes));
}

/** A copy of the code with every fragment of a file changed. */
export async function plantInCode(file: string, changes: Change[]) {
  const folder = await Deno.makeTempDir({ prefix: "aisle-planted-" });
  for (const part of ["domain", "lib"]) await copy(join(root, part), join(folder, part));
  // One module gives prepared statements their names on a connection: two would use each name twice.
  const ownDb = `export * from "file://${join(root, "lib/db.ts")}";\n`;
  await Deno.writeTextFile(join(folder, "lib/db.ts"), ownDb);
  const path = join(folder, file);
  await Deno.writeTextFile(path, changed(await Deno.readTextFile(path), file, changes));
  return { trade: await loadTrade(folder), remove: () => Deno.remove(folder, { recursive: true }) };
}

/**
 * Takes away what the tables themselves refuse. They are the last wall and would stop most faults with an error; here
 * the fault is to happen, so that it is the checks of the history that must find it.
 */
export async function takeWallsAway(db: Db) {
  await db.run`
    alter table stock
      drop constraint on_hand_not_negative, drop constraint reserved_not_negative, drop constraint never_oversold`;
  await db.run`alter table movement drop constraint movement_pkey`;
  await db.run`alter table reservation drop constraint reservation_pkey`;
}

function changed(text: string, where: string, changes: Change[]): string {
  return changes.reduce((so, [from, to]) => {
    assert.ok(so.includes(from), `${where} has no longer: ${from}`);
    return so.replaceAll(from, to);
  }, text);
}

async function copy(from: string, to: string) {
  await Deno.mkdir(to);
  for await (const entry of Deno.readDir(from)) {
    if (entry.isDirectory) await copy(join(from, entry.name), join(to, entry.name));
    else if (!entry.name.endsWith("_test.ts")) {
      await Deno.copyFile(join(from, entry.name), join(to, entry.name));
    }
  }
}
