import { changeReservation, readReservation, releaseReservation } from "../../../../domain/inventory/mod.ts";
import { ChangeReservation } from "../../../../domain/inventory/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { parse, readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { Uuid } from "../../../../lib/shapes.ts";
import { define, type State } from "../../../../state.ts";

export const handler = define.handlers({
  async GET({ params, state }) {
    const hold = holdOf(params, state);
    if (isRefusal(hold)) return problem(hold);
    const found = await readReservation(state.db, hold);
    return isRefusal(found) ? problem(found) : Response.json(found);
  },

  async PUT({ req, params, state }) {
    const hold = holdOf(params, state);
    if (isRefusal(hold)) return problem(hold);
    const wanted = await readJson(req, ChangeReservation);
    if (isRefusal(wanted)) return problem(wanted);
    const changed = await changeReservation(state.db, hold, wanted);
    return isRefusal(changed) ? problem(changed) : Response.json(changed);
  },

  async DELETE({ params, state }) {
    const hold = holdOf(params, state);
    if (isRefusal(hold)) return problem(hold);
    const released = await releaseReservation(state.db, hold);
    return isRefusal(released) ? problem(released) : new Response(null, { status: 204 });
  },
});

function holdOf(params: Record<string, string>, { actor }: State) {
  if (actor.kind !== "channel") return refuse("not_allowed");
  const holdId = parse(Uuid, params.id);
  return isRefusal(holdId) ? refuse("not_found") : { holdId, channelId: actor.channelId };
}
