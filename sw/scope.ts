// The little of the service worker's world that is used here. TypeScript's own description of it cannot stand beside the
// one of pages.

export interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface Tab {
  readonly url: string;
  focus(): Promise<Tab>;
}

export interface Tabs {
  matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Tab[]>;
  openWindow(url: string): Promise<Tab | null>;
  claim(): Promise<void>;
}

interface Events {
  install: WorkerEvent;
  activate: WorkerEvent;
  fetch: WorkerEvent & { readonly request: Request };
  message: WorkerEvent & { readonly data: unknown };
  push: WorkerEvent & { readonly data: { text(): string } | null };
  notificationclick: WorkerEvent & { readonly notification: Notification };
  sync: WorkerEvent & { readonly tag: string };
}

export interface Scope {
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: Tabs;
  /** Addresses of the build's code and styles; put before the script by tasks/assets.ts. */
  readonly buildFiles?: string[];
  skipWaiting(): Promise<void>;
  addEventListener<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => void): void;
}
