// deno task simulate --orders <folder> [--speed 60] [--limit n] [--from 2010-12-01] [--node id] [--run name]
import { parseArgs } from "node:util";
import { z } from "zod";
import { commandSettings } from "../demo/command_settings.ts";
import { main, StartupProblem } from "../lib/startup_problem.ts";
import { simulate } from "../demo/simulate.ts";
import { lineOf, summaryOf, type Tally } from "../demo/simulate_tally.ts";

const Arguments = z.strictObject({
  orders: z.string({ error: "is needed: the folder of the invoices" }),
  speed: z.coerce.number().positive().max(1_000_000).default(60),
  limit: z.coerce.number().int().positive().default(Infinity),
  from: z.iso.date().optional(),
  node: z.string().optional(),
  run: z.string().regex(/^[\w-]{1,40}$/).default(() => `sim-${Date.now().toString(36)}`),
});

await main(async () => {
  const given = readArguments(Deno.args);
  const started = performance.now();
  try {
    const tally = await simulate({
      ...given,
      dataDir: commandSettings().AISLE_DATA_DIR,
      signal: onCtrlC(),
      onTally: liveLine(),
    });
    console.log(`\n${summaryOf(tally, (performance.now() - started) / 1_000)}`);
    Deno.exit(0);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new StartupProblem(error.message);
    throw error;
  }
});

function readArguments(args: string[]) {
  const text = { type: "string" } as const;
  const options = { orders: text, speed: text, limit: text, from: text, node: text, run: text };
  try {
    return Arguments.parse(parseArgs({ args, options }).values);
  } catch (error) {
    if (error instanceof z.ZodError) {
      throw new StartupProblem(
        error.issues.map(({ path, message }) => `--${path.join(".")} ${message}`).join("\n"),
      );
    }
    throw error instanceof TypeError ? new StartupProblem(error.message) : error;
  }
}

/** The first Ctrl-C lets what is under way finish and sums up; a second one ends it. */
function onCtrlC(): AbortSignal {
  const controller = new AbortController();
  Deno.addSignalListener("SIGINT", () => {
    if (controller.signal.aborted) Deno.exit(130);
    controller.abort();
  });
  return controller.signal;
}

function liveLine(): (tally: Tally) => void {
  const onTerminal = Deno.stdout.isTerminal();
  const everyMs = onTerminal ? 200 : 10_000;
  let next = 0;
  return (tally) => {
    if (performance.now() < next) return;
    next = performance.now() + everyMs;
    const line = lineOf(tally);
    Deno.stdout.writeSync(new TextEncoder().encode(onTerminal ? `\r${line}\x1b[K` : `${line}\n`));
  };
}
