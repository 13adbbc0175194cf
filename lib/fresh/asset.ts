export const IS_BROWSER = typeof document !== "undefined";

// In the browser the build id is in the address of this very code, so a bundle need not contain it.
let buildId = IS_BROWSER ? import.meta.url.match(/\/_fresh\/js\/([^/]+)\//)?.[1] ?? "" : "";

/** Called by the server, once, with the build it serves. */
export function buildFor(id: string) {
  buildId = id;
}

/** A static file's address with the build in it: it may be cached for a year. */
export function asset(path: string): string {
  if (!buildId || !path.startsWith("/") || path.startsWith("//") || path.includes("__frsh_c=")) return path;
  const [, address = path, hash = ""] = path.match(/^([^#]*)(#.*)?$/) ?? [];
  return `${address}${address.includes("?") ? "&" : "?"}__frsh_c=${buildId}${hash}`;
}
