// What is kept on the device. Code and styles with the build in their address never change: the cache answers. Pages ask
// the network first. Answers of the API and the live streams are never kept.
import { registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst, StaleWhileRevalidate } from "workbox-strategies";
import { offlinePage } from "./offline_page.ts";

type WorkboxPlugin = NonNullable<NonNullable<ConstructorParameters<typeof CacheFirst>[0]>["plugins"]>[number];

export type Kept = "versioned" | "static" | "staff_page" | "order_page";

/** Caches by what they keep, and how much of it: the oldest goes first. */
export const cacheNames: Record<Kept, string> = {
  versioned: "aisle-versioned",
  static: "aisle-static",
  staff_page: "aisle-staff-pages",
  order_page: "aisle-order-pages",
};

const most: Record<Kept, number> = { versioned: 150, static: 60, staff_page: 30, order_page: 10 };

/** What a request is for, as far as keeping goes; undefined: not kept. */
export function keptAs(
  url: URL,
  { method, mode, destination }: Pick<Request, "method" | "mode" | "destination">,
) {
  if (method !== "GET") return undefined;
  if (isVersioned(url)) return "versioned";
  if (mode === "navigate") return pageKind(url);
  return STATIC.includes(destination) || /\.(svg|png|wasm|woff2|webmanifest)$/.test(url.pathname)
    ? "static"
    : undefined;
}

const STATIC: RequestDestination[] = ["image", "style", "font", "audio", "manifest"];

function isVersioned(url: URL): boolean {
  return url.pathname.startsWith("/_fresh/js/") || url.searchParams.has("__frsh_c");
}

function pageKind({ pathname }: URL): "staff_page" | "order_page" | undefined {
  // Not /work/list, which is data.
  if (/^\/(region|work(\/[\da-f-]{36})?)$/.test(pathname)) return "staff_page";
  if (/^\/order\/[^/]+$/.test(pathname)) return "order_page";
  return undefined;
}

/** Answers the worker's requests. */
export function registerRoutes(origin: string) {
  const as = (kind: Kept) => ({ url, request }: { url: URL; request: Request }) =>
    url.origin === origin && keptAs(url, request) === kind;
  registerRoute(as("versioned"), new CacheFirst(optionsFor("versioned")));
  registerRoute(as("static"), new StaleWhileRevalidate(optionsFor("static")));
  for (const kind of ["staff_page", "order_page"] as const) {
    const options = optionsFor(kind, [pageRules(kind)]);
    registerRoute(as(kind), new NetworkFirst({ ...options, networkTimeoutSeconds: 4 }));
  }
}

function optionsFor(kind: Kept, plugins: WorkboxPlugin[] = []) {
  const cacheName = cacheNames[kind];
  const trim = { cacheDidUpdate: () => dropOldest(cacheName, most[kind]) };
  return { cacheName, plugins: [...plugins, trim], matchOptions: { ignoreVary: true } };
}

/**
 * A page is kept when it is that page: not a redirect to the sign-in, not a fault. Who is turned away has no business
 * with what was kept; who meets a fault of ours sees the page as it was.
 */
export function pageRules(kind: "staff_page" | "order_page", store: CacheStorage = caches): WorkboxPlugin {
  return {
    cacheWillUpdate: ({ response }) => Promise.resolve(isKeepable(response) ? response : null),
    async fetchDidSucceed({ request, response, state }) {
      if (response.status >= 500) {
        if (state) state.fault = response;
        throw new Error(`The server answered ${response.status}`);
      }
      if (!isKeepable(response)) {
        await (await store.open(cacheNames[kind])).delete(request, { ignoreVary: true });
      }
      return response;
    },
    async handlerDidError({ request, state }) {
      return (state?.fault as Response | undefined) ?? await nearest(new URL(request.url), store) ??
        offlinePage();
    },
  };
}

function isKeepable(response: Response): boolean {
  return response.status === 200 && !response.redirected;
}

/** One page shows the list and any order of it, so an order's page that was never opened is the list. */
function nearest({ pathname }: URL, store: CacheStorage): Promise<Response | undefined> {
  if (!pathname.startsWith("/work/")) return Promise.resolve(undefined);
  return store.match("/work", { cacheName: cacheNames.staff_page, ignoreVary: true });
}

/** Whether this device is an associate's: then the whole build is worth keeping. */
export async function keepsWork(store: CacheStorage = caches): Promise<boolean> {
  return await store.match("/work", { cacheName: cacheNames.staff_page, ignoreVary: true }) !== undefined;
}

/** Keeps addresses that a page has loaded before the worker was there, or will need. What fails is not kept. */
export async function keep(addresses: string[], origin: string, store: CacheStorage = caches) {
  await Promise.allSettled(addresses.map(async (address) => {
    const url = new URL(address, origin);
    if (url.origin !== origin) return;
    const page = pageKind(url);
    const kind = page ?? keptAs(url, { method: "GET", mode: "no-cors", destination: "" });
    if (!kind) return;
    const cache = await store.open(cacheNames[kind]);
    if (!page && await cache.match(url.href, { ignoreVary: true })) return;
    const response = await fetch(url.href);
    if (isKeepable(response)) await cache.put(url.href, response);
  }));
}

/** Forgets staff pages: whoever takes the phone next is somebody else. */
export function forgetStaffPages(store: CacheStorage = caches): Promise<boolean> {
  return store.delete(cacheNames.staff_page);
}

/** Keeps a cache bounded. Keys come in the order they were put in. */
export async function dropOldest(cacheName: string, count: number, store: CacheStorage = caches) {
  const cache = await store.open(cacheName);
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - count))) await cache.delete(key);
}
