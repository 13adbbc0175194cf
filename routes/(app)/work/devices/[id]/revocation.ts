import { revokeDevice } from "../../../../../domain/access/mod.ts";
import { problem } from "../../../../../domain/problems.ts";
import { isRefusal, refuse } from "../../../../../lib/refusal.ts";
import { Uuid } from "../../../../../lib/shapes.ts";
import { define } from "../../../../../state.ts";

export const handler = define.handlers({
  async POST({ params, state }) {
    const { actor, db } = state;
    const id = Uuid.safeParse(params.id).data;
    if (actor.kind !== "person" || !id) return problem(refuse("not_found"));
    const revoked = await revokeDevice(db, actor, id);
    if (isRefusal(revoked)) return problem(revoked);
    return new Response(null, { status: 303, headers: { location: "/work/devices" } });
  },
});
