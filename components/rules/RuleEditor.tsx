import type { ComponentChildren } from "preact";
import type { RuleKind } from "../../domain/inventory/types.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { type Draft, DraftField } from "./RulesPage.tsx";
import { kinds } from "./words.ts";

/** A rule as its form has it: what was typed, right or not. */
export interface RuleFields {
  id: string;
  kind: RuleKind;
  name: string;
  units: string;
  channelId: string;
  categories: string[];
  groupIds: string[];
  skus: string;
  nodeIds: string;
}

export interface RuleEditorProps {
  draft: Draft;
  rule: RuleFields;
  isNew: boolean;
  choices: {
    categories: string[];
    groups: { id: string; name: string }[];
    channels: { id: string; name: string }[];
  };
  problem: string | null;
}

/** One rule: what it sets, of which items, where. What is left open may be anything. */
export function RuleEditor({ draft, rule, isNew, choices, problem }: RuleEditorProps) {
  return (
    <form method="post" action="/rules" class="rule-form flex flex-1 flex-col">
      <DraftField draft={draft} />
      <input type="hidden" name="id" value={rule.id} />
      <div class="flex flex-1 flex-col gap-7 px-4 py-6">
        <h1 class="text-2xl">{isNew ? "Add a rule" : "Change a rule"}</h1>
        {problem && <Notice tone="bad" title={problem} alert />}
        <Kinds chosen={rule.kind} />
        <div class="flex flex-wrap gap-4">
          <Field label="Units" class="w-32">
            <input
              class="input w-full text-lg"
              name="units"
              type="number"
              inputMode="numeric"
              min={0}
              max={9_999}
              step={1}
              required
              value={rule.units}
            />
          </Field>
          <Field label="Channel" class="rule-channel min-w-0 flex-1 basis-48">
            <select class="select w-full text-base" name="channelId">
              {choices.channels.map(({ id, name }) => (
                <option key={id} value={id} selected={id === rule.channelId}>{name}</option>
              ))}
            </select>
          </Field>
        </div>
        <fieldset class="flex flex-col gap-4">
          <legend class="mb-1 text-lg font-semibold">Which items</legend>
          <p class="ink-quiet text-sm">Every item, unless you name some.</p>
          <Choices
            label="Categories"
            name="categories"
            chosen={rule.categories}
            choices={choices.categories.map((name) => ({ id: name, name }))}
          />
          <Field label="Items by SKU, one a line">
            <textarea class="textarea w-full text-base" name="skus" rows={3} spellcheck={false}>
              {rule.skus}
            </textarea>
          </Field>
        </fieldset>
        <fieldset class="flex flex-col gap-4">
          <legend class="mb-1 text-lg font-semibold">Where</legend>
          <p class="ink-quiet text-sm">
            Everywhere, unless you name groups or stores. A rule fits where all that it names does.
          </p>
          <Choices label="Groups of stores" name="groupIds" chosen={rule.groupIds} choices={choices.groups} />
          <Field label="Stores and depots by id, one a line">
            <textarea class="textarea w-full text-base" name="nodeIds" rows={3} spellcheck={false}>
              {rule.nodeIds}
            </textarea>
          </Field>
        </fieldset>
        <Field label="What the rule is for">
          <input
            class="input w-full text-base"
            name="name"
            maxLength={80}
            required
            autocomplete="off"
            placeholder="Keep the shelves full on weekends"
            value={rule.name}
          />
        </Field>
      </div>
      {/* The first button is the one that Enter presses. */}
      <div class="act-bar flex-row-reverse">
        <button class="btn btn-primary act w-auto flex-1" type="submit" name="act" value="keep">
          <Icon name="check" />
          {isNew ? "Add to the list" : "Keep the change"}
        </button>
        <button class="btn h-14 px-5" type="submit" name="act" value="cancel" formNoValidate>Cancel</button>
      </div>
    </form>
  );
}

function Kinds({ chosen }: { chosen: RuleKind }) {
  return (
    <fieldset>
      <legend class="mb-3 text-lg font-semibold">What it sets</legend>
      <div class="card-plain rows overflow-clip">
        {kinds.map(({ kind, title, purpose }) => (
          <label key={kind} class="row row-link">
            <input
              class="radio border-current"
              type="radio"
              name="kind"
              value={kind}
              checked={kind === chosen}
              required
            />
            <span class="min-w-0 flex-1">
              <span class="block font-semibold">{title}</span>
              <span class="ink-quiet block text-sm">{purpose}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface ChoicesProps {
  label: string;
  name: string;
  chosen: string[];
  choices: { id: string; name: string }[];
}

function Choices({ label, name, chosen, choices }: ChoicesProps) {
  if (choices.length === 0) return null;
  return (
    <fieldset>
      <legend class="label-small mb-1.5">{label}</legend>
      <div class="card-plain grid max-h-72 grid-cols-1 gap-x-4 overflow-y-auto px-4 py-1 sm:grid-cols-2">
        {choices.map(({ id, name: words }) => (
          <label key={id} class="flex min-h-11 cursor-pointer items-center gap-3 py-1">
            <input
              class="checkbox border-current"
              type="checkbox"
              name={name}
              value={id}
              checked={chosen.includes(id)}
            />
            <span class="min-w-0 wrap-anywhere">{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Field({ label, class: classes = "", children }: {
  label: string;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    <label class={`flex flex-col gap-1.5 ${classes}`}>
      <span class="label-small">{label}</span>
      {children}
    </label>
  );
}
