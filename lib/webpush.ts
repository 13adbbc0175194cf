import { lookup } from "node:dns/promises";
import { BlockList } from "node:net";
import webpush from "web-push";

/** Where a browser wants to be told, and the keys only it can read with. */
export type Subscription = { endpoint: string; p256dh: string; auth: string };

/** Who we are to push services (RFC 8292). */
export type Push = {
  publicKey: string;
  privateKey: string;
  subject: string;
  /** Plain http to this machine, for tests; never anywhere else. */
  allowLoopback: boolean;
};

/**
 * What came of it. `gone`: the browser unsubscribed, forget it. `throttled`: wait at least so long. `failed`:
 * may be tried again.
 */
export type Sent = {
  outcome: "sent" | "gone" | "throttled" | "failed";
  status?: number;
  retryAfterSeconds?: number;
};

type Urgency = "very-low" | "low" | "normal" | "high";

/** Encrypts a message for one browser (RFC 8291) and hands it to that browser's push service. */
export async function sendPush(
  { endpoint, p256dh, auth }: Subscription,
  payload: string,
  push: Push,
  { ttlSeconds = 86_400, urgency = "high" as Urgency, timeoutMs = 10_000 } = {},
): Promise<Sent> {
  if (!mayReach(endpoint, push.allowLoopback)) return { outcome: "gone" };
  const { publicKey, privateKey, subject } = push;
  let request: ReturnType<typeof webpush.generateRequestDetails>;
  try {
    request = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: { publicKey, privateKey, subject },
      TTL: ttlSeconds,
      urgency,
    });
  } catch (error) {
    // Keys no message can be encrypted for will never be any better.
    if (isBadSubscription(error)) return { outcome: "gone" };
    throw error;
  }
  try {
    if (!isLoopback(new URL(endpoint)) && !await isOutside(new URL(endpoint).hostname)) {
      return { outcome: "gone" };
    }
    const response = await fetch(endpoint, {
      method: "POST",
      headers: withoutLength(request.headers),
      body: new Uint8Array(request.body ?? []),
      // A service that redirects could send us anywhere, also into our own network.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return outcomeOf(response);
  } catch {
    return { outcome: "failed" };
  }
}

/** A key pair to introduce ourselves with; made once and kept. */
export function newVapidKeys(): { publicKey: string; privateKey: string } {
  return webpush.generateVAPIDKeys();
}

/** A browser names its endpoint, so a bad one could name a machine of ours: only https, to a public name. */
export function mayReach(endpoint: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  if (url.username || url.password) return false;
  if (isLoopback(url)) return allowLoopback && /^https?:$/.test(url.protocol);
  return url.protocol === "https:" && url.port === "" && isPublicName(url.hostname);
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}

/** Not an address, and not a name that only a network of one's own can know. */
function isPublicName(hostname: string): boolean {
  const last = hostname.slice(hostname.lastIndexOf(".") + 1);
  return hostname.includes(".") && /[a-z]/.test(last) && !ownNames.has(last);
}

// deno-fmt-ignore
const ownNames = new Set([
  "arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost",
  "private", "test",
]);

/** Whether a name leads out into the internet, by every address it has: a public name may lead to us as well. */
async function isOutside(hostname: string): Promise<boolean> {
  const addresses = await lookup(hostname, { all: true });
  return addresses.every(({ address }) => isPublicAddress(address));
}

/** Whether an address is one of the internet's, and not a network's own. */
export function isPublicAddress(address: string): boolean {
  if (!address.includes(":")) return !notPublic.check(address);
  // All of IPv6 that is given out so far; outside of it are ::1, ::ffff:…, fc00::, fe80:: and the like.
  return /^[23]/.test(address) && /^[^:]{4}:/.test(address) && !notPublic.check(address, "ipv6");
}

const notPublic = new BlockList();
for (
  const [network, bits] of [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["224.0.0.0", 3],
  ] as const
) notPublic.addSubnet(network, bits);
// Teredo and 6to4, which carry an IPv4 address inside.
notPublic.addSubnet("2001::", 32, "ipv6");
notPublic.addSubnet("2002::", 16, "ipv6");

function isBadSubscription(error: unknown): boolean {
  return error instanceof Error && !/vapid/i.test(error.message) &&
    /p256dh|auth|public key|subscription/i.test(error.message);
}

// fetch counts for itself.
function withoutLength(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name !== "Content-Length").map((
      [name, value],
    ) => [name, String(value)]),
  );
}

function outcomeOf({ status, headers }: Response): Sent {
  const retryAfterSeconds = retryAfter(headers.get("retry-after"));
  if (status >= 200 && status < 300) return { outcome: "sent", status };
  if (status === 404 || status === 410) return { outcome: "gone", status };
  if (status === 429 || (status === 503 && retryAfterSeconds !== undefined)) {
    return { outcome: "throttled", status, retryAfterSeconds: retryAfterSeconds ?? 60 };
  }
  return { outcome: "failed", status };
}

const longestWaitSeconds = 86_400;

/** Seconds, or a date; whatever it says, no longer than a day. */
function retryAfter(value: string | null): number | undefined {
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(longestWaitSeconds, Math.max(0, Math.ceil(seconds)));
}
