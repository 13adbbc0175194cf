import * as esbuild from "esbuild";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { componentsOf, type IslandFile } from "./site.ts";

export interface BundleOptions {
  root: string;
  islands: string[];
  isProduction: boolean;
  target: string | string[];
}

interface Source {
  path: string;
  module: Record<string, unknown>;
}

export interface Bundle {
  islands: (IslandFile & Source)[];
  /** Names of chunks and their code. */
  chunks: Map<string, Uint8Array<ArrayBuffer>>;
}

const CLIENT = fileURLToPath(new URL("./client.ts", import.meta.url));

/** The islands' code for the browser: an entry for each file, and one chunk with what all of them need. */
export async function bundle({ root, islands, isProduction, target }: BundleOptions): Promise<Bundle> {
  if (islands.length === 0) return { islands: [], chunks: new Map() };
  const sources = await Promise.all(islands.map(async (path): Promise<Source> => ({
    path,
    module: await import(pathToFileURL(path).href),
  })));
  const nameOf = (path: string) => relative(root, path).replace(/\.\w+$/, "").replace(/\W+/g, "_");
  try {
    const built = await esbuild.build({
      absWorkingDir: root,
      entryPoints: islands.map((path) => ({ in: `island:${path}`, out: nameOf(path) })),
      outdir: join(root, "_"),
      bundle: true,
      chunkNames: "chunk-[hash]",
      format: "esm",
      jsx: "automatic",
      jsxImportSource: "preact",
      legalComments: "none",
      metafile: true,
      minify: isProduction,
      plugins: [islandEntries(sources), onePreact(root), importMap],
      sourcemap: isProduction ? false : "inline",
      splitting: true,
      target,
      tsconfigRaw: {},
      write: false,
    });
    const withChunk = (source: Source) => {
      const chunk = `${nameOf(source.path)}.js`;
      return { ...source, chunk, imports: importsOf(chunk, built.metafile) };
    };
    return { islands: sources.map(withChunk), chunks: chunksOf(built.outputFiles) };
  } finally {
    // The service would keep the process alive.
    await esbuild.stop();
  }
}

function chunksOf(files: esbuild.OutputFile[]) {
  return new Map(files.map(({ path, contents }) => [basename(path), contents as Uint8Array<ArrayBuffer>]));
}

/** All chunks a chunk needs to start, directly or through others: a page preloads them at once. */
function importsOf(chunk: string, { outputs }: esbuild.Metafile) {
  const needed = new Set([`_/${chunk}`]);
  for (const path of needed) {
    for (const { kind, path: next } of outputs[path]!.imports) {
      if (kind === "import-statement") needed.add(next);
    }
  }
  return [...needed].slice(1).map((path) => basename(path));
}

/**
 * An entry gives its components and the function that starts them. Since every entry contains that
 * function, Preact, signals and it end up in one chunk.
 */
function islandEntries(sources: Source[]): esbuild.Plugin {
  const modules = new Map(sources.map(({ path, module }) => [path, module]));
  return {
    name: "island-entries",
    setup(build) {
      build.onResolve({ filter: /^island:/ }, ({ path }) => ({ path: path.slice(7), namespace: "island" }));
      build.onLoad({ filter: /./, namespace: "island" }, ({ path }) => ({
        contents: `export { boot as $boot } from ${JSON.stringify(CLIENT)};
          export { ${componentsOf(modules.get(path)!)} } from ${JSON.stringify(path)};`,
        resolveDir: dirname(path),
      }));
    },
  };
}

/** Hooks and signals only work with the Preact that renders, so every import of it means the app's. */
function onePreact(root: string): esbuild.Plugin {
  return {
    name: "one-preact",
    setup(build) {
      build.onResolve({ filter: /^(preact|@preact\/signals)(\/|$)/ }, ({ path, kind, pluginData }) => {
        if (pluginData === "app's") return;
        return build.resolve(path, { kind, pluginData: "app's", resolveDir: root });
      });
    },
  };
}

/** Names that deno.json maps to files of the app; esbuild itself finds packages in node_modules. */
const importMap: esbuild.Plugin = {
  name: "import-map",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
      if (importer.includes("/node_modules/")) return;
      const url = import.meta.resolve(path);
      if (url.startsWith("file:") && !url.includes("/node_modules/")) return { path: fileURLToPath(url) };
    });
  },
};
