import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import type { Desk } from "../../device/desk.ts";
import { Icon } from "../Icon.tsx";
import { clock } from "../when.ts";
import { OrderLink } from "./OrderRow.tsx";

/** Shoppers who have set out, whoever comes first on top; who did not say when comes last. */
export function OnTheWay({ desk }: { desk: Desk }) {
  const { t } = desk;
  const coming = comingOf(desk);
  if (coming.length === 0) return null;
  return (
    <section aria-labelledby="section-coming">
      <h2 id="section-coming" class="mb-2 flex items-baseline gap-2 px-1 text-lg">
        {t.counter.onTheWay} <span class="ink-quiet text-base font-medium">{coming.length}</span>
      </h2>
      <ul class="card-plain rows overflow-hidden">
        {coming.map((each) => (
          <li key={each.id}>
            <OrderLink desk={desk} id={each.id} class="row flex-wrap">
              <Icon name={each.method === "curbside" ? "car" : "navigation"} class="size-5" />
              <span class="min-w-[min(100%,8rem)] flex-1 wrap-anywhere">
                <span class="text-lg font-semibold">{each.orderNumber}</span>{" "}
                <span class="ink-quiet inline-block">{each.shopperLabel}</span>
                {each.bin && <span class="block text-sm font-semibold">{t.list.bin(each.bin)}</span>}
              </span>
              <span class="font-bold">
                {each.etaAt
                  ? t.counter.expected(clock(each.etaAt, desk.node.timeZone, t.times))
                  : t.counter.noTime}
              </span>
            </OrderLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function comingOf(desk: Desk): Fulfillment[] {
  const when = ({ etaAt }: Fulfillment) => etaAt?.getTime() ?? Infinity;
  return desk.matches.value.filter((each) => each.state === "staged" && each.onWayAt !== null)
    .sort((a, b) => when(a) === when(b) ? 0 : when(a) - when(b));
}
