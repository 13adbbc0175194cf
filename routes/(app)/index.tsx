import { homeOf } from "../../domain/access/decide.ts";
import { define } from "../../state.ts";

export const handler = define.handlers({
  GET: (ctx) => ctx.redirect(homeOf(ctx.state.actor), 303),
});
