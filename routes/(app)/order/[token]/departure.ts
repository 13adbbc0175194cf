import { z } from "zod";
import { setOutForStore } from "../../../../domain/fulfillment/mod.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { Uuid, wholeNumber } from "../../../../lib/shapes.ts";
import { readSignedId } from "../../../../lib/tokens.ts";
import { define } from "../../../../state.ts";

const SetOut = z.strictObject({ fulfillmentId: Uuid, minutes: wholeNumber(1, 240).nullable() });

export const handler = define.handlers({
  async POST({ req, params, state }) {
    const orderId = await readSignedId(state.keys, "order", params.token ?? "");
    if (!orderId) return problem(refuse("not_found"));
    const input = await readJson(req, SetOut);
    if (isRefusal(input)) return problem(input);
    const { fulfillmentId, minutes } = input;
    const now = new Date();
    // From the shopper's minutes, so that no clock but ours is believed.
    const etaAt = minutes === null ? null : new Date(now.getTime() + minutes * 60_000);
    const told = await setOutForStore(state.db, { orderId, fulfillmentId, etaAt }, now);
    return isRefusal(told) ? problem(told) : new Response(null, { status: 204 });
  },
});
