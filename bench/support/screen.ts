/** An associate's open list: what it has shown since it was opened, and when each came first. */
export interface Screen {
  firstSeen: Map<string, number>;
  /** How many `changed` events came. */
  changes(): number;
  /** Whether the stream ended although nobody closed it. */
  hasEnded(): boolean;
  close(): Promise<void>;
}

/** Opens a live stream as a browser's EventSource would; answers once the first list is there. */
export async function openScreen(url: string, cookie: string): Promise<Screen> {
  const closing = new AbortController();
  const response = await fetch(url, { headers: { cookie }, signal: closing.signal });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
  const firstSeen = new Map<string, number>();
  const opened = Promise.withResolvers<void>();
  let changes = 0;
  let ended = false;

  const reading = (async () => {
    for await (const { data, at } of changedEvents(response.body!)) {
      changes++;
      for (const { id } of JSON.parse(data).fulfillments) if (!firstSeen.has(id)) firstSeen.set(id, at);
      opened.resolve();
    }
    ended = true;
  })().catch((error) => {
    if (!closing.signal.aborted) throw error;
  });
  await opened.promise;
  return {
    firstSeen,
    changes: () => changes,
    hasEnded: () => ended,
    async close() {
      closing.abort();
      await reading;
    },
  };
}

/** The data of each `changed` event, with the moment its last byte was here. */
async function* changedEvents(body: ReadableStream<Uint8Array>) {
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as never) as ReadableStream<string>) {
    const at = performance.now();
    text += chunk;
    const messages = text.split("\n\n");
    text = messages.pop()!;
    for (const message of messages) {
      const data = message.match(/^event: changed\ndata: (.*)$/)?.[1];
      if (data) yield { data, at };
    }
  }
}
