import { signOut } from "../domain/access/mod.ts";
import { endedCookie } from "../lib/cookies.ts";
import { define } from "../state.ts";

export const handler = define.handlers({
  async POST({ state }) {
    if (state.sessionToken) await signOut(state.db, state.sessionToken, state.device);
    return new Response(null, {
      status: 303,
      headers: { location: "/sign-in", "set-cookie": endedCookie() },
    });
  },
});
