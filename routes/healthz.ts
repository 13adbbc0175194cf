import { define } from "../state.ts";

/** The process lives. */
export const handler = define.handlers({
  GET: () => new Response("ok\n"),
});
