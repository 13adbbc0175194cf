import type { StockPage } from "../../domain/fulfillment/types.ts";
import { Icon } from "../Icon.tsx";
import { moment } from "../when.ts";

/** Goods on their way here, the soonest first; nothing at all when nothing is. */
export function Inbound({ stock: { inbound, node, now } }: { stock: StockPage }) {
  if (inbound.length === 0) return null;
  return (
    <section aria-labelledby="inbound">
      <h2 id="inbound" class="text-xl">On the way</h2>
      <ul class="card-plain rows mt-3">
        {inbound.map((each) => (
          <li key={each.id} class="flex items-start gap-3 px-4 py-3">
            <Icon name="truck" class="ink-quiet mt-0.5 size-5" />
            <div class="min-w-0 flex-1">
              <p class="leading-snug font-medium wrap-anywhere">
                {each.kind === "transfer" ? `From ${each.from}` : "Purchase order"} {each.reference}
              </p>
              <p class="ink-quiet text-sm">
                expected {moment(each.expectedAt, now, node.timeZone)}
                {each.promised > 0 && <span class="block">{each.promised} of them promised</span>}
              </p>
            </div>
            <span class="text-lg font-semibold whitespace-nowrap">
              + {each.outstanding.toLocaleString("en-US")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
