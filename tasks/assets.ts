// What browsers are served besides pages and islands: the styles and the service worker.
import * as esbuild from "esbuild";

export interface AssetOptions {
  minify: boolean;
}

/** Makes static/styles.css, static/sw.js and static/fonts/. Call it before the build, which serves what is in static/. */
export async function buildAssets({ minify }: AssetOptions): Promise<void> {
  await Promise.all([buildStyles(minify), buildWorker(minify), copyFont()]);
}

/** The one font, with its licence, from the package that keeps it. */
async function copyFont() {
  const from = new URL("../node_modules/@fontsource-variable/instrument-sans/", import.meta.url);
  const to = new URL("../static/fonts/", import.meta.url);
  await Deno.mkdir(to, { recursive: true });
  await Deno.copyFile(
    new URL("files/instrument-sans-latin-wght-normal.woff2", from),
    new URL("instrument-sans.woff2", to),
  );
  await Deno.copyFile(new URL("LICENSE", from), new URL("LICENSE.txt", to));
}

/** Tailwind reads routes, islands and components for the classes in use. Its command line is its one stable API. */
async function buildStyles(minify: boolean) {
  const files = ["--input", "components/styles.css", "--output", "static/styles.css"];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "@tailwindcss/cli", ...files, ...(minify ? ["--minify"] : [])],
    cwd: new URL("..", import.meta.url),
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`Tailwind failed:\n${new TextDecoder().decode(stderr)}`);
}

/** One classic script: not every browser runs modules in a service worker. */
async function buildWorker(minify: boolean) {
  try {
    await esbuild.build({
      absWorkingDir: import.meta.dirname + "/..",
      entryPoints: ["sw/main.ts"],
      outfile: "static/sw.js",
      bundle: true,
      define: { "process.env.NODE_ENV": '"production"' },
      format: "iife",
      legalComments: "none",
      minify,
      target: "es2022",
      tsconfigRaw: {},
    });
  } finally {
    // The service would keep the process alive.
    await esbuild.stop();
  }
}

/**
 * Tells the built worker which files there are, so that an associate's phone can keep them all and start without a
 * network. Call it after the build; in development the worker has no such list.
 */
export async function listBuildFiles(outDir: string): Promise<void> {
  const served = `${outDir}/static`;
  const [buildId] = namesIn(`${served}/_fresh/js`);
  const code = namesIn(`${served}/_fresh/js/${buildId}`).map((name) => `/_fresh/js/${buildId}/${name}`);
  const fonts = namesIn(`${served}/fonts`).filter((name) => name.endsWith(".woff2")).map((name) =>
    `/fonts/${name}`
  );
  const list = [...code, ...fonts, `/styles.css?__frsh_c=${buildId}`].sort();
  const worker = `${served}/sw.js`;
  const text = await Deno.readTextFile(worker);
  await Deno.writeTextFile(worker, `self.buildFiles=${JSON.stringify(list)};\n${text}`);
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

if (import.meta.main) await buildAssets({ minify: true });
