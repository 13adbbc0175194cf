// A real Chromium. `deno task test` finds or installs it and says where; a test run by itself looks where it usually is.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long a page may take on a busy machine. It says only how late a test that fails does so. */
export const PATIENCE_MS = 60_000;

/** Starts the browser. */
export function openBrowser(more: string[] = []): Promise<Browser> {
  const args = [...ARGUMENTS, ...more];
  return chromium.launch({ executablePath: chromiumPath(), args, timeout: PATIENCE_MS });
}

/** Where the browser is. */
export function chromiumPath(): string {
  const found = Deno.env.get("CHROMIUM_PATH") ?? USUAL.find((path) => isFile(path));
  if (!found) throw new Error("There is no Chromium here; set CHROMIUM_PATH to one.");
  return found;
}

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

/** A page in a context of its own, which fails the test when the page reports an error of its own. */
export async function openPage(
  browser: Browser,
  look: {
    viewport?: { width: number; height: number };
    colorScheme?: "light" | "dark";
    javaScriptEnabled?: boolean;
    serviceWorkers?: "allow" | "block";
  } = {},
): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
  const context = await browser.newContext({ viewport: PHONE, timezoneId: "America/New_York", ...look });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // A policy that blocks our own page is a fault of ours, though the page goes on.
    if (message.type() === "error") errors.push(message.text());
  });
  return { page, context, errors };
}

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** What is looked for. Contrast is by far the dearest of the rules. */
type Looked = "all" | "colours" | "all but colours";

/**
 * Every accessibility violation on the page, as "rule: where"; WCAG 2.2 to level AA, and contrast to level AAA: 7 to 1, or
 * 4.5 to 1 for what is large, read in a stockroom and in the sun. Waits until nothing moves.
 */
export async function violationsOf(page: Page, looked: Looked = "all"): Promise<string[]> {
  // Evaluated by the test's own channel, which the page's policy does not govern.
  if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(axe);
  return await page.evaluate(async (looked) => {
    // One that is paused, repeats for ever or follows the scrolling never finishes.
    const moving = document.getAnimations().filter((each) =>
      each.playState === "running" && each.timeline instanceof DocumentTimeline &&
      each.effect?.getTiming().iterations !== Infinity
    );
    const settled = new Promise((go) => setTimeout(go, 300));
    await Promise.race([settled, Promise.allSettled(moving.map((each) => each.finished))]);
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { axe } = globalThis as unknown as { axe: Axe };
    // The stricter rule finds all that the other does.
    const contrast = "color-contrast-enhanced";
    const rules = { "color-contrast": { enabled: false }, [contrast]: { enabled: looked === "all" } };
    const { violations } = await axe.run(
      looked === "colours" ? { runOnly: { type: "rule", values: [contrast] } } : { runOnly: tags, rules },
    );
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }, looked);
}

interface Axe {
  run(options: {
    runOnly: string[] | { type: "rule"; values: string[] };
    rules?: Record<string, { enabled: boolean }>;
  }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/**
 * Types as a keyboard-wedge scanner does: fast, wherever the focus is, and Enter. Each key says itself when it was
 * pressed, so that it stays fast on a machine that is not.
 */
export async function scan(page: Page, text: string) {
  const session = await page.context().newCDPSession(page);
  const enter = { key: "Enter", code: "Enter", text: "\r", windowsVirtualKeyCode: 13 };
  const keys = [...[...text].map((key) => ({ key, text: key })), enter];
  const began = Date.now() / 1_000;
  for (const [i, key] of keys.entries()) {
    const timestamp = began + i * 0.008;
    await session.send("Input.dispatchKeyEvent", { type: "keyDown", timestamp, ...key });
    await session.send("Input.dispatchKeyEvent", { type: "keyUp", timestamp, key: key.key });
  }
  await session.detach();
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
