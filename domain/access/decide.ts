// Who may do what: one table of permissions by role, one of routes by permission. A route that is missing here answers
// nobody.
import type { Actor, Person, Standing, Tries, Turn } from "./types.ts";

type Grantee = Exclude<Actor["kind"], "person"> | Person["role"];

const STAFF = ["associate", "store_manager", "regional_manager"] as const;
const DEVICES = ["device", "revoked_device"] as const;

export const permissions = {
  "public.read": ["anyone", "channel", ...DEVICES, ...STAFF],
  "session.start": ["anyone", ...DEVICES, ...STAFF],
  "session.end": [...STAFF],
  "own_order.follow": ["anyone", ...DEVICES, ...STAFF],
  "device.manage": ["store_manager", "regional_manager"],
  "device.unlock": ["device", ...STAFF],
  "availability.read": ["channel"],
  "reservation.make": ["channel"],
  "reservation.read": ["channel"],
  "reservation.change": ["channel"],
  "reservation.release": ["channel"],
  "order.place": ["channel"],
  "order.read": ["channel"],
  "order.cancel": ["channel"],
  "stock.read": ["channel", "associate", "store_manager", "regional_manager"],
  "node.switch": ["store_manager", "regional_manager"],
  "rules.edit": ["regional_manager"],
  "rates.edit": ["regional_manager"],
  "stock.count": ["channel", "store_manager"],
  "stock.inspect": ["associate", "store_manager", "regional_manager"],
  "stock.settle": ["store_manager", "regional_manager"],
  "stock.adjust": ["channel", "store_manager"],
  "stock.return": ["channel", "store_manager"],
  "stock.receive": ["channel"],
  "stock.transfer": ["channel"],
  "stock.sell": ["channel"],
  "inbound.announce": ["channel"],
  "inbound.change": ["channel"],
  "inbound.cancel": ["channel"],
  "handover.override": ["store_manager"],
  "override.ask": ["associate", "store_manager"],
  // A device sends what people did who have gone home, one that was taken back to hear that it is refused.
  "operation.apply": [...DEVICES, "associate", "store_manager"],
  "work.see": ["device", "associate", "store_manager"],
  "handover.read": ["store_manager"],
  "bins.keep": ["store_manager"],
  "label.see": ["associate", "store_manager"],
  "label.buy": ["associate", "store_manager"],
  "label.void": ["associate", "store_manager"],
  "manifest.see": ["associate", "store_manager"],
  "manifest.close": ["associate", "store_manager"],
  "load.see": ["regional_manager"],
  "sourcing.see": ["regional_manager"],
  // What waits is at no node, so it is every region's to settle.
  "queue.settle": ["regional_manager"],
  "invariants.read": ["channel", "regional_manager"],
} as const satisfies Record<string, readonly Grantee[]>;

export type Permission = keyof typeof permissions;

/** Permissions of no route: an act itself asks for them. */
export const actPermissions: Permission[] = ["handover.override"];

/** Every route and method, by the pattern the router knows it by. */
export const routePermissions: Record<string, Permission> = {
  "GET /": "public.read",
  "GET /healthz": "public.read",
  "GET /readyz": "public.read",
  "GET /sign-in": "session.start",
  "POST /sign-in": "session.start",
  "POST /sign-out": "session.end",
  "POST /device/session": "device.unlock",
  "POST /device/departure": "device.unlock",
  "GET /work/devices": "device.manage",
  "POST /work/devices": "device.manage",
  "POST /work/devices/idle-lock": "device.manage",
  "POST /work/devices/:id/revocation": "device.manage",
  "GET /order/:token": "own_order.follow",
  "GET /order/:token/live": "own_order.follow",
  "POST /order/:token/subscription": "own_order.follow",
  "POST /order/:token/arrival": "own_order.follow",
  "POST /order/:token/substitution": "own_order.follow",
  "GET /work{/:id}?": "work.see",
  "GET /work/list": "work.see",
  "GET /work/substitutes": "work.see",
  "POST /order/:token/departure": "own_order.follow",
  "POST /order/:token/collector": "own_order.follow",
  "GET /work/bins": "bins.keep",
  "POST /work/bins": "bins.keep",
  "GET /work/handovers": "handover.read",
  "GET /live/work": "work.see",
  "GET /work/manifest": "manifest.see",
  "POST /work/manifest": "manifest.close",
  "POST /work/fulfillments/:id/override": "override.ask",
  "GET /work/manifests/:id/manifest.pdf": "manifest.see",
  "POST /work/fulfillments/:id/parcels/:no/offers": "label.buy",
  "POST /work/fulfillments/:id/parcels/:no/label": "label.buy",
  "DELETE /work/fulfillments/:id/parcels/:no/label": "label.void",
  "GET /work/fulfillments/:id/parcels/:no/label.pdf": "label.see",
  "GET /work/fulfillments/:id/parcels/:no/label.zpl": "label.see",
  "GET /work/fulfillments/:id/packing-slip.pdf": "label.see",
  "GET /region": "load.see",
  "GET /orders": "sourcing.see",
  "GET /orders/:number": "sourcing.see",
  "GET /queues": "sourcing.see",
  "POST /queues": "queue.settle",
  "GET /stock": "stock.inspect",
  "GET /stock/:nodeId/:sku": "stock.inspect",
  "POST /stock/:nodeId/:sku/settlement": "stock.settle",
  "GET /live/region": "load.see",
  "GET /rates": "rates.edit",
  "POST /rates": "rates.edit",
  "GET /rules": "rules.edit",
  "POST /rules": "rules.edit",
  "GET /routing": "rules.edit",
  "POST /routing": "rules.edit",
  "GET /routing/drafts/:id": "rules.edit",
  "POST /routing/drafts/:id": "rules.edit",
  "GET /routing/drafts/:id/comparison": "rules.edit",
  "GET /api/v1/openapi.json": "public.read",
  "POST /api/v1/availability": "availability.read",
  "POST /api/v1/reservations": "reservation.make",
  "GET /api/v1/reservations/:id": "reservation.read",
  "PUT /api/v1/reservations/:id": "reservation.change",
  "DELETE /api/v1/reservations/:id": "reservation.release",
  "POST /api/v1/orders": "order.place",
  "GET /api/v1/orders/:id": "order.read",
  "POST /api/v1/orders/:id/cancellation": "order.cancel",
  "GET /api/v1/stock": "stock.read",
  "GET /api/v1/stock/availability": "stock.read",
  "PUT /api/v1/nodes/:id/switches/:service": "node.switch",
  "DELETE /api/v1/nodes/:id/switches/:service": "node.switch",
  "GET /api/v1/stock/changes": "stock.read",
  "GET /api/v1/stock/stream": "stock.read",
  "POST /api/v1/stock/counts": "stock.count",
  "POST /api/v1/stock/adjustments": "stock.adjust",
  "POST /api/v1/stock/returns": "stock.return",
  "POST /api/v1/stock/receipts": "stock.receive",
  "POST /api/v1/stock/sales": "stock.sell",
  "POST /api/v1/transfers": "stock.transfer",
  "POST /api/v1/inbound": "inbound.announce",
  "PUT /api/v1/inbound/:id": "inbound.change",
  "DELETE /api/v1/inbound/:id": "inbound.cancel",
  "POST /api/v1/operations": "operation.apply",
  "GET /api/v1/invariants": "invariants.read",
};

/** Whether an actor may do a thing at all; where, is a matter of scope. */
export function allows(actor: Actor, permission: Permission): boolean {
  const grantees: readonly Grantee[] = permissions[permission];
  return grantees.includes(actor.kind === "person" ? actor.role : actor.kind);
}

/** Whether a node lies within what an actor may see: their own store, their region's stores, or all for a channel. */
export function seesNode(actor: Actor, node: { id: string; regionId: string }): boolean {
  if (actor.kind === "channel") return true;
  if (actor.kind !== "person") return actor.kind === "device" && actor.nodeId === node.id;
  return actor.role === "regional_manager" ? actor.regionId === node.regionId : actor.nodeId === node.id;
}

/** The store whose work an actor does; null for who does none. */
export function workplaceOf(actor: Actor): string | null {
  return actor.kind === "person" || actor.kind === "device" ? actor.nodeId : null;
}

/** Where somebody starts after signing in; a store's device, with the people of the store to choose from. */
export function homeOf(actor: Actor): string {
  if (actor.kind === "device") return "/work";
  if (actor.kind !== "person") return "/sign-in";
  return actor.role === "regional_manager" ? "/region" : "/work";
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a person may come back to a device without a network, after the last sign-in that the server saw. */
export const TURN_MS = 12 * HOUR;
const CLOCK_TOLERANCE_MS = 2 * MINUTE;

/** The turn in which something was done on a device; none when the person was not signed in on it then. */
export function turnAt<OneOf extends Turn>(turns: readonly OneOf[], at: Date): OneOf | undefined {
  return turns.find(({ signedInAt, runsOutAt, signedOutAt }) => {
    const end = Math.min(runsOutAt.getTime(), signedOutAt?.getTime() ?? Infinity);
    return at.getTime() >= signedInAt.getTime() - CLOCK_TOLERANCE_MS &&
      at.getTime() <= end + CLOCK_TOLERANCE_MS;
  });
}

const offlineActs = [
  ...["start_pick", "join_pick", "give_back", "confirm_pick", "sort_units", "undo", "short_pick", "reject"],
  ...["propose_substitute", "withdraw_substitute", "find_again", "put_back", "stage", "attend", "hand_over"],
  ...["pack", "ship"],
];
const offlineProofs = ["pass", "code", "document", "approval"];

/**
 * Whether something may be done by somebody whose PIN only the device has seen: the work with the goods, and nothing a
 * manager answers for, unless the phone has seen the manager's PIN as well. What this page does not know is not allowed.
 */
export function mayDo({ type, body }: { type: string; body: object }, standing: Standing): boolean {
  if (standing === "full") return true;
  if (!offlineActs.includes(type)) return false;
  const { proof } = body as { proof?: { kind: string } };
  return proof === undefined || offlineProofs.includes(proof.kind);
}

const FREE_TRIES = 5;
const MOST_TRIES = 10;
const FIRST_WAIT_MS = 30_000;

/** How long the next try of a PIN without a network has to wait: from the fifth wrong one on, twice as long each time. */
export function waitBeforeTry({ count, lastAt }: Tries, now: number): number {
  if (count < FREE_TRIES) return 0;
  const wait = FIRST_WAIT_MS * 2 ** (count - FREE_TRIES);
  // A clock that was set back must not make the wait longer than it was.
  return Math.min(wait, Math.max(0, lastAt + wait - now));
}

/** Whether a PIN has been tried so often that only the server may still say whether it is right. */
export function isSpent({ count }: Tries): boolean {
  return count >= MOST_TRIES;
}

/** Whether what a device kept of a PIN may still be used; a clock set back before it was made ends it as well. */
export function isFresh({ madeAt }: { madeAt: number }, now: number): boolean {
  return now >= madeAt - CLOCK_TOLERANCE_MS && now < madeAt + TURN_MS;
}

/** Whether a device that nobody has touched since then is to be locked. */
export function isIdle(touchedAt: number, idleLockSeconds: number, now: number): boolean {
  return now - touchedAt >= idleLockSeconds * 1_000;
}
