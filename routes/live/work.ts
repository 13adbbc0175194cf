import { isSessionOpen } from "../../domain/access/mod.ts";
import { readWork } from "../../domain/fulfillment/mod.ts";
import { problem } from "../../domain/problems.ts";
import { refuse } from "../../lib/refusal.ts";
import { define } from "../../state.ts";

export const handler = define.handlers({
  GET({ req, state }) {
    const { actor, db, live, sessionToken } = state;
    if (actor.kind !== "person" || actor.nodeId === null || sessionToken === null) {
      return problem(refuse("not_allowed"));
    }
    const { nodeId } = actor;
    return live.stream(
      req,
      [`node:${nodeId}`],
      () => readWork(db, nodeId),
      () => isSessionOpen(db, sessionToken),
    );
  },
});
