// Who is asking, and whether they may: by the channel key or the session cookie, and the one table of permissions.
import { HttpError } from "fresh";
import { allows, homeOf, routePermissions } from "../domain/access/decide.ts";
import { readChannelKey, readDevice, readSession } from "../domain/access/mod.ts";
import type { Actor, Device } from "../domain/access/types.ts";
import { problem, type ProblemKind } from "../domain/problems.ts";
import { DatabaseUnavailable } from "../lib/db.ts";
import { log } from "../lib/log.ts";
import { isRefusal, refuse } from "../lib/refusal.ts";
import { secured } from "../lib/secured.ts";
import { deviceToken, sessionToken } from "../lib/cookies.ts";
import { pageLanguage } from "../words/languages.ts";
import { define } from "../state.ts";

const secure = define.middleware(async (ctx) => secured(await ctx.next(), ctx.url));

/**
 * A database that is away is not a fault of ours. A commit may have been lost or only its answer, so the caller is told
 * to send the very same again, which is safe, and when.
 */
const survive = define.middleware(async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    if (error instanceof HttpError) throw error;
    if (error instanceof DatabaseUnavailable) return problem(refuse("unavailable"));
    log("error", "A request failed.", { method: ctx.req.method, route: ctx.route, error });
    throw error;
  }
});

const listen = define.middleware((ctx) => {
  ctx.state.language = pageLanguage(ctx.url.pathname, ctx.req.headers);
  return ctx.next();
});

const identify = define.middleware(async (ctx) => {
  const { db } = ctx.state;
  const bearer = ctx.req.headers.get("authorization")?.match(/^Bearer ([\w-]{16,128})$/)?.[1];
  if (ctx.req.headers.has("authorization")) {
    const channel = await readChannelKey(db, bearer ?? "");
    if (isRefusal(channel)) return problem(channel);
    ctx.state.actor = channel;
    return await ctx.next();
  }
  ctx.state.sessionToken = sessionToken(ctx.req);
  if (ctx.state.sessionToken) ctx.state.actor = await readSession(db, ctx.state.sessionToken);
  ctx.state.deviceToken = deviceToken(ctx.req);
  if (ctx.state.deviceToken) ctx.state.device = await readDevice(db, ctx.state.deviceToken);
  if (ctx.state.device && ctx.state.actor.kind === "anyone") ctx.state.actor = deviceAlone(ctx.state.device);
  return await ctx.next();
});

function deviceAlone({ id, nodeId, name, revokedAt }: Device): Actor {
  return { kind: revokedAt ? "revoked_device" : "device", deviceId: id, nodeId, name };
}

/** Fails closed: a route or method that the table does not name answers nobody. */
const permit = define.middleware((ctx) => {
  // Wildcards only say that there is nothing there.
  if (ctx.route === null || ctx.route.endsWith("*")) return ctx.next();
  const method = ctx.req.method === "HEAD" ? "GET" : ctx.req.method;
  const permission = routePermissions[`${method} ${ctx.route}`];
  if (!permission) return problem(refuse("not_found"));
  const { actor } = ctx.state;
  if (allows(actor, permission)) return ctx.next();
  const isPage = method === "GET" && ctx.req.headers.get("accept")?.includes("text/html");
  if (isPage) return ctx.redirect(homeOf(actor), 303);
  return problem(refuse(whyNot[actor.kind] ?? "not_allowed"));
});

const whyNot: Partial<Record<Actor["kind"], ProblemKind>> = {
  anyone: "not_signed_in",
  device: "not_signed_in",
  revoked_device: "device_revoked",
};

export default [secure, survive, listen, identify, permit];
