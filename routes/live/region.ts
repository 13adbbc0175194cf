import { isSessionOpen } from "../../domain/access/mod.ts";
import { findNodesOfRegion } from "../../domain/places/mod.ts";
import { problem } from "../../domain/problems.ts";
import { readRegionLoad } from "../../domain/workload/mod.ts";
import { refuse } from "../../lib/refusal.ts";
import { define } from "../../state.ts";

export const handler = define.handlers({
  async GET({ req, state }) {
    const { actor, db, live, sessionToken } = state;
    if (actor.kind !== "person" || actor.regionId === null || sessionToken === null) {
      return problem(refuse("not_allowed"));
    }
    const { regionId } = actor;
    const topics = (await findNodesOfRegion(db, regionId)).map((node) => `node:${node.id}`);
    return live.stream(
      req,
      topics,
      () => readRegionLoad(db, regionId),
      () => isSessionOpen(db, sessionToken),
    );
  },
});
