import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { App } from "./app.ts";
import { buildIdOf } from "./build_id.ts";
import { type Bundle, bundle } from "./bundle.ts";
import { restartOnChange, serveWithReload } from "./dev_server.ts";
import { bytesOf, filesIn, type StaticFile, walk } from "./files.ts";
import { applySnapshot, type Snapshot } from "./site.ts";
import { serverCode, snapshotCode } from "./snapshot_code.ts";

export interface BuildOptions {
  root?: string;
  outDir?: string;
  staticDir?: string;
  islandDir?: string;
  routeDir?: string;
  serverEntry?: string;
  /** What browsers must understand; esbuild's `target`. */
  target?: string | string[];
}

interface BuildMode {
  mode?: "development" | "production";
  /** On disk for `deno serve`, or in memory for the app of this process. */
  snapshot?: "disk" | "memory";
}

interface Built {
  buildId: string;
  routes: string[];
  code: Bundle;
  files: Map<string, StaticFile>;
}

/** Makes the browser's code, and tells the server which routes and islands there are. */
export class Builder {
  readonly #target: string | string[];
  readonly #places: Required<Omit<BuildOptions, "target">>;

  constructor(options: BuildOptions = {}) {
    const root = resolve(options.root ?? ".");
    this.#target = options.target ?? "es2022";
    this.#places = {
      root,
      outDir: resolve(root, options.outDir ?? "_fresh"),
      staticDir: resolve(root, options.staticDir ?? "static"),
      islandDir: resolve(root, options.islandDir ?? "islands"),
      routeDir: resolve(root, options.routeDir ?? "routes"),
      serverEntry: resolve(root, options.serverEntry ?? "main.ts"),
    };
  }

  /** The function it gives back makes an app of this process use a build in memory. */
  async build({ mode = "production", snapshot = "disk" }: BuildMode = {}): Promise<(app: object) => void> {
    const built = await this.#make(mode === "production");
    if (snapshot === "disk") return await this.#write(built);
    const found = await this.#load(built);
    if (mode === "development") found.reloadId = crypto.randomUUID();
    return (app) => applySnapshot(app, found);
  }

  /** The development server: the process starts again on every change, and open pages reload. */
  async listen(importApp: () => Promise<unknown>, options: Deno.ServeTcpOptions = {}): Promise<void> {
    if (!Deno.env.has("FRESH_DEV_SERVER")) return await restartOnChange(this.#places);
    const apply = await this.build({ mode: "development", snapshot: "memory" });
    const { app } = await importApp() as { app: App };
    apply(app);
    await serveWithReload(app, options);
  }

  async #make(isProduction: boolean): Promise<Built> {
    const { root, routeDir, islandDir, staticDir } = this.#places;
    const inRoutes = walk(routeDir).filter(isModule);
    const islands = [
      ...walk(islandDir).filter(isModule),
      ...inRoutes.filter((path) => path.includes("/(_islands)/")),
    ];
    const code = await bundle({ root, islands, isProduction, target: this.#target });
    const files = filesIn(staticDir);
    const chunks = [...code.chunks].map(([name, bytes]) => [name, { bytes }] as const);
    const buildId = await buildIdOf(root, new Map([...files, ...chunks]));
    for (const [name, chunk] of chunks) files.set(`/_fresh/js/${buildId}/${name}`, chunk);
    return { buildId, routes: inRoutes.filter((path) => !/\/\(_[^/]*\)\//.test(path)), code, files };
  }

  async #load({ buildId, routes, code, files }: Built): Promise<Snapshot> {
    const modules = await Promise.all(routes.map(async (path) => ({
      path: relative(this.#places.routeDir, path),
      module: await import(pathToFileURL(path).href),
    })));
    return { buildId, routes: modules, islands: code.islands, files };
  }

  async #write({ buildId, routes, code, files }: Built) {
    const { outDir } = this.#places;
    await rm(join(outDir, "static"), { recursive: true, force: true });
    for (const [url, file] of files) await write(join(outDir, "static", url), await bytesOf(file));
    await write(join(outDir, "snapshot.js"), snapshotCode(this.#places, buildId, routes, code));
    await write(join(outDir, "server.js"), serverCode(this.#places));
    return () => {
      throw new Error(
        `Serve ${outDir}/server.js, or build with { snapshot: "memory" } to use the build here`,
      );
    };
  }
}

/** A module that is no test. */
function isModule(path: string) {
  return /\.[jt]sx?$/.test(path) && !/[._]test\.\w+$/.test(path);
}

async function write(path: string, content: string | Uint8Array) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
