import { zones } from "../../domain/fulfillment/counter_decide.ts";
import type { Bin } from "../../domain/fulfillment/types.ts";
import type { AllWords } from "../../words/mod.ts";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";

interface BinsPageProps {
  bins: Bin[];
  /** What was typed and not taken, to be put right. */
  typed: { label: string; zone: string; capacity: string };
  problem: string | null;
  t: AllWords;
}

/** The staging area as its manager keeps it: every bin, what it is for and how much it takes. */
export function BinsPage({ bins, typed, problem, t }: BinsPageProps) {
  return (
    <div class="flex flex-col gap-6 px-4 py-6">
      <div>
        <h1 class="text-2xl">{t.links.bins}</h1>
        <p class="ink-quiet mt-2 max-w-[62ch]">{t.bins.about}</p>
      </div>
      {problem && <Notice tone="bad" title={problem} alert />}
      <AddBin typed={typed} t={t} />
      {bins.length === 0
        ? <EmptyState icon="package-open" title={t.bins.none}>{t.bins.noneDetail}</EmptyState>
        : (
          <ul class="card-plain rows overflow-clip" aria-label={t.links.bins}>
            {bins.map((bin) => <BinRow key={bin.label} bin={bin} t={t} />)}
          </ul>
        )}
    </div>
  );
}

function AddBin({ typed, t }: { typed: BinsPageProps["typed"]; t: AllWords }) {
  return (
    <form
      method="post"
      action="/work/bins"
      class="card-plain flex flex-wrap items-end gap-3 p-4"
      aria-label={t.bins.add}
    >
      <label class="min-w-0 flex-1 basis-40">
        <span class="label-small mb-1 block">{t.bins.label}</span>
        <input
          class="input w-full uppercase"
          name="label"
          value={typed.label}
          required
          maxLength={32}
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      <ZoneAndRoom zone={typed.zone} capacity={typed.capacity} t={t} />
      <button class="btn btn-primary max-sm:w-full" type="submit" name="act" value="keep">
        <Icon name="plus" />
        {t.bins.add}
      </button>
    </form>
  );
}

function BinRow({ bin, t }: { bin: Bin; t: AllWords }) {
  const isFull = bin.used >= bin.capacity;
  return (
    <li>
      <form method="post" action="/work/bins" class="flex flex-wrap items-end gap-3 px-4 py-3">
        <input type="hidden" name="label" value={bin.label} />
        <h2 class="min-w-0 flex-1 basis-40 self-center text-lg leading-6 wrap-anywhere">
          {bin.label}
          <span class={`block text-sm font-medium ${isFull ? "ink-warn" : "ink-quiet"}`}>
            {t.bins.used(bin.used, bin.capacity)}
          </span>
        </h2>
        <ZoneAndRoom zone={bin.zone} capacity={`${bin.capacity}`} of={bin.label} t={t} />
        <span class="flex gap-2 max-sm:w-full">
          <button
            class="btn max-sm:flex-1"
            type="submit"
            name="act"
            value="keep"
            aria-label={t.bins.saveOf(bin.label)}
          >
            {t.bins.save}
          </button>
          <button
            class="btn size-12 p-0"
            type="submit"
            name="act"
            value="remove"
            aria-label={t.bins.removeOf(bin.label)}
            disabled={bin.used > 0}
          >
            <Icon name="trash" />
          </button>
        </span>
      </form>
    </li>
  );
}

interface ZoneAndRoomProps {
  zone: string;
  capacity: string;
  /** Whose they are, for those who do not see the row. */
  of?: string;
  t: AllWords;
}

function ZoneAndRoom({ zone, capacity, of, t }: ZoneAndRoomProps) {
  const named = (what: string) => of ? t.bins.partOf(what, of) : undefined;
  return (
    <>
      <label>
        <span class="label-small mb-1 block">{t.bins.zone}</span>
        <select class="select w-36" name="zone" aria-label={named(t.bins.zone)}>
          {zones.map((each) => (
            <option key={each} value={each} selected={each === zone}>{t.zones[each]}</option>
          ))}
        </select>
      </label>
      <label>
        <span class="label-small mb-1 block">{t.bins.capacity}</span>
        <input
          class="input w-24"
          name="capacity"
          type="number"
          min={1}
          max={999}
          required
          value={capacity}
          aria-label={named(t.bins.capacity)}
        />
      </label>
    </>
  );
}
