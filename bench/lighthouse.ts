// What Lighthouse says of the pages people meet, loaded as it thinks a middling phone on a slow network loads them.
import { chromiumPath } from "../tests/support/browser.ts";
import { median, rounded } from "./support/figures.ts";
import { type House, withHouse } from "./support/house.ts";
import { report, say } from "./support/report.ts";
import { pickupAt, place, signIn, stockedNodes, stores } from "./support/shop.ts";
import { seeded } from "../demo/random.ts";

/** Run by its command line, and for this benchmark only: it brings more packages than all of Aisle. */
const LIGHTHOUSE = "npm:lighthouse@12.8.2";
const ROUNDS = 3;
const ORDERS = 20;
const GOALS = { performance: 95, accessibility: 100, "best-practices": 100 };

type Category = keyof typeof GOALS;

const categories = Object.keys(GOALS) as Category[];

interface Page {
  name: string;
  url: string;
  cookie?: string;
}

/** The part of Lighthouse's own report that is read here. */
interface Audited {
  categories: Record<Category, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; numericValue?: number }>;
  runtimeError?: { message: string };
}

await report("lighthouse", () => withHouse(measure));

async function measure(house: House) {
  const pages = [];
  for (const page of await openPages(house)) {
    const runs: Audited[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      runs.push(await audit(page));
      say(
        `Round ${round}, ${page.name}: ${categories.map((each) => scoreOf(runs.at(-1)!, each)).join(" / ")}`,
      );
    }
    pages.push({ name: page.name, ...summed(runs) });
  }
  return { postgres: house.postgres, rounds: ROUNDS, ordersAtTheStore: ORDERS, goals: GOALS, pages };
}

/** As the other benchmarks open them: a store with orders to pick, and the order of one shopper. */
async function openPages(house: House): Promise<Page[]> {
  const random = seeded("bench lighthouse");
  const [store] = stores(stockedNodes());
  let shopperUrl = "";
  for (let n = 0; n < ORDERS; n++) {
    const { status, body } = await place(house, pickupAt(store!, 3, random));
    if (status !== 201) throw new Error(`An order was answered ${status}: ${JSON.stringify(body)}`);
    shopperUrl = body.shopperUrl;
  }
  const { url } = house.aisle;
  return [
    { name: "/sign-in", url: `${url}/sign-in` },
    { name: "/work", url: `${url}/work`, cookie: await signIn(house, { nodeId: store!.node.id }) },
    { name: "/order/<token>", url: shopperUrl },
  ];
}

async function audit({ url, cookie }: Page): Promise<Audited> {
  const headers = cookie ? [`--extra-headers=${JSON.stringify({ cookie })}`] : [];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", "--no-lock", "--no-config", "--node-modules-dir=none", LIGHTHOUSE, url],
      ...["--quiet", "--output=json", `--only-categories=${categories.join()}`],
      ...["--chrome-flags=--headless=new --no-sandbox", ...headers],
    ],
    env: { CHROME_PATH: chromiumPath() },
  }).output();
  if (!success) throw new Error(`Lighthouse failed:\n${new TextDecoder().decode(stderr)}`);
  const audited = JSON.parse(new TextDecoder().decode(stdout)) as Audited;
  if (audited.runtimeError) throw new Error(audited.runtimeError.message);
  return audited;
}

function summed(runs: Audited[]) {
  const middle = (of: (run: Audited) => number) => median(runs.map(of));
  const seconds = (id: string) => rounded(middle(({ audits }) => audits[id]?.numericValue ?? NaN) / 1000, 2);
  return {
    scores: Object.fromEntries(categories.map((each) => [each, middle((run) => scoreOf(run, each))])),
    largestPaintSeconds: seconds("largest-contentful-paint"),
    blockedSeconds: seconds("total-blocking-time"),
    shift: rounded(middle(({ audits }) => audits["cumulative-layout-shift"]?.numericValue ?? NaN), 3),
    failed: [...new Set(runs.flatMap(failedIn))],
  };
}

function scoreOf({ categories }: Audited, category: Category): number {
  return Math.round(categories[category].score * 100);
}

/** What kept a page from a full score where nothing depends on the machine's mood. */
function failedIn({ categories: all, audits }: Audited): string[] {
  return (["accessibility", "best-practices"] as const).flatMap((each) => all[each].auditRefs)
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1).map(({ id }) => id);
}
