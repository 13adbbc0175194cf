import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { Icon } from "../Icon.tsx";
import { age } from "../when.ts";
import type { Desk } from "../../device/desk.ts";
import type { Words } from "../../words/en/work.ts";
import { OrderLink } from "./OrderRow.tsx";

/** A shopper who is here: nothing in the list is more urgent. */
export function WaitingRow({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { id, orderNumber, shopperLabel, bay, car, bin, arrivedAt, dueBy } = fulfillment;
  return (
    <li class="tone tone-warn overflow-hidden rounded-box border-2">
      <OrderLink desk={desk} id={id} class="row flex-wrap items-start">
        <Icon name={bay || car ? "car" : "hand"} class="mt-1 size-6" />
        <span class="min-w-[min(100%,7rem)] flex-1 text-base-content">
          <span class="block text-lg leading-6 font-bold">{placeOf(desk.t, fulfillment)}</span>
          {bay && car && <span class="block">{car}</span>}
          <span class="block">
            {orderNumber} · {shopperLabel}
          </span>
          {bin && <span class="block font-semibold">{desk.t.list.bin(bin)}</span>}
        </span>
        <span class="text-right leading-5 font-bold whitespace-nowrap text-base-content">
          {age(arrivedAt ?? dueBy, desk.listNow.value, desk.t.times)}
          <span class="block text-sm font-medium">{desk.t.counter.waiting}</span>
        </span>
      </OrderLink>
    </li>
  );
}

/** Where to go with the goods. */
export function placeOf(t: Words, { bay, car }: Pick<Fulfillment, "bay" | "car">): string {
  if (bay) return t.counter.bay(bay);
  return car ?? t.counter.atCounter;
}
