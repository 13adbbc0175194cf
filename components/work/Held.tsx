import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { extendHold } from "../../device/counter_acts.ts";
import type { Desk } from "../../device/desk.ts";
import { moment } from "../when.ts";

const DAYS = [1, 3];

/** How long it is kept, whether its shopper was reminded, and keeping it longer. */
export function Held({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { holdUntil, remindedAt, id } = fulfillment;
  const { t } = desk;
  if (!holdUntil) return null;
  const isOver = holdUntil.getTime() <= desk.now.value;
  const when = moment(holdUntil, desk.now.value, desk.node.timeZone, t.times);
  return (
    <details class="mt-3">
      <summary class="flex min-h-12 cursor-pointer list-none flex-wrap items-center gap-x-3">
        <span class={isOver ? "ink-warn font-bold" : "font-medium"}>
          {isOver ? t.counter.wasKept(when) : t.counter.kept(when)}
        </span>
        {remindedAt && <span class="ink-warn font-semibold">{t.counter.reminded}</span>}
        <span class="link ml-auto">{t.counter.keepLonger}</span>
      </summary>
      <div class="acts mt-1">
        {DAYS.map((days) => (
          <button
            key={days}
            type="button"
            class="btn"
            onClick={() => extendHold(desk, id, days * 24)}
          >
            {t.counter.moreDays(days)}
          </button>
        ))}
      </div>
    </details>
  );
}
