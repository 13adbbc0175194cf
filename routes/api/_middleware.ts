// Every "no" of the API is a problem by RFC 9457, faults included.
import { HttpError } from "fresh";
import { problem } from "../../domain/problems.ts";
import { log } from "../../lib/log.ts";
import { DatabaseUnavailable } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import { define } from "../../state.ts";

export default define.middleware(async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    if (error instanceof HttpError && error.status < 500) return problem(refuse("not_found"));
    if (error instanceof DatabaseUnavailable) throw error;
    log("error", "An API call failed.", { method: ctx.req.method, route: ctx.route, error });
    const body = {
      type: "about:blank",
      title: "Something went wrong on our side; it was logged",
      status: 500,
    };
    return Response.json(body, { status: 500, headers: { "content-type": "application/problem+json" } });
  }
});
