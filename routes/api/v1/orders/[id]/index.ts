import { readOrder } from "../../../../../domain/orders/mod.ts";
import { problem } from "../../../../../domain/problems.ts";
import { parse } from "../../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../../lib/refusal.ts";
import { Uuid } from "../../../../../lib/shapes.ts";
import { define } from "../../../../../state.ts";

export const handler = define.handlers({
  async GET({ params, state }) {
    if (state.actor.kind !== "channel") return problem(refuse("not_allowed"));
    const id = parse(Uuid, params.id);
    if (isRefusal(id)) return problem(refuse("not_found"));
    const order = await readOrder(state.db, { id, channelId: state.actor.channelId }, state);
    return isRefusal(order) ? problem(order) : Response.json(order);
  },
});
