import { STATUS_CODES } from "node:http";

/** An answer other than success, thrown from anywhere below a route; the nearest `_error` page shows it. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message = STATUS_CODES[status] ?? String(status), options?: ErrorOptions) {
    super(message, options);
    this.name = "HttpError";
    this.status = status;
  }
}

/** What is answered when no `_error` page and no `onError` took the error. */
export function plainAnswer(error: unknown): Response {
  if (error instanceof HttpError) return new Response(error.message, { status: error.status });
  console.error(error);
  return new Response("Internal Server Error", { status: 500 });
}
