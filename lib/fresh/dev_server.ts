import { createHash } from "node:crypto";
import { join } from "node:path";
import type { App } from "./app.ts";
import { entriesOf, walk } from "./files.ts";
import { snapshotOf } from "./site.ts";

interface Folders {
  root: string;
  outDir: string;
}

/** Serves the app, and tells open pages which start of the server they are talking to. */
export async function serveWithReload(app: App, options: Deno.ServeTcpOptions) {
  endWithParent();
  const respond = app.handler();
  const reloadId = snapshotOf(app)?.reloadId ?? "";
  const reloadPath = `${app.config.basePath}/_fresh/reload`;
  await Deno.serve(
    options,
    (req, info) => new URL(req.url).pathname === reloadPath ? reloadEvents(reloadId) : respond(req, info),
  ).finished;
}

/** The stream stays open; when the next server takes over, the page connects again and sees its id. */
function reloadEvents(reloadId: string) {
  const hello = new TextEncoder().encode(`retry: 200\ndata: ${reloadId}\n\n`);
  const body = new ReadableStream({ start: (controller) => controller.enqueue(hello) });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}

/** The pipe from the parent closes even when the parent is killed. */
async function endWithParent() {
  for await (const _ of Deno.stdin.readable);
  Deno.exit();
}

/** Runs this same program as a server, again after every change of a file. */
export async function restartOnChange(folders: Folders) {
  const contents = new Map<string, string>();
  for (const path of watchedFolders(folders).flatMap(walk)) contents.set(path, digest(path));
  let server = start();
  for await (const paths of changes(folders)) {
    const changed = paths.filter((path) => isChanged(path, contents));
    if (changed.length === 0) continue;
    console.log(`${changed.join(", ")} changed`);
    server.kill();
    await server.status;
    server = start();
  }
}

function start() {
  const args = ["run", "-A", Deno.mainModule, ...Deno.args];
  return new Deno.Command(Deno.execPath(), { args, env: { FRESH_DEV_SERVER: "1" }, stdin: "piped" }).spawn();
}

/** Changed paths, gathered for as long as it takes an editor to write them all. */
async function* changes(folders: Folders) {
  const paths = new Set<string>();
  let wake = () => {};
  const collect = async (watcher: Deno.FsWatcher) => {
    for await (const event of watcher) {
      event.paths.forEach((path) => paths.add(path));
      wake();
    }
  };
  const below = watchedFolders(folders);
  collect(Deno.watchFs(folders.root, { recursive: false }));
  if (below.length > 0) collect(Deno.watchFs(below));
  while (true) {
    if (paths.size === 0) await new Promise<void>((resolve) => wake = resolve);
    await new Promise((resolve) => setTimeout(resolve, 80));
    const gathered = [...paths];
    paths.clear();
    yield gathered;
  }
}

/** Not node_modules, which is large, nor hidden folders, where databases live. */
function watchedFolders({ root, outDir }: Folders) {
  return entriesOf(root)
    .filter(({ isDirectory, name }) => isDirectory && !/^(node_modules$|\.)/.test(name))
    .map(({ name }) => join(root, name))
    .filter((path) => path !== outDir);
}

/** A build step may write what was there before: the same content is no change, or it would never end. */
function isChanged(path: string, contents: Map<string, string>) {
  if (/\/\.|~$/.test(path)) return false;
  const content = digest(path);
  if (contents.get(path) === content) return false;
  contents.set(path, content);
  return true;
}

function digest(path: string) {
  try {
    return createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
  } catch {
    return "none";
  }
}
