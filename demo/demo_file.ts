// demo.json in the data directory: the one place where the demo's PINs and channel key can be read. The database keeps
// only their hashes.
import { join } from "node:path";
import { z } from "zod";
import { text } from "../lib/shapes.ts";

const KnownPerson = z.object({
  personId: z.uuid(),
  name: text(80),
  role: z.enum(["associate", "store_manager", "regional_manager"]),
  nodeId: text(64).nullable(),
  regionId: text(64).nullable(),
  pin: z.string().regex(/^\d{6}$/),
});
/** A person of the demo and the PIN they sign in with. */
export type KnownPerson = z.infer<typeof KnownPerson>;

const DemoFile = z.object({ url: z.string(), channelKey: z.string(), people: KnownPerson.array() });
export type DemoFile = z.infer<typeof DemoFile>;

/** What demo.json says, or undefined when it is not there or cannot be understood. */
export async function readDemoFile(dataDir: string): Promise<DemoFile | undefined> {
  try {
    return DemoFile.parse(JSON.parse(await Deno.readTextFile(fileIn(dataDir))));
  } catch (error) {
    const lost = error instanceof Deno.errors.NotFound || error instanceof SyntaxError ||
      error instanceof z.ZodError;
    if (lost) return undefined;
    throw error;
  }
}

/** Writes demo.json whole or not at all, for its owner alone: it holds keys. */
export async function writeDemoFile(dataDir: string, content: DemoFile): Promise<void> {
  await Deno.mkdir(dataDir, { recursive: true });
  const draft = `${fileIn(dataDir)}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(draft, JSON.stringify(content, null, 2) + "\n", { mode: 0o600 });
  await Deno.rename(draft, fileIn(dataDir));
}

function fileIn(dataDir: string): string {
  return join(dataDir, "demo.json");
}
