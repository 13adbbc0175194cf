// How every file is taken in: row by row through a strict shape, batch by batch into the database. What is refused goes
// to a list of its own and changes nothing.
import { z } from "zod";
import { isRefusal, type Refusal, refuse } from "../lib/refusal.ts";
import { openRejects, type Rejects } from "./import_rejects.ts";
import { recordsOf, type Source } from "./import_source.ts";

/** What became of a file's rows. */
export interface Counts {
  read: number;
  new: number;
  changed: number;
  same: number;
  refused: number;
}

export interface Taken extends Counts {
  name: string;
  /** Where the refused rows are, when there are any. */
  rejectsPath: string | undefined;
}

export interface Options {
  /** The folder for the lists of refused rows. */
  rejectsDir: string;
  onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** What is particular to one kind of file. */
export interface Intake<Shape extends z.ZodRawShape, Ready> {
  columns: Shape;
  /** Turns a well-formed row into what is stored, or says why not. */
  decide: (row: z.infer<z.ZodObject<Shape>>) => Ready | Refusal<"unusable_row">;
  /** What names the thing: the first row of a name counts, later ones are refused. */
  key: (ready: Ready) => string;
  /** Stores a batch and says how many were new and how many changed. */
  save: (batch: Ready[]) => Promise<{ new: number; changed: number }>;
}

const BATCH = 4_000;

export function unusable(reason: string): Refusal<"unusable_row"> {
  return refuse("unusable_row", { reason });
}

/** Takes in one file. A file that breaks off is taken up to there. */
export async function takeIn<Shape extends z.ZodRawShape, Ready>(
  source: Source,
  intake: Intake<Shape, Ready>,
  { rejectsDir, onProgress = () => {} }: Options,
): Promise<Taken> {
  const counts: Counts = { read: 0, new: 0, changed: 0, same: 0, refused: 0 };
  let doneBytes = 0;
  const records = readable(recordsOf(source, (bytes) => onProgress(doneBytes += bytes, source.bytes)));
  const header = await headerOf(records, intake.columns);
  const rejects = await openRejects(rejectsDir, source.name, isRefusal(header) ? [] : header);
  try {
    if (isRefusal(header)) await reject(rejects, counts, 1, header, []);
    else await takeRows(records, { header, intake, rejects, counts });
  } finally {
    rejects.close();
  }
  onProgress(source.bytes, source.bytes);
  return { name: source.name, ...counts, rejectsPath: rejects.path };
}

type Records = AsyncGenerator<string[] | Refusal<"unusable_row">>;

/** A file that cannot be read on (cut off, an open quote, not gzip) is a last row that is refused, not a fault. */
async function* readable(records: AsyncIterable<string[]>): Records {
  try {
    yield* records;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    yield unusable(`the file cannot be read on from here: ${error.message}`);
  }
}

async function headerOf(records: Records, columns: z.ZodRawShape) {
  const { value: header, done } = await records.next();
  if (done) return unusable("the file is empty");
  if (isRefusal(header)) return header;
  const missing = Object.entries(columns)
    .filter(([column, shape]) => !header.includes(column) && !z.safeParse(shape, undefined).success)
    .map(([column]) => column);
  return missing.length > 0 ? unusable(`the file lacks the columns ${missing.join(", ")}`) : header;
}

interface Work<Shape extends z.ZodRawShape, Ready> {
  header: string[];
  intake: Intake<Shape, Ready>;
  rejects: Rejects;
  counts: Counts;
}

async function takeRows<Shape extends z.ZodRawShape, Ready>(records: Records, work: Work<Shape, Ready>) {
  const { header, intake, rejects, counts } = work;
  const read = rowReader(header, intake);
  let batch: Ready[] = [];
  let rowNumber = 1;
  for await (const record of records) {
    rowNumber++;
    const ready = isRefusal(record) ? record : read(record, rowNumber);
    if (isRefusal(ready)) {
      await reject(rejects, counts, rowNumber, ready, isRefusal(record) ? [] : record);
      continue;
    }
    counts.read++;
    batch.push(ready);
    if (batch.length >= BATCH) batch = await save(batch, work);
  }
  await save(batch, work);
}

async function reject(
  rejects: Rejects,
  counts: Counts,
  rowNumber: number,
  refusal: Refusal<"unusable_row">,
  cells: string[],
) {
  counts.read++;
  counts.refused++;
  await rejects.write(rowNumber, String(refusal.detail.reason), cells);
}

async function save<Shape extends z.ZodRawShape, Ready>(
  batch: Ready[],
  { intake, counts }: Work<Shape, Ready>,
): Promise<Ready[]> {
  if (batch.length === 0) return [];
  const saved = await intake.save(batch);
  counts.new += saved.new;
  counts.changed += saved.changed;
  counts.same += batch.length - saved.new - saved.changed;
  return [];
}

/** Reads one record after another: right number of cells, right shape, usable, and not named before. */
function rowReader<Shape extends z.ZodRawShape, Ready>(header: string[], intake: Intake<Shape, Ready>) {
  const shape = z.strictObject(intake.columns);
  const wanted = header.map((column, index) => ({ column, index })).filter(({ column }) =>
    Object.hasOwn(intake.columns, column)
  );
  const seen = new Map<string, number>();
  return (cells: string[], rowNumber: number): Ready | Refusal<"unusable_row"> => {
    if (cells.length !== header.length) {
      return unusable(`${cells.length} cells where the header has ${header.length}`);
    }
    const row = shape.safeParse(
      Object.fromEntries(wanted.map(({ column, index }) => [column, cells[index]])),
    );
    if (!row.success) return unusable(reasonOf(row.error));
    const ready = intake.decide(row.data as z.infer<z.ZodObject<Shape>>);
    if (isRefusal(ready)) return ready as Refusal<"unusable_row">;
    const key = intake.key(ready);
    const earlier = seen.get(key);
    if (earlier !== undefined) return unusable(`${key} stands in row ${earlier} already`);
    seen.set(key, rowNumber);
    return ready;
  };
}

function reasonOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}
