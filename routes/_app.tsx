import { asset } from "fresh/runtime";
import { lookIn, themeOf } from "../components/look.ts";
import { define } from "../state.ts";

export default define.page(({ Component, req, state }) => (
  <html lang={state.language} data-theme={themeOf(lookIn(req.headers.get("cookie") ?? ""))}>
    <head>
      <meta charset="utf-8" />
      <meta
        name="viewport"
        content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
      />
      <title>Aisle</title>
      <meta name="theme-color" content="#f4f3ef" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#10191b" media="(prefers-color-scheme: dark)" />
      {/* By its plain address, as the stylesheet names it: another would be fetched twice. */}
      <link
        rel="preload"
        as="font"
        type="font/woff2"
        href="/fonts/instrument-sans.woff2"
        crossorigin="anonymous"
      />
      <link rel="stylesheet" href={asset("/styles.css")} />
      <link rel="manifest" href="/manifest.webmanifest" />
      <link rel="icon" href="/icons/icon.svg" type="image/svg+xml" />
      <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
    </head>
    <body>
      <Component />
    </body>
  </html>
));
