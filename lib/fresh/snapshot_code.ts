import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bundle } from "./bundle.ts";

export interface Places {
  outDir: string;
  routeDir: string;
  serverEntry: string;
}

/** The module that names what a build found: the server imports routes and islands as they are. */
export function snapshotCode(places: Places, buildId: string, routes: string[], { islands }: Bundle) {
  const routePath = (path: string) => JSON.stringify(relative(places.routeDir, path));
  const { outDir } = places;
  return `
${routes.map((path, i) => `import * as route${i} from ${from(outDir, path)};`).join("\n")}
${islands.map(({ path }, i) => `import * as island${i} from ${from(outDir, path)};`).join("\n")}
export const buildId = ${JSON.stringify(buildId)};
export const routes = [
${routes.map((path, i) => `  { path: ${routePath(path)}, module: route${i} },`).join("\n")}
];
export const islands = [
${
    islands.map(({ chunk, imports }, i) =>
      `  { module: island${i}, ...${JSON.stringify({ chunk, imports })} },`
    ).join("\n")
  }
];
`.trimStart();
}

/** The module that \X runs. */
export function serverCode({ outDir, serverEntry }: Places) {
  const inner = (name: string) => from(outDir, fileURLToPath(new URL(name, import.meta.url)));
  return `
import { app } from ${from(outDir, serverEntry)};
import { filesIn } from ${inner("./files.ts")};
import { applySnapshot } from ${inner("./site.ts")};
import * as snapshot from "./snapshot.js";
applySnapshot(app, { ...snapshot, files: filesIn(import.meta.dirname + "/static") });
export default { fetch: app.handler() };
`.trimStart();
}

function from(folder: string, path: string) {
  const relativePath = relative(folder, path);
  return JSON.stringify(relativePath.startsWith(".") ? relativePath : `./${relativePath}`);
}
