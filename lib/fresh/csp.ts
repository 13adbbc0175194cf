import type { AnyContext, Middleware } from "./types.ts";

export interface CSPOptions {
  reportOnly?: boolean;
  /** Where browsers send reports of what they blocked. */
  reportTo?: string;
  /** Directives that replace the default ones of the same name, or are added. */
  csp?: string[];
  /** Put this answer's nonce in the place of `'unsafe-inline'`. */
  useNonce?: boolean;
}

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** Sets Content-Security-Policy. Rendering names its nonce in `X-Fresh-Nonce`, which ends here. */
export function csp({ reportOnly, reportTo, csp = [], useNonce }: CSPOptions = {}): Middleware {
  const name = reportOnly ? "content-security-policy-report-only" : "content-security-policy";
  const directives = merged(reportTo ? [...csp, "report-to csp-endpoint", `report-uri ${reportTo}`] : csp);
  return async (ctx) => {
    const response = changeable(await ctx.next());
    const policy = [...directives, ...upgrade(ctx)].join("; ");
    response.headers.set(name, useNonce ? withNonce(policy, response.headers) : policy);
    if (reportTo) response.headers.set("reporting-endpoints", `csp-endpoint="${reportTo}"`);
    return response;
  };
}

function merged(own: string[]) {
  const nameOf = (directive: string) => directive.trim().split(/\s+/)[0]!.toLowerCase();
  const names = new Set(own.map(nameOf));
  return [...DEFAULTS.filter((directive) => !names.has(nameOf(directive))), ...own];
}

/** Over plain http the upgrade would ask a server without TLS for https and leave the page bare. */
function upgrade(ctx: AnyContext) {
  return ctx.url.protocol === "https:" ? ["upgrade-insecure-requests"] : [];
}

/** An answer that was not rendered has no nonce, and nothing inline that would need one. */
function withNonce(policy: string, headers: Headers) {
  const nonce = headers.get("x-fresh-nonce");
  headers.delete("x-fresh-nonce");
  return nonce
    ? policy.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`)
    : policy.replaceAll(" 'unsafe-inline'", "");
}

/** Answers such as those of `Response.redirect` and `fetch` refuse new headers. */
function changeable(response: Response) {
  try {
    response.headers.delete("content-security-policy");
    return response;
  } catch {
    return new Response(response.body, response);
  }
}
