/** A document to print: shown where a browser can, else kept under its name. */
export function attached(document: Uint8Array | string, type: string, name: string): Response {
  const body = typeof document === "string" ? document : new Uint8Array(document);
  return new Response(body, {
    headers: { "content-type": type, "content-disposition": `inline; filename="${name}"` },
  });
}
