import type { TargetedSubmitEvent } from "preact";
import { leftToPack } from "../../domain/fulfillment/packing_decide.ts";
import type { Fulfillment, FulfillmentLine } from "../../domain/fulfillment/types.ts";
import type { Parcel } from "../../domain/shipping/types.ts";
import type { Desk } from "../../device/desk.ts";
import {
  boxNamed,
  closeParcel,
  expectedGrams,
  type OnTable,
  onTable,
  packOne,
  unpackOne,
} from "../../device/packing_acts.ts";
import { Icon } from "../Icon.tsx";
import { CameraButton } from "./CameraButton.tsx";
import { LineText } from "./Lines.tsx";
import { ClosedParcel } from "./Parcels.tsx";
import { Undo } from "./Undo.tsx";

interface PackingProps {
  desk: Desk;
  fulfillment: Fulfillment;
}

/** The packing table: which box, what goes into it, what lies in it already. */
export function Packing({ desk, fulfillment }: PackingProps) {
  const table = onTable(desk, fulfillment);
  const left = leftToPack(fulfillment);
  const closed = fulfillment.parcels.filter((parcel) => parcel.closed);
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <BoxCard desk={desk} fulfillment={fulfillment} table={table} />
        {left.length > 0 && (
          <ul class="card-plain rows overflow-hidden" aria-label={desk.t.packing.toPack}>
            {left.map(({ line, quantity }) => (
              <li key={line.lineNo} class="row">
                <LineText line={line} t={desk.t} isFound />
                <span class="text-lg font-semibold whitespace-nowrap">× {quantity}</span>
              </li>
            ))}
          </ul>
        )}
        {table.open && <Inside desk={desk} fulfillment={fulfillment} parcel={table.open} />}
        {closed.map((parcel) => (
          <ClosedParcel key={parcel.no} desk={desk} fulfillment={fulfillment} parcel={parcel} />
        ))}
      </div>
      <PackBar desk={desk} fulfillment={fulfillment} table={table} next={left[0]?.line} />
    </>
  );
}

/** The box to take, readable from a step away, and a way to take another. */
function BoxCard({ desk, table }: PackingProps & { table: OnTable }) {
  const { t } = desk;
  const { no, boxId, open, plan } = table;
  const boxes = desk.floor.value.boxes ?? [];
  const goesIn = plan[0]?.lines.reduce((sum, each) => sum + each.quantity, 0) ?? 0;
  return (
    <section class="card-plain px-5 py-5" aria-labelledby="box">
      <h2 id="box" class="label-small flex items-center gap-1.5">
        <Icon name="package-open" class="size-5" /> {open ? t.packing.inBox(no) : t.packing.takeBox(no)}
      </h2>
      <p class="mt-2 text-5xl leading-none font-bold tracking-tight wrap-anywhere">
        {boxNamed(desk, boxId)?.name ?? t.packing.ownPackaging}
      </p>
      <p class="mt-3">
        {plan.length > 1
          ? t.packing.ofBoxes(plan.length, t.units(goesIn))
          : plan.length === 1
          ? t.packing.holdsAll
          : ""}
      </p>
      <label class="mt-4 flex flex-col gap-1 border-t border-line pt-4">
        <span class="text-sm font-semibold">{t.packing.otherBox}</span>
        <select
          class="select h-12 w-full bg-base-100 text-base"
          value={boxId ?? ""}
          onChange={(event) => desk.chosenBox.value = event.currentTarget.value || null}
        >
          {boxes.map((box) => (
            <option key={box.id} value={box.id} selected={box.id === boxId}>
              {t.packing.boxNamed(box.name, box.sidesMm.map((mm) => Math.round(mm / 10)).join(" × "))}
            </option>
          ))}
          <option value="" selected={boxId === null}>{t.packing.ownPackaging}</option>
        </select>
      </label>
    </section>
  );
}

/** What lies in the open box; a tap takes one out again. */
function Inside({ desk, fulfillment, parcel }: PackingProps & { parcel: Parcel }) {
  const { t } = desk;
  const names = new Map(fulfillment.lines.map((line) => [line.lineNo, line.name]));
  return (
    <section aria-labelledby="inside">
      <h2 id="inside" class="mb-2 px-1 text-lg">{t.packing.inside}</h2>
      <ul class="card-plain rows overflow-hidden">
        {parcel.lines.map(({ lineNo, quantity }) => (
          <li key={lineNo} class="row">
            <span class="min-w-0 flex-1 leading-6 font-medium wrap-anywhere">{names.get(lineNo)}</span>
            <span class="text-lg font-semibold whitespace-nowrap">× {quantity}</span>
            <button
              type="button"
              class="btn btn-ghost -mr-2 px-3"
              aria-label={t.packing.takeOneOut(names.get(lineNo) ?? "")}
              onClick={() => unpackOne(desk, fulfillment, parcel, lineNo)}
            >
              <Icon name="undo-2" class="size-6" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PackBarProps extends PackingProps {
  table: OnTable;
  next: FulfillmentLine | undefined;
}

/** By hand where a label does not scan; closing weighs the box. */
function PackBar({ desk, fulfillment, table: { open }, next }: PackBarProps) {
  const { t } = desk;
  return (
    <div class="act-bar bg-base-200">
      <Undo desk={desk} fulfillments={[fulfillment]} />
      {next && (
        <div class="flex gap-2">
          <CameraButton desk={desk} />
          <button
            type="button"
            class={`btn act min-w-0 flex-1 text-lg ${
              open ? "btn-outline bg-base-100 text-base-content" : "btn-primary"
            }`}
            aria-label={t.packing.packByHand(next.name)}
            onClick={() => packOne(desk, fulfillment, next, next.sku)}
          >
            <Icon name="plus" class="size-6" /> {t.packing.byHand}
          </button>
        </div>
      )}
      {open && <CloseForm desk={desk} fulfillment={fulfillment} parcel={open} isPrimary={!next} />}
    </div>
  );
}

interface CloseFormProps extends PackingProps {
  parcel: Parcel;
  isPrimary: boolean;
}

function CloseForm({ desk, fulfillment, parcel, isPrimary }: CloseFormProps) {
  const { t } = desk;
  const expected = expectedGrams(desk, fulfillment, parcel);
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const grams = Number(new FormData(event.currentTarget).get("grams"));
    closeParcel(desk, fulfillment, parcel.no, grams);
  };
  return (
    <form class="grid grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] gap-2" onSubmit={onSubmit}>
      <label class="input h-14 w-full min-w-0 bg-base-100 text-lg font-semibold">
        <span class="sr-only">{t.packing.weight}</span>
        <input
          key={expected}
          name="grams"
          type="text"
          inputMode="numeric"
          pattern="[0-9]{1,6}"
          required
          autocomplete="off"
          defaultValue={String(expected)}
        />
        <span aria-hidden="true">{t.packing.grams}</span>
      </label>
      <button
        type="submit"
        class={`btn act px-2 text-base whitespace-nowrap min-[360px]:text-lg ${
          isPrimary ? "btn-primary" : "btn-outline bg-base-100 text-base-content"
        }`}
      >
        {t.packing.close}
      </button>
    </form>
  );
}
