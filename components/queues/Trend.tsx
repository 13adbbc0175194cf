import { count } from "./words.ts";

export interface TrendDay {
  /** "2026-11-30". */
  day: string;
  entered: number;
  sourced: number;
  cancelled: number;
}

const rows = [
  { key: "entered", word: "began to wait", class: "fill-primary" },
  { key: "sourced", word: "found a place", class: "fill-success" },
  { key: "cancelled", word: "given up", class: "fill-error" },
] as const;

const BAR = 10;
const GAP = 4;
const HEIGHT = 40;

/** Two weeks, a bar a day: what began to wait, what found a place, what was given up. All three to one scale. */
export function Trend({ days, now }: { days: TrendDay[]; now: Date }) {
  const top = Math.max(1, ...days.flatMap((each) => rows.map(({ key }) => each[key])));
  const width = days.length * (BAR + GAP) - GAP;
  return (
    <section aria-labelledby="trend">
      <h2 id="trend" class="text-xl">The last two weeks</h2>
      <dl class="card-plain mt-3 grid gap-px overflow-clip bg-line sm:grid-cols-3">
        {rows.map(({ key, word, class: look }) => {
          const all = days.reduce((sum, each) => sum + each[key], 0);
          const today = days.at(-1)?.[key] ?? 0;
          return (
            <div key={key} class="bg-base-100 p-4">
              <dt class="label-small">Lines that {key === "cancelled" ? "were given up" : word}</dt>
              <dd>
                <span class="text-2xl font-semibold tracking-tight">{all.toLocaleString("en-US")}</span>
                <span class="ink-quiet text-sm">, {today.toLocaleString("en-US")} of them today</span>
                <svg
                  class="mt-2 h-12 w-full border-b border-line"
                  viewBox={`0 0 ${width} ${HEIGHT}`}
                  preserveAspectRatio="none"
                  role="img"
                  aria-label={days.map((each) => `${dateOf(each.day)}: ${count(each[key], "line")}`).join(
                    ", ",
                  )}
                >
                  {days.map((each, i) => {
                    const height = Math.round(each[key] / top * HEIGHT * 10) / 10;
                    return height > 0 && (
                      <rect
                        key={each.day}
                        class={look}
                        x={i * (BAR + GAP)}
                        y={HEIGHT - height}
                        width={BAR}
                        height={height}
                      />
                    );
                  })}
                </svg>
                <span class="ink-quiet mt-1 flex justify-between text-xs" aria-hidden="true">
                  <span>{dateOf(days[0]?.day ?? now.toISOString())}</span>
                  <span>today</span>
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Nov 30". */
function dateOf(day: string): string {
  return `${months[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(8, 10))}`;
}
