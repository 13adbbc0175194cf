import pg from "pg";

// Object ids of the types whose default reading would lose something.
const int8 = 20, int8Array = 1016, date = 1082, dateArray = 1182, numericArray = 1231;

const textArray = 1009;

const parsers = new Map<number, (text: string) => unknown>([
  [int8, safeInteger],
  [int8Array, (text) => (readTextArray(text)).map((each) => each === null ? null : safeInteger(each))],
  // A calendar day has no time zone; as a Date it would be the day before west of Greenwich.
  [date, (text) => text],
  [dateArray, readTextArray],
  // Money and rates stay exact: numeric alone is text by default, in arrays it would be floats.
  [numericArray, readTextArray],
]);

/** int8 as number, numeric and date as text, timestamptz as Date; the rest as pg does. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format: "text" | "binary") =>
    (format !== "binary" && parsers.get(id)) ||
    pg.types.getTypeParser(id, format as "text")) as typeof pg.types.getTypeParser,
};

/** Rows as objects with camelCase keys; what is inside a json column keeps its own keys. */
export function rowsOf<Row>(result: pg.QueryArrayResult): Row[] {
  const keys = result.fields.map((field) => camelCase(field.name));
  return result.rows.map((cells: unknown[]) => {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < keys.length; i++) row[keys[i]!] = cells[i];
    return row as Row;
  });
}

const camelCased = new Map<string, string>();

function camelCase(column: string): string {
  const known = camelCased.get(column);
  if (known !== undefined) return known;
  const name = column.replace(/(?<=[^_])_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  // Column names come from the code, so there are few; computed aliases still get no say over our memory.
  if (camelCased.size < 10_000) camelCased.set(column, name);
  return name;
}

function safeInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is past what a number holds exactly.`);
  return number;
}

function readTextArray(text: string): (string | null)[] {
  return (pg.types.getTypeParser(textArray as number, "text") as (text: string) => (string | null)[])(text);
}
