import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";

/** A CSV to take in: a file, gzipped or not, or for a test some text. */
export interface Source {
  /** The file's own name, without the folder. */
  name: string;
  bytes: number;
  open(onBytes: (count: number) => void): Readable;
}

/** The file in the folder or the named part of it, gzipped or not; undefined when it is not there. */
export async function findSource(folder: string, part: string, name: string): Promise<Source | undefined> {
  for (const path of [join(folder, part, name), join(folder, name)]) {
    for (const file of [path, `${path}.gz`]) {
      const found = await Deno.stat(file).catch(() => undefined);
      if (found?.isFile) return fileSource(file, name, found.size);
    }
  }
  return undefined;
}

/** Some CSV text as if it were a file. */
export function textSource(name: string, text: string): Source {
  return { name, bytes: text.length, open: () => Readable.from([text]) };
}

function fileSource(path: string, name: string, bytes: number): Source {
  return {
    name,
    bytes,
    open(onBytes) {
      const file = createReadStream(path);
      file.on("data", (chunk) => onBytes(chunk.length));
      if (!path.endsWith(".gz")) return file;
      const plain = createGunzip();
      // Whoever reads the last stage hears of its error, or of an earlier one's.
      pipeline(file, plain, () => {});
      return plain;
    },
  };
}

/** The records of a CSV, one after the other; only what is being looked at is in memory. */
export async function* recordsOf(
  source: Source,
  onBytes: (count: number) => void,
): AsyncGenerator<string[]> {
  const ready: string[][] = [];
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 100_000,
    // Taken out by hand: as a stream the parser would drop the good records it still holds when a bad one comes.
    on_record(record: string[]) {
      ready.push(record);
      return null;
    },
  });
  let fault: Error | undefined;
  parser.on("error", (error) => fault = error);
  for await (const chunk of source.open(onBytes)) {
    await new Promise((done) => parser.write(chunk, done));
    yield* ready.splice(0);
    if (fault) throw fault;
  }
  await new Promise((done) => parser.end(done));
  yield* ready.splice(0);
  if (fault) throw fault;
}
