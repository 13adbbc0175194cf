import { useState } from "preact/hooks";
import type { TargetedSubmitEvent } from "preact";
import { Icon } from "../Icon.tsx";
import { shortPick, type ShortReason } from "../../device/acts.ts";
import type { Desk } from "../../device/desk.ts";
import { Offers } from "./SubstituteSheet.tsx";
import { useDialog } from "../../device/dialog.ts";
import type { WalkLine } from "../../device/sections.ts";
import type { Words } from "../../words/mod.ts";

const reasons: ShortReason[] = ["not_found", "damaged", "mismatched"];

interface ShortSheetProps {
  desk: Desk;
  fulfillmentId: string;
  line: WalkLine;
}

/** What cannot be found: how many, and why. Three taps with the one that opens it. */
export function ShortSheet({ desk, fulfillmentId, line }: ShortSheetProps) {
  const dialog = useDialog(desk.isShortOpen.value);
  const { t } = desk;
  const { left } = line;
  const [isOffering, setOffering] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const quantity = Math.min(chosen ?? left, left);
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get("reason") as ShortReason;
    shortPick(desk, fulfillmentId, { line, quantity, reason });
  };
  return (
    <dialog
      ref={dialog}
      class="modal modal-bottom sm:modal-middle"
      aria-labelledby="short-title"
      onClose={() => desk.isShortOpen.value = false}
    >
      <div class="modal-box flex flex-col gap-4 px-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
        <div class="flex items-start gap-2">
          <div class="min-w-0 flex-1">
            <h2 id="short-title" class="text-xl">{t.shorts.title}</h2>
            <p class="mt-1">{line.name}</p>
          </div>
          <form method="dialog">
            <button type="submit" class="btn btn-ghost -mt-2 -mr-2 px-3" aria-label={t.shorts.close}>
              <Icon name="x" />
            </button>
          </form>
        </div>
        <form class="flex flex-col gap-4" onSubmit={onSubmit}>
          {left > 1 && <Stepper value={quantity} max={left} onChange={setChosen} t={t} />}
          <Reasons t={t} />
          <button class="btn btn-primary act text-lg" type="submit">
            {t.shorts.mark(t.units(quantity))}
          </button>
        </form>
        {isOffering
          ? (
            <Offers
              desk={desk}
              fulfillmentId={fulfillmentId}
              line={line}
              quantity={quantity}
              reason="not_found"
            />
          )
          : (
            <button class="btn btn-ghost act" type="button" onClick={() => setOffering(true)}>
              <Icon name="arrow-up-down" /> {t.substitutes.offer}
            </button>
          )}
      </div>
      <form method="dialog" class="modal-backdrop">
        <button type="submit" tabIndex={-1} aria-hidden="true">{t.shorts.close}</button>
      </form>
    </dialog>
  );
}

function Reasons({ t }: { t: Words }) {
  return (
    <fieldset>
      <legend class="label-small mb-1">{t.shorts.why}</legend>
      <div class="card-plain rows">
        {reasons.map((reason) => (
          <label key={reason} class="row row-link">
            <input class="radio border-current" type="radio" name="reason" value={reason} required />
            <span class="font-medium">{t.shorts.reasons[reason]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface StepperProps {
  value: number;
  max: number;
  onChange: (value: number) => void;
  t: Words;
}

function Stepper({ value, max, onChange, t }: StepperProps) {
  const step = (by: number) => onChange(Math.min(Math.max(value + by, 1), max));
  return (
    <div class="flex items-center justify-between gap-3" role="group" aria-label={t.shorts.howMany}>
      <span>{t.shorts.missing}</span>
      <div class="flex items-center gap-1">
        <button
          type="button"
          class="btn btn-outline px-3"
          aria-label={t.shorts.oneLess}
          onClick={() => step(-1)}
        >
          <Icon name="minus" />
        </button>
        <output class="min-w-16 text-center text-2xl font-bold" aria-live="polite">{value}</output>
        <button
          type="button"
          class="btn btn-outline px-3"
          aria-label={t.shorts.oneMore}
          onClick={() => step(1)}
        >
          <Icon name="plus" />
        </button>
      </div>
    </div>
  );
}
