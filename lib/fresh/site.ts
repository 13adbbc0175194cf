import { buildFor } from "./asset.ts";
import type { StaticFile } from "./files.ts";
import type { RouteModule } from "./types.ts";

/** Where the browser finds an island: a name exported by a chunk, and what that chunk imports. */
export interface IslandRef {
  exportName: string;
  chunk: string;
  imports: string[];
}

export interface IslandFile {
  module: Record<string, unknown>;
  chunk: string;
  imports: string[];
}

/** What a build found and made. */
export interface Snapshot {
  buildId: string;
  routes: { path: string; module: RouteModule }[];
  islands: IslandFile[];
  files: Map<string, StaticFile>;
  /** Set in development: pages reload when the server answers with another value. */
  reloadId?: string;
}

/** A snapshot as rendering and static files need it. */
export interface Site {
  buildId: string;
  basePath: string;
  islands: Map<unknown, IslandRef>;
  files: Map<string, StaticFile>;
  reloadId?: string;
}

export const EMPTY_SITE: Site = { buildId: "", basePath: "", islands: new Map(), files: new Map() };

const snapshots = new WeakMap<object, Snapshot>();

export function applySnapshot(app: object, snapshot: Snapshot) {
  snapshots.set(app, snapshot);
}

export function snapshotOf(app: object): Snapshot | undefined {
  return snapshots.get(app);
}

export function siteOf(snapshot: Snapshot | undefined, basePath: string): Site {
  if (!snapshot) return { ...EMPTY_SITE, basePath };
  buildFor(snapshot.buildId);
  const { buildId, files, reloadId } = snapshot;
  return { buildId, basePath, files, reloadId, islands: new Map(snapshot.islands.flatMap(refsOf)) };
}

function refsOf({ module, chunk, imports }: IslandFile): [unknown, IslandRef][] {
  return componentsOf(module).map((exportName) => [module[exportName], { exportName, chunk, imports }]);
}

/** Every exported function of an island file counts as a component. */
export function componentsOf(module: Record<string, unknown>): string[] {
  return Object.keys(module).filter((name) => typeof module[name] === "function");
}

export function chunkUrl({ basePath, buildId }: Site, chunk: string) {
  return `${basePath}/_fresh/js/${buildId}/${chunk}`;
}
