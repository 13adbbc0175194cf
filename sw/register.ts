// A page's side of the service worker: starting it, keeping what it needs offline, and asking for notices.

/** Registers the worker; undefined where there is none, or where it cannot start. */
export async function registerWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  try {
    return await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  } catch {
    return undefined;
  }
}

/**
 * Asks the worker to keep this page, all it has loaded, and the build's other code, so that the next start needs no
 * network. A page that loaded before the worker was there is otherwise not kept.
 */
export async function keepOffline(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const addresses = [location.href, ...loaded].filter((address) => address.startsWith(location.origin));
  active?.postMessage({ type: "keep", addresses });
}

/**
 * Calls back when a newer worker is installed and waits; what it is given makes that worker take over. The caller knows
 * when that is safe: not in the middle of a pick, and not while operations wait to be sent.
 */
export function onUpdate(registration: ServiceWorkerRegistration, found: (takeOver: () => void) => void) {
  const tell = () => {
    const { waiting } = registration;
    if (waiting && navigator.serviceWorker.controller) {
      found(() => waiting.postMessage({ type: "take_over" }));
    }
  };
  tell();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", tell);
  });
}

/** What a browser can do about notices. An iPhone can only from its home screen. */
export function pushSupport(): "yes" | "blocked" | "from_home_screen" | "no" {
  if ("PushManager" in globalThis && "Notification" in globalThis && "serviceWorker" in navigator) {
    return Notification.permission === "denied" ? "blocked" : "yes";
  }
  return /iPhone|iPad/.test(navigator.userAgent) ? "from_home_screen" : "no";
}

/** Asks the person, then the push service. Call it from a tap: browsers ignore it otherwise. */
export async function subscribeToPush(
  vapidPublicKey: string,
): Promise<PushSubscriptionJSON | "blocked" | "ask"> {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "blocked" : "ask";
  if (!await registerWorker()) throw new Error("The service worker did not start");
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: vapidPublicKey,
  });
  return subscription.toJSON();
}
