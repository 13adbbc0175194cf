// Notices: what a push message shows, and what a tap on it opens.
import type { Scope, Tabs } from "./scope.ts";

export interface Notice {
  title: string;
  options: NotificationOptions & { data: { url: string } };
}

/**
 * Reads a push message: our own `{title, body, url, tag}`, or the same as declarative web push writes it. Browsers want
 * a notification for every message, so one that cannot be read still becomes one.
 */
export function readNotice(text: string | null, origin: string): Notice {
  const message = asObject(text);
  const said = message.web_push === 8030 && isObject(message.notification)
    ? { ...message.notification, url: message.notification.navigate }
    : message;
  const tag = asText(said.tag);
  return {
    title: asText(said.title) ?? "There is news",
    options: {
      body: asText(said.body) ?? "Open to see it.",
      icon: "/icons/icon-192.png",
      badge: "/icons/badge.png",
      data: { url: ownAddress(said.url, origin) },
      ...(tag === undefined ? {} : { tag }),
    },
  };
}

/** Shows a push message. */
export function showNotice(scope: Pick<Scope, "location" | "registration">, text: string | null) {
  const { title, options } = readNotice(text, scope.location.origin);
  return scope.registration.showNotification(title, options);
}

/** Brings the page a notice is about to the front, or opens it. */
export async function openNotice(tabs: Tabs, notification: Pick<Notification, "data" | "close">) {
  notification.close();
  const { url } = notification.data as Notice["options"]["data"];
  const open = await tabs.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((tab) => tab.url.split("#")[0] === url);
  return there ? await there.focus() : await tabs.openWindow(url);
}

/** A message may only lead to pages of ours. */
function ownAddress(url: unknown, origin: string): string {
  const address = asText(url) ?? "/";
  const parsed = URL.canParse(address, origin) ? new URL(address, origin) : undefined;
  return parsed?.origin === origin ? parsed.href : `${origin}/`;
}

function asObject(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
