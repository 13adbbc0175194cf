import { leave } from "../../domain/access/mod.ts";
import { Departure } from "../../domain/access/types.ts";
import { problem } from "../../domain/problems.ts";
import { readJson } from "../../lib/body.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { define } from "../../state.ts";

/** Somebody leaves the device: it is locked, or they signed out. */
export const handler = define.handlers({
  async POST({ req, state }) {
    const { db, device, sessionToken: token } = state;
    if (!device) return problem(refuse("not_signed_in"));
    const input = await readJson(req, Departure);
    if (isRefusal(input)) return problem(input);
    await leave(db, { device, token }, input);
    return new Response(null, { status: 204 });
  },
});
