const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>No network</title>
<style>
  body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 20vh auto 0; padding: 0 1rem }
  a { display: inline-block; padding: .875rem 0; color: inherit; font-weight: 600 }
</style>
<h1>No network</h1>
<p>This page was not kept on this device. It opens again when the network is back.</p>
<a href="">Try again</a>
</html>`;

/** Shown when a page is neither on the network nor on the device. */
export function offlinePage(): Response {
  return new Response(html, {
    status: 503,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}
