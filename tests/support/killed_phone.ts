// A phone whose browser can be killed at any moment and started again on the same storage, over a network that drops,
// doubles and reorders what it sends and cuts off what is answered.
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { chromiumPath, PATIENCE_MS, PHONE } from "./browser.ts";

/** What the network has done to requests, by kind. */
export type Harm = Record<"dropped" | "doubled" | "delayed" | "cut", number>;

/** Seeded numbers from 0 to 1, so that a run that fails can be had again (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Starts the browser on this storage. */
export async function startPhone(storage: string, chance: () => number, harm: Harm) {
  const context = await chromium.launchPersistentContext(storage, {
    executablePath: chromiumPath(),
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    viewport: PHONE,
    timeout: PATIENCE_MS,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await harmNetwork(context, chance, harm);
  const page = context.pages()[0] ?? await context.newPage();
  return { context, page };
}

export type Phone = { context: BrowserContext; page: Page };

/** Ends every process of the browser at once, as a phone does that runs out of battery. */
export async function killPhone({ context }: Phone, storage: string) {
  await new Deno.Command("pkill", { args: ["-9", "-f", `user-data-dir=${storage}`] }).output();
  await context.close().catch(() => {});
  // What a dead browser leaves behind would keep the next one from starting.
  for (const name of ["SingletonLock", "SingletonSocket", "SingletonCookie"]) {
    await Deno.remove(`${storage}/${name}`).catch(() => {});
  }
}

async function harmNetwork(context: BrowserContext, chance: () => number, harm: Harm) {
  await context.route("**/api/v1/operations", async (route) => {
    const luck = chance();
    try {
      if (luck < 0.1) {
        harm.dropped++;
        return await route.abort("connectionfailed");
      }
      if (luck < 0.2) {
        harm.cut++;
        await route.fetch();
        return await route.abort("connectionreset");
      }
      if (luck < 0.3) {
        harm.doubled++;
        await Promise.all([route.fetch(), route.fetch()]);
        return await route.continue();
      }
      if (luck < 0.4) {
        harm.delayed++;
        const late = route.request().postData() ?? "";
        await route.continue();
        // The same once more, when it is long done and others have overtaken it.
        await new Promise((go) => setTimeout(go, 300));
        await route.request().frame().evaluate(
          (body) =>
            fetch("/api/v1/operations", {
              method: "POST",
              headers: { "content-type": "application/json" },
              body,
            })
              .then(() => {}, () => {}),
          late,
        );
        return;
      }
      await route.continue();
    } catch {
      // The browser was killed meanwhile.
    }
  });
}
