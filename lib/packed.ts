// Text is sent packed to whoever can unpack it: a phone waits for the network, not for its processor. Deno.serve leaves
// that to the app. No page has a secret beside words that a stranger can put on it, so its length tells nothing.
import { gzipSync } from "node:zlib";

/** All that goes into one packet anyway gains nothing. */
const LEAST_BYTES = 1_400;
const MOST_KEPT = 300;

// Event streams are text too, but must not wait until there is enough to pack.
const TEXT =
  /^(text\/(html|css|javascript|plain|csv)|application\/([\w.-]+\+)?(json|wasm)|image\/svg\+xml)\b/;

/** What never changes is packed once, as small as can be; known by its ETag, which is a hash of it. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();

/** The answer as it is, or packed. */
export async function packed(request: Request, response: Response): Promise<Response> {
  if (request.method !== "GET" || response.status !== 200 || !response.body) return response;
  if (response.headers.has("content-encoding") || !TEXT.test(response.headers.get("content-type") ?? "")) {
    return response;
  }
  const headers = new Headers(response.headers);
  headers.append("vary", "accept-encoding");
  if (!/\bgzip\b/.test(request.headers.get("accept-encoding") ?? "")) {
    return new Response(response.body, { headers });
  }
  const bytes = await response.bytes();
  if (bytes.length < LEAST_BYTES) return new Response(bytes, { headers });
  headers.set("content-encoding", "gzip");
  headers.delete("content-length");
  return new Response(pack(bytes, headers), { headers });
}

function pack(bytes: Uint8Array<ArrayBuffer>, headers: Headers) {
  const etag = headers.get("etag");
  if (!etag || !headers.get("cache-control")?.includes("immutable")) return gzipSync(bytes, { level: 5 });
  const done = kept.get(etag) ?? gzipSync(bytes, { level: 9 });
  if (kept.size < MOST_KEPT) kept.set(etag, done);
  return done;
}
