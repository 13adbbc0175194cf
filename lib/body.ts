import type { z } from "zod";
import { refuse } from "./refusal.ts";

const MAX_BYTES = 256 * 1024;
const ISSUES_TOLD = 20;

/** A request's JSON in the shape of `schema`, or a refusal that says what is wrong with it. Never a fault. */
export async function readJson<Schema extends z.ZodType>(req: Request, schema: Schema) {
  const type = mediaType(req);
  if (type !== "application/json") return refuse("not_json", { contentType: type ?? null });
  const bytes = await readBytes(req);
  if (bytes === undefined) return refuse("too_large", { maxBytes: MAX_BYTES });
  return parse(schema, parseJson(bytes));
}

/** The fields of the form a page of ours sent; anything else has none. A form that is too large is refused. */
export async function readForm(req: Request) {
  if (mediaType(req) !== "application/x-www-form-urlencoded") return new URLSearchParams();
  const bytes = await readBytes(req);
  if (bytes === undefined) return refuse("too_large", { maxBytes: MAX_BYTES });
  return new URLSearchParams(new TextDecoder().decode(bytes));
}

/** A URL's query in the shape of `schema`; a name given twice is refused rather than one of the two believed. */
export function readQuery<Schema extends z.ZodType>(url: URL, schema: Schema) {
  const names = [...url.searchParams.keys()];
  if (new Set(names).size < names.length) {
    return malformed([{ path: [], message: "a parameter is given twice" }]);
  }
  return parse(schema, Object.fromEntries(url.searchParams));
}

/** Any value in the shape of `schema`, or a refusal that names up to twenty of its faults. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown) {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, ISSUES_TOLD);
  return malformed(issues.map(({ path, message }) => ({ path: path.map(String), message })));
}

function mediaType(req: Request) {
  return req.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
}

function malformed(issues: { path: string[]; message: string }[]) {
  return refuse("malformed", { issues });
}

/** The body, read no further than the limit, whatever its length was said to be. */
async function readBytes(req: Request): Promise<Uint8Array | undefined> {
  // A length that was said is kept by the server itself, and one read is far cheaper than a stream.
  const said = Number(req.headers.get("content-length") ?? NaN);
  if (said > MAX_BYTES) return undefined;
  if (said >= 0) return await req.bytes();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of req.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return await new Blob(chunks as BlobPart[]).bytes();
}

// Nothing that is not JSON has a value; neither has what is no UTF-8, nor JSON nested so deep that the parser gives up.
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
