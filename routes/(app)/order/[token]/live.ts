import { HttpError } from "fresh";
import { readOrderPage } from "../../../../domain/orders/mod.ts";
import { listNodesOfOrder } from "../../../../domain/fulfillment/mod.ts";
import { readSignedId } from "../../../../lib/tokens.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async GET({ req, params, state }) {
    const { db, keys, live } = state;
    const orderId = await readSignedId(keys, "order", params.token ?? "");
    if (!orderId) throw new HttpError(404);
    const topics = (await listNodesOfOrder(db, orderId)).map((nodeId) => `node:${nodeId}`);
    return live.stream(req, [`order:${orderId}`, ...topics], () => readOrderPage(db, keys, orderId));
  },
});
