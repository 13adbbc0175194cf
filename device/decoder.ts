// The page's side of the reader: starts its thread, hands it one picture at a time.
import type { Answer } from "./decoder_worker.ts";
import type { Read } from "./eye.ts";

export interface Decoder {
  /** Reads a picture, which is gone afterwards. One at a time. */
  read(picture: ImageBitmap): Promise<Read[]>;
  close(): void;
}

// A megabyte over a slow network, and its compilation.
const PATIENCE_MS = 30_000;

/** Starts the reader; throws when it cannot be loaded or does not work here. */
export async function openDecoder(script: string): Promise<Decoder> {
  const worker = new Worker(script);
  let giveUp = (_why: string) => {};

  function answer(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => giveUp("no_answer"), PATIENCE_MS);
      giveUp = (why) => {
        clearTimeout(timer);
        reject(new Error(why));
      };
      worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        clearTimeout(timer);
        resolve(data);
      };
      worker.onerror = ({ message }) => giveUp(message || "not_loaded");
    });
  }

  function close() {
    worker.terminate();
    giveUp("closed");
  }

  const first = await answer();
  if (first.kind !== "ready") {
    close();
    throw new Error(first.kind === "failed" ? first.why : "not_asked");
  }
  return {
    async read(picture) {
      const read = answer();
      worker.postMessage(picture, [picture]);
      const answered = await read;
      return answered.kind === "reads" ? answered.reads : [];
    },
    close,
  };
}
