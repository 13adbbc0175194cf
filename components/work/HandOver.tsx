import type { TargetedSubmitEvent } from "preact";
import { minAgeOf } from "../../domain/fulfillment/identity_decide.ts";
import { inHand } from "../../domain/fulfillment/steps_decide.ts";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { givenOf, isInPart, nextOf } from "../../device/counter.ts";
import { handOver, settle, takeDocument } from "../../device/counter_acts.ts";
import type { Desk } from "../../device/desk.ts";
import { takeScan } from "../../device/scanning.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { CameraButton } from "./CameraButton.tsx";
import { DocumentForm, OverrideForm, Ways } from "./CounterForms.tsx";
import { Evidence } from "./Evidence.tsx";
import { Held } from "./Held.tsx";
import { Given } from "./Given.tsx";
import { askOf, WaitClock } from "./Ring.tsx";
import { Undo } from "./Undo.tsx";
import { placeOf } from "./WaitingRow.tsx";

interface HandOverProps {
  desk: Desk;
  fulfillment: Fulfillment;
}

/** The shopper is here, or will be: prove who, bring the bin, hand over. */
export function HandOver({ desk, fulfillment }: HandOverProps) {
  const { t } = desk;
  const units = fulfillment.lines.reduce((sum, line) => sum + inHand(line), 0);
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        {fulfillment.state === "arrived" && <Arrived desk={desk} fulfillment={fulfillment} />}
        <section class="card-plain px-5 py-5">
          <h2 class="label-small">{t.counter.bringFromBin}</h2>
          <p class="mt-1 text-5xl leading-none font-bold tracking-tight wrap-anywhere">{fulfillment.bin}</p>
          <p class="mt-3 text-lg">{t.counter.unitsFor(t.units(units), fulfillment.shopperLabel)}</p>
          <Held desk={desk} fulfillment={fulfillment} />
        </section>
        <Collects desk={desk} fulfillment={fulfillment} />
        <Given desk={desk} fulfillment={fulfillment} />
        <Evidence desk={desk} />
      </div>
      <NextAct desk={desk} fulfillment={fulfillment} />
    </>
  );
}

function Arrived({ desk, fulfillment }: HandOverProps) {
  const { bay, car, arrivedAt, escalatedAt, attendedBy } = fulfillment;
  const { t } = desk;
  return (
    <section
      class={`tone ${
        escalatedAt ? "tone-bad" : "tone-warn"
      } flex items-start gap-3 rounded-box border-2 px-5 py-4`}
    >
      <Icon name={bay || car ? "car" : "hand"} class="mt-1 size-8" />
      <div class="min-w-0 flex-1 text-base-content wrap-anywhere">
        <h2 class="text-4xl leading-tight font-bold">{placeOf(t, fulfillment)}</h2>
        {bay && car && <p class="text-2xl font-semibold">{car}</p>}
        {attendedBy && <p class="text-lg">{t.counter.goes(attendedBy.name)}</p>}
        {escalatedAt && <p class="text-lg font-bold">{askOf(desk)}</p>}
      </div>
      <div class="text-right text-base-content">
        <WaitClock since={arrivedAt} now={desk.now.value} />
        <span class="block text-sm font-medium">{t.counter.waiting}</span>
      </div>
    </section>
  );
}

/** Where the shopper has named somebody: which of the two stands here. */
function Collects({ desk, fulfillment }: HandOverProps) {
  const { collector, shopperLabel } = fulfillment;
  if (!collector) return null;
  const { collects } = desk.draft.value;
  return (
    <div class="acts" role="group" aria-label={desk.t.counter.whoIsHere}>
      {[false, true].map((is) => (
        <button
          key={`${is}`}
          type="button"
          class="btn btn-outline act bg-base-100 text-base-content aria-pressed:bg-base-content aria-pressed:text-base-100"
          aria-pressed={collects === is}
          onClick={() => settle(desk, { collects: is })}
        >
          {is ? desk.t.counter.collector(collector) : shopperLabel}
        </button>
      ))}
    </div>
  );
}

/** The one thing to do next. */
function NextAct({ desk, fulfillment }: HandOverProps) {
  const { t } = desk;
  const draft = desk.draft.value;
  const shown = desk.proof.value?.fulfillmentId === fulfillment.id ? desk.proof.value : undefined;
  switch (nextOf(fulfillment, shown?.proof, draft)) {
    case "prove":
      if (draft.way === "document") return <DocumentForm desk={desk} fulfillment={fulfillment} />;
      if (draft.way === "override") return <OverrideForm desk={desk} fulfillment={fulfillment} />;
      return <ProofForm desk={desk} fulfillment={fulfillment} />;
    case "age": {
      const years = minAgeOf(fulfillment, givenOf(fulfillment, draft)) ?? 0;
      return (
        <div class="act-bar bg-base-200">
          <Notice tone="warn" title={t.counter.ageNeeded(years)}>{t.counter.ageHow}</Notice>
          <button
            type="button"
            class="btn btn-primary act text-xl"
            onClick={() => settle(desk, { ageSeen: true })}
          >
            <Icon name="check" class="size-7" /> {t.counter.ageYes(years)}
          </button>
        </div>
      );
    }
    case "document":
      return (
        <DocumentForm
          desk={desk}
          fulfillment={fulfillment}
          onSeen={(document) => takeDocument(desk, fulfillment, document)}
        />
      );
    case "give":
      return <Give desk={desk} fulfillment={fulfillment} isChecked={shown?.isChecked ?? false} />;
  }
}

function Give({ desk, fulfillment, isChecked }: HandOverProps & { isChecked: boolean }) {
  const { t } = desk;
  const { rest } = desk.draft.value;
  const isNothing = givenOf(fulfillment, desk.draft.value).length === 0;
  const kind = desk.proof.value?.proof.kind;
  return (
    <div class="act-bar bg-base-200">
      <Notice
        tone={isChecked ? "good" : "plain"}
        title={kind === "pass" && isChecked
          ? t.counter.passIsGenuine
          : isChecked
          ? t.counter.nameFits
          : kind === "pass"
          ? t.counter.passRead
          : t.counter.codeTaken}
      >
        {!isChecked
          ? t.counter.checkedWhenPressed
          : isNothing
          ? t.counter.keepThenPress
          : t.counter.giveThenPress}
      </Notice>
      <button
        type="button"
        class="btn btn-primary act text-lg"
        disabled={isNothing && rest === "keep"}
        onClick={() => handOver(desk, fulfillment)}
      >
        <Icon name={isNothing ? "package-x" : "hand"} class="size-6" />
        {isNothing
          ? t.counter.takeAllBack
          : isInPart(fulfillment, desk.draft.value)
          ? t.counter.handOverPart
          : t.counter.handOver}
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
      <Undo desk={desk} fulfillments={[fulfillment]} />
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
      {!isChecking && <Ways desk={desk} />}
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
