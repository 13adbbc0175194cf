import { Subscribe } from "../../../../domain/notifications/types.ts";
import { subscribe } from "../../../../domain/notifications/mod.ts";
import { readOrderPage } from "../../../../domain/orders/mod.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { readSignedId } from "../../../../lib/tokens.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async POST({ req, params, state }) {
    const { db, keys, settings } = state;
    const orderId = await readSignedId(keys, "order", params.token ?? "");
    if (!orderId || !await readOrderPage(db, keys, orderId)) return problem(refuse("not_found"));
    const subscription = await readJson(req, Subscribe);
    if (isRefusal(subscription)) return problem(subscription);
    const allowLoopback = settings.PUSH_TO_LOOPBACK === "1";
    const subscribed = await subscribe(db, { orderId, subscription, allowLoopback });
    return isRefusal(subscribed) ? problem(subscribed) : new Response(null, { status: 201 });
  },
});
