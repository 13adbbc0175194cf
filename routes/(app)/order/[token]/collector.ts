import { z } from "zod";
import { letCollect } from "../../../../domain/fulfillment/mod.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { text, Uuid } from "../../../../lib/shapes.ts";
import { readSignedId } from "../../../../lib/tokens.ts";
import { define } from "../../../../state.ts";

const Name = z.strictObject({ fulfillmentId: Uuid, name: text(120).nullable() });

export const handler = define.handlers({
  async POST({ req, params, state }) {
    const orderId = await readSignedId(state.keys, "order", params.token ?? "");
    if (!orderId) return problem(refuse("not_found"));
    const input = await readJson(req, Name);
    if (isRefusal(input)) return problem(input);
    const collector = input.name?.trim() || null;
    const named = await letCollect(state.db, { orderId, fulfillmentId: input.fulfillmentId, collector });
    return isRefusal(named) ? problem(named) : new Response(null, { status: 204 });
  },
});
