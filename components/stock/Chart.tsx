import type { LedgerLine } from "../../domain/fulfillment/types.ts";
import { moment } from "../when.ts";
import { drawSteps, HEIGHT, WIDTH } from "./chart.ts";

export interface ChartProps {
  ledger: LedgerLine[];
  end: Date;
  now: Date;
  timeZone: string;
}

/** On hand and reserved over the movements listed below it, whose table says the same in words. */
export function Chart({ ledger, end, now, timeZone }: ChartProps) {
  const drawn = drawSteps(ledger, end);
  if (!drawn) return null;
  const { onHand, reserved, reservedArea, top, from } = drawn;
  return (
    <figure class="px-4 pt-4 pb-3">
      <figcaption class="flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
        <span class="inline-flex items-center gap-2">
          <span class="h-0.5 w-5 bg-primary" />On hand
        </span>
        <span class="inline-flex items-center gap-2">
          <span class="h-2.5 w-5 border-t-2 border-accent bg-accent/30" />Reserved
        </span>
      </figcaption>
      <div class="mt-3 flex gap-2">
        <div class="ink-quiet flex flex-col justify-between text-end text-xs leading-none" aria-hidden="true">
          <span>{top.toLocaleString("en-US")}</span>
          <span>0</span>
        </div>
        <svg
          class="h-32 min-w-0 flex-1 overflow-visible border-b border-line lg:h-40"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label="On hand and reserved after each movement of the table below"
        >
          <path class="fill-accent/30" d={reservedArea} />
          <path
            class="fill-none stroke-accent"
            d={reserved}
            stroke-width="2"
            vector-effect="non-scaling-stroke"
          />
          <path
            class="fill-none stroke-primary"
            d={onHand}
            stroke-width="2.5"
            vector-effect="non-scaling-stroke"
          />
        </svg>
      </div>
      <div class="ink-quiet mt-1.5 flex justify-between gap-4 text-xs" aria-hidden="true">
        <span>{moment(from, now, timeZone)}</span>
        <span class="text-end">{moment(end, now, timeZone)}</span>
      </div>
    </figure>
  );
}
