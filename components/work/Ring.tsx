import { useEffect, useState } from "preact/hooks";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { type Desk, navigate } from "../../device/desk.ts";
import { comeLater } from "../../device/later.ts";
import { Icon } from "../Icon.tsx";
import { placeOf } from "./WaitingRow.tsx";

/** Above whatever is on the screen: a car is outside, and nobody goes yet. */
export function Ring({ desk }: { desk: Desk }) {
  const [first, ...more] = desk.ring.value;
  // Over the list it stays in sight; over an order, with letters twice as large, it would hide what is to be pressed.
  const look = desk.selectedId.value === null ? "sticky top-10 z-30" : "";
  return (
    <div role="alert" class={first ? look : "sr-only"}>
      {first && <Banner key={first.id} desk={desk} fulfillment={first} more={more.length} />}
    </div>
  );
}

function Banner({ desk, fulfillment, more }: { desk: Desk; fulfillment: Fulfillment; more: number }) {
  const { t } = desk;
  const { id, orderNumber, shopperLabel, bay, car, bin, escalatedAt } = fulfillment;
  const goes = async () => {
    const { attend } = await comeLater();
    await attend(desk, id);
    navigate(desk, id);
  };
  return (
    <section
      class={`${
        escalatedAt ? "bg-error text-error-content" : "bg-warning text-warning-content"
      } flex flex-col gap-2 px-4 py-3`}
    >
      <div class="flex items-start gap-3">
        <Icon name={bay || car ? "car" : "hand"} class="mt-1 size-7" />
        <div class="min-w-0 flex-1 wrap-anywhere">
          <p class="text-2xl leading-7 font-bold">{placeOf(t, fulfillment)}</p>
          {bay && car && <p class="text-lg">{car}</p>}
          <p>{orderNumber} · {shopperLabel}{bin ? ` · ${t.list.bin(bin)}` : ""}</p>
          {escalatedAt && <p class="font-bold">{askOf(desk)}</p>}
          {more > 0 && <p class="font-semibold">{t.counter.moreWaiting(more)}</p>}
        </div>
        <WaitClock since={fulfillment.arrivedAt} now={desk.now.value} />
      </div>
      <button type="button" class="btn btn-neutral act text-lg" onClick={goes}>{t.counter.iAmGoing}</button>
    </section>
  );
}

/** Whom to fetch when it has taken too long. */
export function askOf(desk: Desk): string {
  const names = desk.truth.value.managers.map(({ name }) => name).join(", ");
  return names ? desk.t.counter.tooLongAsk(names) : desk.t.counter.tooLong;
}

/** Minutes and seconds since then, running. */
export function WaitClock({ since, now }: { since: Date | null; now: number }) {
  const [at, setAt] = useState(now);
  useEffect(() => {
    setAt(Date.now());
    const timer = setInterval(() => setAt(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((at - (since?.getTime() ?? at)) / 1_000));
  return (
    <p class="digits text-2xl tracking-normal" data-clock>
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")}
    </p>
  );
}
