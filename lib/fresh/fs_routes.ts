import { errorStep, type Layers, type Route, routeStep, within } from "./layers.ts";
import type { Router } from "./router.ts";
import type { AnyHandler, AnyView, Middleware, RouteModule } from "./types.ts";

interface RouteFile {
  path: string;
  module: RouteModule;
}

/** Puts the files of routes/ in place: first what folders add, then the routes, the most specific first. */
export function addFileRoutes(files: RouteFile[], layers: Layers, router: Router, basePath: string) {
  for (const file of files) addToLayer(file, layers);
  for (const { path, pattern, module } of inOrderOfMatching(files)) {
    const step = within(layers.downTo(folderOf(path)), routeStep(routeOf(module)));
    router.add("*", basePath + pattern || "/", step);
  }
}

function addToLayer({ path, module }: RouteFile, layers: Layers) {
  const name = nameOf(path);
  if (!name.startsWith("_")) return;
  const layer = layers.at(folderOf(path));
  const view = module.default as AnyView;
  if (name === "_middleware") layer.middlewares.push(...middlewaresOf(module));
  else if (name === "_layout") layer.layout = { view, config: module.config ?? {} };
  else if (name === "_app") layer.app = view;
  else if (name === "_error") layer.onError = errorStep(routeOf(module));
  // A missing page is found here, as far as the status goes: only a handler can make it 404.
  else if (name === "_404") layer.onNotFound = errorStep(routeOf(module), 200);
  else throw new Error(`routes/${path} is neither a route nor a name Fresh knows`);
}

function middlewaresOf({ handler, handlers, default: fallback }: RouteModule) {
  return [handler ?? handlers ?? fallback].flat() as Middleware[];
}

function routeOf({ handler, handlers, default: view, config }: RouteModule): Route {
  return { handler: (handlers ?? handler) as AnyHandler, view: view as AnyView, config };
}

function inOrderOfMatching(files: RouteFile[]) {
  const routes = files.filter(({ path }) => !nameOf(path).startsWith("_"))
    .map((file) => ({ ...file, pattern: file.module.config?.routeOverride ?? patternOf(file.path) }));
  refuseTwins(routes);
  return routes.sort((a, b) => compare(a.pattern, b.pattern));
}

function refuseTwins(routes: { path: string; pattern: string }[]) {
  const byPattern = Map.groupBy(routes, ({ pattern }) => pattern);
  for (const [pattern, [one, other]] of byPattern) {
    if (one && other) throw new Error(`routes/${one.path} and routes/${other.path} both answer ${pattern}`);
  }
}

function nameOf(path: string) {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
}

function folderOf(path: string) {
  return path.includes("/") ? "/" + path.slice(0, path.lastIndexOf("/")) : "";
}

/** The URL pattern of a file: `(group)/orders/[id].tsx` gives `/orders/:id`. */
export function patternOf(path: string): string {
  const parts = path.replace(/\.\w+$/, "").split("/").filter((part) => !/^\(.*\)$/.test(part));
  if (parts.at(-1) === "index") parts.pop();
  return parts.map(patternOfPart).join("") || "/";
}

function patternOfPart(part: string) {
  if (part.startsWith("[[")) return `{/:${part.slice(2, -2)}}?`;
  if (part.startsWith("[...")) return `/:${part.slice(4, -1)}*`;
  return "/" + part.replace(/\[(\w+)\]/g, ":$1");
}

/** Part by part: a word before a parameter, that before an optional one, the rest of the path last. */
function compare(a: string, b: string) {
  const [as, bs] = [ranks(a), ranks(b)];
  const differing = as.findIndex((rank, i) => rank !== bs[i]);
  if (differing === -1) return as.length - bs.length;
  return as[differing]! - (bs[differing] ?? -1);
}

function ranks(pattern: string) {
  return pattern.replaceAll("{/:", "/?").split("/").slice(1).map((part) => {
    if (part.endsWith("*")) return 3;
    if (part.startsWith("?")) return 2;
    return part.includes(":") ? 1 : 0;
  });
}
