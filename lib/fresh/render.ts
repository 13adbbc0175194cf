import { type ComponentChildren, Fragment, h, options, toChildArray, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Context } from "./context.ts";
import { HeadCollector } from "./head.ts";
import { serialize } from "./serialize.ts";
import { chunkUrl, EMPTY_SITE, type IslandRef, type Site } from "./site.ts";
import type { AnyView, Layout, PageProps } from "./types.ts";

export { EMPTY_SITE };

/** What holds for a rendering at one place in the folders. */
export interface Frame {
  app: AnyView | null;
  layouts: Layout[];
  site: Site;
}

interface UsedIsland {
  ref: IslandRef;
  name: string;
  props: unknown;
}

interface Rendering {
  nonce: string;
  site: Site;
  used: UsedIsland[];
  tags: Set<string>;
  ownHead: ComponentChildren;
  head: VNode[];
  undo: (() => void)[];
}

// Rendering is synchronous, so there is never more than one at a time.
let rendering: Rendering | null = null;

/** The answer with `vnode` as content of the layouts and the app wrapper. */
export async function answerWith(
  ctx: Context<unknown>,
  frame: Frame,
  vnode: ComponentChildren,
  init: ResponseInit,
): Promise<Response> {
  const content = await wrapped(ctx, frame, vnode);
  if (content instanceof Response) return content;
  const { html, nonce } = renderDocument(content, frame.site);
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  headers.set("x-fresh-nonce", nonce);
  return new Response(html, { ...init, headers });
}

async function wrapped(ctx: Context<unknown>, { app, layouts }: Frame, vnode: ComponentChildren) {
  let content = vnode;
  const views = [app, ...layouts.map(({ view }) => view)].filter((view) => view !== null);
  for (const view of views.reverse()) {
    const inner = content;
    const props = propsOf(ctx, () => h(Fragment, null, inner));
    const outer = isAsync(view) ? await view(props) : h(view as never, props as never);
    if (outer instanceof Response) return outer;
    content = outer;
  }
  return content;
}

export function isAsync(view: AnyView): boolean {
  return view.constructor.name === "AsyncFunction";
}

export function propsOf(ctx: Context<unknown>, Component: PageProps["Component"]): PageProps {
  const { config, url, req, params, route, info, state, data, error, isPartial } = ctx;
  return { config, url, req, params, route, info, state, data, error, isPartial, Component };
}

/** A whole document: markup, what `Head` collected, and the islands' script if there are any. */
export function renderDocument(content: ComponentChildren, site: Site) {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const now: Rendering = { nonce, site, used: [], tags: new Set(), ownHead: null, head: [], undo: [] };
  rendering = now;
  try {
    const collect = (elements: VNode[]) => void now.head.push(...elements);
    const body = renderToString(h(HeadCollector.Provider, { value: collect }, content));
    const head = renderToString(h(Fragment, null, merged(now))) + preloads(now);
    const html = put(withSkeleton(body, now.tags), { head, scripts: scripts(now) });
    return { html: "<!DOCTYPE html>" + html, nonce };
  } finally {
    rendering = null;
    now.undo.forEach((undo) => undo());
  }
}

/** Of two head elements for the same thing the later one counts, in the place of the earlier. */
function merged({ ownHead, head }: Rendering) {
  const elements = new Map<unknown, ComponentChildren>();
  for (const child of [...toChildArray(ownHead), ...head]) elements.set(identity(child), child);
  return [...elements.values()];
}

function identity(child: VNode | string | number): unknown {
  if (typeof child !== "object") return Symbol();
  const { id, name } = child.props as { id?: string; name?: string };
  if (child.type === "title") return "title";
  if (child.key != null) return `key ${child.key}`;
  if (id) return `id ${id}`;
  return child.type === "meta" && name ? `meta ${name}` : Symbol();
}

const HEAD = "fresh-head";
const SCRIPTS = "fresh-scripts";
const slot = (name: string) => `<!--${name}-->`;

function withSkeleton(html: string, tags: Set<string>) {
  const body = tags.has("body") || tags.has("html") ? html : `<body>${html}${slot(SCRIPTS)}</body>`;
  if (tags.has("head")) return tags.has("html") ? body : `<html>${body}</html>`;
  const head = `<head><meta charset="utf-8">${slot(HEAD)}</head>`;
  return tags.has("html") ? html.replace(/<html[^>]*>/, (tag) => tag + head) : `<html>${head}${body}</html>`;
}

function put(html: string, { head, scripts }: { head: string; scripts: string }) {
  const headed = html.replace(slot(HEAD), () => head);
  return headed.includes(slot(SCRIPTS)) ? headed.replace(slot(SCRIPTS), () => scripts) : headed + scripts;
}

function preloads({ used, site, nonce }: Rendering) {
  const chunks = new Set(used.flatMap(({ ref }) => [ref.chunk, ...ref.imports]));
  return [...chunks].map((chunk) =>
    `<link rel="modulepreload" href="${chunkUrl(site, chunk)}" nonce="${nonce}">`
  ).join("");
}

function scripts({ used, site, nonce }: Rendering) {
  const code = [];
  if (used.length > 0) code.push(bootCode(used, site));
  if (site.reloadId) code.push(reloadCode(site));
  return code.map((code) => `<script type="module" nonce="${nonce}">${code}</script>`).join("");
}

function bootCode(used: UsedIsland[], site: Site) {
  const refs = [...new Set(used.map(({ ref }) => ref))];
  const imports = refs.map(({ exportName, chunk }, i) =>
    `import{$boot as boot${i},${exportName} as island${i}}from"${chunkUrl(site, chunk)}";`
  );
  const names = refs.map((_, i) => `island${i}`);
  const slots = used.map(({ ref, props }) => [refs.indexOf(ref), props]);
  const state = serialize(
    slots,
    (path) => `<${used[Number(path[0])]?.name}> prop ${path.slice(2).join(".")}`,
  );
  return `${imports.join("")}boot0([${names}],${JSON.stringify(state).replaceAll("<", "\\u003c")})`;
}

function reloadCode({ basePath, reloadId }: Site) {
  return `new EventSource("${basePath}/_fresh/reload").onmessage=(e)=>{e.data==="${reloadId}"||location.reload()}`;
}

interface Internal extends VNode {
  /** Preact's parent vnode. */
  __?: Internal;
  /** Where `useId` starts counting. */
  __m?: [number, number];
}

/** The outermost island of a branch: marked by comments, so that its markup gains no element. */
function Marked({ type, props, ref }: { type: unknown; props: unknown; ref: IslandRef }) {
  const { used } = rendering!;
  const name = (type as { displayName?: string; name: string }).displayName ??
    (type as { name: string }).name;
  const index = used.push({ ref, name, props }) - 1;
  const island: Internal = h(type as never, props as never);
  // Two islands must not both number their ids from the start; client.ts does the same.
  island.__m = [index + 1, 0];
  return [comment(`fresh:${index}`), island, comment("/fresh")];
}

function comment(text: string) {
  return h(Fragment, { UNSTABLE_comment: text } as never);
}

function isInsideIsland(vnode: Internal) {
  for (let parent = vnode.__; parent; parent = parent.__) if (parent.type === Marked as unknown) return true;
  return false;
}

function seen(vnode: Internal, now: Rendering) {
  const { type, props } = vnode;
  if (typeof type === "string") return seenElement(vnode, type, now);
  const ref = now.site.islands.get(type);
  if (ref && !isInsideIsland(vnode)) rewrite(vnode, { type: Marked, props: { type, props, ref } }, now);
}

function seenElement(vnode: Internal, type: string, now: Rendering) {
  const props = vnode.props as { children?: ComponentChildren; nonce?: string };
  if (type === "html" || type === "head" || type === "body") now.tags.add(type);
  if (type === "head") {
    now.ownHead = props.children;
    rewrite(vnode, { type, props: { ...props, children: comment(HEAD) } }, now);
  } else if (type === "body") {
    rewrite(vnode, { type, props: { ...props, children: [props.children, comment(SCRIPTS)] } }, now);
  } else if ((type === "script" || type === "style") && !props.nonce) {
    rewrite(vnode, { type, props: { ...props, nonce: now.nonce } }, now);
  }
}

/** For this rendering only: the vnode may be a constant that the next request renders again. */
function rewrite(vnode: Internal, change: { type: unknown; props: unknown }, now: Rendering) {
  const { type, props } = vnode;
  now.undo.push(() => Object.assign(vnode, { type, props }));
  Object.assign(vnode, change);
}

// The hook runs for every vnode as it is rendered, also for those inside precompiled templates.
const hooks = options as { __b?: (vnode: Internal) => void };
const earlier = hooks.__b;
hooks.__b = (vnode) => {
  if (rendering) seen(vnode, rendering);
  earlier?.(vnode);
};
