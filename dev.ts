// The builder: `deno run -A dev.ts build` writes _fresh/, without `build` it serves and reloads on every change.
import { Builder } from "fresh/dev";
import { buildAssets, listBuildFiles } from "./tasks/assets.ts";

const builder = new Builder({
  root: import.meta.dirname,
  serverEntry: "main.ts",
  routeDir: "routes",
  islandDir: "islands",
  staticDir: "static",
  outDir: "_fresh",
});

const isBuild = Deno.args.includes("build");
await buildAssets({ minify: isBuild });
if (isBuild) {
  await builder.build();
  await listBuildFiles("_fresh");
} else {
  await builder.listen(() => import("./main.ts"), {
    hostname: Deno.env.get("HOST") ?? "127.0.0.1",
    port: Number(Deno.env.get("PORT") ?? 8000),
  });
}
