import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { Due } from "../Due.tsx";
import { Icon } from "../Icon.tsx";
import { StateBadge } from "../StateBadge.tsx";
import { type Desk, navigate } from "../../device/desk.ts";
import { methodIcons } from "../../device/words.ts";
import { OrderMenu } from "./OrderMenu.tsx";

/** Which order, for whom, by when; and the way back. */
export function OrderHeader({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { orderNumber, shopperLabel, method, state, dueBy } = fulfillment;
  return (
    <header class="px-4 pt-1 pb-4">
      <div class="flex min-h-12 flex-wrap items-center justify-between gap-2 lg:pt-3">
        <BackButton desk={desk} />
        <span class="ml-auto flex items-center gap-1">
          <StateBadge state={state} t={desk.t} />
          <OrderMenu desk={desk} orders={[fulfillment]} />
        </span>
      </div>
      <h1 id="order-title" tabIndex={-1} class="flex flex-wrap items-baseline gap-x-2 text-2xl outline-none">
        <span>{orderNumber}</span>
        <span class="ink-quiet min-w-0 text-lg font-medium">{shopperLabel}</span>
      </h1>
      <p class="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span class="inline-flex items-center gap-1.5">
          <Icon name={methodIcons[method]} class="size-4" />
          {desk.t.methods[method]}
        </span>
        {state !== "staged" && state !== "arrived" && (
          <Due at={dueBy} now={desk.now.value} timeZone={desk.node.timeZone} times={desk.t.times} />
        )}
      </p>
    </header>
  );
}

export function BackButton({ desk }: { desk: Desk }) {
  return (
    <button type="button" class="btn btn-ghost -ml-4" onClick={() => navigate(desk, null)}>
      <Icon name="arrow-left" /> {desk.t.order.back}
    </button>
  );
}
