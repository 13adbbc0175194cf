import assert from "node:assert/strict";
import { listen } from "./live.ts";

/** A stream that does what the test says. */
class FakeStream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeStream[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    FakeStream.opened.push(this);
  }
  tell(data: unknown) {
    this.dispatchEvent(new MessageEvent("changed", { data: JSON.stringify(data) }));
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
  close() {
    this.readyState = FakeStream.CLOSED;
  }
}

Deno.test("a stream tells what changed, and whether the line stands", () => {
  withStreams((said) => {
    const stop = listen<number>("/live", said);
    const [stream] = FakeStream.opened;
    stream!.dispatchEvent(new Event("open"));
    stream!.tell(7);
    stream!.fail(0);
    stop();
    assert.deepEqual(said.all, [true, 7, false]);
    assert.equal(stream!.readyState, FakeStream.CLOSED);
    assert.equal(FakeStream.opened.length, 1, "the browser reconnects by itself after a lost line");
  });
});

Deno.test("a stream that was turned away is opened again, later each time, and not after the end", () => {
  withStreams((said, waits) => {
    const stop = listen("/live", said);
    for (let i = 0; i < 7; i++) {
      FakeStream.opened.at(-1)!.fail(FakeStream.CLOSED);
      waits.at(-1)!.run();
    }
    assert.deepEqual(waits.map(({ ms }) => ms), [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    FakeStream.opened.at(-1)!.dispatchEvent(new Event("open"));
    FakeStream.opened.at(-1)!.fail(FakeStream.CLOSED);
    assert.equal(waits.at(-1)!.ms, 2_000);
    stop();
    assert.equal(waits.at(-1)!.isCleared, true);
  });
});

interface Wait {
  ms: number;
  run: () => void;
  isCleared: boolean;
}

function withStreams(run: (said: ReturnType<typeof notes>, waits: Wait[]) => void) {
  const { EventSource, setTimeout, clearTimeout } = globalThis;
  const waits: Wait[] = [];
  FakeStream.opened = [];
  Object.assign(globalThis, {
    EventSource: FakeStream,
    setTimeout: (run: () => void, ms: number) => waits.push({ ms, run, isCleared: false }),
    clearTimeout: (id?: number) => id && (waits[id - 1]!.isCleared = true),
  });
  try {
    run(notes(), waits);
  } finally {
    Object.assign(globalThis, { EventSource, setTimeout, clearTimeout });
  }
}

function notes() {
  const all: unknown[] = [];
  const note = (value: unknown) => void all.push(value);
  return { all, changed: note, connected: note };
}
