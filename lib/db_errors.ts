/** The database cannot be reached or cannot work just now; the same call may well succeed a little later. */
export class DatabaseUnavailable extends Error {
  override name = "DatabaseUnavailable";
  readonly retryAfterSeconds = 2;
}

const systemCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT", // a unix socket whose server is gone
]);

// Shut down, starting, out of connections, memory or disk, a standby, our own time-outs: not the statement's fault.
const serverCodes = /^(08...|53...|57P0[1-5]|57014|58030|25006|25P0[34])$/;

// pg says these without any code.
const messages = [
  "Connection terminated",
  "timeout exceeded when trying to connect",
  "Client has encountered a connection error",
  "Client was closed and is not queryable",
  "Query read timeout",
  "Cannot use a pool after calling end on the pool",
];

/** The error as `DatabaseUnavailable` when it is the connection or the server that failed; else as it came. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DatabaseUnavailable) return error;
  return isUnavailable(error) ? new DatabaseUnavailable(error.message, { cause: error }) : error;
}

function isUnavailable(error: Error): boolean {
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && (systemCodes.has(code) || serverCodes.test(code))) return true;
  // Trying every address of a host fails with all their errors at once.
  if (error instanceof AggregateError) {
    return error.errors.some((each) => each instanceof Error && isUnavailable(each));
  }
  return messages.some((message) => error.message.includes(message));
}
