import { useEffect, useRef, useState } from "preact/hooks";
import type { TargetedSubmitEvent } from "preact";
import { Icon } from "../Icon.tsx";
import { shortPick, type ShortReason } from "../../device/acts.ts";
import type { Desk } from "../../device/desk.ts";
import type { WalkLine } from "../../device/sections.ts";
import { units } from "../../device/words.ts";

const reasons: { reason: ShortReason; word: string }[] = [
  { reason: "not_found", word: "Not on the shelf" },
  { reason: "damaged", word: "Damaged" },
  { reason: "mismatched", word: "Wrong item on the shelf" },
];

interface ShortSheetProps {
  desk: Desk;
  fulfillmentId: string;
  line: WalkLine;
}

/** What cannot be found: how many, and why. Three taps with the one that opens it. */
export function ShortSheet({ desk, fulfillmentId, line }: ShortSheetProps) {
  const dialog = useDialog(desk.isShortOpen.value);
  const { left } = line;
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
            <h2 id="short-title" class="text-xl">Can’t find it</h2>
            <p class="mt-1">{line.name}</p>
          </div>
          <form method="dialog">
            <button type="submit" class="btn btn-ghost -mt-2 -mr-2 px-3" aria-label="Close">
              <Icon name="x" />
            </button>
          </form>
        </div>
        <form class="flex flex-col gap-4" onSubmit={onSubmit}>
          {left > 1 && <Stepper value={quantity} max={left} onChange={setChosen} />}
          <Reasons />
          <button class="btn btn-primary act text-lg" type="submit">Mark {units(quantity)} missing</button>
        </form>
      </div>
      <form method="dialog" class="modal-backdrop">
        <button type="submit" tabIndex={-1} aria-hidden="true">Close</button>
      </form>
    </dialog>
  );
}

function Reasons() {
  return (
    <fieldset>
      <legend class="label-small mb-1">Why?</legend>
      <div class="card-plain rows">
        {reasons.map(({ reason, word }) => (
          <label key={reason} class="row row-link">
            <input class="radio border-current" type="radio" name="reason" value={reason} required />
            <span class="font-medium">{word}</span>
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
}

function Stepper({ value, max, onChange }: StepperProps) {
  const step = (by: number) => onChange(Math.min(Math.max(value + by, 1), max));
  return (
    <div class="flex items-center justify-between gap-3" role="group" aria-label="How many are missing">
      <span>Missing</span>
      <div class="flex items-center gap-1">
        <button type="button" class="btn btn-outline px-3" aria-label="One less" onClick={() => step(-1)}>
          <Icon name="minus" />
        </button>
        <output class="min-w-16 text-center text-2xl font-bold" aria-live="polite">{value}</output>
        <button type="button" class="btn btn-outline px-3" aria-label="One more" onClick={() => step(1)}>
          <Icon name="plus" />
        </button>
      </div>
    </div>
  );
}

function useDialog(isOpen: boolean) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    if (!isOpen && dialog.current?.open) dialog.current.close();
  }, [isOpen]);
  return dialog;
}
