import { join } from "node:path";
import { z } from "zod";
import { connect } from "../lib/db.ts";

const RunningFile = z.object({ url: z.string().regex(/^postgres(ql)?:\/\//) });

/** The database of the Aisle that runs with this data directory, or undefined when none answers. */
export async function runningDatabase(dataDir: string): Promise<string | undefined> {
  const content = await Deno.readTextFile(join(dataDir, "postgres.json")).catch(() => undefined);
  if (content === undefined) return undefined;
  const { url } = RunningFile.parse(JSON.parse(content));
  // The file outlives a start that was killed.
  return await answers(url) ? url : undefined;
}

async function answers(url: string): Promise<boolean> {
  const db = connect({ url, max: 1, connectTimeoutMs: 10_000 });
  try {
    await db.one`select 1 as one`;
    return true;
  } catch {
    return false;
  } finally {
    await db.end();
  }
}
