import type { LoggedHandover } from "../../domain/fulfillment/types.ts";
import type { AllWords } from "../../words/mod.ts";
import { Badge, type Tone } from "../Badge.tsx";
import { EmptyState } from "../EmptyState.tsx";
import type { IconName } from "../icon_paths.ts";
import { moment } from "../when.ts";

interface HandoversPageProps {
  handovers: LoggedHandover[];
  /** What was kept of the one that is open. */
  evidence: { kind: "signature" | "photo"; data: string }[];
  open: string | null;
  /** From when the page shows backwards, as the address has it; null for now. */
  before: string | null;
  olderThan: Date | null;
  now: Date;
  timeZone: string;
  t: AllWords;
}

/** Every handover of the store: who gave what to whom, on which proof, and what was kept of it. */
export function HandoversPage(props: HandoversPageProps) {
  const { handovers, before, olderThan, t } = props;
  return (
    <div class="flex flex-col gap-6 px-4 py-6">
      <div>
        <h1 class="text-2xl">{t.links.handovers}</h1>
        <p class="ink-quiet mt-2 max-w-[62ch]">{t.handovers.about}</p>
      </div>
      {handovers.length === 0
        ? <EmptyState icon="hand" title={t.handovers.none}>{t.handovers.noneDetail}</EmptyState>
        : (
          <ol class="card-plain rows overflow-clip">
            {handovers.map((each) => <HandoverRow key={each.id} handover={each} {...props} />)}
          </ol>
        )}
      <nav class="flex flex-wrap gap-3" aria-label={t.handovers.pages}>
        {before && <a class="btn" href="/work/handovers">{t.handovers.newest}</a>}
        {olderThan && (
          <a class="btn" href={`/work/handovers?before=${encodeURIComponent(olderThan.toISOString())}`}>
            {t.handovers.older}
          </a>
        )}
      </nav>
    </div>
  );
}

const looks: Record<LoggedHandover["proof"], { icon: IconName; tone: Tone }> = {
  pass: { icon: "qr-code", tone: "good" },
  code: { icon: "circle-check", tone: "good" },
  document: { icon: "id-card", tone: "good" },
  override: { icon: "triangle-alert", tone: "warn" },
  approval: { icon: "cloud-off", tone: "warn" },
};

function HandoverRow({ handover, open, evidence, before, now, timeZone, t }:
  & { handover: LoggedHandover }
  & HandoversPageProps) {
  const { id, orderNumber, shopperLabel, at, by, proof, units, undoneAt, kinds } = handover;
  const isOpen = open === id;
  return (
    <li id={id} class="flex flex-col gap-2 px-4 py-3">
      <div class="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h2 class="text-lg leading-6 wrap-anywhere">
          {orderNumber} <span class="ink-quiet font-medium">{shopperLabel}</span>
        </h2>
        <p class="font-medium">{moment(at, now, timeZone, t.times)}</p>
      </div>
      <p class="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Badge {...looks[proof]}>{t.handovers.proofs[proof]}</Badge>
        {undoneAt && <Badge icon="history" tone="warn">{t.handovers.undone}</Badge>}
        <span>{units === 0 ? t.handovers.tookBack(by) : t.handovers.gave(by, t.units(units))}</span>
      </p>
      <Details handover={handover} t={t} />
      {kinds.length > 0 && !isOpen && (
        <a class="link inline-flex min-h-12 items-center self-start" href={addressOf(id, before)}>
          {t.handovers.show(
            kinds.map((kind) =>
              t.handovers.kinds[kind]
            ).join(", "),
          )}
        </a>
      )}
      {isOpen && evidence.map(({ kind, data }) => (
        <img
          key={kind}
          class="max-h-96 max-w-full self-start rounded-box border border-line bg-white"
          src={data}
          alt={t.handovers.pictureOf(t.handovers.kinds[kind], orderNumber)}
        />
      ))}
    </li>
  );
}

function Details({ handover, t }: { handover: LoggedHandover; t: AllWords }) {
  const { manager, managerReason, collector, documentName, documentLastFour, ageSeen } = handover;
  const said = [
    manager && t.handovers.byManager(manager, managerReason ?? ""),
    collector && t.handovers.collectedBy(collector),
    documentName && t.handovers.document(documentName, documentLastFour ?? ""),
    ageSeen && t.handovers.ageSeen,
  ].filter(Boolean);
  return <>{said.map((each) => <p key={each} class="wrap-anywhere">{each}</p>)}</>;
}

function addressOf(id: string, before: string | null): string {
  const query = new URLSearchParams({ open: id, ...(before && { before }) });
  return `/work/handovers?${query}#${id}`;
}
