import type { ComponentChildren } from "preact";
import type { Box, ServiceTariff } from "../../domain/shipping/types.ts";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { boxFields, type Fields, tariffFields } from "./fields.ts";

export interface RatesPageProps {
  boxes: Box[];
  services: ServiceTariff[];
  /** What was typed and not taken, by the form it was typed into. */
  typed: { of: string; fields: Fields } | null;
  problems: string[];
}

/** What the retailer packs in, and what its carriers ask by contract. */
export function RatesPage({ boxes, services, typed, problems }: RatesPageProps) {
  const shown = (of: string, fields: Fields) => typed?.of === of ? typed.fields : fields;
  return (
    <div class="flex flex-col gap-8 px-4 py-6">
      <div>
        <h1 class="text-2xl">Boxes and shipping prices</h1>
        <p class="ink-quiet mt-2 max-w-[62ch]">
          For every store and depot, from the next parcel on. Labels that were bought keep their price.
        </p>
      </div>
      {problems.length > 0 && (
        <Notice tone="bad" title="Nothing was saved" alert>
          <ul class="list-disc pl-5">{problems.map((each) => <li key={each}>{each}</li>)}</ul>
        </Notice>
      )}
      <section class="flex flex-col gap-3" aria-labelledby="boxes">
        <h2 id="boxes" class="text-lg">Boxes</h2>
        {boxes.length === 0 && (
          <EmptyState icon="package-open" title="No boxes">Everything goes in its own packaging.</EmptyState>
        )}
        <ul class="card-plain rows overflow-clip">
          {boxes.map((box) => (
            <li key={box.id}>
              <BoxForm fields={shown(`box:${box.id}`, boxFields(box))} name={box.name} />
            </li>
          ))}
          <li>
            <BoxForm fields={shown("box:", {})} />
          </li>
        </ul>
      </section>
      <section class="flex flex-col gap-3" aria-labelledby="services">
        <h2 id="services" class="text-lg">Prices by carrier</h2>
        {services.map((each) => {
          const of = `tariff:${each.carrier}/${each.service}`;
          return (
            <TariffForm
              key={of}
              fields={shown(of, tariffFields(each))}
              name={`${each.carrierName} ${each.serviceName}`}
              isOpen={typed?.of === of}
            />
          );
        })}
        <TariffForm fields={shown("tariff:", {})} isOpen={typed?.of === "tariff:"} />
      </section>
    </div>
  );
}

function BoxForm({ fields, name }: { fields: Fields; name?: string }) {
  const field = fieldOf(fields, name);
  return (
    <form
      method="post"
      action="/rates"
      class="flex flex-wrap items-end gap-3 px-4 py-3"
      aria-label={name ? `Box ${name}` : "Another box"}
    >
      <input type="hidden" name="of" value={name ? `box:${fields.id}` : "box:"} />
      {name
        ? <input type="hidden" name="id" value={fields.id} />
        : field("id", "Code", "w-28", { maxLength: 32 })}
      {field("name", "Name", "w-32", { maxLength: 40 })}
      {field("length", "Length, mm", "w-24", digits)}
      {field("width", "Width, mm", "w-24", digits)}
      {field("height", "Height, mm", "w-24", digits)}
      {field("tareGrams", "Weighs, g", "w-24", digits)}
      {field("maxGrams", "Takes, g", "w-28", digits)}
      <Acts save="box" remove={name ? "retire" : undefined} name={name} />
    </form>
  );
}

function TariffForm({ fields, name, isOpen }: { fields: Fields; name?: string; isOpen: boolean }) {
  const field = fieldOf(fields, name);
  return (
    <details class="card-plain group" open={isOpen}>
      <summary class="row cursor-pointer list-none">
        <h3 class="min-w-0 flex-1 font-semibold wrap-anywhere">{name ?? "Another service"}</h3>
        <Icon name="chevron-down" class="size-5 transition-transform group-open:rotate-180" />
      </summary>
      <form
        method="post"
        action="/rates"
        class="flex flex-wrap items-end gap-3 border-t border-line px-4 py-4"
      >
        <input
          type="hidden"
          name="of"
          value={name ? `tariff:${fields.carrier}/${fields.service}` : "tariff:"}
        />
        {name
          ? (
            <>
              <input type="hidden" name="carrier" value={fields.carrier} />
              <input type="hidden" name="service" value={fields.service} />
            </>
          )
          : (
            <>
              {field("carrier", "Carrier’s code", "w-32", { maxLength: 32 })}
              {field("service", "Service’s code", "w-32", { maxLength: 32 })}
            </>
          )}
        {field("carrierName", "Carrier", "w-44", { maxLength: 60 })}
        {field("serviceName", "Service", "w-44", { maxLength: 60 })}
        {field("fuel", "Fuel, %", "w-24", { inputMode: "decimal", maxLength: 7 })}
        {field("cubicMmPerGram", "Divisor, mm³ a gram", "w-40", digits)}
        {field("days", "Days on the road, zone 1 to 9", "w-64", { maxLength: 60 })}
        <label class="w-full">
          <span class="label-small mb-1 block">
            Up to grams, then dollars for zone 1 to 9: a line for each weight
          </span>
          <textarea
            class="textarea h-64 w-full font-mono text-sm whitespace-pre"
            name="table"
            required
            spellcheck={false}
            wrap="off"
            aria-label={name && `Prices of ${name}`}
          >
            {fields.table ?? ""}
          </textarea>
        </label>
        <Acts save="tariff" remove={name ? "remove" : undefined} name={name} />
      </form>
    </details>
  );
}

const digits = { inputMode: "numeric" as const, maxLength: 6 };

/** A field of a form; whose it is, for those who do not see the row. */
function fieldOf(fields: Fields, of: string | undefined) {
  return (
    key: string,
    label: string,
    width: string,
    more: { maxLength: number; inputMode?: "numeric" | "decimal" },
  ): ComponentChildren => (
    <label>
      <span class="label-small mb-1 block">{label}</span>
      <input
        class={`input ${width}`}
        name={key}
        value={fields[key] ?? ""}
        required
        autocomplete="off"
        spellcheck={false}
        aria-label={of && `${label}: ${of}`}
        {...more}
      />
    </label>
  );
}

function Acts({ save, remove, name }: { save: string; remove?: string; name?: string }) {
  return (
    <span class="flex gap-2 max-sm:w-full">
      <button
        class={`btn max-sm:flex-1 ${name ? "" : "btn-primary"}`}
        type="submit"
        name="act"
        value={save}
        aria-label={name && `Save ${name}`}
      >
        {name ? "Save" : "Add"}
      </button>
      {remove && (
        <button
          class="btn size-12 p-0"
          type="submit"
          name="act"
          value={remove}
          aria-label={`Remove ${name}`}
          formNoValidate
        >
          <Icon name="trash" />
        </button>
      )}
    </span>
  );
}
