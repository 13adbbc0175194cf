import { HttpError } from "./error.ts";
import type { AnyContext, Middleware } from "./types.ts";

export interface CsrfOptions {
  /** Origins besides the app's own that may send forms. */
  origin?: string | string[] | ((origin: string, ctx: AnyContext) => boolean);
}

/**
 * Refuses a change of state that another site's page asked for. Callers that are no browser send neither
 * header and pass: they carry a key of their own, which no page can make them send.
 */
export function csrf({ origin: allowed }: CsrfOptions = {}): Middleware {
  return async (ctx) => {
    const site = ctx.req.headers.get("sec-fetch-site");
    const origin = ctx.req.headers.get("origin");
    const isSafe = ["GET", "HEAD", "OPTIONS"].includes(ctx.req.method);
    const isOwn = site === "same-origin" || site === "none" || (!site && !origin);
    if (isSafe || isOwn || (origin && isAllowed(origin, allowed, ctx))) return await ctx.next();
    throw new HttpError(403);
  };
}

function isAllowed(origin: string, allowed: CsrfOptions["origin"], ctx: AnyContext) {
  if (typeof allowed === "function") return allowed(origin, ctx);
  return [allowed ?? ctx.url.origin].flat().includes(origin);
}
