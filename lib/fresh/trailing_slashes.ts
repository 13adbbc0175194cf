import type { Middleware } from "./types.ts";

/** Every path ends in a slash, or none does. */
export function trailingSlashes(mode: "always" | "never"): Middleware {
  return (ctx) => {
    const { pathname, search } = ctx.url;
    const hasSlash = pathname.endsWith("/");
    if (pathname === "/" || hasSlash === (mode === "always")) return ctx.next();
    return ctx.redirect((hasSlash ? pathname.replace(/\/+$/, "") : `${pathname}/`) + search);
  };
}
