/** Writes one line of JSON to standard error: what a log collector wants, and still readable by a person. */
export function log(level: "info" | "warn" | "error", message: string, fields: Record<string, unknown> = {}) {
  console.error(JSON.stringify({ at: new Date().toISOString(), level, message, ...fields }, plainErrors));
}

function plainErrors(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (!(value instanceof Error)) return value;
  return { name: value.name, message: value.message, stack: value.stack, cause: value.cause };
}
