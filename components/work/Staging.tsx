import type { TargetedSubmitEvent } from "preact";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { Notice } from "../Notice.tsx";
import type { Desk } from "../../device/desk.ts";
import { CameraButton } from "./CameraButton.tsx";
import { Lines } from "./Lines.tsx";
import { takeScan } from "../../device/scanning.ts";
import { unitsOf } from "../../device/sections.ts";
import { Undo } from "./Undo.tsx";
import { Zones } from "./Zones.tsx";
import type { Words } from "../../words/en/work.ts";

interface StepProps {
  desk: Desk;
  fulfillment: Fulfillment;
}

/** Picked for pickup: into a bin with it, so that it is found again by one look. */
export function BinForm({ desk, fulfillment }: StepProps) {
  return (
    <EntryForm
      desk={desk}
      label={desk.t.packing.bin}
      act={desk.t.packing.putInBin}
      maxLength={32}
      class="uppercase"
      onEntered={(text) => takeScan(desk, text)}
      beside={<Undo desk={desk} fulfillments={[fulfillment]} />}
    >
      <Zones desk={desk} fulfillment={fulfillment} />
      <Found fulfillment={fulfillment} t={desk.t} />
    </EntryForm>
  );
}

function Found({ fulfillment, t }: { fulfillment: Fulfillment; t: Words }) {
  const { asked, picked } = unitsOf(fulfillment);
  const missing = asked - picked;
  return (
    <>
      <Notice tone={missing > 0 ? "warn" : "good"} title={t.packing.picked(t.units(picked))}>
        {missing > 0 ? t.packing.missing(t.units(missing)) : t.packing.allFound}
      </Notice>
      <Lines fulfillment={fulfillment} t={t} onlyPicked />
    </>
  );
}

interface EntryFormProps {
  desk: Desk;
  label: string;
  act: string;
  maxLength: number;
  class?: string;
  onEntered: (text: string) => void;
  beside: preact.ComponentChildren;
  children: preact.ComponentChildren;
}

/** One field and one act, both within the thumb's reach. */
function EntryForm(
  { desk, label, act, maxLength, class: classes = "", onEntered, beside, children }: EntryFormProps,
) {
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onEntered(String(new FormData(event.currentTarget).get("entered")));
    // Another bin may follow.
    event.currentTarget.reset();
  };
  return (
    <form class="flex flex-1 flex-col" onSubmit={onSubmit}>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">{children}</div>
      <div class="act-bar bg-base-200">
        {beside}
        <div class="flex items-end gap-2">
          <label class="flex min-w-0 flex-1 flex-col gap-1">
            <span class="font-semibold">{label}</span>
            <input
              class={`input h-14 w-full bg-base-100 text-xl font-semibold placeholder:normal-case ${classes}`}
              name="entered"
              maxLength={maxLength}
              required
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              enterkeyhint="done"
            />
          </label>
          <CameraButton desk={desk} />
        </div>
        <button class="btn btn-primary act text-lg" type="submit">{act}</button>
      </div>
    </form>
  );
}
