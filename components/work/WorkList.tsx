import type { ComponentChildren } from "preact";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { choosable } from "../../device/batch.ts";
import { filters } from "../../device/choices.ts";
import type { Desk } from "../../device/desk.ts";
import { comingOf, OnTheWay } from "./OnTheWay.tsx";
import { OrderRow } from "./OrderRow.tsx";
import { SearchField } from "./SearchField.tsx";
import { type SectionKind, shortOf } from "../../device/sections.ts";
import type { Words } from "../../words/en/work.ts";
import { PickSeveral } from "./PickSeveral.tsx";
import { WaitingRow } from "./WaitingRow.tsx";

/** All open orders of the store, by what is to be done next. */
export function WorkList({ desk }: { desk: Desk }) {
  const { waiting, pick, stage, putBack, ready } = desk.sections.value;
  const short = shortOf(desk.matches.value);
  const { t } = desk;
  const isAll = desk.choices.filter.value === "all";
  const isSearching = desk.search.value.trim() !== "";
  const count = (isSearching ? short.length : 0) + waiting.length + pick.length + stage.length +
    putBack.length + ready.length +
    comingOf(desk).length;
  return (
    <div class="mx-auto flex w-full max-w-xl flex-col gap-5 px-4 py-4">
      <h1 class="sr-only">{t.list.title}</h1>
      <SearchField desk={desk} />
      <Filters desk={desk} />
      {count === 0 &&
        (isSearching ? <NoMatch desk={desk} /> : isAll ? <AllDone t={t} /> : <NoneOfThese t={t} />)}
      {waiting.length > 0 && (
        <Section id="waiting" title={t.list.waiting} count={waiting.length}>
          {waiting.map((each) => <WaitingRow key={each.id} desk={desk} fulfillment={each} />)}
        </Section>
      )}
      <OnTheWay desk={desk} />
      {pick.length > 0
        ? <ToPick desk={desk} of={pick} />
        : count > 0 && !isSearching && isAll && <p class="ink-quiet px-1">{t.list.nothingToPick}</p>}
      {stage.length > 0 && <Rows desk={desk} id="stage" title={t.list.stage} of={stage} />}
      {putBack.length > 0 && <Rows desk={desk} id="putBack" title={t.list.putBack} of={putBack} />}
      {ready.length > 0 && <Quiet desk={desk} title={t.list.ready} of={ready} isOpen={isSearching} />}
      {short.length > 0 && <Quiet desk={desk} title={t.list.missing} of={short} isOpen={isSearching} />}
      {desk.node.ships && <a class="link self-start px-1 py-3" href="/work/manifest">{t.links.manifests}</a>}
    </div>
  );
}

interface SectionProps {
  id: SectionKind;
  title: string;
  count: number;
  act?: ComponentChildren;
  children: ComponentChildren;
}

function Section({ id, title, count, act, children }: SectionProps) {
  return (
    <section aria-labelledby={`section-${id}`}>
      <div class="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id={`section-${id}`} class="flex items-baseline gap-2 px-1 text-lg">
          {title} <span class="ink-quiet text-base font-medium">{count}</span>
        </h2>
        {act}
      </div>
      <ul class={id === "waiting" ? "flex flex-col gap-2" : "card-plain rows overflow-hidden"}>{children}</ul>
    </section>
  );
}

function Rows({ desk, id, title, of }: { desk: Desk; id: SectionKind; title: string; of: Fulfillment[] }) {
  return (
    <Section id={id} title={title} count={of.length}>
      {of.map((each) => <OrderRow key={each.id} desk={desk} fulfillment={each} />)}
    </Section>
  );
}

/** Where at least two are nobody's yet, several can be taken at once. */
function ToPick({ desk, of }: { desk: Desk; of: Fulfillment[] }) {
  const isForSeveral = choosable(of).length > 1;
  return (
    <Section
      id="pick"
      title={desk.t.list.pick}
      count={of.length}
      act={isForSeveral && <PickSeveral desk={desk} />}
    >
      {of.map((each) => <OrderRow key={each.id} desk={desk} fulfillment={each} />)}
    </Section>
  );
}

/** One list for all ways an order can leave, or one of them. */
function Filters({ desk }: { desk: Desk }) {
  const { filter } = desk.choices;
  const { t } = desk;
  return (
    <div class="flex flex-wrap gap-2 max-[400px]:gap-x-1.5" role="group" aria-label={t.list.show}>
      {filters.map((each) => (
        <button
          key={each}
          type="button"
          class="btn btn-outline bg-base-100 px-2.5 text-base-content aria-pressed:bg-base-content aria-pressed:text-base-100"
          aria-pressed={filter.value === each ? "true" : "false"}
          onClick={() => filter.value = each}
        >
          {each === "all" ? t.list.all : each === "mine" ? t.list.own : t.methods[each]}
        </button>
      ))}
    </div>
  );
}

interface QuietProps {
  desk: Desk;
  title: string;
  of: Fulfillment[];
  isOpen: boolean;
}

/** What waits for its shopper, or may turn up some day, is out of the way until somebody looks for it. */
function Quiet({ desk, title, of, isOpen }: QuietProps) {
  return (
    <details class="group" open={isOpen}>
      <summary class="flex min-h-12 cursor-pointer list-none items-center gap-2 px-1">
        <h2 class="text-lg">{title}</h2>
        <span class="ink-quiet font-medium">{of.length}</span>
        <Icon name="chevron-down" class="ml-auto size-5 transition-transform group-open:rotate-180" />
      </summary>
      <ul class="card-plain rows overflow-hidden">
        {of.map((each) => <OrderRow key={each.id} desk={desk} fulfillment={each} />)}
      </ul>
    </details>
  );
}

function AllDone({ t }: { t: Words }) {
  return (
    <EmptyState icon="circle-check" title={t.list.allDone}>
      {t.list.allDoneDetail}
    </EmptyState>
  );
}

function NoneOfThese({ t }: { t: Words }) {
  return <EmptyState icon="circle-check" title={t.list.noneOfThese} />;
}

function NoMatch({ desk }: { desk: Desk }) {
  return (
    <EmptyState icon="search" title={desk.t.list.noMatch}>
      <p class="break-all">“{desk.search.value.slice(0, 60)}”</p>
    </EmptyState>
  );
}
