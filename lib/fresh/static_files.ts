import { createHash } from "node:crypto";
import { FRAME } from "./context.ts";
import { bytesOf, type StaticFile } from "./files.ts";
import type { Middleware } from "./types.ts";

const TYPES: Record<string, string> = {
  css: "text/css; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  gif: "image/gif",
  html: "text/html; charset=utf-8",
  ico: "image/vnd.microsoft.icon",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  mjpeg: "video/x-motion-jpeg",
  mp3: "audio/mpeg",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  wav: "audio/wav",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff2: "font/woff2",
};

/** Serves what the build found in static/ and the islands' code; anything else goes on to `next`. */
export function staticFiles(): Middleware {
  return async (ctx) => {
    const { site } = ctx[FRAME];
    const path = decoded(ctx.url.pathname.slice(site.basePath.length));
    const file = site.files.get(path);
    if (!file || (ctx.req.method !== "GET" && ctx.req.method !== "HEAD")) return await ctx.next();

    const isVersioned = path.startsWith(`/_fresh/js/${site.buildId}/`) ||
      ctx.url.searchParams.get("__frsh_c") === site.buildId;
    return await serve(
      ctx.req,
      file,
      new Headers({
        "content-type": typeOf(path),
        "cache-control": isVersioned ? "public, max-age=31536000, immutable" : "no-cache",
      }),
    );
  };
}

function typeOf(path: string) {
  return TYPES[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream";
}

function decoded(path: string) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

// A served file does not change while the process runs: a build replaces both.
const etags = new WeakMap<StaticFile, string>();

async function serve(req: Request, file: StaticFile, headers: Headers) {
  const known = etags.get(file);
  if (known && req.headers.get("if-none-match")?.includes(known)) return notModified(known, headers);

  const bytes = await bytesOf(file);
  const etag = known ?? `W/"${createHash("sha256").update(bytes).digest("hex").slice(0, 20)}"`;
  etags.set(file, etag);
  if (req.headers.get("if-none-match")?.includes(etag)) return notModified(etag, headers);

  headers.set("etag", etag);
  headers.set("accept-ranges", "bytes");
  return part(req, bytes, headers);
}

function notModified(etag: string, headers: Headers) {
  headers.set("etag", etag);
  return new Response(null, { status: 304, headers });
}

function part(req: Request, bytes: Uint8Array<ArrayBuffer>, headers: Headers) {
  // A weak ETag cannot prove that a part still fits, so a conditional range gets the whole file.
  const range = req.headers.has("if-range") ? null : req.headers.get("range");
  const [, from, to] = range?.match(/^bytes=(\d*)-(\d*)$/) ?? [];
  if (!from && !to) return new Response(bytes, { headers });

  const start = from ? Number(from) : Math.max(0, bytes.length - Number(to));
  const end = from && to ? Math.min(Number(to), bytes.length - 1) : bytes.length - 1;
  if (start > end) {
    headers.set("content-range", `bytes */${bytes.length}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("content-range", `bytes ${start}-${end}/${bytes.length}`);
  return new Response(bytes.subarray(start, end + 1), { status: 206, headers });
}
