import { join } from "node:path";

/** A file to serve: on disk, or made by an in-memory build. */
export type StaticFile = { path: string } | { bytes: Uint8Array<ArrayBuffer> };

/** All files below a folder, sorted: a hash over them must not hang on the disk's order. */
export function walk(folder: string): string[] {
  return entriesOf(folder).flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    return isDirectory ? walk(path) : [path];
  }).sort();
}

/** The files of a folder by the path they are served at. */
export function filesIn(folder: string): Map<string, StaticFile> {
  return new Map(walk(folder).map((path) => [path.slice(folder.length), { path }]));
}

export async function bytesOf(file: StaticFile): Promise<Uint8Array<ArrayBuffer>> {
  return "bytes" in file ? file.bytes : await Deno.readFile(file.path);
}

/** What a folder holds; nothing if there is no such folder. */
export function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
