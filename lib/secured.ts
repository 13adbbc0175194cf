/** An answer with the headers every answer carries, unless it says otherwise itself. */
export function secured(response: Response, url: URL): Response {
  const headers = response.headers;
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "same-origin");
  headers.set("permissions-policy", "camera=(self), geolocation=(self), microphone=()");
  headers.set("cross-origin-opener-policy", "same-origin");
  if (url.protocol === "https:") {
    headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  }
  if (response.status === 503 && !headers.has("retry-after")) headers.set("retry-after", "2");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  return response;
}
