import { HttpError } from "fresh";
import { readOrderPage } from "../../../../domain/orders/mod.ts";
import { readSignedId } from "../../../../lib/tokens.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async GET({ req, params, state }) {
    const { db, keys, live } = state;
    const orderId = await readSignedId(keys, "order", params.token ?? "");
    if (!orderId) throw new HttpError(404);
    return live.stream(req, [`order:${orderId}`], () => readOrderPage(db, keys, orderId));
  },
});
