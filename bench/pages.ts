// What a phone loads when it first opens each page, and how many of each page a second one process serves.
import { gzipSync } from "node:zlib";
import { seeded } from "../demo/random.ts";
import { drive, type Driven, medianRun } from "./support/drive.ts";
import { rounded } from "./support/figures.ts";
import { type House, withHouse } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import { pickupAt, place, signIn, stockedNodes, stores } from "./support/shop.ts";

const IN_FLIGHT = 8;
const ROUNDS = 3;
const MS = 3_000;
const ORDERS = 20;
const GOAL_CSS_KB = 15;

interface Page {
  name: string;
  path: string;
  goalJsKb: number;
  cookie?: string;
}

await report("pages", () => withHouse(measure));

async function measure(house: House) {
  const pages = await openPages(house);
  const weights = [];
  for (const page of pages) weights.push(await weigh(house.aisle.url, page));

  const runs = new Map<string, Driven[]>(pages.map(({ name }) => [name, []]));
  for (const page of pages) await drive({ inFlight: IN_FLIGHT, ms: 1_000 }, () => isServed(house, page));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const page of pages) {
      const driven = await drive({ inFlight: IN_FLIGHT, ms: MS }, () => isServed(house, page));
      say(`Round ${round}, ${page.name}: ${driven.perSecond}/s, p95 ${driven.p95} ms`);
      runs.get(page.name)!.push(driven);
    }
  }
  return {
    postgres: house.postgres,
    inFlight: IN_FLIGHT,
    rounds: ROUNDS,
    secondsEach: MS / 1000,
    ordersAtTheStore: ORDERS,
    goalCssKb: GOAL_CSS_KB,
    pages: weights.map((weight) => ({ ...weight, ...medianRun(runs.get(weight.name)!) })),
  };
}

/** The pages with something on them: a store with orders to pick, its region, and the order of one shopper. */
async function openPages(house: House): Promise<Page[]> {
  const random = seeded("bench pages");
  const [store] = stores(stockedNodes());
  const { id: nodeId, regionId } = store!.node;
  let shopperUrl = "";
  for (let n = 0; n < ORDERS; n++) {
    const { status, body } = await place(house, pickupAt(store!, 3, random));
    if (status !== 201) throw new Error(`An order was answered ${status}: ${JSON.stringify(body)}`);
    shopperUrl = body.shopperUrl;
  }
  return [
    { name: "/sign-in", path: "/sign-in", goalJsKb: 0 },
    { name: "/work", path: "/work", goalJsKb: 60, cookie: await signIn(house, { nodeId }) },
    { name: "/region", path: "/region", goalJsKb: 80, cookie: await signIn(house, { regionId }) },
    { name: "/order/<token>", path: new URL(shopperUrl).pathname, goalJsKb: 25 },
  ];
}

async function isServed({ aisle }: House, { path, cookie }: Page): Promise<boolean> {
  return (await aisle.call("GET", path, undefined, { cookie })).status === 200;
}

/** The page and all it loads before it stands still: its styles, its scripts, and what those import at once. */
async function weigh(url: string, { name, path, cookie, goalJsKb }: Page) {
  const html = await load(new URL(path, url), cookie);
  const scripts = new Map<string, number>();
  let found = scriptsOf(html, path);
  while (found.length > 0) {
    const fresh = [...new Set(found)].filter((address) => !scripts.has(address));
    found = [];
    for (const address of fresh) {
      const code = await load(new URL(address, url));
      scripts.set(address, gzipped(code));
      found.push(...importsOf(code, address));
    }
  }
  const styles = await Promise.all(
    stylesOf(html).map(async (href) => gzipped(await load(new URL(href, url)))),
  );
  return {
    name,
    htmlKb: kb(gzipped(html)),
    jsKb: kb(sum([...scripts.values()])),
    goalJsKb,
    jsFiles: scripts.size,
    cssKb: kb(sum(styles)),
  };
}

function scriptsOf(html: string, path: string): string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const linked = tags.filter((tag) => tag.startsWith("<script") || /rel="?modulepreload/.test(tag))
    .flatMap((tag) => tag.match(/\b(?:src|href)="([^"]+)"/)?.[1] ?? []);
  const inline = [...html.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code!);
  return [
    ...linked.map((address) => resolved(address, path)),
    ...inline.flatMap((code) => importsOf(code, path)),
  ];
}

/** What a module imports at once; what it only loads later, by `import()`, is not first load. */
function importsOf(code: string, from: string): string[] {
  const found = code.matchAll(/\b(?:import|export)\s*(?:[\w*${},\s]*?\bfrom\s*)?"((?:\.{0,2}\/)[^"]+)"/g);
  return [...found].map((match) => resolved(match[1]!, from));
}

function stylesOf(html: string): string[] {
  return (html.match(/<link\b[^>]*>/g) ?? []).filter((tag) => /rel="?stylesheet/.test(tag))
    .flatMap((tag) => tag.match(/\bhref="([^"]+)"/)?.[1] ?? []);
}

function resolved(address: string, from: string): string {
  const { pathname, search } = new URL(address.replaceAll("&amp;", "&"), new URL(from, "http://localhost"));
  return pathname + search;
}

async function load(url: URL, cookie?: string): Promise<string> {
  const answer = await fetch(url, { headers: cookie ? { cookie } : {}, redirect: "manual" });
  if (answer.status !== 200) throw new Error(`${url.pathname} answered ${answer.status}`);
  return await answer.text();
}

function gzipped(text: string): number {
  return gzipSync(text).byteLength;
}

function kb(bytes: number): number {
  return rounded(bytes / 1000);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
