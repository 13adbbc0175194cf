import { cancelOrder, readOrder } from "../../../../../domain/orders/mod.ts";
import { CancelOrder } from "../../../../../domain/orders/types.ts";
import { problem } from "../../../../../domain/problems.ts";
import { parse, readJson } from "../../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../../lib/refusal.ts";
import { Uuid } from "../../../../../lib/shapes.ts";
import { define } from "../../../../../state.ts";

export const handler = define.handlers({
  async POST({ req, params, state }) {
    if (state.actor.kind !== "channel") return problem(refuse("not_allowed"));
    const { channelId } = state.actor;
    const id = parse(Uuid, params.id);
    if (isRefusal(id)) return problem(refuse("not_found"));
    const input = await readJson(req, CancelOrder);
    if (isRefusal(input)) return problem(input);
    const cancelled = await cancelOrder(state.db, { actor: state.actor, channelId }, id, input);
    if (isRefusal(cancelled)) return problem(cancelled);
    const order = await readOrder(state.db, { id, channelId }, state);
    return isRefusal(order) ? problem(order) : Response.json(order);
  },
});
