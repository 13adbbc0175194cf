import type { PageProps } from "fresh";
import { asset } from "fresh/runtime";

export default function AppWrapper({ Component }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Shop</title>
        <link rel="icon" href="/dot.svg" />
        <link rel="stylesheet" href={asset("/styles.css")} />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
}
