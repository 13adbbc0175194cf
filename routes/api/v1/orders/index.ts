import { placeOrder, readOrder } from "../../../../domain/orders/mod.ts";
import { PlaceOrder } from "../../../../domain/orders/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async POST({ req, state }) {
    if (state.actor.kind !== "channel") return problem(refuse("not_allowed"));
    const { channelId } = state.actor;
    const input = await readJson(req, PlaceOrder);
    if (isRefusal(input)) return problem(input);
    const placed = await placeOrder(state.db, channelId, input);
    if (isRefusal(placed)) return problem(placed);
    const order = await readOrder(state.db, { id: placed.id, channelId }, state);
    if (isRefusal(order)) return problem(order);
    const location = `/api/v1/orders/${order.id}`;
    return Response.json(order, { status: placed.isNew ? 201 : 200, headers: { location } });
  },
});
