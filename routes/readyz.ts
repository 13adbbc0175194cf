import { define } from "../state.ts";

/** The database answers; while it does not, the middleware says 503. */
export const handler = define.handlers({
  async GET({ state }) {
    await state.db.one`select 1 as ready`;
    return new Response("ready\n");
  },
});
