import { workplaceOf } from "../../domain/access/decide.ts";
import { readWork } from "../../domain/fulfillment/mod.ts";
import { problem } from "../../domain/problems.ts";
import { refuse } from "../../lib/refusal.ts";
import { define } from "../../state.ts";

export const handler = define.handlers({
  async GET({ state }) {
    const nodeId = workplaceOf(state.actor);
    if (nodeId === null) return problem(refuse("not_allowed"));
    return Response.json(await readWork(state.db, nodeId));
  },
});
