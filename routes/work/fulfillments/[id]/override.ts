import { grantOverride } from "../../../../domain/fulfillment/mod.ts";
import { AskOverride } from "../../../../domain/fulfillment/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { Uuid } from "../../../../lib/shapes.ts";
import { define } from "../../../../state.ts";

/** A manager lets an order go without proof: their PIN, once, for a grant that one handover carries. */
export const handler = define.handlers({
  async POST({ req, params, state }) {
    const { actor: person, db, device } = state;
    if (person.kind !== "person" || person.nodeId === null) return problem(refuse("not_allowed"));
    const id = Uuid.safeParse(params.id);
    if (!id.success) return problem(refuse("not_found"));
    const input = await readJson(req, AskOverride);
    if (isRefusal(input)) return problem(input);
    const { nodeId } = person;
    const deviceId = device && !device.revokedAt && device.nodeId === nodeId ? device.id : input.deviceId;
    const granted = await grantOverride(db, { nodeId, deviceId, person }, id.data, input);
    return isRefusal(granted) ? problem(granted) : Response.json(granted, { status: 201 });
  },
});
