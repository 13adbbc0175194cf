import { createHash } from "node:crypto";
import { bytesOf, type StaticFile } from "./files.ts";

/** The commit where that says it all: then a second build of it leaves every device's cache in place. */
export async function buildIdOf(root: string, files: Map<string, StaticFile>): Promise<string> {
  const commit = await git(root, ["rev-parse", "--short=12", "HEAD"]);
  const changes = await git(root, ["status", "--porcelain"]);
  if (commit && changes === "") return commit;

  const hash = createHash("sha256");
  for (const [name, file] of files) hash.update(name).update(await bytesOf(file));
  const content = hash.digest("hex").slice(0, 12);
  return commit ? `${commit}-${content}` : content;
}

async function git(cwd: string, args: string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command("git", { args, cwd, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
