import { releaseReservation } from "../../../../domain/inventory/mod.ts";
import { problem } from "../../../../domain/problems.ts";
import { parse } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { Uuid } from "../../../../lib/shapes.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async DELETE({ params, state }) {
    if (state.actor.kind !== "channel") return problem(refuse("not_allowed"));
    const holdId = parse(Uuid, params.id);
    if (isRefusal(holdId)) return problem(refuse("not_found"));
    const released = await releaseReservation(state.db, { holdId, channelId: state.actor.channelId });
    return isRefusal(released) ? problem(released) : new Response(null, { status: 204 });
  },
});
