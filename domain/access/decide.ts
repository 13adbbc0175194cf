// Who may do what: one table of permissions by role, one of routes by permission. A route that is missing here answers
// nobody.
import type { Actor, Person } from "./types.ts";

type Grantee = "anyone" | "channel" | Person["role"];

export const permissions = {
  "public.read": ["anyone", "channel", "associate", "store_manager", "regional_manager"],
  "session.start": ["anyone", "associate", "store_manager", "regional_manager"],
  "session.end": ["associate", "store_manager", "regional_manager"],
  "own_order.follow": ["anyone", "associate", "store_manager", "regional_manager"],
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
  "operation.apply": ["associate", "store_manager"],
  "work.see": ["associate", "store_manager"],
  "load.see": ["regional_manager"],
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
  "GET /order/:token": "own_order.follow",
  "GET /order/:token/live": "own_order.follow",
  "POST /order/:token/subscription": "own_order.follow",
  "POST /order/:token/arrival": "own_order.follow",
  "POST /order/:token/substitution": "own_order.follow",
  "GET /work{/:id}?": "work.see",
  "GET /work/list": "work.see",
  "GET /work/substitutes": "work.see",
  "GET /live/work": "work.see",
  "GET /region": "load.see",
  "GET /stock": "stock.inspect",
  "GET /stock/:nodeId/:sku": "stock.inspect",
  "POST /stock/:nodeId/:sku/settlement": "stock.settle",
  "GET /live/region": "load.see",
  "GET /rules": "rules.edit",
  "POST /rules": "rules.edit",
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
  if (actor.kind === "anyone") return false;
  return actor.role === "regional_manager" ? actor.regionId === node.regionId : actor.nodeId === node.id;
}

/** Where somebody starts after signing in. */
export function homeOf(actor: Actor): string {
  if (actor.kind !== "person") return "/sign-in";
  return actor.role === "regional_manager" ? "/region" : "/work";
}
