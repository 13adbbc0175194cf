import { buyParcelLabel, voidParcelLabel } from "../../../../../../domain/fulfillment/mod.ts";
import { problem } from "../../../../../../domain/problems.ts";
import { labelView } from "../../../../../../domain/shipping/labels_decide.ts";
import { BuyLabel, ParcelPath } from "../../../../../../domain/shipping/types.ts";
import { parse, readJson } from "../../../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../../../lib/refusal.ts";
import { define } from "../../../../../../state.ts";

export const handler = define.handlers({
  async POST({ req, params, state }) {
    const { actor: person, db, labelsAreRemote: isRemote } = state;
    const path = parse(ParcelPath, params);
    if (isRefusal(path)) return problem(refuse("not_found"));
    if (person.kind !== "person" || person.nodeId === null) return problem(refuse("not_allowed"));
    const wanted = await readJson(req, BuyLabel);
    if (isRefusal(wanted)) return problem(wanted);
    const at = { nodeId: person.nodeId, fulfillmentId: path.id, no: path.no };
    const label = await buyParcelLabel(db, at, wanted, { isRemote, person });
    return isRefusal(label) ? problem(label) : Response.json(labelView(label), { status: 201 });
  },
  async DELETE({ params, state }) {
    const { actor: person, db } = state;
    const path = parse(ParcelPath, params);
    if (isRefusal(path)) return problem(refuse("not_found"));
    if (person.kind !== "person" || person.nodeId === null) return problem(refuse("not_allowed"));
    const at = { nodeId: person.nodeId, fulfillmentId: path.id, no: path.no };
    const label = await voidParcelLabel(db, at, { person });
    return isRefusal(label) ? problem(label) : Response.json(labelView(label));
  },
});
