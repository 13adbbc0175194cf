// The shop's side of the public API: what a channel of one's own would write.
import type { Home, OrderLine, Wish } from "./simulate_plan.ts";

export interface Answer {
  status: number;
  // deno-lint-ignore no-explicit-any -- another system's JSON, read with care below
  body: any;
  milliseconds: number;
}

export interface Shop {
  /** What the nodes have, by SKU. */
  stockOf(nodeId: string): Promise<Map<string, number>>;
  /** The nearest store that has everything, if one is near enough to drive to. */
  storeFor(home: Home, lines: OrderLine[]): Promise<string | undefined>;
  place(wish: Wish, nodeId: string | undefined): Promise<Answer>;
  cancel(orderId: string): Promise<Answer>;
}

const PATIENCE_MS = 30_000;
const ATTEMPTS = 6;
// Farther than anybody drives for a mug: the ZIPs of a state are drawn evenly, so that shoppers live farther from its
// cities, and so from the stores, than people do.
const DRIVE_MILES = 150;

/** No answer at all, however often it was asked. */
export const UNREACHABLE = 0;

export function shopAt({ url, channelKey }: { url: string; channelKey: string }): Shop {
  const call = (path: string, body?: unknown) =>
    callPatiently(new URL(`/api/v1/${path}`, url), channelKey, body);
  return {
    async stockOf(nodeId) {
      const { status, body } = await call(`stock?nodeId=${encodeURIComponent(nodeId)}`);
      if (status !== 200) throw new Error(`${url} answered ${status} when asked for the stock of ${nodeId}`);
      const rows = body.stock as { sku: string; onHand: number }[];
      return new Map(rows.map(({ sku, onHand }) => [sku, onHand]));
    },
    async storeFor(home, lines) {
      const asked = lines.map(({ sku, quantity }) => ({ sku, quantity }));
      const near = { postalCode: home.postalCode, country: "US" };
      const { status, body } = await call("availability", { lines: asked, near, limit: 5 });
      if (status !== 200) return undefined;
      const stores = body.pickup as { nodeId: string; miles: number; complete: boolean }[];
      return stores.find(({ complete, miles }) => complete && miles <= DRIVE_MILES)?.nodeId;
    },
    place: (wish, nodeId) => call("orders", orderOf(wish, nodeId)),
    cancel: (orderId) => call(`orders/${orderId}/cancellation`, { reason: "The shopper changed their mind" }),
  };
}

/** Without a store near enough the order is sent, whatever was wished. */
function orderOf({ home, method, ...order }: Wish, nodeId: string | undefined) {
  if (method !== "delivery" && nodeId) return { ...order, method, nodeId };
  const shipTo = { line1: "1 Main Street", ...home, country: "US" };
  return { ...order, method: "delivery", shipTo };
}

/** Asks again when the shop says it is busy, as late as it asks for, and when it does not answer. */
async function callPatiently(url: URL, key: string, body?: unknown): Promise<Answer> {
  for (let attempt = 1;; attempt++) {
    const started = performance.now();
    const response = await callOnce(url, key, body);
    const milliseconds = performance.now() - started;
    const busy = !response || response.status === 503 || response.status === 429;
    if (response && (!busy || attempt === ATTEMPTS)) {
      return { status: response.status, body: await bodyOf(response), milliseconds };
    }
    if (attempt === ATTEMPTS) return { status: UNREACHABLE, body: undefined, milliseconds };
    await response?.body?.cancel();
    await new Promise((go) => setTimeout(go, waitOf(response, attempt)));
  }
}

async function callOnce(url: URL, key: string, body: unknown): Promise<Response | undefined> {
  try {
    return await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    return undefined;
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** Retry-After in seconds, never more than our own patience; otherwise longer each time. */
function waitOf(response: Response | undefined, attempt: number): number {
  const asked = response?.headers.get("retry-after") ?? "";
  if (/^\d{1,6}$/.test(asked)) return Math.min(PATIENCE_MS, Number(asked) * 1_000);
  return 250 * 2 ** attempt;
}
