import { printLabel } from "../../../../../../domain/fulfillment/mod.ts";
import { problem } from "../../../../../../domain/problems.ts";
import { ParcelPath } from "../../../../../../domain/shipping/types.ts";
import { parse } from "../../../../../../lib/body.ts";
import { attached } from "../../../../../../lib/paper.ts";
import { isRefusal, refuse } from "../../../../../../lib/refusal.ts";
import { define } from "../../../../../../state.ts";

export const handler = define.handlers({
  async GET({ params, state }) {
    const { actor, db } = state;
    const path = parse(ParcelPath, params);
    if (isRefusal(path)) return problem(refuse("not_found"));
    if (actor.kind !== "person" || actor.nodeId === null) return problem(refuse("not_allowed"));
    const at = { nodeId: actor.nodeId, fulfillmentId: path.id, no: path.no };
    const label = await printLabel(db, at, "pdf");
    return isRefusal(label) ? problem(label) : attached(label, "application/pdf", `label-${path.no}.pdf`);
  },
});
