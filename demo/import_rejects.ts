import { join } from "node:path";

/** Where rows that were not taken are written down, for a person to open, mend and send again. */
export interface Rejects {
  /** Undefined until there is a first row. */
  path: string | undefined;
  write(rowNumber: number, reason: string, cells: string[]): Promise<void>;
  close(): void;
}

/** Starts the list of one file anew: what an earlier run refused is forgotten. */
export async function openRejects(folder: string, name: string, columns: string[]): Promise<Rejects> {
  const path = join(folder, `${name.replace(/\.csv$/, "")}.rejects.csv`);
  await Deno.remove(path).catch(() => {});
  let file: Deno.FsFile | undefined;
  const rejects: Rejects = {
    path: undefined,
    async write(rowNumber, reason, cells) {
      if (!file) {
        await Deno.mkdir(folder, { recursive: true });
        file = await Deno.create(path);
        rejects.path = path;
        await writeLine(file, ["row", "reason", ...columns]);
      }
      await writeLine(file, [String(rowNumber), reason, ...cells]);
    },
    close: () => file?.close(),
  };
  return rejects;
}

async function writeLine(file: Deno.FsFile, cells: string[]) {
  let left = new TextEncoder().encode(csvLine(cells));
  while (left.length > 0) left = left.subarray(await file.write(left));
}

/** One CSV line in which no cell is a formula to a spreadsheet. */
export function csvLine(cells: string[]): string {
  return cells.map((cell) => `"${defused(cell).replaceAll('"', '""')}"`).join(",") + "\r\n";
}

function defused(cell: string): string {
  const isNumber = /^[+-]?\d+(\.\d+)?$/.test(cell);
  return /^[=+\-@\t\r\n]/.test(cell) && !isNumber ? `'${cell}` : cell;
}
