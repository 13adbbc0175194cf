// What browsers are served besides pages and islands: the styles, the service worker, the reader of barcodes.
import * as esbuild from "esbuild";

export interface AssetOptions {
  minify: boolean;
}

/** Makes static/styles.css, sw.js, scanner.js with its wasm, and fonts/. Call it before the build, which serves what is in static/. */
export async function buildAssets({ minify }: AssetOptions): Promise<void> {
  await Promise.all([buildStyles(minify), buildWorkers(minify), copyReader(), copyFont()]);
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

/** The compiled reader, from our own origin: a phone in a stockroom reaches no other. */
async function copyReader() {
  const from = import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm");
  await Deno.copyFile(new URL(from), new URL("../static/scanner.wasm", import.meta.url));
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
  const styles = new URL("../static/styles.css", import.meta.url);
  await Deno.writeTextFile(styles, withPlainRoot(await Deno.readTextFile(styles)));
}

/**
 * A root that is styled by what it holds is styled anew whenever anything comes or goes, which a slow phone feels at every
 * scan. Our themes know no checkbox, and that a dialog is open is written at the root, see `device/dialog.ts`.
 */
function withPlainRoot(css: string): string {
  const plain = css.replaceAll(/:root:has\(input\.theme-controller[^)]*\),\s*/g, "")
    .replaceAll(/:root:has\([^{}]*\.modal[^{}]*\)(?=\s*\{)/g, ":root[data-dialog]");
  if (plain.includes(":root:has(")) throw new Error("daisyUI styles the root by something else it holds");
  return plain;
}

/** Classic scripts: not every browser runs modules in a worker. */
async function buildWorkers(minify: boolean) {
  try {
    await esbuild.build({
      absWorkingDir: import.meta.dirname + "/..",
      entryPoints: { sw: "sw/main.ts", scanner: "device/decoder_worker.ts" },
      outdir: "static",
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
  const versioned = ["/styles.css", "/scanner.js", "/scanner.wasm"].map((path) =>
    `${path}?__frsh_c=${buildId}`
  );
  const list = [...code, ...fonts, ...versioned].sort();
  const worker = `${served}/sw.js`;
  const text = await Deno.readTextFile(worker);
  await Deno.writeTextFile(worker, `self.buildFiles=${JSON.stringify(list)};\n${text}`);
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

if (import.meta.main) await buildAssets({ minify: true });
