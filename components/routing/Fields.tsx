import type { ComponentChildren } from "preact";
import type { Typed } from "./typed.ts";

/** What a form's fields hold, and what there is to choose from. */
export interface FormProps {
  typed: Typed;
  choices: RoutingChoices;
}

export interface RoutingChoices {
  categories: string[];
  groups: { id: string; name: string }[];
  channels: { id: string; name: string }[];
  queues: string[];
}

interface FieldProps {
  typed: Typed;
  name: string;
  label: string;
  hint?: string;
}

export function Part(
  { title, hint, children }: { title: string; hint?: string; children: ComponentChildren },
) {
  return (
    <fieldset class="flex min-w-0 flex-col gap-4">
      <legend class="mb-1 text-lg font-semibold">{title}</legend>
      {hint && <p class="ink-quiet text-sm">{hint}</p>}
      {children}
    </fieldset>
  );
}

/** One line of text, a number or an amount: what is typed stays as it was typed. */
export function TextField(
  { typed, name, label, hint, digits }: FieldProps & { digits?: "numeric" | "decimal" },
) {
  return (
    <label class={`flex flex-col gap-1.5 ${digits ? "max-w-64" : ""}`}>
      <span class="label-small">{label}</span>
      <input
        class="input w-full text-base"
        name={name}
        inputMode={digits}
        autocomplete="off"
        maxLength={80}
        value={typed[name]?.[0] ?? ""}
      />
      {hint && <span class="ink-quiet text-sm">{hint}</span>}
    </label>
  );
}

export function TickField({ typed, name, label, hint }: FieldProps) {
  return (
    <label class="flex min-h-11 cursor-pointer items-center gap-3">
      <input
        class="checkbox border-current"
        type="checkbox"
        name={name}
        checked={typed[name] !== undefined}
      />
      <span class="min-w-0">
        {label}
        {hint && <span class="ink-quiet block text-sm">{hint}</span>}
      </span>
    </label>
  );
}

type Options = Record<string, string>;

/** One of few, all of them to be seen. */
export function RadioField({ typed, name, label, options }: FieldProps & { options: Options }) {
  return (
    <fieldset>
      <legend class="label-small mb-1.5">{label}</legend>
      <div class="card-plain rows overflow-clip">
        {Object.entries(options).map(([value, words]) => (
          <label key={value} class="row row-link">
            <input
              class="radio border-current"
              type="radio"
              name={name}
              value={value}
              checked={typed[name]?.[0] === value}
            />
            <span class="min-w-0 flex-1">{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Several boxes of one name, each ticked or not. */
export function TicksField({ typed, name, label, options }: FieldProps & { options: Options }) {
  return (
    <fieldset>
      <legend class="label-small">{label}</legend>
      {Object.entries(options).map(([value, words]) => (
        <label key={value} class="flex min-h-11 cursor-pointer items-center gap-3">
          <input
            class="checkbox border-current"
            type="checkbox"
            name={name}
            value={value}
            checked={typed[name]?.includes(value) ?? false}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

/** What counts first, what then: one choice after the other. */
export function OrderField({ typed, name, label, options }: FieldProps & { options: Options }) {
  const values = typed[name] ?? [];
  return (
    <fieldset>
      <legend class="label-small mb-1.5">{label}</legend>
      <div class="flex flex-wrap gap-2">
        {Object.keys(options).map((_, i) => (
          <select
            key={i}
            class="select w-full text-base sm:w-64"
            name={name}
            aria-label={`${label}: ${i + 1}`}
          >
            <option value="">{i === 0 ? "Nothing" : "Then nothing"}</option>
            {Object.entries(options).map(([value, words]) => (
              <option key={value} value={value} selected={values[i] === value}>{words}</option>
            ))}
          </select>
        ))}
      </div>
    </fieldset>
  );
}

/** More fields than are filled in, so that there is always room for another. */
const EMPTY_FIELDS = 2;

/** Any of these names, or none of them; nothing filled in is all of them. */
export function NamesField(
  { typed, name, label, hint, options, is }: FieldProps & {
    options: { id: string; name: string }[];
    is: [any: string, none: string];
  },
) {
  const values = (typed[`${name}Of`] ?? []).filter((value) => value !== "");
  return (
    <fieldset class="flex min-w-0 flex-col gap-2">
      <legend class="label-small mb-1.5">{label}</legend>
      {hint && <p class="ink-quiet text-sm">{hint}</p>}
      <select class="select w-full text-base sm:w-64" name={`${name}Is`} aria-label={`${label}: which`}>
        {(["any_of", "none_of"] as const).map((value, i) => (
          <option key={value} value={value} selected={typed[`${name}Is`]?.[0] === value}>{is[i]}</option>
        ))}
      </select>
      <div class="flex flex-wrap gap-2">
        {[...values, ...Array<string>(EMPTY_FIELDS).fill("")].map((value, i) => (
          <input
            key={i}
            class="input w-full text-base sm:w-64"
            name={`${name}Of`}
            list={`there-are-${name}`}
            aria-label={`${label}: ${i + 1}`}
            autocomplete="off"
            maxLength={64}
            value={value}
          />
        ))}
      </div>
      <datalist id={`there-are-${name}`}>
        {options.map(({ id, name: words }) => <option key={id} value={id}>{words}</option>)}
      </datalist>
    </fieldset>
  );
}
