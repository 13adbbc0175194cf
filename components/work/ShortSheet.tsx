import { useState } from "preact/hooks";
import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { Icon } from "../Icon.tsx";
import type { Desk } from "../../device/desk.ts";
import { type Missing, rejectEverywhere, type ShortReason, wanting } from "../../device/ending_acts.ts";
import type { Words } from "../../words/en/work.ts";
import { Sheet } from "./Sheet.tsx";

const reasons: ShortReason[] = ["not_found", "damaged", "mismatched"];

interface ShortSheetProps {
  desk: Desk;
  item: { sku: string; name: string; left: number };
  onShort: (missing: Missing) => void;
  /** Another item for so many of it, to be proposed to the shopper. */
  offers?: (quantity: number) => ComponentChildren;
}

/** What cannot be found: how many, and why. Three taps with the one that opens it. */
export function ShortSheet(props: ShortSheetProps) {
  const { desk, item } = props;
  const { t } = desk;
  return (
    <Sheet
      id="short"
      title={t.shorts.title}
      detail={item.name}
      close={t.shorts.close}
      isOpen={desk.isShortOpen.value}
      onClose={() => desk.isShortOpen.value = false}
    >
      <ShortForm {...props} />
    </Sheet>
  );
}

function ShortForm({ desk, item, onShort, offers }: ShortSheetProps) {
  const { t } = desk;
  const { left } = item;
  const [isOffering, setOffering] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const [everywhere, setEverywhere] = useState(false);
  const orders = wanting(desk.fulfillments.value, item.sku, desk.person.personId).length;
  const quantity = Math.min(chosen ?? left, left);
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get("reason") as ShortReason;
    if (everywhere) rejectEverywhere(desk, item.sku, reason);
    else onShort({ quantity, reason });
  };
  return (
    <>
      <form class="flex flex-col gap-4" onSubmit={onSubmit}>
        {left > 1 && !everywhere && <Stepper value={quantity} max={left} onChange={setChosen} t={t} />}
        <Reasons legend={t.shorts.why} reasons={reasons.map((each) => [each, t.shorts.reasons[each]])} />
        {orders > 1 && (
          <label class="row row-link -my-2 px-1">
            <input
              class="checkbox border-current"
              type="checkbox"
              checked={everywhere}
              onChange={(event) => setEverywhere(event.currentTarget.checked)}
            />
            <span class="font-medium">{t.shorts.everywhere(orders)}</span>
          </label>
        )}
        <button class="btn btn-primary act text-lg" type="submit">
          {everywhere ? t.shorts.markEverywhere(orders) : t.shorts.mark(t.units(quantity))}
        </button>
      </form>
      {offers && (isOffering
        ? offers(quantity)
        : (
          <button class="btn btn-ghost act" type="button" onClick={() => setOffering(true)}>
            <Icon name="arrow-up-down" /> {t.substitutes.offer}
          </button>
        ))}
    </>
  );
}

/** One of a few reasons; none is chosen for anybody. */
export function Reasons({ legend, reasons }: { legend: string; reasons: [value: string, words: string][] }) {
  return (
    <fieldset>
      <legend class="label-small mb-1">{legend}</legend>
      <div class="card-plain rows">
        {reasons.map(([value, words]) => (
          <label key={value} class="row row-link">
            <input class="radio border-current" type="radio" name="reason" value={value} required />
            <span class="font-medium">{words}</span>
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
