import type { OrderPage } from "../../domain/orders/types.ts";
import { Money } from "../Money.tsx";
import { Notice } from "../Notice.tsx";
import { refundWords } from "./words.ts";

/** What was ordered, what it costs, and what goes back. */
export function OrderLines({ order }: { order: OrderPage }) {
  return (
    <section class="flex flex-col gap-4" aria-label="Your order">
      <div class="card-plain">
        <h2 class="px-5 pt-5 pb-3 text-lg">Your order</h2>
        <ul class="rows border-t border-line">
          {order.lines.map((line) => (
            <li key={line.lineNo} class="flex flex-wrap items-baseline justify-end gap-x-3 px-5 py-3.5">
              <span class="w-9 shrink-0 font-semibold">{line.quantity} ×</span>
              <span class="min-w-28 flex-1 wrap-anywhere">
                {line.name}
                {line.replaces && <span class="ink-quiet block text-sm">In place of {line.replaces}</span>}
                {line.kit && <span class="ink-quiet block text-sm">Part of {line.kit}</span>}
                {line.cancelled > 0 && (
                  <span class="ink-quiet block text-sm">
                    {line.cancelled === line.quantity ? "Not coming" : `${line.cancelled} not coming`}
                  </span>
                )}
              </span>
              <Money minor={line.unitPriceMinor * line.quantity} currency={order.currency} />
            </li>
          ))}
        </ul>
        <p class="flex justify-between gap-3 border-t border-line px-5 py-4 font-semibold">
          Total
          <Money minor={order.totalMinor} currency={order.currency} />
        </p>
      </div>
      {order.refunds.map((refund) => (
        <Notice
          key={`${refund.lineNo}-${refund.reason}`}
          icon="banknote"
          title={refundWords(refund, order.currency)}
        />
      ))}
    </section>
  );
}
