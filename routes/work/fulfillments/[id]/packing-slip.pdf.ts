import { printPackingSlip } from "../../../../domain/fulfillment/mod.ts";
import { problem } from "../../../../domain/problems.ts";
import { attached } from "../../../../lib/paper.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { Uuid } from "../../../../lib/shapes.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async GET({ params, state }) {
    const { actor, db } = state;
    const id = Uuid.safeParse(params.id);
    if (!id.success) return problem(refuse("not_found"));
    if (actor.kind !== "person" || actor.nodeId === null) return problem(refuse("not_allowed"));
    const slip = await printPackingSlip(db, { nodeId: actor.nodeId, fulfillmentId: id.data });
    return isRefusal(slip) ? problem(slip) : attached(slip, "application/pdf", "packing-slip.pdf");
  },
});
