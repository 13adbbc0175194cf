import { asset } from "fresh/runtime";
import { define } from "../state.ts";

export default define.page(({ Component }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <title>Aisle</title>
      <meta name="theme-color" content="#f6f4ef" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#14181b" media="(prefers-color-scheme: dark)" />
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
