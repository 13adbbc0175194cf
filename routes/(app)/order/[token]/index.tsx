import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { readOrderPage } from "../../../../domain/orders/mod.ts";
import OrderStatus from "../../../../islands/OrderStatus.tsx";
import { readSignedId } from "../../../../lib/tokens.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async GET({ params, state }) {
    const token = params.token ?? "";
    const orderId = await readSignedId(state.keys, "order", token);
    const order = orderId && await readOrderPage(state.db, state.keys, orderId);
    if (!order) throw new HttpError(404);
    return page({ order, token, vapidPublicKey: state.settings.VAPID_PUBLIC_KEY ?? "" });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Order {data.order.number}</title>
      <meta name="robots" content="noindex" />
    </Head>
    <OrderStatus {...data} />
  </>
));
