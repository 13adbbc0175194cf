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
  const { protocol, hostname } = new URL(endpoint);
  const isLoopback = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  if (isLoopback) return allowLoopback && (protocol === "http:" || protocol === "https:");
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return protocol === "https:" && !isAddress && hostname.includes(".");
}

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
