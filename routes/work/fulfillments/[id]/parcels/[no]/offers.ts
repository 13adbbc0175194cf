import { askParcelOffers } from "../../../../../../domain/fulfillment/mod.ts";
import { problem } from "../../../../../../domain/problems.ts";
import { ParcelPath } from "../../../../../../domain/shipping/types.ts";
import { parse } from "../../../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../../../lib/refusal.ts";
import { define } from "../../../../../../state.ts";

/** Asks what carriers want for a parcel; asked again, it answers what they have said so far. */
export const handler = define.handlers({
  async POST({ params, state }) {
    const { actor, db, labelsAreRemote: isRemote } = state;
    const path = parse(ParcelPath, params);
    if (isRefusal(path)) return problem(refuse("not_found"));
    if (actor.kind !== "person" || actor.nodeId === null) return problem(refuse("not_allowed"));
    const at = { nodeId: actor.nodeId, fulfillmentId: path.id, no: path.no };
    const offers = await askParcelOffers(db, at, { isRemote });
    return isRefusal(offers) ? problem(offers) : Response.json(offers);
  },
});
