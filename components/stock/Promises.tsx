import type { PromiseLine, StockPage } from "../../domain/fulfillment/types.ts";
import { Icon } from "../Icon.tsx";
import { moment } from "../when.ts";
import { stateLooks } from "./words.ts";

export interface PromisesProps {
  stock: StockPage;
  linksOrders: boolean;
}

/** What is spoken for: for whom, since when, until when. */
export function Promises({ stock, linksOrders }: PromisesProps) {
  const { promises, morePromises, at } = stock;
  return (
    <section aria-labelledby="promises">
      <h2 id="promises" class="text-xl">{at ? "Promised then" : "Promised"}</h2>
      {promises.length === 0
        ? (
          <p class="card-plain ink-quiet mt-3 px-4 py-6">
            {at ? "Nothing was promised." : "Nothing is promised."}
          </p>
        )
        : (
          <ul class="card-plain rows mt-3">
            {promises.map((promise) => (
              <Row key={promise.id} promise={promise} stock={stock} linksOrders={linksOrders} />
            ))}
          </ul>
        )}
      {morePromises > 0 && (
        <p class="ink-quiet mt-2 px-1 text-sm">and {morePromises.toLocaleString("en-US")} more</p>
      )}
    </section>
  );
}

function Row({ promise, stock, linksOrders }: PromisesProps & { promise: PromiseLine }) {
  const { word, icon } = stateLooks[promise.state];
  const { order, since, until } = promise;
  const { timeZone } = stock.node;
  return (
    <li class="flex items-start gap-3 px-4 py-3">
      <Icon name={icon} class="ink-quiet mt-0.5 size-5" />
      <div class="min-w-0 flex-1">
        <p class="leading-snug font-medium wrap-anywhere">
          {order && linksOrders
            ? (
              <a class="link inline-flex min-h-6 items-center" href={`/work/${order.fulfillmentId}`}>
                Order {order.number}
              </a>
            )
            : order
            ? `Order ${order.number}`
            : "A cart"}
        </p>
        <p class="ink-quiet text-sm">
          {word} · since {moment(since, stock.now, timeZone)}
          {until && <span class="block">{untilWord[promise.state]} {moment(until, stock.now, timeZone)}
          </span>}
        </p>
      </div>
      <span class="text-lg font-semibold whitespace-nowrap">
        × {promise.quantity.toLocaleString("en-US")}
      </span>
    </li>
  );
}

const untilWord: Record<PromiseLine["state"], string> = {
  held: "until",
  allocated: "due",
  picked: "due",
  staged: "kept until",
};
