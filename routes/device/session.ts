import { signIn } from "../../domain/access/mod.ts";
import { Unlock } from "../../domain/access/types.ts";
import { problem } from "../../domain/problems.ts";
import { readJson } from "../../lib/body.ts";
import { deviceCookie, sessionCookie } from "../../lib/cookies.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { define } from "../../state.ts";

/** Somebody of the store takes the device in hand: their tile, their PIN. */
export const handler = define.handlers({
  async POST({ req, state }) {
    const { db, device, deviceToken, sessionToken: replaces } = state;
    if (!device || !deviceToken) return problem(refuse("not_signed_in"));
    if (device.revokedAt) return problem(refuse("device_revoked"));
    const input = await readJson(req, Unlock);
    if (isRefusal(input)) return problem(input);
    const session = await signIn(db, { ...input, place: `node:${device.nodeId}` }, { device, replaces });
    if (isRefusal(session)) return problem(session);
    const { personId, name, role } = session.actor;
    const headers = new Headers();
    headers.append("set-cookie", sessionCookie(session.token, session.expiresAt));
    headers.append("set-cookie", deviceCookie(deviceToken));
    return Response.json({ personId, name, role }, { headers });
  },
});
