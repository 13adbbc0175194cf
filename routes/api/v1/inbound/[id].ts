import { z } from "zod";
import { cancelInbound, changeInbound } from "../../../../domain/inventory/mod.ts";
import { ChangeInbound } from "../../../../domain/inventory/types.ts";
import { NodeId } from "../../../../domain/places/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { parse, readJson, readQuery } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { Uuid } from "../../../../lib/shapes.ts";
import { define } from "../../../../state.ts";

const AtNode = z.strictObject({ nodeId: NodeId });

export const handler = define.handlers({
  async PUT({ req, params, state }) {
    const id = parse(Uuid, params.id);
    if (isRefusal(id)) return problem(refuse("not_found"));
    const change = await readJson(req, ChangeInbound);
    if (isRefusal(change)) return problem(change);
    const changed = await changeInbound(state.db, id, change, { actor: state.actor });
    return isRefusal(changed) ? problem(changed) : Response.json(changed);
  },

  async DELETE({ url, params, state }) {
    const id = parse(Uuid, params.id);
    if (isRefusal(id)) return problem(refuse("not_found"));
    const at = readQuery(url, AtNode);
    if (isRefusal(at)) return problem(at);
    const cancelled = await cancelInbound(state.db, { id, ...at }, { actor: state.actor });
    return isRefusal(cancelled) ? problem(cancelled) : new Response(null, { status: 204 });
  },
});
