export { App } from "./app.ts";
export { csp } from "./csp.ts";
export { csrf } from "./csrf.ts";
export { createDefine, page } from "./define.ts";
export { HttpError } from "./error.ts";
export { staticFiles } from "./static_files.ts";
export { trailingSlashes } from "./trailing_slashes.ts";
export type { Context } from "./context.ts";
export type { FreshConfig, Middleware, PageProps, RouteConfig } from "./types.ts";
