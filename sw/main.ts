// The service worker: which event leads to which work.
import { forgetStaffPages, keep, keepsWork, registerRoutes } from "./cache.ts";
import { SYNC_TAG } from "./drain.ts";
import { openNotice, showNotice } from "./push.ts";
import { openQueue } from "./queue.ts";
import { openDevice } from "./queue_store.ts";
import type { Scope } from "./scope.ts";
import { forgetSeen } from "./seen_store.ts";

const scope = self as unknown as Scope;
const { origin } = scope.location;
const buildFiles = scope.buildFiles ?? [];

registerRoutes(origin);

scope.addEventListener("install", (event) => event.waitUntil(keepBuild()));

// A newer worker waits (see takeOver below); the first one is of use at once.
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener("message", (event) => event.waitUntil(hear(event.data)));

scope.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "POST" && url === `${origin}/sign-out`) event.waitUntil(forgetStaff());
});

scope.addEventListener("sync", (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(flush());
});

scope.addEventListener("push", (event) => event.waitUntil(showNotice(scope, event.data?.text() ?? null)));

scope.addEventListener("notificationclick", (event) => {
  event.waitUntil(openNotice(scope.clients, event.notification));
});

async function keepBuild() {
  if (await keepsWork()) await keep(buildFiles, origin);
}

/** What pages ask for; see register.ts. */
async function hear(message: unknown) {
  const { type, addresses } = message as { type?: string; addresses?: string[] };
  if (type === "keep") await keep([...addresses ?? [], ...buildFiles], origin);
  if (type === "forget") await forgetStaff();
  if (type === "take_over") await scope.skipWaiting();
}

/** Whoever takes the phone next is somebody else; what waits to be sent stays. */
async function forgetStaff() {
  await forgetStaffPages();
  const device = await openDevice();
  try {
    await device.use(forgetSeen);
  } finally {
    device.close();
  }
}

async function flush() {
  const queue = await openQueue();
  try {
    await queue.flush();
  } finally {
    queue.close();
  }
}
