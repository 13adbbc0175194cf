import type { ComponentChildren } from "preact";
import type { OrderSourcing } from "../../domain/orders/types.ts";
import type { Decision } from "../../domain/routing/types.ts";
import { HEIGHT, outline, placed, WIDTH } from "./map.ts";
import { reasons, type Sign } from "./words.ts";

/** By sign: its drawing around a point, its colour, and what it stands for. No two are of one shape. */
const signs: Record<Sign, { drawn: string; class: string; word: string }> = {
  ruled: { drawn: "m-7-7h14v14h-14z", class: "fill-none stroke-quiet", word: "left out by the rules" },
  short: {
    drawn: "m-7-7l14 14m0-14l-14 14",
    class: "fill-none stroke-error",
    word: "has too little, or gave it back",
  },
  busy: {
    drawn: "m0-10l9 16h-18z",
    class: "fill-warning stroke-base-content",
    word: "is full, or would be late",
  },
  dearer: {
    drawn: "m-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
    class: "fill-info stroke-base-100",
    word: "would cost more",
  },
  chosen: {
    drawn: "m-14 0a14 14 0 1 0 28 0a14 14 0 1 0-28 0z",
    class: "fill-success stroke-base-100",
    word: "chosen",
  },
};

const ORDER: Sign[] = ["ruled", "short", "busy", "dearer", "chosen"];
const HOME = "m0-16l5 11h12l-9 8 3 12-11-7-11 7 3-12-9-8h12z";

/** The shopper, who sends it, and everybody who was considered, by why not. The list beside it says the same in words. */
export function SourcingMap({ order, decision }: { order: OrderSourcing; decision: Decision }) {
  const bySign = Map.groupBy(
    decision.considered,
    ({ reason }) => reasons.find((each) => each.reason === reason)!.sign,
  );
  const pointOf = (nodeId: string) => order.nodes[nodeId] && placed(order.nodes[nodeId]);
  const { coast, borders } = outline();
  const home = order.to.point && placed(order.to.point);
  const shown = ORDER.filter((sign) => bySign.has(sign));
  return (
    <section aria-labelledby="map">
      <h2 id="map" class="text-xl">Where they are</h2>
      <figure class="card-plain mt-3 p-3">
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          class="h-auto w-full"
          role="img"
          aria-label="Map of the United States with the shopper’s ZIP code and the places considered"
          stroke-linejoin="round"
        >
          <path d={borders} class="fill-none stroke-line" stroke-width="1.5" />
          <path d={coast} class="fill-none stroke-quiet" stroke-width="1.5" />
          {home && decision.packages.map(({ nodeId }) => {
            const from = pointOf(nodeId);
            return from && (
              <path
                key={nodeId}
                d={`M${from.join(" ")}L${home.join(" ")}`}
                class="stroke-success"
                stroke-width="4"
              />
            );
          })}
          {shown.map((sign) => (
            <path
              key={sign}
              d={bySign.get(sign)!.flatMap(({ nodeId }) => {
                const point = pointOf(nodeId);
                return point ? [`M${point.join(" ")}${signs[sign].drawn}`] : [];
              }).join("")}
              class={signs[sign].class}
              stroke-width="2"
            />
          ))}
          {home && (
            <path
              d={`M${home.join(" ")}${HOME}`}
              class="fill-accent stroke-base-content"
              stroke-width="2"
            />
          )}
        </svg>
        <figcaption class="mt-3">
          <ul class="grid gap-x-6 gap-y-1.5 text-sm sm:grid-cols-2">
            <Legend drawn={HOME} class="fill-accent stroke-base-content">
              The shopper’s ZIP code, {order.to.postalCode}
            </Legend>
            {shown.toReversed().map((sign) => (
              <Legend key={sign} drawn={signs[sign].drawn} class={signs[sign].class}>
                {count(bySign.get(sign)!.length, signs[sign].word)}
              </Legend>
            ))}
          </ul>
        </figcaption>
      </figure>
    </section>
  );
}

function count(places: number, word: string): string {
  return `${places.toLocaleString("en-US")} ${places === 1 ? "place" : "places"}: ${word}`;
}

function Legend(
  { drawn, class: look, children }: { drawn: string; class: string; children: ComponentChildren },
) {
  return (
    <li class="flex items-start gap-2">
      <svg viewBox="-18 -18 36 36" class="mt-0.5 size-5 shrink-0" aria-hidden="true">
        <path d={`M0 0${drawn}`} class={look} stroke-width="2.5" />
      </svg>
      <span>{children}</span>
    </li>
  );
}
