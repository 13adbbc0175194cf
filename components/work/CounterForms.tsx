import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { settle, takeProof } from "../../device/counter_acts.ts";
import type { Desk } from "../../device/desk.ts";
import { letGo } from "../../device/override_acts.ts";
import { Notice } from "../Notice.tsx";

interface FormProps {
  desk: Desk;
  fulfillment: Fulfillment;
}

/** What else shows who they are, when there is no pass and no code. */
export function Ways({ desk }: { desk: Desk }) {
  return (
    <div class="acts">
      <button type="button" class="btn btn-ghost" onClick={() => settle(desk, { way: "document" })}>
        {desk.t.counter.seeDocument}
      </button>
      <button type="button" class="btn btn-ghost" onClick={() => settle(desk, { way: "override" })}>
        {desk.t.counter.askManager}
      </button>
    </div>
  );
}

interface DocumentFormProps extends FormProps {
  /** For a document beside another proof; else it is the proof. */
  onSeen?: (document: { name: string; lastFour: string }) => void;
}

/** The name on a document, and its last four characters: enough to know it again, not enough to misuse it. */
export function DocumentForm({ desk, fulfillment, onSeen }: DocumentFormProps) {
  const { t } = desk;
  const onEntered = (said: Said) => {
    const document = { name: said("name"), lastFour: said("lastFour").toUpperCase() };
    if (onSeen) return onSeen(document);
    takeProof(desk, fulfillment, { kind: "document", ...document }, true);
  };
  return (
    <EntryForm
      act={t.counter.nameIsThis}
      onEntered={onEntered}
      way={!onSeen && <BackToScan desk={desk} />}
    >
      {onSeen && <Notice tone="warn" title={t.counter.documentToo}>{t.counter.documentTooDetail}</Notice>}
      <Field label={t.counter.nameOnIt}>
        <input class={TEXT} name="name" required maxLength={120} autocomplete="off" />
      </Field>
      <Field label={t.counter.lastFour}>
        <input
          class={`${DIGITS} uppercase`}
          name="lastFour"
          required
          minLength={4}
          maxLength={4}
          pattern="[A-Za-z0-9]{4}"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
        />
      </Field>
    </EntryForm>
  );
}

/** Nothing to show: one of the store's managers answers for it, here and now. */
export function OverrideForm({ desk, fulfillment }: FormProps) {
  const { t } = desk;
  const { managers } = desk.truth.value;
  const [isAsking, setAsking] = useState(false);
  const isChecking = isAsking || desk.checking.value.has(fulfillment.id);
  const onEntered = async (said: Said, form: HTMLFormElement) => {
    const asked = { managerId: said("manager"), pin: said("pin"), reason: said("reason") };
    form.querySelector<HTMLInputElement>("[name=pin]")!.value = "";
    setAsking(true);
    await letGo(desk, fulfillment, asked).finally(() => setAsking(false));
  };
  if (managers.length === 0) {
    return (
      <div class="act-bar bg-base-200">
        <Notice tone="warn" title={t.counter.noManager} />
        <BackToScan desk={desk} />
      </div>
    );
  }
  return (
    <EntryForm
      act={isChecking ? t.counter.checking : t.counter.letItGo}
      isBusy={isChecking}
      onEntered={onEntered}
      way={<BackToScan desk={desk} />}
    >
      <Field label={t.counter.manager}>
        <select class="select h-14 w-full bg-base-100 text-lg" name="manager" required>
          {managers.map(({ personId, name }) => <option key={personId} value={personId}>{name}</option>)}
        </select>
      </Field>
      <Field label={t.counter.reason}>
        <input class={TEXT} name="reason" required maxLength={200} autocomplete="off" />
      </Field>
      <Field label={t.counter.managerPin}>
        <input
          class={DIGITS}
          name="pin"
          type="password"
          inputmode="numeric"
          required
          pattern="[0-9]{4,6}"
          maxLength={6}
          autocomplete="off"
        />
      </Field>
    </EntryForm>
  );
}

const TEXT = "input h-14 w-full bg-base-100 text-lg";
const DIGITS = "input digits h-14 w-full bg-base-100 text-xl";

/** What was entered in a field, without the spaces around it. */
type Said = (field: string) => string;

interface EntryFormProps {
  act: string;
  isBusy?: boolean;
  onEntered: (said: Said, form: HTMLFormElement) => unknown;
  /** Another way to go, below the act. */
  way?: ComponentChildren;
  children: ComponentChildren;
}

/** A few fields and the one act for them, within the thumb's reach. */
function EntryForm({ act, isBusy = false, onEntered, way, children }: EntryFormProps) {
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onEntered((field) => String(fields.get(field) ?? "").trim(), event.currentTarget);
  };
  return (
    <form class="act-bar bg-base-200" onSubmit={onSubmit}>
      {children}
      <button class="btn btn-primary act text-lg" type="submit" disabled={isBusy}>{act}</button>
      {way}
    </form>
  );
}

function BackToScan({ desk }: { desk: Desk }) {
  return (
    <button type="button" class="btn btn-ghost" onClick={() => settle(desk, { way: "scan" })}>
      {desk.t.counter.backToScan}
    </button>
  );
}

function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <label class="flex flex-col gap-1">
      <span class="font-semibold">{label}</span>
      {children}
    </label>
  );
}
