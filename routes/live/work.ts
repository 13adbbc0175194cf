import { workplaceOf } from "../../domain/access/decide.ts";
import { isDeviceOpen, isSessionOpen } from "../../domain/access/mod.ts";
import { readWork } from "../../domain/fulfillment/mod.ts";
import { problem } from "../../domain/problems.ts";
import { refuse } from "../../lib/refusal.ts";
import { define } from "../../state.ts";

export const handler = define.handlers({
  GET({ req, state }) {
    const { actor, db, live, sessionToken, deviceToken } = state;
    const nodeId = workplaceOf(actor);
    if (nodeId === null) return problem(refuse("not_allowed"));
    return live.stream(
      req,
      [`node:${nodeId}`],
      () => readWork(db, nodeId),
      () =>
        actor.kind === "person" ? isSessionOpen(db, sessionToken ?? "") : isDeviceOpen(db, deviceToken ?? ""),
    );
  },
});
