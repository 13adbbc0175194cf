import type { TargetedSubmitEvent } from "preact";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { age } from "../when.ts";
import { handOverByPass } from "../../device/acts.ts";
import type { Desk, Proof } from "../../device/desk.ts";
import { CameraButton } from "./CameraSheet.tsx";
import { Lines } from "./Lines.tsx";
import { takeScan } from "../../device/scans.ts";
import { unitsOf } from "../../device/sections.ts";
import { placeOf } from "./WaitingRow.tsx";

interface HandOverProps {
  desk: Desk;
  fulfillment: Fulfillment;
}

/** The shopper is here, or will be: prove who, bring the bin, hand over. */
export function HandOver({ desk, fulfillment }: HandOverProps) {
  const proof = desk.proof.value?.fulfillmentId === fulfillment.id ? desk.proof.value : null;
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        {fulfillment.state === "arrived" && <Arrived desk={desk} fulfillment={fulfillment} />}
        <section class="card-plain px-5 py-5">
          <h2 class="label-small">{desk.t.counter.bringFromBin}</h2>
          <p class="mt-1 text-5xl leading-none font-bold tracking-tight wrap-anywhere">{fulfillment.bin}</p>
          <p class="mt-3 text-lg">
            {desk.t.counter.unitsFor(desk.t.units(unitsOf(fulfillment).picked), fulfillment.shopperLabel)}
          </p>
        </section>
        <Lines fulfillment={fulfillment} t={desk.t} onlyPicked />
      </div>
      {proof ? <Proved desk={desk} proof={proof} /> : <ProofForm desk={desk} fulfillment={fulfillment} />}
    </>
  );
}

function Arrived({ desk, fulfillment }: HandOverProps) {
  const { bay, car, arrivedAt, dueBy } = fulfillment;
  return (
    <section class="tone tone-warn flex items-start gap-3 rounded-box border-2 px-5 py-4">
      <Icon name={bay || car ? "car" : "hand"} class="mt-1 size-7" />
      <div class="min-w-0 flex-1 text-base-content">
        <h2 class="text-2xl font-bold">{placeOf(desk.t, fulfillment)}</h2>
        {bay && car && <p class="text-lg">{car}</p>}
      </div>
      <p class="text-right leading-6 font-bold text-base-content">
        {age(arrivedAt ?? dueBy, desk.now.value, desk.t.times)}
        <span class="block text-sm font-medium">{desk.t.counter.waiting}</span>
      </p>
    </section>
  );
}

/** The pass was right: one tap when the goods change hands. */
function Proved({ desk, proof }: { desk: Desk; proof: Proof }) {
  const { t } = desk;
  return (
    <div class="act-bar bg-base-200">
      <Notice
        tone={proof.isChecked ? "good" : "plain"}
        title={proof.isChecked ? t.counter.passIsGenuine : t.counter.passRead}
      >
        {proof.isChecked ? t.counter.giveThenPress : t.counter.checkedWhenPressed}
      </Notice>
      <button type="button" class="btn btn-primary act text-lg" onClick={() => handOverByPass(desk, proof)}>
        <Icon name="hand" class="size-6" /> {t.counter.handOver}
      </button>
    </div>
  );
}

function ProofForm({ desk, fulfillment }: HandOverProps) {
  const isChecking = desk.checking.value.has(fulfillment.id);
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    takeScan(desk, String(new FormData(form).get("proof")));
    form.reset();
  };
  return (
    <form class="act-bar bg-base-200" onSubmit={onSubmit}>
      <div class="flex items-end gap-2">
        <label class="flex min-w-0 flex-1 flex-col gap-1">
          <span class="font-semibold">{desk.t.counter.prove}</span>
          <input
            class="input digits h-14 w-full bg-base-100 text-xl"
            name="proof"
            required
            inputmode="numeric"
            autocomplete="off"
            spellcheck={false}
            enterkeyhint="done"
            disabled={isChecking}
          />
        </label>
        <CameraButton desk={desk} />
      </div>
      <button class="btn btn-primary act text-lg" type="submit" disabled={isChecking}>
        {isChecking ? <Checking desk={desk} /> : desk.t.counter.checkAndHandOver}
      </button>
    </form>
  );
}

/** While the store system looks; when it cannot be asked, nothing may be handed over on trust. */
function Checking({ desk }: { desk: Desk }) {
  const isStuck = desk.sync.value.kind !== "waiting" || desk.queue.value.trouble !== "none";
  return (
    <>
      <span class="loading loading-spinner motion-reduce:hidden" aria-hidden="true" />
      {isStuck ? desk.t.counter.notChecked : desk.t.counter.checking}
    </>
  );
}
