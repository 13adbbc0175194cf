import type { AllWords } from "../../words/mod.ts";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { moment } from "../when.ts";

interface Waiting {
  carrier: string;
  carrierName: string;
  parcels: number;
  since: Date;
}

interface Closed {
  id: string;
  carrier: string;
  carrierName: string;
  parcels: number;
  closedAt: Date;
  closedBy: string;
}

export interface ManifestPageProps {
  waiting: Waiting[];
  closed: Closed[];
  node: { timeZone: string };
  /** One for each button: pressed twice, it closes one manifest. */
  ids: string[];
  now: Date;
  t: AllWords;
}

/** Whose number somebody typed in, nobody knows. */
function nameOf({ carrier, carrierName }: { carrier: string; carrierName: string }, t: AllWords): string {
  return carrier === "other" ? t.manifest.otherCarrier : carrierName;
}

/** What each carrier is to sign for, and what it has signed. */
export function ManifestPage({ waiting, closed, node, ids, now, t }: ManifestPageProps) {
  return (
    <div class="flex flex-col gap-6 px-4 py-4">
      <a class="btn btn-ghost -ml-3 self-start px-3" href="/work">
        <Icon name="arrow-left" /> {t.manifest.toWork}
      </a>
      <h1 class="text-2xl">{t.links.manifests}</h1>
      {waiting.length === 0 && (
        <EmptyState icon="circle-check" title={t.manifest.nothing}>{t.manifest.nothingDetail}</EmptyState>
      )}
      {waiting.map((each, i) => (
        <form key={each.carrier} method="post" class="card-plain flex flex-col gap-3 p-4">
          <input type="hidden" name="id" value={ids[i]} />
          <input type="hidden" name="carrier" value={each.carrier} />
          <h2 class="text-lg">{nameOf(each, t)}</h2>
          <p>
            {t.manifest.waiting(each.parcels, moment(each.since, now, node.timeZone, t.times))}
          </p>
          <button class="btn btn-primary" type="submit">{t.manifest.close}</button>
        </form>
      ))}
      {closed.length > 0 && (
        <section aria-labelledby="closed">
          <h2 id="closed" class="mb-2 px-1 text-lg">{t.manifest.closed}</h2>
          <ul class="card-plain rows overflow-hidden">
            {closed.map((each) => (
              <li key={each.id}>
                <a
                  class="flex min-h-14 items-center gap-3 px-4 py-2"
                  href={`/work/manifests/${each.id}/manifest.pdf`}
                >
                  <span class="min-w-0 flex-1">
                    <span class="block font-semibold wrap-anywhere">
                      {nameOf(each, t)} · {t.manifest.parcels(each.parcels)}
                    </span>
                    <span class="ink-quiet block text-sm">
                      {t.manifest.closedBy(moment(each.closedAt, now, node.timeZone, t.times), each.closedBy)}
                    </span>
                  </span>
                  <Icon name="receipt" />
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
