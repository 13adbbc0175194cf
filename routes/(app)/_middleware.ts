// Pages say what went wrong in the app's own words; here it is logged, and a database that is away becomes a 503.
import { HttpError } from "fresh";
import { DatabaseUnavailable } from "../../lib/db.ts";
import { log } from "../../lib/log.ts";
import { define } from "../../state.ts";

export default define.middleware(async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    if (error instanceof HttpError) throw error;
    if (error instanceof DatabaseUnavailable) throw new HttpError(503);
    log("error", "A page failed.", { method: ctx.req.method, route: ctx.route, error });
    throw error;
  }
});
