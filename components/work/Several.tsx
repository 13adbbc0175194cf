import type { ComponentChildren } from "preact";
import { choosable, MOST_ORDERS, stillOpen, suggestedTotes, toteOf } from "../../device/batch.ts";
import type { Several as Chosen } from "../../device/choices.ts";
import { type Desk, find, say } from "../../device/desk.ts";
import { startBatch } from "../../device/pick_acts.ts";
import { unitsOf } from "../../device/sections.ts";
import { shorterBy } from "../../device/suggest.ts";
import { methodIcons } from "../../device/words.ts";
import { Due } from "../Due.tsx";
import { Icon } from "../Icon.tsx";

/** Which orders go into one walk, and then a tote for each. */
export function Several({ desk, chosen }: { desk: Desk; chosen: Chosen }) {
  return chosen.step === "choose"
    ? <Choose desk={desk} chosen={chosen} />
    : <Totes desk={desk} chosen={chosen} />;
}

interface StepProps {
  desk: Desk;
  chosen: Chosen;
}

function Choose({ desk, chosen }: StepProps) {
  const { t } = desk;
  const ids = stillOpen(desk.fulfillments.value, chosen.ids);
  const toggle = (id: string, isIn: boolean) =>
    change(desk, { ids: isIn ? [...ids, id] : ids.filter((each) => each !== id) });
  const metres = shorterBy(desk.fulfillments.value, ids);
  const detail = metres > 0 ? `${t.batch.suggested} ${t.batch.shorter(metres)}` : t.batch.suggested;
  return (
    <Page desk={desk} title={t.batch.choose} detail={detail}>
      <ul class="card-plain rows overflow-hidden">
        {choosable(desk.matches.value).map((order) => (
          <li key={order.id}>
            <label class="row row-link">
              <input
                class="checkbox border-current"
                type="checkbox"
                checked={ids.includes(order.id)}
                disabled={!ids.includes(order.id) && ids.length >= MOST_ORDERS}
                onChange={(event) => toggle(order.id, event.currentTarget.checked)}
              />
              <span class="min-w-0 flex-1">
                <span class="flex flex-wrap items-baseline justify-between gap-x-3">
                  <span class="text-lg font-semibold wrap-anywhere">{order.orderNumber}</span>
                  <Due
                    at={order.dueBy}
                    now={desk.now.value}
                    timeZone={desk.node.timeZone}
                    times={t.times}
                    short
                    class="text-sm"
                  />
                </span>
                <span class="ink-quiet flex flex-wrap items-center gap-x-3 text-sm">
                  <span class="inline-flex items-center gap-1.5">
                    <Icon name={methodIcons[order.method]} class="size-4" />
                    {t.methods[order.method]}
                  </span>
                  {t.units(unitsOf(order).asked)}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <div class="act-bar -mx-4 mt-auto bg-base-200">
        <button
          type="button"
          class="btn btn-primary act text-lg"
          disabled={ids.length < 2}
          onClick={() => change(desk, { ids, step: "totes", totes: suggestedTotes(ids), scanned: [] })}
        >
          {ids.length < 2 ? t.batch.atLeastTwo : t.batch.toTotes(ids.length)}
        </button>
      </div>
    </Page>
  );
}

function Totes({ desk, chosen }: StepProps) {
  const { t } = desk;
  const { totes, mode, scanned } = chosen;
  const ids = stillOpen(desk.fulfillments.value, chosen.ids);
  const next = ids.find((id) => !scanned.includes(id));
  const name = (id: string, text: string) => {
    const tote = toteOf(text);
    const isTaken = tote !== undefined && ids.some((each) => each !== id && totes[each] === tote);
    if (!tote || isTaken) {
      say(
        desk,
        "wrong",
        isTaken ? t.batch.twice(tote) : t.batch.notATote,
        isTaken ? undefined : t.batch.notAToteDetail,
      );
      return change(desk, {});
    }
    change(desk, { totes: { ...totes, [id]: tote }, scanned: [...scanned, id] });
  };
  return (
    <Page desk={desk} title={t.batch.totesTitle} detail={t.batch.totesDetail}>
      <ol class="card-plain rows overflow-hidden">
        {ids.map((id) => (
          <li key={id} class="row">
            <Icon
              name={scanned.includes(id) ? "circle-check" : id === next ? "scan-barcode" : "circle-dashed"}
              class={scanned.includes(id) ? "ink-good size-6" : "ink-quiet size-6"}
            />
            <label class="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-2">
              <span class="font-semibold wrap-anywhere">{find(desk, id)?.orderNumber}</span>
              <span class="sr-only">{t.batch.tote}</span>
              <input
                class="input w-28 bg-base-100 text-xl font-bold uppercase"
                value={totes[id]}
                maxLength={40}
                autocomplete="off"
                autocapitalize="characters"
                spellcheck={false}
                onChange={(event) => name(id, event.currentTarget.value)}
              />
            </label>
          </li>
        ))}
      </ol>
      <fieldset>
        <legend class="label-small mb-1">{t.batch.when}</legend>
        <div class="card-plain rows overflow-hidden">
          {(["sort_while", "sort_after"] as const).map((each) => (
            <label key={each} class="row row-link">
              <input
                class="radio border-current"
                type="radio"
                name="mode"
                checked={mode === each}
                onChange={() => change(desk, { mode: each })}
              />
              <span>
                <span class="block font-medium">{t.batch.modes[each].name}</span>
                <span class="ink-quiet block text-sm">{t.batch.modes[each].detail}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="act-bar -mx-4 mt-auto bg-base-200">
        <button type="button" class="btn btn-primary act text-lg" onClick={() => startBatch(desk)}>
          <Icon name="scan-barcode" class="size-6" /> {t.batch.start}
        </button>
      </div>
    </Page>
  );
}

interface PageProps {
  desk: Desk;
  title: string;
  detail: string;
  children: ComponentChildren;
}

function Page({ desk, title, detail, children }: PageProps) {
  const { several } = desk.choices;
  const back = () => {
    several.value = several.value?.step === "totes" ? { ...several.value, step: "choose" } : null;
  };
  return (
    <div class="mx-auto flex w-full max-w-xl flex-1 flex-col gap-4 px-4 pt-1">
      <div>
        <button type="button" class="btn btn-ghost -ml-4" onClick={back}>
          <Icon name="arrow-left" /> {desk.t.batch.back}
        </button>
        <h1 id="several-title" class="text-2xl">{title}</h1>
        <p class="ink-quiet mt-1">{detail}</p>
      </div>
      {children}
    </div>
  );
}

function change({ choices: { several } }: Desk, to: Partial<Chosen>) {
  if (several.value) several.value = { ...several.value, ...to };
}
