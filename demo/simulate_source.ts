// The invoice stream that is replayed: invoices.csv, their lines, and how often each item sold.
import { join } from "node:path";
import { z } from "zod";
import { text } from "../lib/shapes.ts";
import { findSource, recordsOf } from "./import_source.ts";

export interface Invoice {
  id: string;
  /** Minutes since 1970, by the shop's own clock. */
  atMinute: number;
  /** Empty when the invoice names none. */
  customer: string;
  cancels: boolean;
  lines: InvoiceLine[];
  /** Lines that are no sale: a quantity or a price of zero or less. */
  skippedLines: number;
}

export interface InvoiceLine {
  sku: string;
  quantity: number;
  priceGbp: number;
}

const Head = z.strictObject({
  invoice: text(20),
  at_local: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/),
  customer: text(20, 0),
  cancel: z.enum(["0", "1"]),
});
type Head = z.infer<typeof Head>;

const Line = z.strictObject({
  invoice: text(20),
  sku: text(40),
  qty: z.string().regex(/^-?\d{1,7}$/).transform(Number),
  unit_price_gbp: z.string().regex(/^-?\d{1,7}(\.\d{1,6})?$/).transform(Number),
});

const Item = z.strictObject({ sku: text(40), units_sold: z.string().regex(/^-?\d{1,9}$/).transform(Number) });

/** The invoices with their lines, in the order of the file, which is the order of time. */
export async function* readInvoices(folder: string): AsyncGenerator<Invoice> {
  const heads = new Map<string, Head>();
  for await (const head of rowsOf(folder, "invoices.csv", Head)) heads.set(head.invoice, head);

  let current: Invoice | undefined;
  for await (const { invoice, sku, qty, unit_price_gbp } of rowsOf(folder, "lines.csv", Line)) {
    if (current?.id !== invoice) {
      if (current) yield current;
      current = open(invoice, heads);
    }
    if (qty > 0 && unit_price_gbp > 0) current?.lines.push({ sku, quantity: qty, priceGbp: unit_price_gbp });
    else if (current) current.skippedLines++;
  }
  if (current) yield current;
}

function open(id: string, heads: Map<string, Head>): Invoice | undefined {
  const head = heads.get(id);
  // Once only: the few invoices whose lines stand in two places of the file keep the first.
  heads.delete(id);
  if (!head) return undefined;
  const atMinute = Date.parse(`${head.at_local}:00Z`) / 60_000;
  return { id, atMinute, customer: head.customer, cancels: head.cancel === "1", lines: [], skippedLines: 0 };
}

/** The stream's item codes, best seller first. */
export async function readSellers(folder: string): Promise<string[]> {
  const items: z.infer<typeof Item>[] = [];
  for await (const item of rowsOf(folder, "items.csv", Item)) items.push(item);
  return items.sort((a, b) => b.units_sold - a.units_sold || (a.sku < b.sku ? -1 : 1)).map(({ sku }) => sku);
}

const StatePopulation = z.strictObject({
  state: text(40),
  population: z.string().regex(/^\d{1,9}$/).transform(Number),
});

/** People by state name, when the list stands beside the invoices; otherwise nothing. */
export async function readPopulation(folder: string): Promise<Map<string, number>> {
  const population = new Map<string, number>();
  const zips = join(folder, "..", "zips");
  if (!await findSource(zips, ".", "state-population.csv")) return population;
  for await (const row of rowsOf(zips, "state-population.csv", StatePopulation)) {
    population.set(row.state, row.population);
  }
  return population;
}

/** The rows of a file that fit the shape; others are left out. */
async function* rowsOf<Shape extends z.ZodRawShape>(
  folder: string,
  name: string,
  shape: z.ZodObject<Shape>,
): AsyncGenerator<z.infer<z.ZodObject<Shape>>> {
  const source = await findSource(folder, ".", name);
  if (!source) throw new Deno.errors.NotFound(`${join(folder, name)} is not there`);
  const wanted = Object.keys(shape.shape);
  let header: string[] | undefined;
  for await (const cells of recordsOf(source, () => {})) {
    if (!header) {
      header = cells;
      continue;
    }
    const columns = header;
    const row = shape.safeParse(
      Object.fromEntries(wanted.map((name) => [name, cells[columns.indexOf(name)]])),
    );
    if (row.success) yield row.data;
  }
}
