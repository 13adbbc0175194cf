import type { OrderSourcing } from "../../domain/orders/types.ts";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { Money } from "../Money.tsx";
import { Notice } from "../Notice.tsx";
import { orderPath } from "./paths.ts";
import { ago } from "./words.ts";

export interface OrdersListProps {
  orders: Pick<OrderSourcing, "id" | "number" | "state" | "placedAt" | "totalMinor" | "currency">[];
  /** What was looked for. */
  number: string;
  isMissing: boolean;
  now: Date;
}

/** Finds an order by its number; and lists the newest deliveries. */
export function OrdersList({ orders, number, isMissing, now }: OrdersListProps) {
  return (
    <div class="flex flex-col gap-6 px-4 py-5">
      <div>
        <a class="btn btn-ghost -ms-3 px-3" href="/region">
          <Icon name="arrow-left" /> Region
        </a>
        <h1 class="mt-1 text-2xl">Orders, and why here</h1>
        <p class="ink-quiet mt-2 max-w-[62ch]">
          Deliveries that have a part in the region, and those of which something waits.
        </p>
      </div>
      <form method="get" action="/orders" class="flex max-w-xl gap-2">
        <label class="sr-only" for="number">Order number</label>
        <input
          id="number"
          class="input min-w-0 flex-1 bg-base-100"
          type="search"
          name="number"
          maxLength={40}
          value={number}
          placeholder="Order number"
          autoCapitalize="characters"
        />
        <button class="btn btn-primary" type="submit">Find</button>
      </form>
      {isMissing && (
        <Notice tone="bad" title={`No delivery with the number ${number}`}>
          It may be a pickup, or all of it another region’s.
        </Notice>
      )}
      {orders.length === 0
        ? <EmptyState icon="package" title="No deliveries yet">The first one will be here.</EmptyState>
        : (
          <section aria-labelledby="newest">
            <h2 id="newest" class="text-xl">The newest</h2>
            <ul class="card-plain rows mt-3 overflow-clip">
              {orders.map((order) => (
                <li key={order.id}>
                  <a
                    class="flex min-h-14 flex-wrap items-center gap-x-4 px-4 py-2 hover:bg-base-200"
                    href={orderPath(order.number)}
                  >
                    <span class="flex-1 font-semibold">{order.number}</span>
                    <Money minor={order.totalMinor} currency={order.currency} />
                    <span class="ink-quiet text-sm">{ago(order.placedAt, now)}</span>
                    <Icon name="chevron-right" class="size-4" />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
    </div>
  );
}
