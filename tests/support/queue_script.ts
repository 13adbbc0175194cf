// The device's queue as a script for a page of a test: the app's own code, which the app's own page keeps to itself.
import * as esbuild from "esbuild";
import type { Page } from "playwright-core";
import type { keepDraining } from "../../sw/drain.ts";
import type { openQueue, Queue, Step } from "../../sw/queue.ts";

/** What the page then has in its global scope. */
export interface QueuePage {
  openQueue: typeof openQueue;
  keepDraining: typeof keepDraining;
  queue: Queue;
}

/** The script, that gives the page a global `page`. */
export async function queueScript(): Promise<string> {
  const built = await esbuild.build({
    stdin: {
      contents: `import { openQueue } from "./queue.ts"; import { keepDraining } from "./drain.ts";
                 globalThis.page = { openQueue, keepDraining };`,
      resolveDir: new URL("../../sw", import.meta.url).pathname,
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    target: "es2022",
    tsconfigRaw: {},
    write: false,
  });
  await esbuild.stop();
  return built.outputFiles[0]!.text;
}

/** What a person did, and when by the phone's clock. */
export interface Done {
  step: Step;
  at: string;
  orderNumber: string;
}

/** Puts into the phone's queue what its person did while nobody could be asked. */
export async function keepOnPhone(
  tab: Page,
  author: { personId: string; nodeId: string; name: string },
  done: Done[],
) {
  await tab.evaluate(await queueScript());
  await tab.evaluate(async ([author, done]) => {
    const { page } = globalThis as unknown as { page: QueuePage };
    const queue = await page.openQueue();
    await queue.actAs(author);
    for (const { step, at, orderNumber } of done) {
      await queue.enqueue(step, { orderNumber, needsServer: false }, new Date(at));
    }
    queue.close();
  }, [author, done] as const);
}
