// What the camera's reader makes of photographs of barcodes: how many each set reads right, that none is counted wrong,
// and how long a picture takes. Each photograph is shown as a hand would hold it: a few frames that differ a little.
import { join } from "node:path";
import * as esbuild from "esbuild";
import { openBrowser } from "../tests/support/browser.ts";
import { StartupProblem } from "../lib/startup_problem.ts";
import { buildAssets } from "../tasks/assets.ts";
import { root } from "../tasks/places.ts";
import { median, rounded } from "./support/figures.ts";
import { serveFolders } from "./support/folders.ts";
import { report, say } from "./support/report.ts";

const folder = join(root, "../shared/data/barcodes");

interface Photograph {
  file: string;
  /** Null where there is no barcode. */
  expected: string | null;
}

/** What became of one photograph. */
interface Shown {
  /** What the two-equal-reads rule counted, if anything. */
  counted: string | null;
  /** What the ponyfill found by itself in the photograph as it is. */
  found: string[];
  ms: number;
}

await report("decode", measure);

async function measure() {
  const photographs: Photograph[] = JSON.parse(await manifest());
  await buildAssets({ minify: true });
  const page = await pageCode();
  await using server = serveFolders({ "/static/": join(root, "static"), "/photographs/": folder }, { page });
  const browser = await openBrowser();
  try {
    const tab = await browser.newPage();
    await tab.goto(server.url);
    const shown: (Photograph & Shown)[] = [];
    for (const photograph of photographs) {
      const path = photograph.file.split("/").map(encodeURIComponent).join("/");
      const { counted, found, ms } = await tab.evaluate(`show("/photographs/${path}")`) as Shown;
      const expected = photograph.expected === null ? null : plain(photograph.expected);
      const read = { counted: counted === null ? null : plain(counted), found: found.map(plain), ms };
      shown.push({ file: photograph.file, expected, ...read });
    }
    return figuresOf(shown);
  } finally {
    await browser.close();
  }
}

function manifest(): Promise<string> {
  return Deno.readTextFile(join(folder, "manifest.json")).catch(() => {
    throw new StartupProblem(`The photographs are not here: ${folder}.`);
  });
}

function figuresOf(shown: (Photograph & Shown)[]) {
  const wrong = shown.filter(({ counted, expected }) => counted !== null && counted !== expected);
  for (const { file, expected, counted } of wrong) {
    say(`${file} is ${expected} and was counted as ${counted}`);
  }
  const sets = Map.groupBy(shown, ({ file }) => file.split("/")[0]!);
  return {
    photographs: shown.length,
    goalMsMedian: 20,
    msMedian: rounded(median(shown.map(({ ms }) => ms))),
    countedWrong: wrong.length,
    sets: [...sets].map(([name, of]) => ({
      name,
      photographs: of.length,
      counted: of.filter(({ counted, expected }) => expected !== null && counted === expected).length,
      ponyfill: of.filter(({ found, expected }) => expected !== null && found.includes(expected)).length,
      countedWrong: of.filter((each) => wrong.includes(each)).length,
      ponyfillWrong: of.filter(({ found, expected }) => found.some((text) => text !== expected)).length,
      msMedian: rounded(median(of.map(({ ms }) => ms))),
    })),
  };
}

/** The list of what is printed writes line ends its own way, and a scan is trimmed before it is taken. */
function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}

/** The device's own eye and decoder, and the ponyfill beside them, for a page. */
async function pageCode(): Promise<string> {
  const built = await esbuild.build({
    entryPoints: [join(root, "bench/support/decode_page.ts")],
    bundle: true,
    format: "iife",
    tsconfigRaw: {},
    write: false,
  });
  await esbuild.stop();
  return built.outputFiles[0]!.text;
}
