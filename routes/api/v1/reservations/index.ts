import { makeReservation } from "../../../../domain/inventory/mod.ts";
import { MakeReservation } from "../../../../domain/inventory/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async POST({ req, state }) {
    if (state.actor.kind !== "channel") return problem(refuse("not_allowed"));
    const wanted = await readJson(req, MakeReservation);
    if (isRefusal(wanted)) return problem(wanted);
    const made = await makeReservation(state.db, state.actor.channelId, wanted);
    if (isRefusal(made)) return problem(made);
    const { isNew, ...reservation } = made;
    const location = `/api/v1/reservations/${reservation.id}`;
    return Response.json(reservation, { status: isNew ? 201 : 200, headers: { location } });
  },
});
