import { inHand } from "../../domain/fulfillment/steps_decide.ts";
import type { Fulfillment, FulfillmentLine } from "../../domain/fulfillment/types.ts";
import { isInPart, refuseAll } from "../../device/counter.ts";
import { settle } from "../../device/counter_acts.ts";
import type { Desk } from "../../device/desk.ts";
import { Icon } from "../Icon.tsx";
import { LineText } from "./Lines.tsx";

interface GivenProps {
  desk: Desk;
  fulfillment: Fulfillment;
}

/** What is in the bin, and, when it is not all taken, how much of each changes hands and what becomes of the rest. */
export function Given({ desk, fulfillment }: GivenProps) {
  const { t } = desk;
  const { given, rest } = desk.draft.value;
  const lines = fulfillment.lines.filter((line) => inHand(line) > 0);
  return (
    <section class="flex flex-col gap-2" aria-label={t.counter.items}>
      <ul class="card-plain rows">
        {lines.map((line) => (
          <li key={line.lineNo} class="row flex-wrap">
            <LineText line={line} t={t} isFound />
            {given === null
              ? <span class="text-lg font-semibold whitespace-nowrap">{`× ${inHand(line)}`}</span>
              : <Stepper desk={desk} line={line} units={given[line.lineNo] ?? inHand(line)} />}
          </li>
        ))}
      </ul>
      {given === null
        ? (
          <div class="acts">
            <button type="button" class="btn btn-ghost" onClick={() => settle(desk, { given: {} })}>
              {t.counter.notEverything}
            </button>
            <button
              type="button"
              class="btn btn-ghost"
              onClick={() => settle(desk, refuseAll(fulfillment))}
            >
              {t.counter.takesNothing}
            </button>
          </div>
        )
        : (
          <>
            {isInPart(fulfillment, desk.draft.value) && <Rest desk={desk} rest={rest} />}
            <button
              type="button"
              class="btn btn-ghost self-start"
              onClick={() => settle(desk, { given: null, rest: "keep" })}
            >
              {t.counter.everythingAgain}
            </button>
          </>
        )}
    </section>
  );
}

function Rest({ desk, rest }: { desk: Desk; rest: "keep" | "refuse" }) {
  const { t } = desk;
  return (
    <div class="acts" role="group" aria-label={t.counter.theRest}>
      {(["keep", "refuse"] as const).map((each) => (
        <button
          key={each}
          type="button"
          class="btn btn-outline act bg-base-100 text-base-content aria-pressed:bg-base-content aria-pressed:text-base-100"
          aria-pressed={rest === each}
          onClick={() => settle(desk, { rest: each })}
        >
          {t.counter.rest[each]}
        </button>
      ))}
    </div>
  );
}

function Stepper({ desk, line, units }: { desk: Desk; line: FulfillmentLine; units: number }) {
  const { t } = desk;
  const set = (to: number) => settle(desk, { given: { ...desk.draft.value.given, [line.lineNo]: to } });
  return (
    <span class="flex items-center gap-2">
      <button
        type="button"
        class="btn size-12 p-0"
        aria-label={t.counter.oneLess(line.name)}
        disabled={units === 0}
        onClick={() => set(units - 1)}
      >
        <Icon name="minus" />
      </button>
      <output class="min-w-14 text-center text-lg font-bold">{t.picking.done(units, inHand(line))}</output>
      <button
        type="button"
        class="btn size-12 p-0"
        aria-label={t.counter.oneMore(line.name)}
        disabled={units === inHand(line)}
        onClick={() => set(units + 1)}
      >
        <Icon name="plus" />
      </button>
    </span>
  );
}
