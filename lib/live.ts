import pg from "pg";
import { DatabaseUnavailable } from "./db_errors.ts";
import { log } from "./log.ts";
import { sleep } from "./sleep.ts";

/** What is told on: everybody who subscribed to a topic, in this process, through one database connection. */
export type Live = {
  /** Calls `wake` whenever something may have changed at one of the topics. Answers how to stop that. */
  subscribe(topics: string[], wake: () => void): () => void;
  /**
   * A stream of `changed` events, each carrying what `read` finds at that moment. Asks `isAllowed` before every reading
   * and with every sign of life, and ends when it says no.
   */
  stream(
    request: Request,
    topics: string[],
    read: () => Promise<unknown>,
    isAllowed?: () => Promise<boolean>,
  ): Response;
  /**
   * A stream of `changed` events that leaves nothing out: each is the next page after the one before, and bears the place
   * it ends at, from which a reader that lost the line goes on. What is read may be nothing new.
   */
  follow(
    request: Request,
    topics: string[],
    pages: { after: number; read: (after: number) => Promise<Page> },
    isAllowed?: () => Promise<boolean>,
  ): Response;
  stop(): Promise<void>;
};

/** What is told next: nothing when `next` is where one is, and more is waiting behind it when `isFull`. */
export type Page = { next: number; isFull: boolean; found: unknown };

/** What is long in reading and changes all the time, as while a phone sends days of work, takes a tenth of the time. */
const REST = 9;
const LONGEST_GAP_MS = 1_000;

type Settings = { channel?: string; heartbeatMs?: number; minGapMs?: number; pingMs?: number };

/**
 * Listens for what `record` tells, and passes it on. A wake-up carries no state, so a missed one costs
 * nothing: whenever the connection was lost, everybody is told to read again. Connects when first used.
 */
export function openLive(url: string, settings: Settings = {}): Live {
  const hub = newHub();
  const stopping = new AbortController();
  let listening: Promise<void> | undefined;

  function subscribe(topics: string[], wake: () => void) {
    listening ??= keepListening({ url, hub, settings, stop: stopping.signal });
    return hub.add(topics, wake);
  }
  return {
    subscribe,
    stream: (request, topics, read, isAllowed = () => Promise.resolve(true)) =>
      streamOf({
        subscribe,
        topics,
        tell: async () => ({ message: changedMessage(await read()), isFull: false }),
        rests: REST,
        isAllowed,
        settings,
        stop: AbortSignal.any([stopping.signal, request.signal]),
      }),
    follow: (request, topics, pages, isAllowed = () => Promise.resolve(true)) =>
      streamOf({
        subscribe,
        topics,
        tell: pageByPage(pages),
        rests: 0,
        isAllowed,
        settings,
        stop: AbortSignal.any([stopping.signal, request.signal]),
      }),
    async stop() {
      stopping.abort();
      await listening;
    },
  };
}

type Hub = ReturnType<typeof newHub>;

function newHub() {
  const subscribers = new Map<string, Set<() => void>>();
  const everybody = new Set<() => void>();
  return {
    add(topics: string[], wake: () => void) {
      everybody.add(wake);
      for (const topic of topics) subscribers.set(topic, (subscribers.get(topic) ?? new Set()).add(wake));
      return () => {
        everybody.delete(wake);
        for (const topic of topics) {
          const there = subscribers.get(topic);
          there?.delete(wake);
          if (there?.size === 0) subscribers.delete(topic);
        }
      };
    },
    wake: (topic: string) => subscribers.get(topic)?.forEach((wake) => wake()),
    wakeAll: () => everybody.forEach((wake) => wake()),
  };
}

type Listening = { url: string; hub: Hub; settings: Settings; stop: AbortSignal };

async function keepListening(listening: Listening) {
  let failures = 0;
  while (!listening.stop.aborted) {
    const heard = await listenUntilLost(listening);
    failures = heard ? 0 : failures + 1;
    await sleep(Math.min(5_000, 50 * 2 ** failures) * (0.5 + Math.random() / 2), listening.stop);
  }
}

/** Answers whether it ever heard anything: then the connection was lost, not refused. */
async function listenUntilLost({ url, hub, settings, stop }: Listening): Promise<boolean> {
  const { channel = "aisle", pingMs = 15_000 } = settings;
  const client = new pg.Client({
    connectionString: url,
    application_name: "aisle live",
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    keepAlive: true,
  });
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  client.on("end", () => lost.abort());
  client.on("notification", ({ payload }) => hub.wake(topicOf(payload)));
  let listened = false;
  try {
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    listened = true;
    hub.wakeAll();
    while (!stop.aborted && !lost.signal.aborted) {
      await sleep(pingMs, stop, lost.signal);
      // A connection can be gone without a word, as when a router forgets it.
      if (!stop.aborted) await client.query("select 1");
    }
  } catch {
    // The loop tries again.
  }
  await client.end().catch(() => {});
  return listened;
}

function topicOf(payload = ""): string {
  try {
    return JSON.parse(payload).topic;
  } catch {
    return payload;
  }
}

type Streaming = {
  subscribe: Live["subscribe"];
  topics: string[];
  tell: () => Promise<{ message: string; isFull: boolean }>;
  /** How many times as long as it took to read something, one rests before reading again. */
  rests: number;
  isAllowed: () => Promise<boolean>;
  settings: Settings;
  stop: AbortSignal;
};

const headers = {
  "content-type": "text/event-stream",
  "cache-control": "no-store",
  // nginx and its like would otherwise keep events until they have a bufferful.
  "x-accel-buffering": "no",
};

function streamOf(streaming: Streaming): Response {
  const gone = new AbortController();
  const next = messages({ ...streaming, stop: AbortSignal.any([streaming.stop, gone.signal]) });
  const text = new TextEncoder();
  // The next message is made only when the last one has left, so a slow reader holds one, never a queue.
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const message = await next.next().catch((error) => {
        // The headers are long sent; ending the stream makes the browser come again, and see.
        log("error", "A live stream could not be read.", { error });
        return { value: "", done: true };
      });
      if (gone.signal.aborted) return;
      message.done ? controller.close() : controller.enqueue(text.encode(message.value));
    },
    async cancel() {
      gone.abort();
      await next.return();
    },
  }, { highWaterMark: 1 });
  return new Response(body, { headers });
}

/** Message after message, while allowed: what is now, after every change, and a sign of life in between. */
async function* messages(
  { subscribe, topics, tell, rests, isAllowed, settings, stop }: Streaming,
): AsyncGenerator<string, void> {
  const { heartbeatMs = 15_000, minGapMs = 50 } = settings;
  let changed = new AbortController();
  const unsubscribe = subscribe(topics, () => changed.abort());
  changed.abort(); // the first read needs no reason
  try {
    yield "retry: 1000\n\n";
    while (!stop.aborted) {
      await sleep(heartbeatMs, stop, changed.signal);
      if (stop.aborted) return;
      const isWoken = changed.signal.aborted;
      // Before asking and reading: whatever changes meanwhile, the permission too, is looked at again afterwards.
      if (isWoken) changed = new AbortController();
      const allowed = await unlessAway(isAllowed);
      if (allowed === false) return;
      if (!isWoken) {
        yield ": still here\n\n";
        continue;
      }
      const from = performance.now();
      const told = allowed && await unlessAway(tell);
      const took = performance.now() - from;
      if (!told) {
        await sleep(1_000, stop);
        changed.abort();
        continue;
      }
      if (told.isFull) changed.abort();
      if (told.message === "") continue;
      yield told.message;
      await sleep(Math.max(minGapMs, Math.min(rests * took, LONGEST_GAP_MS)), stop);
    }
  } finally {
    unsubscribe();
  }
}

function pageByPage({ after, read }: { after: number; read: (after: number) => Promise<Page> }) {
  return async () => {
    const { next, isFull, found } = await read(after);
    const message = next === after ? "" : `id: ${next}\n${changedMessage(found)}`;
    after = next;
    return { message, isFull };
  };
}

function changedMessage(found: unknown): string {
  return `event: changed\ndata: ${JSON.stringify(found) ?? "null"}\n\n`;
}

/** Nothing while the database is away: the reader keeps what it has, and hears again when it is back. */
async function unlessAway<Found>(ask: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DatabaseUnavailable) return undefined;
    throw error;
  }
}
