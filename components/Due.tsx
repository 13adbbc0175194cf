import { Icon } from "./Icon.tsx";
import type { Times } from "../words/en/times.ts";
import { distance, type Instant, moment } from "./when.ts";

export interface DueProps {
  at: Instant;
  /** Given, not read from a clock, so that the server and the browser write the same. */
  now: Instant;
  timeZone: string;
  /** Leaves the clock time to the tooltip. */
  short?: boolean;
  times: Times;
  class?: string;
}

const SOON = 30 * 60_000;

/** When something must be done: "in 25 min · today 4:30 pm". Late and soon have their own icon and ink. */
export function Due({ at, now, timeZone, short, times, class: classes = "" }: DueProps) {
  const left = new Date(at).getTime() - new Date(now).getTime();
  const [ink, icon] = left < 0
    ? ["ink-bad font-semibold", "triangle-alert"] as const
    : left < SOON
    ? ["ink-warn font-semibold", "hourglass"] as const
    : ["ink-quiet", "clock"] as const;
  const when = moment(at, now, timeZone, times);
  return (
    <span class={`inline-flex flex-wrap items-center gap-x-1.5 ${classes}`}>
      <span class={`inline-flex items-center gap-1.5 whitespace-nowrap ${ink}`}>
        <Icon name={icon} class="size-4" />
        <time dateTime={new Date(at).toISOString()} title={times.due(when)}>{distance(at, now, times)}</time>
      </span>
      {!short && <span class="ink-quiet whitespace-nowrap">· {when}</span>}
    </span>
  );
}
