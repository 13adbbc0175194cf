import { allows } from "../../domain/access/decide.ts";
import { signIn } from "../../domain/access/mod.ts";
import { Unlock } from "../../domain/access/types.ts";
import { approvalKey } from "../../domain/fulfillment/mod.ts";
import { problem } from "../../domain/problems.ts";
import { readJson } from "../../lib/body.ts";
import { deviceCookie, sessionCookie } from "../../lib/cookies.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { define } from "../../state.ts";

/** Somebody of the store takes the device in hand: their tile, their PIN. */
export const handler = define.handlers({
  async POST({ req, state }) {
    const { db, keys, device, deviceToken, sessionToken: replaces } = state;
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
    // What a manager lets go on this device while there is no network is signed with it.
    const key = allows(session.actor, "handover.override") && await approvalKey(keys, device, personId);
    return Response.json({ personId, name, role, ...(key && { approvalKey: key }) }, { headers });
  },
});
