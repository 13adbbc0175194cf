import { z } from "zod";
import { arriveAtStore } from "../../../../domain/fulfillment/mod.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { text, Uuid } from "../../../../lib/shapes.ts";
import { readSignedId } from "../../../../lib/tokens.ts";
import { define } from "../../../../state.ts";

const Arrive = z.strictObject({ fulfillmentId: Uuid, bay: text(20).nullable(), car: text(60).nullable() });

export const handler = define.handlers({
  async POST({ req, params, state }) {
    const orderId = await readSignedId(state.keys, "order", params.token ?? "");
    if (!orderId) return problem(refuse("not_found"));
    const input = await readJson(req, Arrive);
    if (isRefusal(input)) return problem(input);
    const arrived = await arriveAtStore(state.db, { orderId, ...input });
    return isRefusal(arrived) ? problem(arrived) : new Response(null, { status: 204 });
  },
});
