import { createHash } from "node:crypto";
import { join } from "node:path";
import { StartupProblem } from "../lib/startup_problem.ts";
import { root } from "./places.ts";

const outDir = join(root, "_fresh");
const stamp = join(outDir, "sources");

// Everything the built app is made from; tests, docs and data are not.
const sources = ["components", "device", "domain", "islands", "lib", "routes", "static", "sw"];

/** Builds the app unless the build that is there was made from these very sources. Answers whether it built. */
export async function ensureBuilt(): Promise<boolean> {
  await Deno.mkdir(outDir, { recursive: true });
  // Another start may be building into the same place.
  using lock = await Deno.open(join(outDir, "lock"), { create: true, write: true });
  await lock.lock(true);
  if (await Deno.readTextFile(stamp).catch(() => "") === await digest()) return false;

  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "dev.ts", "build"],
    cwd: root,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new StartupProblem(`The app could not be built:\n${new TextDecoder().decode(stderr)}`);
  // Only now: the build may itself write into static/.
  await Deno.writeTextFile(stamp, await digest());
  return true;
}

async function digest(): Promise<string> {
  const hash = createHash("sha256").update(Deno.version.deno);
  for (const file of await sourceFiles()) {
    hash.update(file).update("\0").update(await Deno.readFile(join(root, file)));
  }
  return hash.digest("hex");
}

async function sourceFiles(): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isFile } of Deno.readDir(root)) {
    if (isFile && /\.(ts|json|lock)$/.test(name)) files.push(name);
  }
  files.push("tasks/assets.ts");
  for (const directory of sources) await collect(directory, files);
  return files.sort();
}

async function collect(directory: string, files: string[]) {
  for await (const { name, isDirectory } of Deno.readDir(join(root, directory))) {
    const path = `${directory}/${name}`;
    if (isDirectory) await collect(path, files);
    else if (!/_test\.tsx?$/.test(name)) files.push(path);
  }
}
